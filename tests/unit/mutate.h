/*
 * mutate.h - texts edited the way texts get edited, with a map from the old bytes to the new ones.
 *
 *	struct mutant mutant = {0};
 *	mutate(doc, MUTATE_WORDS, 5, &seed, &mutant);
 *	… mutant.text; old byte i is at mutant.to[i], or gone …
 *	mutant_finish(&mutant);
 */
#ifndef DOSSIER_TESTS_MUTATE_H
#define DOSSIER_TESTS_MUTATE_H

#include "base/buf.h"
#include "texts/doc.h"

enum mutation {
	MUTATE_WRAP,    /* lines of paragraphs wrapped anew at `rate` columns */
	MUTATE_INSERT,  /* paragraphs, and sentences within them, `rate` of a hundred */
	MUTATE_DELETE,  /* the same taken out */
	MUTATE_SWAP,    /* pairs of paragraphs, `rate` of a hundred */
	MUTATE_WORDS,   /* `rate` of a hundred words: half respelt, half another word */
	MUTATE_OCR,     /* `rate` of a hundred characters read wrongly, lost, doubled, torn apart */
	MUTATE_NORMAL,  /* straight quotes and plain dashes; accents as marks of their own */
	MUTATE_TYPESET, /* curly quotes, long dashes */
	MUTATE_COPY,    /* sentences copied to other places, a word of the old ones changed */
};

struct mutant {
	struct buf text;
	uint32_t *to; /* by old byte; where it is now, or where it was taken out */
	bool *gone;   /* by old byte */
	uint32_t n;   /* old bytes */
};

/* xorshift32: the same numbers on every machine. */
uint32_t mutate_roll(uint32_t *seed, uint32_t below);

/* Edits the text of doc. Ends the program where memory is short. */
void mutate(const struct doc *doc, enum mutation how, uint32_t rate, uint32_t *seed,
	struct mutant *out);

/* Where the passage is now; empty where nothing, or not its ends in their order, is left of it. */
struct range mutant_at(const struct mutant *mutant, struct span old, struct range at);

/* Frees it. Takes a zeroed one. */
void mutant_finish(struct mutant *mutant);

#endif

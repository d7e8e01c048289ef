/*
 * anchor_text.h - a document as anchors look at it: its hash, its folded text, where pieces of
 * eight bytes of that stand, and which passages have been found so far.
 *
 * The fold is that of fold.h with markup left in (a quotation has it too), blank lines no more
 * than blanks, and hyphens between letters gone: wrapped and hyphenated anew, a text stays the
 * same. All of it is made when it is first asked for: a document that has not changed is only
 * compared.
 *
 *	struct anchor_text text = {.doc = doc};
 *	if (!anchor_text_ready(&text)) { … no memory … }
 *	for (uint32_t at = anchor_text_first(&text, p); at != UINT32_MAX; at = text.nexts[at]) { … }
 *	anchor_text_finish(&text);
 */
#ifndef DOSSIER_NOTES_ANCHOR_TEXT_H
#define DOSSIER_NOTES_ANCHOR_TEXT_H

#include "base/sha256.h"
#include "texts/doc.h"
#include "texts/fold.h"

#define ANCHOR_TEXT_GRAM 8

/* A passage that was found: where it began, where it begins now. */
struct anchor_pin {
	uint32_t old, now;
};

/* Zero but for doc is valid. */
struct anchor_text {
	const struct doc *doc; /* borrowed */
	struct sha256 hash;    /* see anchor_text_hash */
	bool hashed;
	bool ready; /* the rest is there */
	struct fold fold;
	uint32_t *heads,
		*nexts; /* by hash; by place: the one before with the same hash, or UINT32_MAX */
	uint32_t bits;  /* of hashes */
	struct anchor_pin *pins; /* by old place */
	uint32_t npins, cpins;
};

/* The hash of the canonical text; made once. */
const struct sha256 *anchor_text_hash(struct anchor_text *text);

/* Makes fold and index if they are not there yet. False where memory is short. */
bool anchor_text_ready(struct anchor_text *text) MUST_CHECK;

/* Folds a quotation the way the document is folded; offsets are in text. */
bool anchor_text_fold(struct fold *fold, struct span text) MUST_CHECK;

/*
 * The last place in the fold whose ANCHOR_TEXT_GRAM bytes have the hash of those at p, or
 * UINT32_MAX: compare them. nexts leads to the places before. The text must be ready.
 */
uint32_t anchor_text_first(const struct anchor_text *text, const char *p);

/* Remembers where a passage is now. Short memory only loses the help. */
void anchor_text_pin(struct anchor_text *text, uint32_t old, uint32_t now);

/* The number of pins with an old place before off. */
uint32_t anchor_text_pins(const struct anchor_text *text, uint32_t off);

/* Frees it. Takes a zeroed one. */
void anchor_text_finish(struct anchor_text *text);

#endif

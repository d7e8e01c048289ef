/*
 * needle.h - plain words to be found in a folded view.
 *
 * A hyphen of the needle also finds the hyphen that folding took from a line end: it may have
 * broken a word, or be the word's own ("Aldrich-\nMoodie").
 *
 *	struct needle needle = {0};
 *	if (!needle_init(&needle, SPAN("treaty of"), false, &err)) { … }
 *	if (sieve_may_hold(&needle.sieve, text)) {
 *		… fold …
 *		found = needle_find(&needle, doc, &view, off, &at);
 *	}
 *	needle_finish(&needle);
 */
#ifndef DOSSIER_FIND_NEEDLE_H
#define DOSSIER_FIND_NEEDLE_H

#include "find/sieve.h"
#include "texts/fold.h"

struct needle {
	struct fold folded;
	struct sieve sieve; /* what texts can be passed over */
	bool hyphened;
};

/*
 * Folds words (valid UTF-8), with their case or without. False where memory is short or nothing is
 * left of them.
 */
bool needle_init(struct needle *needle, struct span words, bool keep_case, struct err *err)
	MUST_CHECK;

/*
 * The first place in view (a fold of doc, made with or without case as the needle was) that starts
 * at or behind from, an offset in the document. False where there is none.
 */
bool needle_find(const struct needle *needle, const struct doc *doc, const struct fold *view,
	uint32_t from, struct range *out);

/* Frees it. Takes a zeroed one. */
void needle_finish(struct needle *needle);

#endif

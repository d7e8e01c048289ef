/*
 * words_cut.h - the words of a text as the word index knows them.
 *
 * A word is a run of letters, digits and marks in the folded view (fold.h) of a paragraph; each
 * ideograph and each sign of kana is one of its own. Whether a word ends between two characters is
 * told by these two alone: whatever stands inside a pattern stands in a text that holds it. ASCII
 * is cut without being folded first; test_words holds both ways equal.
 *
 *	struct words_cut cut = {.word = take, .owner = me};
 *	for (i …) { if (!words_cut_para(&cut, doc, i)) { … no memory … } }
 *	words_cut_finish(&cut);
 */
#ifndef DOSSIER_FIND_WORDS_CUT_H
#define DOSSIER_FIND_WORDS_CUT_H

#include "texts/fold.h"

#define WORDS_CUT_MOST 255u /* bytes of a word; what is longer is cut off, and `odd` set */
#define WORDS_CUT_STEP 8u
#define WORDS_CUT_PATTERN 4096u /* bytes, folded: `odd` tells nothing of longer patterns */

struct words_cut {
	/* Gets each word; NULs stand behind it up to a multiple of WORDS_CUT_STEP. */
	void (*word)(void *owner, struct span word);
	void *owner;
	struct fold view; /* scratch; of the last paragraph that was folded */
	bool odd; /* set, never cleared: something was not cut as a search would see it */
	struct span at; /* during a call of words_cut_folded's: the word's place in the folded text */
};

/* Cuts one paragraph of doc by its index. False where memory is short. */
bool words_cut_para(struct words_cut *cut, const struct doc *doc, uint32_t para) MUST_CHECK;

/* Cuts what is folded already (without its case). */
void words_cut_folded(struct words_cut *cut, struct span folded);

/* Frees the scratch. Takes a zeroed one. */
void words_cut_finish(struct words_cut *cut);

#endif

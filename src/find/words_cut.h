/*
 * words_cut.h - the words of a text as the word index knows them.
 *
 * A word is a run of letters, digits and marks in the folded view (fold.h) of a paragraph; each
 * ideograph and each sign of kana is one of its own. Whether a word ends between two characters is
 * told by these two alone: whatever stands inside a pattern stands in a text that holds it.
 *
 * ASCII is cut without being folded first, as the matcher cuts it (match_window.h); where something
 * else stands in a word, or a line ends behind its hyphen, only that stretch is folded. test_words
 * holds both ways equal.
 * Words come many at a time, the short ones, which nearly all are, as two numbers each.
 *
 *	struct words_cut cut = {.shorts = take_some, .word = take, .owner = me};
 *	for (i …) { if (!words_cut_para(&cut, doc, i)) { … no memory … } }
 *	words_cut_flush(&cut);
 *	words_cut_finish(&cut);
 */
#ifndef DOSSIER_FIND_WORDS_CUT_H
#define DOSSIER_FIND_WORDS_CUT_H

#include "links/match_window.h"
#include "texts/fold.h"

#define WORDS_CUT_MOST 255u /* bytes of a word; what is longer is cut off, and `odd` set */
#define WORDS_CUT_STEP 8u
#define WORDS_CUT_PATTERN 4096u /* bytes, folded: `odd` tells nothing of longer patterns */
#define WORDS_CUT_SHORT 16u /* bytes of the longest word that is handed over as numbers */
#define WORDS_CUT_WAIT 128u

/* A short word: its bytes as they lie in memory, NULs behind. Never zero. */
struct words_short {
	uint64_t start, rest;
};

struct words_cut {
	/* Gets short words, at most WORDS_CUT_WAIT; for words_cut_para. */
	void (*shorts)(void *owner, const struct words_short *words, uint32_t n);
	/*
	 * Gets one word, a longer one or, for words_cut_folded, any; NULs stand behind it up to a multiple
	 * of WORDS_CUT_STEP.
	 */
	void (*word)(void *owner, struct span word);
	void *owner;
	struct fold view; /* scratch; of the last stretch that was folded */
	bool odd; /* set, never cleared: something was not cut as a search would see it */
	uint32_t n; /* words cut by words_cut_para, so far */
	struct span at; /* during a call of words_cut_folded's: the word's place in the folded text */
	uint32_t nwait;
	struct words_short wait[WORDS_CUT_WAIT]; /* cut, and not handed over yet */
	struct match_window window; /* scratch */
	char tail[MATCH_WINDOW_BYTES + MATCH_WINDOW_AFTER]; /* of one that the text ends with */
	enum match_window_by by; /* how its words are found, once that has been … */
	bool asked;
	char longer[WORDS_CUT_MOST + 1 + WORDS_CUT_STEP]; /* scratch */
};

/* Cuts one paragraph of doc by its index. False where memory is short. */
bool words_cut_para(struct words_cut *cut, const struct doc *doc, uint32_t para) MUST_CHECK;

/* Hands over the words of words_cut_para that wait. */
void words_cut_flush(struct words_cut *cut);

/* Cuts what is folded already (without its case). */
void words_cut_folded(struct words_cut *cut, struct span folded);

/* Frees the scratch. Takes a zeroed one. */
void words_cut_finish(struct words_cut *cut);

#endif

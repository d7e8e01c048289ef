/*
 * words_spots.h - which paragraphs can hold something, by the word index.
 *
 * For each document of the catalogue: whether it is certain to hold nothing, has to be looked at as
 * a whole (it is not covered, or its paragraphs cannot be read alone), or in some paragraphs: those
 * with one of the places, or, where that would be nearly all of them, every one. O(places) of memory,
 * nothing for each paragraph: they are found when they are asked for.
 *
 *	struct words_spots spots = {0};
 *	if (!words_sift(&words, SPAN("treaty of"), 0, &spots, &err)) { … no memory … }
 *	words_spots_start(&spots, &words, id, &walk);
 *	while (words_spots_next(&walk)) { … walk.paras.now … }
 *	words_spots_finish(&spots);
 */
#ifndef DOSSIER_FIND_WORDS_SPOTS_H
#define DOSSIER_FIND_WORDS_SPOTS_H

#include "find/words.h"
#include "find/words_paras.h"

enum words_may { WORDS_NOT, WORDS_SOME, WORDS_WHOLE };

/* Places in one file of the index. */
struct words_spots_seg {
	uint32_t *places; /* sorted; owned */
	uint32_t n;
	bool every; /* there are too many: each paragraph of a document that may */
};

struct words_spots {
	unsigned char *may; /* by document of the catalogue: enum words_may; owned */
	struct words_spots_seg segs[WORDS_SEGS];
	uint64_t count; /* places that may be one, as far as the index knows */
};

/* A walk over the paragraphs of a document that has to be looked at in some. */
struct words_spots_walk {
	struct words_paras paras; /* the paragraph it is at */
	const uint32_t *place, *end; /* what is left of the document's places */
	uint32_t base;
	bool every;
};

/* Makes all documents such as have to be looked at as a whole. False: no memory. */
bool words_spots_make(struct words_spots *spots, const struct catalog *catalog, struct err *err)
	MUST_CHECK;

/* Begins before the first paragraph of a document that is WORDS_SOME. */
void words_spots_start(const struct words_spots *spots, const struct words *words, doc_id id,
	struct words_spots_walk *out);

/* Goes to the next paragraph. False where there is none. */
bool words_spots_next(struct words_spots_walk *walk);

/* The first of n sorted places that is not before this one, as an index; n: none. */
uint32_t words_spots_from(const uint32_t *places, uint32_t n, uint32_t place);

/* The same from the one at `from` on, in leaps: for one that is not far behind it. */
uint32_t words_spots_leap(const uint32_t *places, uint32_t n, uint32_t from, int64_t place);

/* Frees it. Takes a zeroed one. */
void words_spots_finish(struct words_spots *spots);

#endif

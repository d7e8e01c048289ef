/*
 * words_list.h - the places of one word in a file of the word index, any part of them.
 *
 * A long list has marks (words_seg.h): to find the places of one document, one part of it is decoded,
 * and nothing else of it is read. A short list is one part. The places of several words, those that
 * begin alike, are put in one order at once.
 *
 * A part whose sum is wrong sets `damaged`; what it was asked for is then as if it were not there.
 *
 *	if (words_list_open(&list, &term)) {
 *		for (place = words_list_from(&list, base); place < base + n; place = words_list_next(&list)) …
 *	}
 *	words_list_close(&list);
 */
#ifndef DOSSIER_FIND_WORDS_LIST_H
#define DOSSIER_FIND_WORDS_LIST_H

#include "find/words_seg.h"

#define WORDS_LIST_END UINT32_MAX /* no place */

struct words_list {
	struct span steps;
	const char *marks; /* of nparts parts */
	uint32_t nparts; /* 0: the list is one part, with this sum */
	struct span whole;
	uint32_t sum;
	uint32_t count; /* places in all */
	uint32_t most; /* they are below this one */
	uint32_t *places; /* of the part that is decoded; owned */
	uint32_t n, part; /* of them; which part, UINT32_MAX: none */
	uint32_t at; /* the place asked for last */
	bool damaged;
};

/* The places of a word. False: no memory. Closed in any case. */
bool words_list_open(struct words_list *list, const struct words_term *term) MUST_CHECK;

/*
 * The places of the word and of all others of the file that it begins. At most `most` of them:
 * *more is set, and the list empty, where there are more. False: no memory. Closed in any case.
 */
bool words_list_open_all(struct words_list *list, const struct words_seg *seg, struct span word,
	uint32_t most, bool *more) MUST_CHECK;

/* The first place that is not before this one, or WORDS_LIST_END. O(log n). */
uint32_t words_list_from(struct words_list *list, uint32_t place);

/* The one behind the last answer, which was a place; or WORDS_LIST_END. */
uint32_t words_list_next(struct words_list *list);

/* Sorts places. O(n). False: no memory. */
bool words_list_sort(uint32_t *places, uint32_t n) MUST_CHECK;

/* For who writes a file: puts marks behind the list that begins at `from`, if it is to have them. */
void words_list_mark(struct buf *lists, size_t from, uint32_t count);

/* Frees it. Takes a zeroed one. */
void words_list_close(struct words_list *list);

#endif

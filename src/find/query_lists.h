/*
 * query_lists.h - where the words of a question stand, by the word index: nothing is read for that but
 * the parts of lists that are asked for.
 *
 *	struct query_lists lists;
 *	if (!query_lists_open(&lists, query, &words, &err)) { … no memory … }
 *	struct words_list *list = query_lists_of(&lists, seg, word);
 *	query_lists_close(&lists);
 */
#ifndef DOSSIER_FIND_QUERY_LISTS_H
#define DOSSIER_FIND_QUERY_LISTS_H

#include "find/words.h"
#include "find/words_list.h"

struct query;

struct query_lists {
	struct words_list *items; /* by file, and by word of the question; owned */
	uint32_t nwords;
	bool unknown[WORDS_SEGS]; /* damaged, or too much of it: the texts have to tell */
};

/* Finds the words of a question in all files. False, and nothing to close: no memory. */
bool query_lists_open(struct query_lists *lists, const struct query *query, const struct words *words,
	struct err *err) MUST_CHECK;

/* The places of a word, by its number in the question. */
struct words_list *query_lists_of(const struct query_lists *lists, uint32_t seg, uint32_t word);

/* How many there are in all files; many where that is not known. */
uint64_t query_lists_count(const struct query_lists *lists, uint32_t word);

/* Whether a file cannot tell, as far as it was asked. */
bool query_lists_unknown(struct query_lists *lists, uint32_t seg);

/* Frees them. Takes zeroed ones. */
void query_lists_close(struct query_lists *lists);

#endif

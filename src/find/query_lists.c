#include "find/query_lists.h"

#include "find/query.h"

#include <stdlib.h>

/* Most places that are put in order of words that begin alike. */
#define PLACES_MOST (1u << 22)

static bool open_one(struct words_list *list, const struct words_seg *seg,
	const struct query_word *word, bool *unknown)
{
	struct words_term term;
	bool more = false, ok;

	if (word->prefix) {
		ok = words_list_open_all(list, seg, word->folded, PLACES_MOST, &more);
	} else if (words_seg_find(seg, word->folded, &term) && span_eq(term.word, word->folded)) {
		ok = words_list_open(list, &term);
	} else {
		*list = (struct words_list){.damaged = term.damaged};
		ok = true;
	}
	*unknown |= more || list->damaged;
	return ok;
}

bool query_lists_open(struct query_lists *out, const struct query *query, const struct words *words,
	struct err *err)
{
	struct query_lists lists = {.nwords = query->nwords,
		.items = calloc((size_t)WORDS_SEGS * query->nwords + 1, sizeof(*lists.items))};
	bool ok = lists.items != NULL;

	for (uint32_t s = 0; s < words->n && ok; s++) {
		for (uint32_t i = 0; i < query->nwords && ok; i++) {
			ok = open_one(query_lists_of(&lists, s, i), &words->segs[s], &query->words[i],
				&lists.unknown[s]);
		}
	}
	if (!ok) {
		query_lists_close(&lists);
		return err_memory(err);
	}
	*out = lists;
	return true;
}

struct words_list *query_lists_of(const struct query_lists *lists, uint32_t seg, uint32_t word)
{
	return &lists->items[(size_t)seg * lists->nwords + word];
}

uint64_t query_lists_count(const struct query_lists *lists, uint32_t word)
{
	uint64_t n = 0;

	for (uint32_t s = 0; s < WORDS_SEGS; s++) {
		n += lists->unknown[s] ? UINT32_MAX : query_lists_of(lists, s, word)->count;
	}
	return n;
}

bool query_lists_unknown(struct query_lists *lists, uint32_t seg)
{
	for (uint32_t i = 0; i < lists->nwords && !lists->unknown[seg]; i++) {
		lists->unknown[seg] = query_lists_of(lists, seg, i)->damaged;
	}
	return lists->unknown[seg];
}

void query_lists_close(struct query_lists *lists)
{
	for (size_t i = 0; i < (size_t)WORDS_SEGS * lists->nwords && lists->items != NULL; i++) {
		words_list_close(&lists->items[i]);
	}
	free(lists->items);
	*lists = (struct query_lists){0};
}

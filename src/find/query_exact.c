#include "find/query_exact.h"

#include <stdlib.h>

static void take_word(void *owner, struct span word)
{
	struct query_exact *exact = owner;
	const struct fold *view = &exact->cut.view;
	uint32_t start = (uint32_t)(exact->cut.at.p - view->p);

	(void)word;
	if (!array_reserve(&exact->at, &exact->cap, exact->n + 1, sizeof(*exact->at))) {
		exact->failed = true;
		return;
	}
	exact->at[exact->n++] = fold_range(view, start, start + (uint32_t)exact->cut.at.n);
}

bool query_exact_cut(struct query_exact *exact, const struct doc *doc)
{
	exact->n = 0;
	exact->failed = false;
	exact->cut.word = take_word;
	exact->cut.owner = exact;
	if (!fold_make(&exact->cut.view, doc, doc->paras[0].at, 0)) {
		return false;
	}
	words_cut_folded(&exact->cut, (struct span){exact->cut.view.p, exact->cut.view.n});
	return !exact->failed;
}

void query_exact_finish(struct query_exact *exact)
{
	free(exact->at);
	words_cut_finish(&exact->cut);
	*exact = (struct query_exact){0};
}

/*
 * query_exact.h - where rough answers stand, to the byte: for whoever has the paragraph's text.
 *
 *	struct query_exact exact = {0};
 *	if (query_exact_cut(&exact, &window.doc)) { … exact.at[hit.first - first].start … }
 *	query_exact_finish(&exact);
 */
#ifndef DOSSIER_FIND_QUERY_EXACT_H
#define DOSSIER_FIND_QUERY_EXACT_H

#include "find/words_cut.h"

/* The words of a paragraph. */
struct query_exact {
	struct range *at; /* owned */
	uint32_t n, cap;
	struct words_cut cut;
	bool failed;
};

/* Takes the words of a document's first paragraph in place of what there was. False: no memory. */
bool query_exact_cut(struct query_exact *exact, const struct doc *doc) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void query_exact_finish(struct query_exact *exact);

#endif

/*
 * finder.h - a search or a question over the whole dossier: which documents to look at, what is there.
 *
 * Where there is a word index, it names the documents that can hold a plain pattern or an answer; the
 * others are not read. What is found is the same with and without it: it is the text that tells.
 * All are to be looked at where there is none, or for a regular expression.
 *
 *	struct finder finder;
 *	if (!finder_ask(&finder, &dossier, SPAN("treaty NEAR peace"), &err)) { … what is wrong … }
 *	for (i …) { if (finder.may[i]) { … finder_in(&finder, &dossier, (doc_id){i}, &err) … } }
 *	finder_finish(&finder);
 */
#ifndef DOSSIER_READ_FINDER_H
#define DOSSIER_READ_FINDER_H

#include "find/query.h"
#include "find/search.h"
#include "read/dossier.h"

struct finder {
	bool *may; /* by document; owned */
	struct span pattern; /* as it was given; borrowed */
	struct search *search; /* borrowed; or … */
	struct query *query; /* … a question; owned */
	struct query_hits hits; /* scratch */
	struct range *found; /* in the last document asked for; owned */
	uint32_t n, cap;
};

/* For a search, which must outlive it. False: no memory. */
bool finder_make(struct finder *finder, const struct dossier *dossier, struct search *search,
	struct err *err) MUST_CHECK;

/* For a question (query.h). False where there is something wrong with it. */
bool finder_ask(struct finder *finder, const struct dossier *dossier, struct span question,
	struct err *err) MUST_CHECK;

/* Finds all that is in one document, in order: n places in `found`. False: no memory. */
bool finder_in(struct finder *finder, const struct dossier *dossier, doc_id id, struct err *err)
	MUST_CHECK;

/* NULL, or why the last one may have missed something. */
const char *finder_trouble(const struct finder *finder);

/* Frees it. Takes a zeroed one. */
void finder_finish(struct finder *finder);

#endif

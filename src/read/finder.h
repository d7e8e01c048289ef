/*
 * finder.h - which documents a search over the dossier has to look at.
 *
 * Where there is a word index, it names the documents that can hold a plain pattern; the others are
 * not read. What is found is the same with and without it: it is the search that finds. All are to
 * be looked at where there is none, or for a regular expression.
 *
 *	struct finder finder;
 *	if (!finder_make(&finder, &dossier, search, &err)) { … no memory … }
 *	for (i …) { if (finder.may[i]) { … search document i … } }
 *	finder_finish(&finder);
 */
#ifndef DOSSIER_READ_FINDER_H
#define DOSSIER_READ_FINDER_H

#include "find/search.h"
#include "read/dossier.h"

struct finder {
	bool *may; /* by document; owned */
};

/* Asks the index. False: no memory. */
bool finder_make(struct finder *finder, const struct dossier *dossier, const struct search *search,
	struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void finder_finish(struct finder *finder);

#endif

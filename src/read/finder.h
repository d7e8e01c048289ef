/*
 * finder.h - a search or a question over the whole dossier: what is found, part by part.
 *
 * Where there is a word index, it names the paragraphs that can hold a plain pattern or an answer:
 * these are read by themselves, and nothing else. What is found is the same with and without it: it
 * is the text that tells. Documents are read as a whole where the index does not know them, where
 * there is none, and for a regular expression that has no word in it.
 *
 * A part is a document, a paragraph of one, or a mebibyte of a long one (its text is then all of it);
 * each step looks at one, so that whoever draws a screen meanwhile can stop after any. Offsets of what
 * was found are in the part's text: `base` is to be added for those in the document.
 *
 *	struct finder finder;
 *	if (!finder_ask(&finder, &dossier, SPAN("treaty NEAR peace"), &err)) { … what is wrong … }
 *	while (finder_step(&finder, &err)) { … finder.n places in finder.found, of finder.doc … }
 *	finder_finish(&finder);
 */
#ifndef DOSSIER_READ_FINDER_H
#define DOSSIER_READ_FINDER_H

#include "find/query.h"
#include "find/query_exact.h"
#include "find/search.h"
#include "find/words_spots.h"
#include "read/dossier.h"

struct finder {
	const struct dossier *dossier;
	struct span pattern; /* as it was given; borrowed */
	struct search *search; /* owned; or … */
	struct query *query; /* … a question; owned */
	struct words words; /* open as long as the finder */
	struct words_spots spots;
	struct query_spots asked; /* of a question */
	uint32_t left; /* documents that have not been looked at and may hold something */
	bool quiet; /* may be set at any time: answers need only be counted; doc may be NULL then */

	doc_id id; /* the part: its document … */
	const struct doc *doc; /* … its text, valid until the next step … */
	uint32_t base, source; /* … and where that begins in the document, and in its file */
	struct range *found; /* what is there, in order; owned */
	uint32_t n, cap;
	const char *trouble; /* NULL, or why something may have been missed */

	uint32_t next, end; /* what follows is the walk's: the next document, the one to stop at … */
	bool inside; /* … and whether there may be more paragraphs in this one */
	bool drop; /* the text was read for this alone */
	uint32_t at; /* in a long document: where its next part begins; 0: there is none */
	uint32_t looked; /* bytes of text that the last step has looked at */
	struct words_spots_walk walk;
	struct window window;
	uint32_t times[RANK_PARTS]; /* of a search: in the document so far */
	struct query_hits hits; /* of a question: in the document … */
	uint32_t hit; /* … and the first that is in no part yet */
	struct query_in_pass *pass; /* over a long document; owned … */
	struct span of; /* … and its text */
	struct query_exact exact; /* words of the part */
};

/* For a search, which is taken over, also on failure. False: no memory. */
bool finder_make(struct finder *finder, const struct dossier *dossier, struct search *search,
	struct err *err) MUST_CHECK;

/* For a question (query.h). False where there is something wrong with it. */
bool finder_ask(struct finder *finder, const struct dossier *dossier, struct span question,
	struct err *err) MUST_CHECK;

/*
 * Goes to the next part that may hold something, and finds what is there, perhaps nothing. False
 * behind the last one, and where memory is short: err is filled then, else its message is empty.
 */
bool finder_step(struct finder *finder, struct err *err) MUST_CHECK;

/* How often each part of what is looked for stands in the document of the part; behind its first part. */
const uint32_t *finder_times(const struct finder *finder);

/* Begins anew, with this document alone. */
void finder_only(struct finder *finder, doc_id id);

/* Drops the text of the part: for whoever lets others look at documents before the next step. */
void finder_leave(struct finder *finder);

/* Frees it. Takes a zeroed one. */
void finder_finish(struct finder *finder);

#endif

/*
 * paging.h - how many rows stand before a paragraph, for page numbers.
 *
 * Counting lays a whole text out. It is done once for a text at a measure, in slices where the text is
 * long; what was counted of some texts is kept, also of one that was left in the middle, so that going
 * there and back counts nothing again. Kept are points, some hundred bytes of text apart, in a text of
 * many megabytes some kilobytes: from the nearest one on, paragraphs are laid out anew.
 *
 * A file is known by its number and its stamp. Documents that were made have no stamp and come and go
 * with one number: whoever shows one calls paging_forget().
 *
 *	struct paging paging = {0};
 *	struct paging_doc *kept = paging_of(&paging, doc, id, 72);
 *	if (kept != NULL && paging_count(&paging, kept, doc, true)) {
 *		paging_rows(&paging, kept, doc, para, &rows);
 */
#ifndef DOSSIER_READ_PAGING_H
#define DOSSIER_READ_PAGING_H

#include "read/layout.h"
#include "texts/catalog.h"

#define PAGING_DOCS 16 /* that are kept: of a text of 100 KB 1.6 KB each, at most 512 KB */

/* All paragraphs before `para` have so many rows. */
struct paging_point {
	uint32_t para, rows;
};

struct paging {
	struct paging_doc {
		doc_id id;
		struct file_stamp stamp;
		uint32_t nparas;
		int measure; /* 0: free */
		uint32_t used; /* the clock when it was asked for last */
		uint32_t step; /* bytes of text from one point to the next, at least */
		struct paging_point *points; /* in order, the first at the start; owned */
		uint32_t npoints, most;
		struct paging_point next; /* what has been counted */
	} *docs; /* PAGING_DOCS, or NULL; owned */
	uint32_t clock;
	struct rows scratch;
};

/*
 * What is known of a document at a measure, perhaps nothing yet. Valid until the next call with
 * another one. NULL where memory is short.
 */
struct paging_doc *paging_of(struct paging *paging, const struct doc *doc, doc_id id, int measure);

/* Whether all of the document has been counted. */
static inline bool paging_is_whole(const struct paging_doc *kept)
{
	return kept->next.para == kept->nparas;
}

/*
 * Counts on: all that is left, or some kilobytes of text. What of a mapped text has been looked at is
 * given back. False where memory is short.
 */
bool paging_count(struct paging *paging, struct paging_doc *kept, const struct doc *doc, bool all)
	MUST_CHECK;

/* The rows before a paragraph that was counted. False where memory is short. */
bool paging_rows(struct paging *paging, const struct paging_doc *kept, const struct doc *doc,
	uint32_t para, uint32_t *rows) MUST_CHECK;

/* Another document may have that number, where it was made. */
void paging_forget(struct paging *paging, doc_id id);

/* Frees it. Takes a zeroed one. */
void paging_finish(struct paging *paging);

#endif

/*
 * paging.h - how many rows stand before each paragraph, for page numbers.
 *
 * Counting lays a whole text out: it is done once for a text at a measure, and what was counted of
 * some texts is kept, so that going there and back counts nothing again. A file is known by its
 * number and its stamp. Documents that were made have no stamp and come and go with one number:
 * whoever shows one calls paging_forget().
 *
 *	struct paging paging = {0};
 *	const uint32_t *rows = paging_rows(&paging, doc, id, 72);
 */
#ifndef DOSSIER_READ_PAGING_H
#define DOSSIER_READ_PAGING_H

#include "read/layout.h"
#include "texts/catalog.h"

#define PAGING_DOCS 16 /* that are kept: about 2 KB each for a text of 100 KB */

struct paging {
	struct paging_doc {
		doc_id id;
		struct file_stamp stamp;
		uint32_t nparas;
		int measure; /* 0: free */
		uint32_t used; /* the clock when it was asked for last */
		uint32_t *rows; /* before each paragraph, and of all: nparas + 1; owned */
	} *docs; /* PAGING_DOCS, or NULL; owned */
	uint32_t clock;
	struct rows scratch;
};

/*
 * Rows before each paragraph of doc, and behind the last the number of all. Valid until the next
 * call. NULL where memory is short.
 */
const uint32_t *paging_rows(struct paging *paging, const struct doc *doc, doc_id id, int measure);

/* Another document may have that number, where it was made. */
void paging_forget(struct paging *paging, doc_id id);

/* Frees it. Takes a zeroed one. */
void paging_finish(struct paging *paging);

#endif

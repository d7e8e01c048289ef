/*
 * listing.h - lines of a list, each leading to its place: what lists as documents are made of.
 *
 *	struct listing list = {.cols = 72};
 *	listing_heading(&list, &catalog.heads[id.i], 3);
 *	listing_context(&list, doc, id, at);
 *	if (!listing_doc(&list, SPAN("Results"), &out, &err)) { … }
 */
#ifndef DOSSIER_READ_LISTING_H
#define DOSSIER_READ_LISTING_H

#include "read/line.h"
#include "texts/catalog.h"
#include "texts/made.h"

/* Columns of "¶1234 " before a context. */
enum { LISTING_NUMBER_COLS = 7 };

struct listing {
	struct made made;
	struct lines lines; /* scratch of one line */
	struct buf text;
	uint32_t cols;
	uint32_t count; /* entries so far */
};

/*
 * Makes "¶14  …context words context…" of a place in doc, in list->text; returns where the words are in
 * it.
 */
struct range listing_words(struct listing *list, const struct doc *doc, struct range at);

/* Puts that line, which leads to a place. */
void listing_line(struct listing *list, struct span text, struct range words, doc_id id,
	struct range at);

/* Both. */
void listing_context(struct listing *list, const struct doc *doc, doc_id id, struct range at);

/* Puts a mark on a part of the line that begins at `line`. */
void listing_mark(struct listing *list, uint32_t line, struct range at);

/* Date, title and how much there is in the document. */
void listing_heading(struct listing *list, const struct doc_head *head, uint32_t count);

/* Says that there is more, if there is. */
void listing_rest(struct listing *list, uint32_t more);

/* Turns it into a document, and frees it. */
bool listing_doc(struct listing *list, struct span title, struct doc *out, struct err *err)
	MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void listing_finish(struct listing *list);

#endif

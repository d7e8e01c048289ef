/*
 * made.h - documents that the reader makes: help, concordance, search results, lists.
 *
 * They are ordinary documents: read, searched, scrolled and left like any other. What is put in
 * from texts and names keeps its length byte by byte and is made visible when it is drawn: line
 * ends become blanks, bytes that are no UTF-8 (in names of files) question marks.
 *
 *	struct made made = {0};
 *	made_heading(&made, 1, SPAN("Results"));
 *	made_line(&made, PARA_LINES, text);
 *	made_link(&made, id, target);          the line that was just put leads there
 *	if (!made_doc(&made, SPAN("Results"), &doc, &err)) { … }
 */
#ifndef DOSSIER_TEXTS_MADE_H
#define DOSSIER_TEXTS_MADE_H

#include "texts/doc.h"

struct made {
	struct buf text;
	struct paras paras;
	struct mark *marks; /* in any order */
	uint32_t nmarks, cmarks;
	struct doc_link *links;
	uint32_t nlinks, clinks;
	uint32_t last; /* where the piece that was put last begins */
	bool open; /* a block of lines is being made: it is the last of paras */
	bool failed; /* some memory was refused: made_doc will say so */
};

/* Adds a heading, level 1 to 6, with a blank line around it; nothing where text is blank. */
void made_heading(struct made *made, uint8_t level, struct span text);

/* Adds one paragraph of prose with a blank line before it; nothing where text is blank. */
void made_prose(struct made *made, struct span text);

/* Adds a line to the block of kept lines being made, or begins one. A blank line ends no block. */
void made_line(struct made *made, struct span text);

/* Ends the block of kept lines: the next line begins a paragraph of its own. */
void made_break(struct made *made);

/* The last `n` bytes that were put get a mark (n as it was given, at most what was put last). */
void made_mark(struct made *made, uint32_t n, enum mark_kind kind);

/* Puts a mark on bytes of the text, also of a line that is put next (made_here). */
void made_mark_at(struct made *made, struct range at, enum mark_kind kind);

/* The last line that was put leads to target in doc. */
void made_link(struct made *made, doc_id doc, struct range target);

/* Where the next line will begin, for marks and links of one's own. */
uint32_t made_here(const struct made *made);

/*
 * Turns it into a document titled title, long blocks cut into parts (part.h); made is empty and usable
 * again, also on failure.
 */
bool made_doc(struct made *made, struct span title, struct doc *doc, struct err *err) MUST_CHECK;

/* Frees what was not turned into a document. Takes a zeroed one. */
void made_finish(struct made *made);

#endif

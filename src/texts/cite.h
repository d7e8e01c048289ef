/*
 * cite.h - how a passage is cited: where it stands, for people, on one line.
 *
 * Everything goes through visible.h: the text may go to a terminal as it is.
 *
 *	cite_put(doc, at, &text);    Title, 1988-12-20, source, ¶14, speaker (file.txt, bytes 512–640)
 */
#ifndef DOSSIER_TEXTS_CITE_H
#define DOSSIER_TEXTS_CITE_H

#include "texts/doc.h"

/* Appends the whole citation of a canonical range. doc has a paragraph at least. */
void cite_put(const struct doc *doc, struct range at, struct buf *out);

/* The numbers of the first and the last paragraph that the range touches. */
struct range cite_paras(const struct doc *doc, struct range at);

/* Appends a text on one line: line ends become blanks, and what is hidden visible. */
void cite_put_line(struct span text, struct buf *out);

#endif

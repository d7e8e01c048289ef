/*
 * laid.h - rows of paragraphs that were laid out lately, so that a key lays out each only once.
 *
 * A key asks for the same paragraphs several times: where a page ends, where the next begins, what
 * stands on it; and the next key asks for most of them again. Rows are kept by paragraph number for
 * one text at one measure; whoever gives the text another content under the same address says so
 * by laid_forget(). What has more rows than LAID_ROWS is not kept.
 *
 *	struct laid laid = {0};
 *	const struct rows *rows = laid_rows(&laid, doc, para, 72);
 */
#ifndef DOSSIER_READ_LAID_H
#define DOSSIER_READ_LAID_H

#include "read/layout.h"

#define LAID_PARAS 64 /* a power of two: some screens of prose, or two of short lines */
#define LAID_ROWS 2048 /* of one paragraph, at most: kilobytes of text that no blank line parts */

struct laid {
	const struct doc *doc; /* whose rows are kept; NULL: none are */
	int measure;
	bool bare; /* what rows will be, see struct row; whoever changes it forgets what is kept */
	struct laid_para {
		uint32_t para;
		struct rows rows; /* n 0: none */
	} *paras; /* LAID_PARAS; each paragraph has one place: its number modulo that; owned */
	struct rows scratch; /* of what is laid out, before it is kept */
};

/*
 * The rows of a paragraph (an index) and the gap behind it, as layout_para() makes them. Valid until
 * the next call. NULL where memory is short.
 */
const struct rows *laid_rows(struct laid *laid, const struct doc *doc, uint32_t para, int measure);

/* Keeps nothing: the text may be another one. */
void laid_forget(struct laid *laid);

/* Frees it. Takes a zeroed one. */
void laid_finish(struct laid *laid);

#endif

/*
 * plain.h - the paragraphs of plain text.
 *
 * Blank lines separate. What stands between them is wrapped prose (joined; a line with an indent of
 * its own or behind a short last line begins a paragraph), paragraphs of one line each, list items,
 * headings, speeches, or lines to be kept: verse, addresses, tables, indented text. Looks at shapes
 * and signs, never at what a text is about; where in doubt lines that have breaks of their own keep
 * them.
 *
 * A block of more than LINEWINDOW_BLOCK lines without a blank one counts as several: what is in memory
 * stays little, however long the text is.
 *
 * Markup is no markup here: `# Title` and `**Title**` are headings, shown as they stand.
 */
#ifndef DOSSIER_TEXTS_PLAIN_H
#define DOSSIER_TEXTS_PLAIN_H

#include "texts/linewindow.h"
#include "texts/mark.h"
#include "texts/para.h"

/* Appends the paragraphs of canonical text and the marks of their speakers. False where memory
 * is short. O(n) */
bool plain_split(struct span text, struct paras *paras, struct marks *marks) MUST_CHECK;

/* Takes what has been found of a long text, so that it need not all stay in memory. */
struct plain_take {
	/*
	 * Called now and then, at the end for certain; may empty both lists. Nothing is looked at
	 * any more before off. False: stop.
	 */
	bool (*take)(void *owner, uint32_t off);
	/* The same of a first walk that finds nothing yet. */
	bool (*passed)(void *owner, uint32_t off);
	void *owner;
	const struct doc *doc; /* whose text it is, for linewindow.h; or NULL */
	size_t window; /* bytes of text between two calls: LINEWINDOW_BYTES, or any in a test */
};

/* The same, piece by piece: what is found is the same. False also where take() said so. */
bool plain_split_into(struct span text, struct paras *paras, struct marks *marks,
	const struct plain_take *take) MUST_CHECK;

#endif

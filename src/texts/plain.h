/*
 * plain.h - the paragraphs of plain text.
 *
 * Blank lines separate. What stands between them is wrapped prose (joined; a line with an indent of
 * its own or behind a short last line begins a paragraph), paragraphs of one line each, list items,
 * headings, speeches, or lines to be kept: verse, addresses, tables, indented text. Looks at shapes
 * and signs, never at what a text is about; where in doubt lines that have breaks of their own keep
 * them.
 *
 * Markup is no markup here: `# Title` and `**Title**` are headings, shown as they stand.
 */
#ifndef DOSSIER_TEXTS_PLAIN_H
#define DOSSIER_TEXTS_PLAIN_H

#include "texts/mark.h"
#include "texts/para.h"

/* Appends the paragraphs of canonical text and the marks of their speakers. False where memory
 * is short. O(n log n) in speakers, else O(n). */
bool plain_split(struct span text, struct paras *paras, struct marks *marks) MUST_CHECK;

#endif

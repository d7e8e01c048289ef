/*
 * inline.h - marks inside a paragraph of Markdown: emphasis, code, links, escapes.
 *
 * A subset of CommonMark 0.30: * and _ with its flanking rules, code spans, [text](address),
 * ![text](address), <address>, backslash escapes. Not: links by reference, HTML, entities; they are
 * shown as they stand. Emphasis does not reach across the brackets of a link. Whatever the input,
 * the work is linear: the stacks are short, and what was looked for in vain is not looked for
 * again.
 */
#ifndef DOSSIER_TEXTS_INLINE_H
#define DOSSIER_TEXTS_INLINE_H

#include "texts/mark.h"

/* Adds the marks of text[at], which holds whole lines of one paragraph, in any order. */
void inline_marks(struct span text, struct range at, struct marks *marks);

#endif

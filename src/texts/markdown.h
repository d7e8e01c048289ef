/*
 * markdown.h - the paragraphs and marks of a Markdown text.
 *
 * A subset of CommonMark 0.30, by lines: headings (# and underlined), quotations, lists, code
 * (fenced and indented), rules, tables with bars, front matter between ---. Markup is hidden by
 * marks, never taken out. Lines that are markup alone (fences, underlines of headings, > without
 * text) lie in no paragraph. A paragraph with hard line ends at half of its breaks keeps its lines.
 * Inside paragraphs inline.h reads the marks. Linear in any input.
 */
#ifndef DOSSIER_TEXTS_MARKDOWN_H
#define DOSSIER_TEXTS_MARKDOWN_H

#include "texts/mark.h"
#include "texts/para.h"

/* Appends the paragraphs of canonical text and its marks, unsorted. False where memory is short. */
bool markdown_split(struct span text, struct paras *paras, struct marks *marks) MUST_CHECK;

#endif

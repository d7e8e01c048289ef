/*
 * context.h - words in what stands around them, on one line.
 *
 * For the panel's list, the concordance and search results. White space is single blanks, markup
 * is not there, and nothing crosses the paragraph.
 */
#ifndef DOSSIER_READ_CONTEXT_H
#define DOSSIER_READ_CONTEXT_H

#include "read/line.h"
#include "texts/doc.h"

/*
 * Adds to the line being made: the text before `at` right-aligned to `left` columns, the words of
 * `at`, and what follows, up to `cols` columns in all, with … where something was cut. Words that
 * would be cut begin further left. The role and style are those of the words; the text around them
 * is ROLE_PANEL.
 */
void context_put(const struct doc *doc, struct range at, uint32_t left, uint32_t cols,
	unsigned role, unsigned style, struct lines *out);

/* Appends the same as plain text. */
void context_text(const struct doc *doc, struct range at, uint32_t left, uint32_t cols,
	struct buf *out);

/* Appends the text of `at`, white space as single blanks, until it has `most` columns or more. */
void context_flat(const struct doc *doc, struct range at, uint32_t most, struct buf *out);

#endif

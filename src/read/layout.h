/*
 * layout.h - a document at a width: rows of text, and what stands on each.
 *
 * Works a paragraph at a time, so that cost grows with what is on the screen. Rows are ranges of
 * canonical offsets; nothing here is kept in state. Prose is filled greedily at the breaks of UAX
 * #14: white space that ends a row hangs, words longer than a row are cut between glyphs, a line end behind a
 * hyphen inside a word takes no column. Kept lines (verse, tables, code) are rows of their own and
 * continue with a hanging indent where they are too long.
 *
 * What is drawn, and in how many columns, is told by flow.h, for filling and for drawing.
 */
#ifndef DOSSIER_READ_LAYOUT_H
#define DOSSIER_READ_LAYOUT_H

#include "read/flow.h"

enum row_kind {
	ROW_TEXT,
	ROW_GAP, /* the blank row behind a paragraph; at is the empty range at its end */
	ROW_RULE, /* a rule across the measure */
};

struct row {
	struct range at; /* what is drawn; trailing white space is not part of it */
	uint32_t para; /* index into doc->paras */
	uint8_t kind; /* enum row_kind */
	uint8_t indent; /* blank columns before it */
	bool hyphen; /* a soft hyphen at its end is shown */
	bool full; /* filled up to a break: a row that may be justified */
	bool bare; /* soft hyphens, joiners and selectors have forms */
};

struct rows {
	struct row *items;
	uint32_t n, cap;
	bool bare; /* what rows that are appended will be: see struct row */
	unsigned char *breaks; /* scratch of the fill */
	uint32_t nbreaks;
};

/*
 * Appends the rows of paragraph `para` (an index) filled to cols >= 1 columns, and the gap behind
 * it where it has one. At least one row. False where memory is short.
 */
bool layout_para(const struct doc *doc, uint32_t para, int cols, struct rows *out) MUST_CHECK;

/* Begins a walk over a row, with the steps that it was filled with. */
void layout_flow(const struct doc *doc, const struct row *row, struct flow *flow);

/* Index of the row in rows (of one or more paragraphs, in order) that off stands on. n > 0. */
uint32_t layout_row_at(const struct rows *rows, uint32_t off);

/* Frees them. Takes a zeroed one. */
void rows_finish(struct rows *rows);

#endif

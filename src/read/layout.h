/*
 * layout.h - a document at a width: rows of text, and what stands on each.
 *
 * Works a paragraph at a time, so that cost grows with what is on the screen. Rows are ranges of
 * canonical offsets; nothing here is kept in state. Prose is filled greedily at the breaks of UAX
 * #14: white space that ends a row hangs, words longer than a row are cut between glyphs, a line end behind a
 * hyphen inside a word takes no column. Kept lines (verse, tables, code) are rows of their own and
 * continue with a hanging indent where they are too long.
 *
 * `flow` is the one walk over what is drawn: filling and drawing both use it, so that columns
 * always agree. It passes over markup, turns runs of white space in prose into one blank, and
 * gives hidden characters the forms of visible.h.
 */
#ifndef DOSSIER_READ_LAYOUT_H
#define DOSSIER_READ_LAYOUT_H

#include "base/visible.h"
#include "texts/doc.h"

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
};

struct rows {
	struct row *items;
	uint32_t n, cap;
	unsigned char *breaks; /* scratch of the fill */
	uint32_t nbreaks;
};

/*
 * Appends the rows of paragraph `para` (an index) filled to cols >= 1 columns, and the gap behind
 * it where it has one. At least one row. False where memory is short.
 */
bool layout_para(const struct doc *doc, uint32_t para, int cols, struct rows *out) MUST_CHECK;

/* Index of the row in rows (of one or more paragraphs, in order) that off stands on. n > 0. */
uint32_t layout_row_at(const struct rows *rows, uint32_t off);

/* Frees them. Takes a zeroed one. */
void rows_finish(struct rows *rows);

enum step_kind {
	STEP_GLYPH, /* draw visible_text */
	STEP_BLANK, /* blanks, `cols` of them (0: a line end inside a hyphenated word) */
	STEP_FORM, /* a hidden character's visible form */
	STEP_SOFT, /* nothing to draw */
	STEP_END, /* the end of a kept line */
};

struct step {
	struct range at;
	struct span draw; /* GLYPH: bytes of the text; FORM: ASCII, valid until the next step */
	uint8_t kind; /* enum step_kind */
	uint8_t cols;
};

struct flow {
	const struct doc *doc;
	uint32_t off, end;
	bool keep; /* kept lines: white space as it is, tabs to the next eighth column */
	uint32_t col; /* kept lines: column of the next step, for tabs */
	uint32_t mark; /* next mark to look at */
	uint32_t hide, hide_end; /* the next hidden range */
	struct glyph glyph;
};

/* Begins a walk over `at`, which lies in paragraph `para`. */
void flow_start(struct flow *flow, const struct doc *doc, uint32_t para, struct range at);

/* The next step; false at the end. */
bool flow_next(struct flow *flow, struct step *out);

/*
 * Where the bytes from flow->off on end, `limit` at most, that are steps of their own: a letter or
 * sign of ASCII each, of one column. flow->off where the next step is something else.
 */
uint32_t flow_plain(const struct flow *flow, uint32_t limit);

/* Goes on to off, behind steps that flow_plain() found. */
void flow_pass(struct flow *flow, uint32_t off);

#endif

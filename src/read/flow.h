/*
 * flow.h - the walk over what is drawn of a text, step by step.
 *
 * Filling and drawing both use it, so that columns always agree. It passes over markup, turns runs
 * of white space in prose into one blank, and gives hidden characters the forms of visible.h.
 * Knows no rows and no looks.
 *
 *	flow_start(&flow, doc, para, at);
 *	while (flow_next(&flow, &step)) { … }
 */
#ifndef DOSSIER_READ_FLOW_H
#define DOSSIER_READ_FLOW_H

#include "texts/hidden.h"

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
	bool bare; /* soft hyphens, joiners and selectors are forms too: set it behind flow_start */
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
 * Whether the byte at off, which lies in the text, is a step of its own: a letter or sign of ASCII
 * without a mark on it.
 */
bool flow_is_plain(const struct doc *doc, uint32_t off);

/*
 * Where the bytes from flow->off on end, `limit` at most, that are steps of their own: a letter or
 * sign of ASCII each, of one column. flow->off where the next step is something else.
 */
uint32_t flow_plain(const struct flow *flow, uint32_t limit);

/* The same with the blanks that stand alone between such letters: words. */
uint32_t flow_words(const struct flow *flow, uint32_t limit);

/* Goes on to off, behind steps that flow_plain() or flow_words() found. */
void flow_pass(struct flow *flow, uint32_t off);

#endif

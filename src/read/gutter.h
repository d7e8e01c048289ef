/*
 * gutter.h - what stands beside a row of text, in two columns.
 *
 * First: a mark's letter, or the bar of a bookmarked passage: a double one where passages overlap, a
 * lozenge where one with a note begins. Second: `!` for what hides in the row, or, where a passage
 * begins within another, how many there are; this stands in the first one where the second touches
 * the text; or `·` for what is invisible in honest texts too. Colours are those of the innermost
 * passage.
 */
#ifndef DOSSIER_READ_GUTTER_H
#define DOSSIER_READ_GUTTER_H

#include "read/render.h"

#define GUTTER_COLS 2

struct gutter {
	struct span text[GUTTER_COLS]; /* one column each, blank where there is nothing to say */
	unsigned roles[GUTTER_COLS];
};

/* Looks at signs and bars of *how, and into the row for what hides. touches: the text stands next to it. */
void gutter_make(const struct doc *doc, const struct render *how, const struct row *row,
	bool touches, struct gutter *out);

#endif

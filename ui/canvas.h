/*
 * canvas.h - the screen as a grid of cells, before any terminal.
 *
 * The only way for text onto the screen: canvas_put() sends every byte through visible.h, so a
 * cell holds graphic characters and nothing else. A cell knows what it is (role, on the ground of
 * its line, and style), not how that looks: the theme does. Rows and columns count from 0;
 * whatever lies outside is clipped, and a wide character is drawn whole or not at all.
 *
 *	struct canvas canvas = {0};
 *	if (!canvas_resize(&canvas, 80, 24, &err)) { … }
 *	canvas_put(&canvas, (struct run){.row = 0, .col = 1, .end = 80, .ink = ink}, text);
 *	… canvas_cell(&canvas, 0, 1)->text …
 */
#ifndef DOSSIER_UI_CANVAS_H
#define DOSSIER_UI_CANVAS_H

#include "base/buf.h"
#include "base/dict.h"
#include "read/line.h"

#define CLUSTER_CHARS 5 /* a base and at most four marks: what the cell of a terminal is sure to hold */
#define CELL_CLUSTER 0x80000000u /* in the text of a cell: the rest is the number of a cluster */
#define CELL_UNKNOWN 0xFFFFFFFFu /* the text of no cell of a canvas */
#define CLUSTERS_MOST 4096 /* of one canvas from which it begins anew with those on the screen */

/* What a cell is: three numbers that a theme turns into colours. */
struct ink {
	uint8_t role; /* enum role */
	uint8_t ground; /* enum role of the line it stands on */
	uint8_t style; /* enum style */
};

/*
 * Small, because a screen has thousands of them, and most keys look at them all: fresh memory costs
 * the first frame more than what is done with it.
 */
struct cell {
	uint32_t text; /* a character, or CELL_CLUSTER and a number. 0: covered from the left */
	uint8_t cols; /* 1, 2, or 0 for the right half of the wide character on its left */
	struct ink ink;
};

struct cluster {
	uint32_t chars[CLUSTER_CHARS]; /* base, marks; 0 behind the last */
};

/*
 * Characters with marks, kept once and known by numbers, so that a cell is small: nearly every cell
 * of a screen holds one character. A number stands for the same ones until `age` changes.
 */
struct clusters {
	struct cluster *items; /* owned */
	uint32_t n, cap;
	struct dict numbers; /* by what items hold */
	struct arena arena; /* of its keys */
	uint32_t age;
};

struct canvas {
	int cols, rows;
	struct cell *cells; /* rows * cols, row by row; owned */
	struct clusters clusters; /* of the cells that hold more than one character */
	int cursor_row, cursor_col; /* where the hardware cursor rests, within the canvas */
	bool cursor; /* it is to be seen */
};

/* Where text goes: columns [col, end) of a row; what does not fit is not drawn. */
struct run {
	int row, col, end;
	struct ink ink;
};

/* Gives it a size, each at least 1, and blanks it. False, and as it was, where memory is short. */
bool canvas_resize(struct canvas *canvas, int cols, int rows, struct err *err) MUST_CHECK;

/*
 * Blanks every cell in ROLE_TEXT; the cursor rests unseen in the upper left corner. Numbers of
 * clusters stay what they are as long as clusters.age does.
 */
void canvas_clear(struct canvas *canvas);

/*
 * Puts text, tabs and line ends as one blank each, hidden characters as their visible forms in
 * ROLE_HIDDEN. Returns the column behind the last that was drawn, run.col where nothing was.
 */
int canvas_put(struct canvas *canvas, struct run run, struct span text);

/* Puts the first glyph of text again and again up to run.end (blanks where it does not fit). */
void canvas_fill(struct canvas *canvas, struct run run, struct span text);

/* Puts one graphic character of one column, such as a corner of rules. Clips like the rest. */
void canvas_sign(struct canvas *canvas, struct run run, uint32_t c);

/* The cell, or NULL outside. Valid until the next resize. */
const struct cell *canvas_cell(const struct canvas *canvas, int row, int col);

/*
 * The characters of a cell, a base and marks, into *out: at most CLUSTER_CHARS, none for a cell that
 * is covered. Valid until the canvas or the cell is changed.
 */
static inline int canvas_chars(const struct canvas *canvas, const struct cell *cell,
	const uint32_t **out)
{
	int n = 0;

	if ((cell->text & CELL_CLUSTER) == 0) {
		*out = &cell->text;
		return cell->text != 0;
	}
	*out = canvas->clusters.items[cell->text & ~CELL_CLUSTER].chars;
	while (n < CLUSTER_CHARS && (*out)[n] != 0) {
		n++;
	}
	return n;
}

/* Whether two cells of one canvas show the same. */
static inline bool canvas_same(const struct cell *a, const struct cell *b)
{
	_Static_assert(sizeof(struct cell) == sizeof(uint64_t), "a cell has no padding");
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Frees it. Takes a zeroed one. */
void canvas_finish(struct canvas *canvas);

#endif

/*
 * update.h - from what a terminal shows to what it is to show, in few bytes.
 *
 * Remembers every cell of the screen. Rows that only moved are scrolled where that is shorter;
 * in every other row only the cells that changed are written, and blanks to its end are erased.
 * What it comes to is always the whole canvas: a test replays it in a terminal emulator.
 *
 *	struct update update = {0};
 *	if (!update_resize(&update, cols, rows, &err)) { … }
 *	update_put(&update, &canvas, &theme, &out);
 */
#ifndef DOSSIER_UI_UPDATE_H
#define DOSSIER_UI_UPDATE_H

#include "ui/redraw.h"

#define UPDATE_BANDS 3 /* parts of a row that may move for themselves: text, another text, panel */

struct update {
	struct pen pen; /* its ways are filled in by the owner */
	struct canvas shown;
	struct redraw redraw;
	const struct canvas *from; /* whose clusters the cells shown name … */
	uint32_t age; /* … and of which age */
	bool fresh; /* nothing is known of the screen: it is cleared first */
	uint64_t *now, *next; /* for each band a number for each row shown (0: not known), and each
				to be shown; now owns both */
	int *costs; /* the same of what it takes to write what is to be shown, and room for scroll.c */
	int bands[UPDATE_BANDS]; /* the column behind each; the last is the last of the screen */
	int nbands;
};

/* Takes a size, each at least 1; the screen is cleared next. False where memory is short. */
bool update_resize(struct update *update, int cols, int rows, struct err *err) MUST_CHECK;

/* Something else may have written on the screen: it is cleared next. */
void update_forget(struct update *update);

/*
 * Appends the bytes that make the screen show the canvas, which has its size, and put the cursor
 * where the canvas has it (not whether it is seen). A theme that changed needs update_forget().
 */
void update_put(struct update *update, const struct canvas *canvas, const struct theme *theme,
	struct buf *out);

/* Frees it. Takes a zeroed one. */
void update_finish(struct update *update);

#endif

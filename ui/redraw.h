/*
 * redraw.h - a row of the screen from what it shows to what it is to show, in few bytes.
 *
 * Every cell is looked at once: which change, which are blanks that erasing leaves. Runs of changes are then written, erased or passed over, whatever is shorter. A run that
 * the cursor has to be moved for anyway, and that has looks of its own, is put off: parts of one
 * look are drawn one after the other, and the look is set once. Knows no scrolling (update.c does).
 *
 *	redraw_row(&redraw, &pen, row, shown, next);
 *	redraw_rest(&redraw, &pen, &canvas);
 */
#ifndef DOSSIER_UI_REDRAW_H
#define DOSSIER_UI_REDRAW_H

#include "ui/pen.h"

/* Something that was put off. */
struct redraw_part {
	int row, col, n;
	int look; /* number of it at the time: parts of one are drawn together */
	bool blank; /* unseen blanks; else cells of the canvas … */
	bool rest; /* … behind which the row is empty */
};

struct redraw {
	int cols;
	struct cell erased; /* what erasing leaves */
	uint64_t *change; /* a bit for each cell of a row: it does not show what it shall; owns all bits */
	uint64_t *blank; /* it is to be a blank that erasing leaves … */
	uint64_t *wide; /* … and so are so many behind it that they are not written */
	struct cell *unseen; /* for each word of bits such a blank as stood there in the last row; owned */
	struct redraw_part *parts;
	uint32_t n, cap;
};

/* Takes a number of columns, at least 1. False, and as it was, where memory is short. */
bool redraw_resize(struct redraw *redraw, int cols, struct err *err) MUST_CHECK;

/*
 * Draws what is to change in a row, or puts it off. Both rows have redraw->cols cells, of the screen
 * and of the canvas that the pen draws; the screen shows `next` when redraw_rest() is done.
 */
void redraw_row(struct redraw *redraw, struct pen *pen, int row, const struct cell *shown,
	const struct cell *next);

/* Draws what was put off, from the canvas that it is of. */
void redraw_rest(struct redraw *redraw, struct pen *pen, const struct canvas *canvas);

/* Frees it. Takes a zeroed one. */
void redraw_finish(struct redraw *redraw);

#endif

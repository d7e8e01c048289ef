/*
 * scroll.h - rows that only moved: whether letting the terminal scroll saves writing them.
 *
 * A terminal scrolls whole rows, but what moves may stand in a part of them: a text beside a
 * panel. So a row is judged by bands, the stretches between vertical rules. Works on numbers that
 * stand for what a band of a row shows, equal where it is the same; knows no cells and no
 * terminal. What moves to where it belongs takes no bytes; what stood where it belonged and is
 * moved away, or scrolling leaves empty, has to be written.
 *
 *	struct scroll scroll;
 *	if (scroll_find(&rows, &scroll)) { pen_scroll(&pen, scroll.top, scroll.bottom, scroll.by); }
 */
#ifndef DOSSIER_UI_SCROLL_H
#define DOSSIER_UI_SCROLL_H

#include <stdbool.h>
#include <stdint.h>

/* Rows top to bottom, both included, move by so many: up where by > 0. */
struct scroll {
	int top, bottom, by;
};

/* Tables of n rows for each band, one band behind the other. */
struct scroll_rows {
	const uint64_t *shown, *next; /* the rows that are, and those that shall be */
	const int *cost; /* about how many bytes it takes to write what shall be */
	int n, bands;
	int empty; /* what else stands in every row, and is written again where scrolling left it empty */
	int *votes; /* room for 2 * n numbers */
};

/* The scroll that saves most; false where none saves more than it costs itself. */
bool scroll_find(const struct scroll_rows *rows, struct scroll *out);

#endif

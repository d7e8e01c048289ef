/*
 * scroll.h - rows that only moved: whether letting the terminal scroll saves writing them.
 *
 * Works on numbers that stand for rows, equal for rows that show the same; knows no cells and no
 * terminal. A row that moves takes no bytes; a row that scrolling leaves empty has to be written.
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

struct scroll_rows {
	const uint64_t *shown, *next; /* n numbers each: the rows that are, and those that shall be */
	const int *cost; /* n: about how many bytes a row of `next` takes to write */
	int n;
};

/* The scroll that saves most; false where none saves more than it costs itself. */
bool scroll_find(const struct scroll_rows *rows, struct scroll *out);

#endif

/*
 * ways.h - what a terminal can be told, and the bytes that tell it.
 *
 * Filled by term.c from the terminal's entry in the database; knows no database itself. Nearly
 * all terminals take control sequences of one shape, `ESC [ numbers letter`: those are recognised
 * once and written here, a dozen times faster than the entry is interpreted. Whatever has another
 * shape is left to `expand`.
 *
 *	struct ways ways = {.capability[WAY_CURSOR] = cursor_address, .expand = put_capability, …};
 *	ways_settle(&ways);
 *	ways_put(&ways, WAY_CURSOR, row, col, &out);
 */
#ifndef DOSSIER_UI_WAYS_H
#define DOSSIER_UI_WAYS_H

#include "base/buf.h"

#include <limits.h>

#define WAYS_UNKNOWN_COST 8 /* bytes */

enum way {
	WAY_CURSOR, /* to a row and a column */
	WAY_COLUMN, /* to a column of this row */
	WAY_RIGHT, /* so many columns on */
	WAY_LEFT, /* so many columns back */
	WAY_CLEAR, /* the whole screen */
	WAY_ERASE_RIGHT, /* from here to the end of the row */
	WAY_ERASE, /* so many cells from here; the cursor stays */
	WAY_REGION, /* from here on only the rows from a to b scroll */
	WAY_FORWARD, /* on the last row of the region: its rows go up by one */
	WAY_BACK, /* on its first row: they go down by one */
	WAY_PLAIN, /* no style, no colour */
	WAY_BOLD, /* and on in the order of enum style */
	WAY_DIM,
	WAY_ITALIC,
	WAY_UNDERLINE,
	WAY_REVERSE,
	WAY_FOREGROUND,
	WAY_BACKGROUND,
	WAYS,
};

/* `ESC [ a ; b end`, the numbers counted from 0 or from 1. */
struct way_shape {
	char end; /* 0: another shape */
	uint8_t numbers; /* 0 to 2 */
	bool from_one;
};

struct ways {
	const char *capability[WAYS]; /* NULL: the terminal has none. Borrowed */
	int colours;
	uint8_t colourless; /* enum style: what cannot be had together with a colour */
	bool wraps; /* behind the last column the cursor is on the next row at once */
	bool moves_styled; /* it may be moved with styles on */
	bool feeds; /* a line feed goes one row down, a carriage return to column 0 */
	bool backs; /* a backspace goes one column back */
	void (*expand)(struct buf *out, const char *capability, int a, int b);
	struct way_shape shape[WAYS]; /* made by ways_settle */
};

/* Recognises the shapes. Call it once the rest is filled in. */
void ways_settle(struct ways *ways);

/* Whether the terminal has it. */
static inline bool ways_has(const struct ways *ways, enum way way)
{
	return ways->capability[way] != NULL;
}

/* Appends what does it; nothing where the terminal has no such way. */
void ways_put(const struct ways *ways, enum way way, int a, int b, struct buf *out);

/* Lets all rows scroll again, of so many. */
void ways_put_no_region(const struct ways *ways, int rows, struct buf *out);

/* One column is what a way along the row takes for no number. */
static inline bool ways_is_one(enum way way, int a)
{
	return (way == WAY_RIGHT || way == WAY_LEFT) && a == 1;
}

/* Digits of a number of columns or rows. */
static inline int ways_digits(int n)
{
	return n < 10 ? 1 : n < 100 ? 2 : n < 1000 ? 3 : n < 10000 ? 4 : 10;
}

/* How many bytes that takes, roughly where the shape is unknown; INT_MAX / 2 where it has none. */
static inline int ways_cost(const struct ways *ways, enum way way, int a, int b)
{
	const struct way_shape *shape = &ways->shape[way];
	int cost = 3;

	if (shape->end == '\0') {
		return ways_has(ways, way) ? WAYS_UNKNOWN_COST : INT_MAX / 2;
	}
	cost += shape->numbers > 0 && !ways_is_one(way, a) ? ways_digits(a + shape->from_one) : 0;
	cost += shape->numbers > 1 ? 1 + ways_digits(b + shape->from_one) : 0;
	return cost;
}

/* The name of a terminal that behaves like the one called name; "vt100" for an unknown family. */
const char *ways_relative(const char *name);

#endif

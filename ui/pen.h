/*
 * pen.h - drawing on a terminal in few bytes: the cursor moved, looks changed, cells written.
 *
 * Knows where the cursor is and how the next character would look, and sends only what changes
 * that. Does not know what is on the screen (update.c does). Everything is appended to `out`;
 * nothing reaches the terminal but characters of cells and sequences of ways.h.
 *
 *	pen_begin(&pen, canvas, &theme, &out);
 *	pen_cells(&pen, row, col, canvas_cell(canvas, row, col), 1);
 *	pen_end(&pen, canvas->cursor_row, canvas->cursor_col);
 */
#ifndef DOSSIER_UI_PEN_H
#define DOSSIER_UI_PEN_H

#include "ui/canvas.h"
#include "ui/theme.h"
#include "ui/ways.h"

#define PEN_LOOKS 32 /* different looks remembered; one more, and they are learned anew */
#define PEN_INKS 64 /* inks whose look is known without a search */
#define PEN_ERASED 0xFF /* the style of a blank that erasing left: plain, whatever the theme says */

/* A look as the terminal can show it, and the bytes that lead to it from a plain one. */
struct pen_look {
	struct look look;
	char on[64];
	char colour[24]; /* those that only set its foreground, where it has one */
	uint8_t n, ncolour; /* bytes of them */
	bool unseen; /* blanks show nothing of it */
};

struct pen {
	struct ways ways;
	const struct canvas *canvas; /* that cells are of */
	const struct theme *theme;
	struct buf *out;
	int cols, rows; /* of the screen */
	int row, col; /* of the cursor; row -1: nobody knows */
	int look; /* index of the look that is on; -1: nobody knows */
	struct pen_look looks[PEN_LOOKS]; /* the first is the plain one */
	int nlooks;
	struct pen_ink {
		uint32_t ink; /* pen_ink_of() the cells */
		uint8_t look; /* index + 1; 0: free */
	} inks[PEN_INKS];
};

/* Begins with a terminal of which nothing is known. pen->ways stays as it is. */
void pen_start(struct pen *pen, int cols, int rows);

/*
 * What follows is of this canvas, drawn with this theme and appended to out. A theme that changed
 * needs a start.
 */
void pen_begin(struct pen *pen, const struct canvas *canvas, const struct theme *theme,
	struct buf *out);

/* Whether two cells of the same characters would look the same. */
bool pen_same(struct pen *pen, const struct cell *a, const struct cell *b);

/* The ink of a cell as one number. */
static inline uint32_t pen_ink_of(const struct cell *cell)
{
	static const struct cell no_ink = {.cols = 0xFF};
	uint32_t kin, cols;

	memcpy(&kin, &cell->cols, sizeof(kin)); /* columns and ink */
	memcpy(&cols, &no_ink.cols, sizeof(cols));
	return kin & ~cols;
}

/* Where the look of an ink is kept. Source: Knuth's multiplicative hashing. */
static inline uint32_t pen_slot(uint32_t ink)
{
	return (uint32_t)(ink * 0x9E3779B1u) / (UINT32_MAX / PEN_INKS + 1);
}

/* The look of a cell whose ink is not at its place. */
int pen_look_anew(struct pen *pen, const struct cell *cell);

/* The number of the look of a cell, 0: the plain one. Good until a look is learned that is new. */
static inline int pen_look(struct pen *pen, const struct cell *cell)
{
	uint32_t ink = pen_ink_of(cell);
	const struct pen_ink *known = &pen->inks[pen_slot(ink)];

	return known->look != 0 && known->ink == ink ? known->look - 1 : pen_look_anew(pen, cell);
}

/* Whether a cell is a blank that shows nothing: one that erasing leaves. */
static inline bool pen_unseen(struct pen *pen, const struct cell *cell)
{
	return cell->text == ' ' && pen->looks[pen_look(pen, cell)].unseen;
}

/* Bytes that it takes to move the cursor. */
int pen_move_cost(const struct pen *pen, int row, int col);

/* Whether one byte writes a cell with the look that is on. */
bool pen_continues(struct pen *pen, const struct cell *cell);

/* Whether one byte writes a cell. */
static inline bool pen_is_ascii(const struct cell *cell)
{
	return cell->text < 0x80 && cell->cols == 1;
}

/* Whether cells of two inks look the same where both are written, or where the first is a blank. */
bool pen_agrees(struct pen *pen, const struct cell *cell, const struct cell *beside);

/* Whether one byte writes a cell right before or behind another one that is written. */
static inline bool pen_joins(struct pen *pen, const struct cell *cell, const struct cell *beside)
{
	return pen_is_ascii(cell) &&
		(pen_ink_of(cell) == pen_ink_of(beside) || pen_agrees(pen, cell, beside));
}

/* Writes a cell of one column n times, one below the other: a rule. Not in the last column. */
void pen_rule(struct pen *pen, int row, int col, const struct cell *cell, int n);

/* Writes n cells, of which the first begins a character; the cursor goes on behind them. */
void pen_cells(struct pen *pen, int row, int col, const struct cell *cells, int n);

/*
 * Makes the n cells from col on into unseen blanks, by whatever is shortest: erasing to the end
 * of the row (where `rest`: nothing else stands there), erasing so many, or writing blanks.
 */
void pen_blank(struct pen *pen, int row, int col, int n, bool rest);

/*
 * Ends a frame: the cursor rests there, and nothing is left on that would colour the words of
 * another program, should this one be killed.
 */
void pen_end(struct pen *pen, int row, int col);

/* Clears the screen. */
void pen_clear(struct pen *pen);

/* Whether the terminal can scroll some of its rows. */
bool pen_scrolls(const struct pen *pen);

/* Moves the rows from top to bottom by n rows: up where n > 0, down where n < 0. */
void pen_scroll(struct pen *pen, int top, int bottom, int n);

#endif

/*
 * linewindow.h - the lines of a text that are at hand: a few of many millions.
 *
 * Whoever goes through a text of a gigabyte by lines needs some behind and some ahead, not all. Of
 * lines that are blank one behind another only the first is in the window: how many there are says
 * nothing about paragraphs. Knows no paragraphs.
 *
 *	struct linewindow window = {.text = text};
 *	while (linewindow_fill(&window, LINEWINDOW_BYTES) …) { …; linewindow_drop(&window, n); }
 *	linewindow_finish(&window);
 */
#ifndef DOSSIER_TEXTS_LINEWINDOW_H
#define DOSSIER_TEXTS_LINEWINDOW_H

#include "texts/doc.h"
#include "texts/linescan.h"

/* Bytes of text at hand that are worth filling it for. */
#define LINEWINDOW_BYTES (1u << 20)

/* Lines of a block (without a blank one among them) that are looked at as one. */
#define LINEWINDOW_BLOCK 65536u

/* Blank lines that a full window has at least, and its most lines if there are none. */
#define LINEWINDOW_BLANKS 8u
#define LINEWINDOW_MOST (2 * LINEWINDOW_BLOCK + 8)

struct linewindow {
	struct span text;
	const struct doc *doc; /* that it is of, or NULL: told what of a long line has been passed */
	struct textlines lines; /* those at hand */
	uint32_t blanks; /* of them, blank ones */
	bool dropped; /* the first line of the text is not at hand any more */
	size_t next; /* where the first line begins that is not at hand yet */
	struct linescan scan; /* of the text from there on */
};

/*
 * Adds lines until `bytes` of text and LINEWINDOW_BLANKS blank ones are at hand, or LINEWINDOW_MOST
 * lines, or the text ends. False where memory is short.
 */
bool linewindow_fill(struct linewindow *window, size_t bytes) MUST_CHECK;

/* Whether the last line of the text is at hand. */
bool linewindow_ended(const struct linewindow *window);

/* Drops the first n lines: those behind them have lower numbers afterwards. */
void linewindow_drop(struct linewindow *window, uint32_t n);

/* Frees it. Takes a zeroed one. */
void linewindow_finish(struct linewindow *window);

#endif

/*
 * card.h - the panel as lines: the card's head, the list.
 *
 * Draws what panel.h holds, for a given number of columns and rows. Knows no rectangles.
 */
#ifndef DOSSIER_READ_CARD_H
#define DOSSIER_READ_CARD_H

#include "read/panel.h"

struct card {
	const struct panel *panel;
	uint32_t cols, rows; /* at most */
	uint32_t fold; /* rows after which the page's list goes on in another column; 0: never */
	bool focus; /* the panel has the keys: its choice is shown in full */
	bool cursor; /* the hardware cursor goes to the choice */
	bool follows; /* another pane shows the choice: it has its sign without the focus too */
	bool ascii;
};

/* The head of a tall panel: name, kind, other names, note, counts. Appends at most rows lines. */
void card_head(const struct card *card, struct lines *out);

/* The head of a flat panel with a card, one line that is a rule as well. */
void card_title(const struct card *card, struct lines *out);

/*
 * The head of a flat panel with the page: one line over `columns` lists of card->cols columns
 * each, one column apart, `cols` columns in all.
 */
void card_page_title(const struct card *card, uint32_t columns, uint32_t cols, struct lines *out);

/* Rows that the list takes in one column where it is not cut, at most `most`. */
uint32_t card_list_rows(const struct panel *panel, uint32_t most);

/* The list around the choice, at most rows lines. */
void card_list(const struct card *card, struct lines *out);

/* "─ left ─────── right ─" as one line; right may be empty. */
void card_rule(struct span left, struct span right, uint32_t cols, struct lines *out);

#endif

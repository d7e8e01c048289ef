/*
 * card.h - the panel as lines: the card's head, the list, the peek, the reasons.
 *
 * Draws what panel.h holds, for a given number of columns and rows. Knows no rectangles.
 */
#ifndef DOSSIER_READ_CARD_H
#define DOSSIER_READ_CARD_H

#include "read/panel.h"

struct card {
	const struct panel *panel;
	uint32_t cols, rows; /* at most */
	bool focus; /* the panel has the keys: its choice is shown in full */
	bool cursor; /* the hardware cursor goes to the choice */
	bool ascii;
};

/* The head of a tall panel: name, kind, other names, note, counts. Appends at most rows lines. */
void card_head(const struct card *card, struct lines *out);

/* The head of a flat panel, one line that is a rule as well. */
void card_title(const struct card *card, struct lines *out);

/* The list around the choice, at most rows lines. */
void card_list(const struct card *card, struct lines *out);

/* Why the active mention was linked, at most rows lines. */
void card_why(const struct card *card, struct lines *out);

/* "─ left ─────── right ─" as one line; right may be empty. */
void card_rule(struct span left, struct span right, unsigned role, uint32_t cols,
	struct lines *out);

/* Plain text wrapped at blanks to cols columns, at most rows lines, cut with … where it is longer. */
void card_wrapped(struct span text, uint32_t cols, uint32_t rows, unsigned role, unsigned style,
	struct lines *out);

#endif

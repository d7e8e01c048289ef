/*
 * panes.h - the split tree: which panes of text there are and where they stand.
 *
 * A tree whose leaves are panes (numbered slots, stable while the pane lives) and whose inner
 * nodes split a rectangle in two, beside or below. Knows rectangles only; what a pane shows is the
 * session's business. Rules between panes beside each other take one column.
 */
#ifndef DOSSIER_READ_PANES_H
#define DOSSIER_READ_PANES_H

#include "read/frame.h"

#define PANES_MAX 16

/* The smallest pane that a split may make. */
enum { PANE_MIN_ROWS = 4, PANE_MIN_COLS = 24 };

struct pane_node {
	bool used;
	bool leaf;
	bool beside; /* inner nodes: the halves stand side by side, not one below the other */
	uint8_t parent; /* the root is its own */
	uint8_t half[2]; /* inner nodes: numbers of nodes */
	uint8_t pane; /* leaves: slot of the pane */
	uint8_t share; /* inner nodes: percent of the first half */
	struct rect at; /* as of the last panes_layout */
};

struct panes {
	struct pane_node nodes[2 * PANES_MAX]; /* the first is the root */
	bool live[PANES_MAX]; /* slots in use */
	uint8_t focus; /* slot */
};

/* One pane, slot 0, with the focus. */
void panes_init(struct panes *panes);

/* Gives every pane its rectangle. */
void panes_layout(struct panes *panes, struct rect at);

/* The rectangle of a live pane. */
struct rect panes_rect(const struct panes *panes, uint8_t pane);

/*
 * Splits the focused pane in two of one size; the new slot is returned and gets no focus. -1
 * where there is no room for two (as of the last layout) or no slot.
 */
int panes_split(struct panes *panes, bool beside);

/* Closes the focused pane; its neighbour gets room and focus. False where it is the only one. */
bool panes_close(struct panes *panes);

/* Closes all others. */
void panes_only(struct panes *panes);

/* Gives panes beside or below each other one size each. */
void panes_equal(struct panes *panes);

/* Number of panes. */
uint32_t panes_count(const struct panes *panes);

/* The next (n > 0) or previous live pane in the order of the screen, going round. */
uint8_t panes_next(const struct panes *panes, uint8_t pane, int n);

/* Whether it is the first pane in the order of the screen. */
bool panes_is_first(const struct panes *panes, uint8_t pane);

/* Adds the vertical rules between panes to the frame. */
void panes_rules(const struct panes *panes, struct frame *frame);

#endif

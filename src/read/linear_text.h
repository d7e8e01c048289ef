/*
 * linear_text.h - lines of plain text for linear mode: whole, visible, one event each.
 */
#ifndef DOSSIER_READ_LINEAR_TEXT_H
#define DOSSIER_READ_LINEAR_TEXT_H

#include "read/linear_state.h"

/* Rows that are read or told at once, at least 1. */
uint32_t linear_text_most(const struct linear *linear);

/*
 * Appends text as one line, what is hidden in it visible, broken at blanks to the terminal's width. "¶14" becomes "paragraph 14": that is
 * what one can hear. Nothing where it is empty.
 */
void linear_text_line(struct linear *linear, struct span text);

/* The same of a text that was put together, and frees it. */
void linear_text_end(struct linear *linear, struct buf *text);

/* The same with formatted text. */
void linear_text_say(struct linear *linear, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Appends the texts of lines that were made for a screen, without rules and blanks at their ends. */
void linear_text_lines(struct linear *linear, const struct lines *lines, uint32_t from);

/* Appends a text of several lines as one, cut to `most` columns. */
void linear_text_flat(const struct linear *linear, struct span text, uint32_t most,
	struct buf *out);

/* Appends to a text being made the first `most` columns of a passage on one line, … where it is cut. */
void linear_text_quote(const struct linear *linear, const struct doc *doc, struct range at,
	uint32_t most, struct buf *out);

/* "1 mention", "2 mentions". */
void linear_text_count(uint32_t n, const char *one, const char *many, struct buf *out);

#endif

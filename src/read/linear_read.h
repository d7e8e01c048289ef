/*
 * linear_read.h - passages read out: on from the last one, back before it, at a place.
 *
 * What is read is made the session's screen. Paragraphs begin with their number in brackets where
 * that was asked for, entries of lists with theirs.
 */
#ifndef DOSSIER_READ_LINEAR_READ_H
#define DOSSIER_READ_LINEAR_READ_H

#include "read/linear_state.h"

/*
 * Reads on behind the last passage: `rows` rows, or with 0 what the settings ask for, a paragraph or
 * a screenful. Says so where the document ends.
 */
void linear_read_on(struct linear *linear, uint32_t rows);

/* The same before the last passage. */
void linear_read_back(struct linear *linear, uint32_t rows);

/* Reads from the row of off on; at the end of the document its last piece. */
void linear_read_from(struct linear *linear, uint32_t off);

/* Reads the sentence that off is in. */
void linear_read_sentence(struct linear *linear, uint32_t off);

/* Reads the last passage once more. */
void linear_read_again(struct linear *linear);

/* Makes the last passage the screen again, where the session is still in its document. */
void linear_read_show(struct linear *linear);

/* Appends a passage without making it the screen, with paragraph numbers. */
void linear_read_put(struct linear *linear, const struct doc *doc, struct range at, bool known);

#endif

/*
 * linear_ask.h - questions of linear mode, asked in words and answered by a line; notes in lines.
 */
#ifndef DOSSIER_READ_LINEAR_ASK_H
#define DOSSIER_READ_LINEAR_ASK_H

#include "read/linear_state.h"

/* Whether the next line is an answer or belongs to a note. */
bool linear_ask_waits(const struct linear *linear);

/* Says what is asked, or how the note that was just opened is typed. */
void linear_ask_say(struct linear *linear);

/* Takes a line as the answer. */
void linear_ask_answer(struct linear *linear, struct span line);

/* Gives the question or the note up. */
void linear_ask_cancel(struct linear *linear);

/* Appends the words for the prompt. */
void linear_ask_prompt(const struct linear *linear, struct buf *out);

#endif

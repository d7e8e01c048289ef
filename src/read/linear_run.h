/*
 * linear_run.h - commands run without a screen, and what they have changed told in lines.
 */
#ifndef DOSSIER_READ_LINEAR_RUN_H
#define DOSSIER_READ_LINEAR_RUN_H

#include "read/linear_state.h"

/* Runs a command; asks_key: the letter that belongs to it is to be asked for. */
void linear_run(struct linear *linear, const struct call *call, bool asks_key);

/* A number alone: goes to that entry of the list that was told last, else to that paragraph. */
void linear_run_number(struct linear *linear, uint32_t number);

/* Takes a line as the answer to what was asked, and tells what came of it. */
void linear_run_answer(struct linear *linear, struct span line);

/* Takes what is chosen, selected and listed back, as Esc does. */
void linear_run_cancel(struct linear *linear);

/* Puts the panel away, which is told and never shown. */
void linear_run_plain(struct linear *linear);

#endif

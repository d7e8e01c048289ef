/*
 * click.h - what a press of the mouse means, by where it falls.
 */
#ifndef DOSSIER_READ_CLICK_H
#define DOSSIER_READ_CLICK_H

#include "read/state.h"

/* A press at a row and column of the screen, from 0. */
void click_at(struct session *session, int row, int col);

/* Goes to the mention or link that a hint stood on. */
void click_hint(struct session *session, uint32_t target);

#endif

/*
 * click.h - what a press of the mouse means, by where it falls, and letters that stand for one.
 */
#ifndef DOSSIER_READ_CLICK_H
#define DOSSIER_READ_CLICK_H

#include "read/state.h"

/* A press at a row and column of the screen, from 0. */
void click_at(struct session *session, int row, int col);

/* A letter of the hints that are shown: the last one goes there, any other key takes them away. */
void click_letter(struct session *session, uint32_t key);

#endif

/*
 * hints.h - the keys that help most right now, for the last row of the screen.
 */
#ifndef DOSSIER_READ_HINTS_H
#define DOSSIER_READ_HINTS_H

#include "read/state.h"

/*
 * Adds to the line being made as many as cols columns hold, the most useful first. Room is kept
 * for the last of them, help or the way out.
 */
void hints_put(struct session *session, uint32_t cols, struct lines *out);

/*
 * The same of what is being selected: words, paragraphs, and both ends where one of them is off the
 * screen and there is room.
 */
void hints_selection(struct session *session, uint32_t cols, struct lines *out);

#endif

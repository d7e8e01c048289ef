/* hostile_box.h - the hostile dossier: tests/data/hostile, and what no repository can hold
 *
 *	if (!hostile_box_make(&play, &files)) { … play.why … }
 */
#ifndef E2E_HOSTILE_BOX_H
#define E2E_HOSTILE_BOX_H

#include "play.h"

/* Makes the dossier `d` in the play's folder: the texts that are checked in, names of any bytes,
 * lines and files of many bytes, FIFO, socket, links, folders within folders. `*files` gets the
 * number of entries made. False, with a message in `play->why`, where that failed. */
bool hostile_box_make(struct play *play, unsigned *files);

#endif

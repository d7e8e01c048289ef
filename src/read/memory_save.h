/*
 * memory_save.h - what has changed since it was written last, written.
 */
#ifndef DOSSIER_READ_MEMORY_SAVE_H
#define DOSSIER_READ_MEMORY_SAVE_H

#include "read/state.h"

/*
 * Writes places, trail, marks, what was typed and read as far as they have changed, in one
 * transaction, waiting at most `patience` ms. False: nothing was written, and the cause is said once.
 */
bool memory_save(struct session *session, int patience) MUST_CHECK;

#endif

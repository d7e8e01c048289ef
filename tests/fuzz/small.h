/*
 * small.h - for targets: a small dossier in a folder of this process, with a screen to read it at.
 *
 * Two texts of every kind of paragraph, four entities. The folder goes when the process ends.
 */
#ifndef DOSSIER_TESTS_SMALL_H
#define DOSSIER_TESTS_SMALL_H

#include "read/dossier.h"
#include "read/session.h"

/* Opens it by one thread; kept: with folders for state and cache, which stay from input to input. */
bool small_open(struct dossier *dossier, bool kept);

/* The same with an index that may stand for the folder (dossier_how.lent). */
bool small_open_lent(struct dossier *dossier);

/* Kept, where `most` bytes of texts are enough (dossier_how.most). False where there is nothing to read. */
bool small_open_some(struct dossier *dossier, uint64_t most);

/*
 * One without state that stays open from input to input, for sessions. Behind each of them
 * small_shared_end closes it if the session has changed it.
 */
struct dossier *small_shared(void);
void small_shared_end(void);

/* "a/b" in the process's folder; valid until the next call. */
const char *small_path(const char *name);

/* Empties the folders for state and cache, and forgets decisions. */
void small_forget(void);

/* Composes a frame, and checks that it is one: areas on the screen, lines and pieces that are there. */
void small_look(struct session *session, int cols, int rows);

#endif

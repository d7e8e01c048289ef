/*
 * start.h - what the next session's first frame needs of the database, kept beside it.
 *
 * To open SQLite and read what is remembered takes longer than to lay out a page. So a session that
 * ends leaves `start.map` beside notes.db: the document, the place in it and the page's number, with
 * size and time of the database that says so and of the document. The next session stands there at
 * once and opens the database behind its first frame (session_rest), before it takes a key.
 *
 * It is left, and taken, only where nothing else of the database would be on that frame: no note and
 * no mark in the document, no draft, no active mention. A database that another session has changed
 * since is another one, and a text that was edited another text: then all is opened first. Should
 * the copy be wrong all the same (two commits at one tick of the clock), the database is right, and
 * the second frame shows it.
 */
#ifndef DOSSIER_READ_START_H
#define DOSSIER_READ_START_H

#include "base/buf.h"

struct session;

/* Goes to the place that was kept; the session has no view yet. False: nothing was done. */
bool start_take(struct session *session) MUST_CHECK;

/* The path of the document that such a file in a folder of state is about; empty: there is none. */
void start_document(const char *folder, struct buf *out);

/* Leaves the file where it is of use, for a session that has written all it had to. */
void start_leave(struct session *session);

#endif

/*
 * hunt.h - the search over all documents that is going on in a session.
 *
 * It begins with a first slice, which is nearly always all: its list is opened at once. Else the
 * list has what was found so far; the rest is looked for in slices between the keys, and the list is
 * made anew at the end, or when the reader has had enough. One hunt at a time.
 *
 * It ends, too, where the list is gone or names and links have become others.
 */
#ifndef DOSSIER_READ_HUNT_H
#define DOSSIER_READ_HUNT_H

#include "read/state.h"

/* Begins with a finder, which is moved; what there is to say is said. */
void hunt_begin(struct session *session, struct finder *finder);

/* The same, its list in the place of the last one's, which is on the screen (hunt_shown). */
void hunt_again(struct session *session, struct finder *finder);

/* What the list in the focused view answers, where a hunt has made it; else an empty one. */
struct span hunt_shown(struct session *session);

/* Whether one is going on. */
bool hunt_runs(const struct session *session);

/* Goes on for a slice, some milliseconds. Says how far it is; at the end, what was found. */
void hunt_on(struct session *session);

/* Ends it here: the list has what was found. False: none was going on. */
bool hunt_stop(struct session *session);

/* Drops it without a word, and the memory of the last one. */
void hunt_finish(struct hunt *hunt);

#endif

/*
 * fresh.h - a dossier opened once more, by a thread, behind the one that is read.
 *
 * Nothing is shared: the thread has a dossier of its own, opened with all files looked at and all that
 * has changed read, and its index is on disk when it is done. It gets no signals. Who takes the
 * dossier compares (fresh_same) and puts it in the place of the old one (swap.h). Where how->most says
 * that not all was read in the first place, there are several on the way, each with some times as
 * many documents as the one before, and the index of each is what the next one goes on from: also
 * that of another start.
 *
 *	struct fresh *fresh = fresh_start(&how, &err);
 *	… works = fresh_works(fresh); dossier = fresh_take(fresh, &err); …
 *	fresh_stop(fresh);
 */
#ifndef DOSSIER_READ_FRESH_H
#define DOSSIER_READ_FRESH_H

#include "read/dossier.h"

struct fresh;

/* How far the thread has come with what has to be read. */
struct fresh_share {
	uint64_t done, all; /* bytes of files; all 0: not known yet */
	int64_t ms; /* since it began to read */
};

/* Begins. *how is copied, with its texts. NULL: no memory, no thread; err filled. */
struct fresh *fresh_start(const struct dossier_how *how, struct err *err) MUST_CHECK;

/* Whether it is still at work. */
bool fresh_works(struct fresh *fresh);

/* How far it has come; zeros before it begins to read. */
struct fresh_share fresh_share(struct fresh *fresh);

/* "reading: 37% of 954 MiB, 31 MiB/s, 19 s left" */
void fresh_put(const struct fresh_share *share, struct buf *out);

/*
 * The last dossier that was opened: the caller's from now on, to be closed and freed. NULL where there
 * is none but those that were taken; why that is so, once it does not work any more.
 */
struct dossier *fresh_take(struct fresh *fresh, struct err *err) MUST_CHECK;

/* Whether both are of the same state of all files: nothing would change for whoever reads `old`. */
bool fresh_same(const struct dossier *old, const struct dossier *fresh);

/* Nothing more is to be read: it ends soon, with a dossier of what was read. */
void fresh_enough(struct fresh *fresh);

/*
 * Cancels, waits for a moment, and frees it; takes NULL. A thread that hangs on a file for longer is
 * left alone with what it has: the program is about to end.
 */
void fresh_stop(struct fresh *fresh);

#endif

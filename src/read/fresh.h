/*
 * fresh.h - a dossier opened once more, by a thread, behind the one that is read.
 *
 * Nothing is shared: the thread has a dossier of its own, opened with all files looked at and all that
 * has changed read, and its index is on disk when it is done. It gets no signals. Who takes the
 * dossier compares (fresh_same) and puts it in the place of the old one (swap.h).
 *
 *	struct fresh *fresh = fresh_start(&how, &err);
 *	… if (!fresh_works(fresh)) { dossier = fresh_take(fresh, &err); }
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
bool fresh_works(const struct fresh *fresh);

/* How far it has come; zeros before it begins to read. */
struct fresh_share fresh_share(const struct fresh *fresh);

/*
 * The dossier, once it does not work any more: the caller's from now on, to be closed and freed. NULL,
 * and why, where it could not be opened, and where it was taken before.
 */
struct dossier *fresh_take(struct fresh *fresh, struct err *err) MUST_CHECK;

/* Whether both are of the same state of all files: nothing would change for whoever reads `old`. */
bool fresh_same(const struct dossier *old, const struct dossier *fresh);

/*
 * Cancels, waits for a moment, and frees it; takes NULL. A thread that hangs on a file for longer is
 * left alone with what it has: the program is about to end.
 */
void fresh_stop(struct fresh *fresh);

#endif

/*
 * behind.h - what goes on behind the screen: files looked at, the dossier taken anew.
 *
 * A dossier that an index stands for, or whose files have changed since they were read, is opened once
 * more by a thread (fresh.h). What it finds is put in (swap.h) when nobody is in the middle of
 * anything, and said. While nobody types, the files on the screen are looked at every now and then,
 * and all of them less often.
 *
 *	behind_start(session, &how);         behind the first frame
 *	if (behind_tick(session)) { … the screen has changed }
 */
#ifndef DOSSIER_READ_BEHIND_H
#define DOSSIER_READ_BEHIND_H

#include "read/fresh.h"

struct session;

struct behind {
	const struct dossier_how *how; /* NULL: nothing is looked at */
	struct fresh *fresh; /* at work, or done and not taken */
	struct dossier *ready; /* opened anew, waits to be put in; owned */
	struct dossier *own; /* the session's dossier, where it was put in; owned */
	uint32_t rests; /* ticks without work since all files were looked at */
	uint32_t stale; /* catalog_stale when that was looked at */
	bool told; /* that the dossier cannot be opened any more */
	bool brought; /* the thread at work has brought a dossier */
	bool growing; /* the dossier that was put in last has more of the documents, no others */
	bool stopped; /* the reader wants nothing more to be read */
	struct buf line; /* on the last row: how far reading has come */
};

/* Begins to look at files: at once where an index stands for them. how outlives the session. */
void behind_start(struct session *session, const struct dossier_how *how);

/* Whether something is at work or waits: behind_tick is to be called soon. */
bool behind_works(const struct session *session);

/* Goes on by a step. Returns whether the screen has changed. */
bool behind_tick(struct session *session);

/* Ends reading, with what was read so far. False where nothing is being read. */
bool behind_enough(struct session *session);

/* Ends the thread. */
void behind_stop(struct session *session);

/* Frees everything, the session's dossier where it was put in. */
void behind_finish(struct session *session);

#endif

/*
 * renumber.h - keeping a session's place over a new index: numbers change, places stay.
 *
 *	renumber_begin(session, &kept);
 *	… the dossier's alias table and index are made anew …
 *	renumber_end(session, &kept);
 */
#ifndef DOSSIER_READ_RENUMBER_H
#define DOSSIER_READ_RENUMBER_H

#include "read/state.h"

struct renumber {
	uint32_t active[PANES_MAX]; /* start of each view's active mention, or UINT32_MAX */
	struct buf ent; /* Id of the card that was asked for; empty: none */
};

/* Notes what the numbers stand for. */
void renumber_begin(const struct session *session, struct renumber *kept);

/* Puts the new numbers in; frees what was noted. Active mentions of other places are found by their offsets. */
void renumber_end(struct session *session, struct renumber *kept);

#endif

/*
 * trail.h - back and forward over all documents: the one door that every jump goes through.
 *
 * A list of places with a point in it: what lies before it is the way back, what lies behind it
 * the way forward. A new jump drops the way forward. At most TRAIL_MAX places are kept.
 */
#ifndef DOSSIER_READ_TRAIL_H
#define DOSSIER_READ_TRAIL_H

#include "read/view.h"

#define TRAIL_MAX 1000

struct trail {
	struct place *items;
	uint32_t n, cap;
	uint32_t at; /* places before it are behind the reader */
	uint32_t changes; /* grows with each change, so that it is known when to write it */
};

/* Records the place that a jump leaves. Silently forgets the oldest where there are too many. */
void trail_leave(struct trail *trail, struct place from);

/* One step back from `here`, which becomes the way forward. False: there is no way back. */
bool trail_back(struct trail *trail, struct place here, struct place *out);

/* One step forward from `here`, which becomes the way back. False: there is no way forward. */
bool trail_forward(struct trail *trail, struct place here, struct place *out);

/* Forgets places in a document that is going away. */
void trail_forget(struct trail *trail, doc_id doc);

/* Frees it. Takes a zeroed one. */
void trail_finish(struct trail *trail);

#endif

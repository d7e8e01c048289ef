/* taken.h - notes taken by sessions that end without a word, and whether all of them are there
 *
 *	struct taken taken = {.seed = 1};
 *	while (taken_note(desk, &taken, "n1.", death, &end)) { … }
 *	taken_check(desk, &taken);
 */
#ifndef TORTURE_TAKEN_H
#define TORTURE_TAKEN_H

#include "desk.h"

/* What the sessions of a run have done so far. All notes share one state. */
struct taken {
	struct bytes saved;	/* notes whose confirmation was on the screen, each behind a blank */
	unsigned nsaved;
	unsigned ntyped;	/* notes for which Enter was pressed */
	unsigned sound;		/* times the database was checked and sound */
	unsigned seed;
};

/* How a note ended that was not confirmed in time. */
struct taken_end {
	bool entered;	/* Enter was pressed: a confirmation may still come */
	bool wrong;	/* desk->why says what is */
};

/* A number below n; the C library's rand_r is good enough for moments. */
unsigned taken_chance(struct taken *taken, unsigned n);

/* Takes one note, in a paragraph before or behind, until a point of child_clock(). Drafts of earlier
 * sessions are thrown away. True: its confirmation was seen; the caller keeps it. */
bool taken_note(struct desk *desk, struct taken *taken, const char *note, int64_t death,
	struct taken_end *end);

/* From now on this note has to be there. */
void taken_keep(struct taken *taken, const char *note);

/* The database is sound, and every note that was said to be saved is there once. */
bool taken_check(struct desk *desk, struct taken *taken);

#endif

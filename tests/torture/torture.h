/* torture.h - the parts of the torture program
 *
 * Each plays on a desk of its own, adds to `told` one line of counts, and returns whether nothing
 * was lost; otherwise desk->why says what was.
 */
#ifndef TORTURE_TORTURE_H
#define TORTURE_TORTURE_H

#include "desk.h"

/* How hard. */
struct torture_how {
	unsigned sessions;	/* that are killed, or whose line is cut */
	unsigned notes;		/* of part 3: by each of four writers */
	unsigned seed;
};

/* kill -9 at a random moment of note-taking sessions: what was said to be saved is there, and the
 * database is sound each time. */
bool kill_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

/* SIGHUP, SIGTERM, a closed terminal, one that stops reading: the note being typed is offered at
 * the next start, the program ends within a second and is idle before that. */
bool end_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

/* Four writers at once: none of their notes is lost or there twice. */
bool many_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

/* A full disk, a folder that is read-only, a locked, damaged, newer database: a message, nothing
 * said to be saved that is not, nothing deleted. */
bool harm_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

/* A guest over a real sshd, by a forced command of authorized_keys and of sshd_config: reads, takes
 * notes, gets at nothing else. */
bool guest_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

/* The same guest's line cut at random moments: within a second no process of the session is left,
 * none has spent time on anything, and what was said to be saved is there. */
bool line_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

/* A terminal that changes its size all the time while keys are typed: no crash, and at its old size
 * the page begins with the word that it began with. Ten sizes for each session asked for. */
bool storm_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

/* Random keys, sequences, pastes and commands: it goes on, ends when asked to, and its memory stays
 * what it was. A hundred for each note asked for. */
bool soak_part(struct desk *desk, const struct torture_how *how, struct bytes *told);

#endif

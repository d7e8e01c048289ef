/* hostile_desk.h - the test that reads the hostile dossier: its state, its sessions, its judge
 */
#ifndef E2E_HOSTILE_DESK_H
#define E2E_HOSTILE_DESK_H

#include "play.h"

/* The whole test: the folder, and what was judged so far. */
struct hostile {
	struct play play;
	unsigned tests, failed, findings;
	size_t bytes; /* judged, of all streams */
	const char *what; /* that is going on */
	size_t judged; /* of the present session's stream */
	struct bytes at; /* what was being read */
};

/* Tells how a part went, with what is in play.why, as a line of TAP. */
void hostile_tell(struct hostile *test, bool good, const char *what);

/* Judges what came since the last time, as for `entry` (NULL: a pipe); a finding is told with its
 * place. */
bool hostile_judge(struct hostile *test, const struct bytes *log, const struct entry *entry);

/* Waits until nothing has come for a while. */
void hostile_settle(struct hostile *test);

/* Waits until `text` is on the screen; false, with a message, where it does not come. */
bool hostile_wait_for(struct hostile *test, const char *text);

/* Types keys. */
void hostile_type(struct hostile *test, const char *keys);

/* Starts a session on a terminal of that size. */
bool hostile_start(struct hostile *test, char *const *argv, int cols, int rows);

/* Quits, and judges the last of it; false where the program does not end. */
bool hostile_leave(struct hostile *test);

/* Makes these the terminal and the locale of what is run from now on. */
bool hostile_set_out(struct hostile *test, const char *term, const char *locale);

#endif

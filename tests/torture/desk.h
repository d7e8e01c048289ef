/* desk.h - what the torture parts share: a dossier with its state in a box, the program, a report
 *
 * A desk is a fresh folder with the sample texts in `texts` and everything that is the reader's own
 * in `state`; nothing of the tester's environment gets in. Programs are started on it with or
 * without a terminal. What goes wrong is added to `why`; the first words count.
 *
 *	struct desk desk = {0};
 *	if (desk_open(&desk, program, texts)) { … desk_run(&desk, "bookmarks", "texts", NULL); }
 *	desk_close(&desk);
 */
#ifndef TORTURE_DESK_H
#define TORTURE_DESK_H

#include "../e2e/box.h"
#include "../e2e/env.h"
#include "../e2e/plain.h"
#include "../e2e/vt.h"

struct desk {
	const char *program;	/* absolute path, borrowed */
	struct box box;
	struct env env;
	struct plain plain;	/* of the last desk_run() */
	struct vt *vt;		/* of the last desk_read(); NULL: none */
	struct bytes why;	/* empty: nothing has gone wrong */
};

/* Makes the folder and copies the texts into it. */
bool desk_open(struct desk *desk, const char *program, const char *texts);

/* Ends the program and removes the folder; copes with a zeroed struct. */
void desk_close(struct desk *desk);

/* Runs the program without a terminal with these words, up to a NULL, to its end. False where it
 * could not be run; how it ended is in desk->plain. */
bool desk_run(struct desk *desk, const char *word, ...) __attribute__((sentinel));

/* The same by the shell, with PROGRAM for the program: for limits and mounts of its own. */
bool desk_shell(struct desk *desk, const char *script);

/* Starts the reader on `texts` (the five of the sample) on a new terminal of 80x24, and waits for
 * its first page. */
bool desk_read(struct desk *desk);

/* Types at the reader, and waits (three seconds at most, `$E2E_SLOW` times as long) for text on
 * the screen; NULL waits for nothing. */
bool desk_type(struct desk *desk, const char *keys, const char *text);

/* Waits until text stands on the screen, or until a point of child_clock(). */
bool desk_sees(struct desk *desk, const char *text, int64_t until);

/* Whether text stands on the screen now. */
bool desk_shows(const struct desk *desk, const char *text);

/* The exit status of the last desk_run(); -1 where a signal ended it. */
int desk_status(const struct desk *desk);

/* The absolute path of a file on the desk, in `out`. */
const char *desk_path(const struct desk *desk, const char *name, struct bytes *out);

/* The folder of the dossier's state, where notes.db is, in `out`; false where there is none. */
bool desk_home(const struct desk *desk, struct bytes *out);

/* Milliseconds from now as a point of child_clock(), times $E2E_SLOW. */
int64_t desk_until(int64_t ms);

/* Adds a complaint; returns false. */
bool desk_wrong(struct desk *desk, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif

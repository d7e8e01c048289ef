/*
 * stamp.h - which terminal a session draws on, left on disk as long as it does.
 *
 * A session that is killed outright (SIGKILL, no memory) cannot give its terminal back. The next one
 * on the same terminal finds the stamp of a process that is no more, and mends what was left.
 * Ending in any other way removes the stamp. What cannot be read or written is as if there were
 * none: a terminal that is used again under an old name is known by when it was made.
 *
 *	bool hard = stamp_look(&stamp, folder, STDOUT_FILENO);
 *	tty_stamp(tty, stamp.path);           removed by whatever ends the program
 *	stamp_leave(&stamp);                  behind the first frame, for a file takes time to make
 *	stamp_drop(&stamp);
 */
#ifndef DOSSIER_UI_STAMP_H
#define DOSSIER_UI_STAMP_H

#include "base/base.h"

#include <time.h>

#define STAMP_PATH_MAX 1024

struct stamp {
	char path[STAMP_PATH_MAX]; /* empty: none can be left */
	struct timespec made; /* when the terminal was */
};

/*
 * Looks for the stamp of the terminal that fd is open on, in a folder that is there. Returns whether
 * one lies there of a process that has ended, on this very terminal.
 */
bool stamp_look(struct stamp *stamp, const char *folder, int fd);

/* Leaves there that of this process. Takes one that was not looked for. */
void stamp_leave(struct stamp *stamp);

/* Removes it. Takes one that was not left. */
void stamp_drop(struct stamp *stamp);

#endif

/* child.h - the program under test as a process: start it, wait for what it does, end it
 *
 * Knows processes and time, not terminals: the caller gives the file descriptors. Nothing here
 * sleeps: a wait ends when a descriptor is ready, when the child has changed its state, or at the
 * deadline. Only the child that was started here is ever signalled, by its id, and it cannot
 * outlive the harness.
 *
 *	struct child child = {0};
 *	if (child_start(&child, &spec, fds, true, &why)) { … child_finish(&child); }
 */
#ifndef E2E_CHILD_H
#define E2E_CHILD_H

#include "bytes.h"

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What to run. All borrowed; argv[0] is a path and both lists end with NULL. */
struct child_spec {
	char *const *argv;
	char *const *envp;	/* the whole environment */
	const char *folder;	/* working directory */
};

/* A process. `status` is that of waitpid() and counts once `ended` is set. */
struct child {
	pid_t pid;
	bool ended;
	int status;
};

/* Starts `spec` as leader of a session of its own with `fds` as its standard input, output and
 * error, and with fds[0] as its controlling terminal where `terminal` is set. A program that
 * cannot be executed says so on its standard error and ends with 127. False, with a message added
 * to `why`, where no process could be made. */
bool child_start(struct child *child, const struct child_spec *spec, const int fds[3],
	bool terminal, struct bytes *why);

/* Waits until one of the `n` descriptors is ready, a child changed its state, or `until` is
 * reached (milliseconds of child_clock()). False at the deadline. */
bool child_wait(struct pollfd *fds, nfds_t n, int64_t until);

/* Notes whether the child has ended; does not wait. */
void child_reap(struct child *child);

/* Kills the child and what is left of its process group, and collects it. Copes with a zeroed
 * struct. */
void child_finish(struct child *child);

/* Milliseconds since some fixed point in the past, never going back. */
int64_t child_clock(void);

#endif

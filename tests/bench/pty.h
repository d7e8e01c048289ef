/*
 * pty.h - a program on a pseudo-terminal for the benchmarks: started, keys pressed, its answer timed.
 *
 * An answer has ended when nothing came for PTY_QUIET ms; its time is that of the last byte. Of a
 * program that goes on computing in silence, pty_settle_idle waits for the end of that, too.
 *
 *	int terminal = pty_run(argv, (struct pty_shape){80, 24, true}, &child);
 *	struct pty_step first = pty_settle(terminal, start, 3000), page = pty_press(terminal, "    ");
 */
#ifndef DOSSIER_BENCH_PTY_H
#define DOSSIER_BENCH_PTY_H

#include "bench.h"

#include <sys/types.h>

#define PTY_QUIET 15
#define PTY_ANSWER 300 /* ms until the first byte for a key */

struct pty_shape {
	int cols, rows;
	bool panel;
};

/* What was measured once: ms and bytes. */
struct pty_step {
	double ms;
	double bytes; /* of one key */
};

/* Starts a program on a new terminal; its end of that. Ends this one where it cannot. */
int pty_run(const char *const *argv, struct pty_shape shape, pid_t *child);

/* Reads until it has been quiet, `first` ms for the first byte; ms since start of the last byte. */
struct pty_step pty_settle(int terminal, double start, int first);

/* The same, until the child has been idle, too; at most five minutes. */
struct pty_step pty_settle_idle(int terminal, double start, pid_t child);

/* Writes keys. */
void pty_type(int terminal, const char *keys);

/* Presses one key after the other; the medians of their times and of their bytes. */
struct pty_step pty_press(int terminal, const char *keys);

#endif

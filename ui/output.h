/*
 * output.h - standard output: gathered, written in large pieces, with every write checked.
 *
 * What is printed is lost where a disk is full; the program must then say so and fail. A reader
 * that has gone away (`| head`) is no news: output_finish() fails without a message.
 *
 *	struct output out = {.fd = STDOUT_FILENO};
 *	buf_puts(&out.buf, "…");  output_spill(&out);      a row at a time
 *	if (!output_finish(&out, &err)) { … }
 */
#ifndef DOSSIER_UI_OUTPUT_H
#define DOSSIER_UI_OUTPUT_H

#include "base/buf.h"

#include <signal.h>

struct output {
	int fd;
	struct buf buf; /* what is not written yet: add to it with buf_put and the like */
	const volatile sig_atomic_t *stop; /* where set, a write that a signal cuts short is given up */
	int error; /* errno of the first write that failed; nothing is written after it */
};

/* Adds a text that was made elsewhere: as it is, but on a terminal as graphic characters. */
void output_text(struct output *out, struct span text);

/* Writes what was gathered once that is much. False where nobody takes any more: stop then. */
bool output_spill(struct output *out);

/* Writes what was gathered now: somebody waits for it. False as above. */
bool output_flush(struct output *out);

/*
 * Writes the rest and frees the buffer. False where anything was lost: err says why, and is the
 * empty string where the reader only went away.
 */
bool output_finish(struct output *out, struct err *err) MUST_CHECK;

#endif

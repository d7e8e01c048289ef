/* plain.h - the program under test without a terminal
 *
 * Standard input is empty, standard output and error are pipes, and there is no controlling
 * terminal.
 *
 *	struct plain plain = {0};
 *	plain_run(&plain, &spec, child_clock() + 5000, &why);
 *	plain_finish(&plain);
 */
#ifndef E2E_PLAIN_H
#define E2E_PLAIN_H

#include "bytes.h"
#include "child.h"

#include <stdbool.h>

/* What a finished run has left. `status` is that of waitpid(). */
struct plain {
	struct bytes out, err;
	int status;
};

/* Runs `spec` to its end and keeps what it wrote, replacing an earlier run. False, with a message
 * added to `why`, where it could not be started or did not end before `until` (it is killed
 * then). */
bool plain_run(
	struct plain *plain, const struct child_spec *spec, int64_t until, struct bytes *why);

/* Frees what a run has left; copes with a zeroed struct. */
void plain_finish(struct plain *plain);

#endif

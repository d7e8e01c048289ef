/*
 * progress.h - how far reading a big dossier has come, on one line of standard error.
 *
 * Nothing is shown where standard error is no terminal, nor in the first half second. The line is
 * written over and taken away at the end; for readers who hear it (`lines`) there is a new one every
 * ten seconds instead.
 *
 *	struct progress progress;
 *	progress_start(&progress);
 *	…  progress_tell(&progress, done, all);  …
 *	progress_end(&progress);
 */
#ifndef DOSSIER_UI_PROGRESS_H
#define DOSSIER_UI_PROGRESS_H

#include "ui/output.h"

struct progress {
	struct output out;
	bool shows;
	bool lines; /* nothing is written over; to be set behind progress_start */
	int64_t start, from, last; /* milliseconds: when it began, read the first, wrote the line */
	size_t cols; /* of the line that is there */
};

/* Begins to count time. */
void progress_start(struct progress *progress);

/* `done` of `all` bytes are read. Fits catalog_each; cheap to call often. */
void progress_tell(void *progress, uint64_t done, uint64_t all);

/* Takes the line away. */
void progress_end(struct progress *progress);

#endif

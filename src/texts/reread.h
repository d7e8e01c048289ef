/*
 * reread.h - whether a file reads once more as it was read.
 *
 * What was read of a file that had only just been written may be of a state that its time does not tell
 * from the next one. Once that time is past, reading it again does: if it gives the same then, and the
 * time is still the same afterwards, what was read is what the file holds.
 *
 *	if (reread_same(&stream, &was)) { … }
 */
#ifndef DOSSIER_TEXTS_REREAD_H
#define DOSSIER_TEXTS_REREAD_H

#include "base/sections.h"
#include "texts/stream.h"

/* What was read: sums of its arrays, by the numbers that they have in the file. */
struct reread {
	const struct sections *written;
	uint32_t text, steps, source; /* arrays; source holds the file's bytes, if `nbad` is more than 0 */
	const char *encoding;
	bool guessed;
	uint32_t nbad;
};

/*
 * Reads the file of a stream (take and owner are set here) from its beginning. False where anything is
 * another, or it cannot be read.
 */
bool reread_same(const struct stream *stream, const struct reread *was);

/* A step as it is kept: all of its bytes are told. */
void reread_step(const struct decode_step *step, struct decode_step *out);

#endif

/*
 * seen.h - which files and folders were met before, whatever their names: a hash table of device
 * and inode.
 *
 * Zero is a valid empty table.
 */
#ifndef DOSSIER_BASE_SEEN_H
#define DOSSIER_BASE_SEEN_H

#include "base/base.h"

struct seen_thing {
	uint64_t dev, ino;
	bool used;
};

struct seen {
	struct seen_thing *things; /* owned */
	uint32_t n, size; /* size is 0 or a power of two, at most half full */
};

/* Puts a thing into the table; *fresh says whether it is new there. False where memory is short. */
bool seen_add(struct seen *seen, uint64_t dev, uint64_t ino, bool *fresh) MUST_CHECK;

/* Whether a thing is in the table. */
bool seen_has(const struct seen *seen, uint64_t dev, uint64_t ino);

/* Frees the table. Takes a zeroed one. */
void seen_finish(struct seen *seen);

#endif

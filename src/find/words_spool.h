/*
 * words_spool.h - bytes that are too many for memory: a file without a name, written, then mapped.
 *
 *	struct words_spool spool;
 *	if (!words_spool_open(&spool, folder, &err)) { … }
 *	words_spool_put(&spool, bytes);
 *	if (!words_spool_map(&spool, &all, &err)) { … }
 *	words_spool_close(&spool);
 */
#ifndef DOSSIER_FIND_WORDS_SPOOL_H
#define DOSSIER_FIND_WORDS_SPOOL_H

#include "base/buf.h"

struct words_spool {
	int fd;
	struct buf wait; /* bytes not written yet */
	uint64_t n; /* bytes put */
	int error; /* errno of the first write that failed */
	void *map;
	bool open; /* there is something to close */
};

/* Makes the file in folder. It is gone with the process at the latest. */
bool words_spool_open(struct words_spool *spool, const char *folder, struct err *err) MUST_CHECK;

/* Adds bytes; false once writing has failed, which words_spool_map tells. owner: the spool. */
bool words_spool_put(void *owner, struct span bytes);

/* Gives all that was put, until words_spool_close. Nothing can be added afterwards. */
bool words_spool_map(struct words_spool *spool, struct span *out, struct err *err) MUST_CHECK;

/* Drops it. Takes a zeroed one. */
void words_spool_close(struct words_spool *spool);

#endif

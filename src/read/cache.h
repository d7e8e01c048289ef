/*
 * cache.h - what the prebuilt files of all dossiers may take on disk, and which of them go.
 *
 * The cache has a folder for each dossier, named as that of its state: an index, a word index, and
 * `texts` with the forms of long documents (kept.h). All of it can be made again. Folders of dossiers
 * that are gone, or that nobody opens any more, would stay for ever: where all together take more than
 * they may, whole folders go, the one first that was used least lately.
 *
 * A file `used` in each tells when that was, by its time; who reads the dossier holds a lock on it, and
 * what is held, by this or another process, stays. So does what was written to lately, and whatever is
 * not ours: no link is followed, and nothing removed but regular files of the user's with the names and
 * the beginning of those that the program writes.
 *
 *	cache_hold(&hold, "/home/me/.cache/dossier/minutes-1f/index");
 *	cache_trim("/home/me/.cache/dossier/minutes-1f/index", most, &size);
 *	cache_release(&hold);
 */
#ifndef DOSSIER_READ_CACHE_H
#define DOSSIER_READ_CACHE_H

#include <stdbool.h>
#include <stdint.h>

/* A dossier's folder in the cache, in use. Zeroed: it is not. */
struct cache_hold {
	bool held;
	int fd; /* of the file `used`, locked */
};

/*
 * Says that the folder that `index` is to be in (NULL: there is no cache) is in use, from now until it is
 * released. Where there is no folder yet, or it cannot be written, nothing is held; may be asked again.
 */
void cache_hold(struct cache_hold *hold, const char *index);

/* Takes a zeroed one. */
void cache_release(struct cache_hold *hold);

/* What the cache takes. */
struct cache_size {
	uint32_t dossiers;
	uint64_t bytes; /* of files that are the program's own */
};

/*
 * Removes folders of other dossiers than the one that `index` is of, until the cache takes no more than
 * `most` bytes (0: there is no bound), or nothing is left that may go. *size is what is left then. What
 * cannot be looked at or removed stays: it costs room, and nothing else.
 */
void cache_trim(const char *index, uint64_t most, struct cache_size *size);

#endif

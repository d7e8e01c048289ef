/*
 * sections.h - a file of arrays that is mapped and read as it is: the form of prebuilt indexes.
 *
 * A head, a table, then the arrays, each at a multiple of 64 bytes, with its number, the size of an
 * element, its length and a checksum. Numbers are those of this machine; a file of another kind of
 * machine is refused like a broken one. Such a file is only ever replaced as a whole (a new file,
 * rename), so that a mapped one does not change. It is not synced: it can be made again, and what a
 * power cut leaves of it is found out by the sums. What stands in the arrays is not trusted: whoever
 * reads them checks their values.
 *
 *	struct sections_out out;
 *	bool ok = sections_create(&out, path, &err);
 *	sections_add(&out, HEADS, sizeof(*heads), heads, n);
 *	ok = ok && sections_commit(&out, &err);
 *
 *	struct sections in;
 *	if (sections_open(&in, path, &err)) { heads = sections_get(&in, HEADS, sizeof(*heads), &n); … }
 */
#ifndef DOSSIER_BASE_SECTIONS_H
#define DOSSIER_BASE_SECTIONS_H

#include "base/buf.h"

#define SECTIONS_MOST 32

struct sections_entry {
	uint32_t id, element; /* bytes of an element */
	uint64_t at, bytes;
	uint64_t sum; /* sections_sum of the bytes */
};

struct sections_out {
	int fd; /* of a new file beside path, or -1 */
	char *path, *name; /* what it is to be, and what it is until then; owned */
	uint64_t at;
	uint32_t n;
	struct sections_entry table[SECTIONS_MOST];
	int error; /* errno of the first write that failed */
};

struct sections {
	const unsigned char *p; /* mapped; NULL: none */
	uint64_t bytes;
	const struct sections_entry *table;
	uint32_t n;
};

/* Begins a new file beside path. False, and nothing to end, where that cannot be. */
bool sections_create(struct sections_out *out, const char *path, struct err *err) MUST_CHECK;

/* Adds an array. What fails is told by sections_commit. At most SECTIONS_MOST of them. */
void sections_add(struct sections_out *out, uint32_t id, uint32_t element, const void *items,
	uint64_t n);

/* Puts the file at its path. False, and the old file is still there, where anything went wrong. */
bool sections_commit(struct sections_out *out, struct err *err) MUST_CHECK;

/* Drops it. */
void sections_abandon(struct sections_out *out);

/*
 * Maps the file at path, which must be regular and the user's own. Head, table and bounds have been
 * checked when this returns true; sums have not.
 */
bool sections_open(struct sections *sections, const char *path, struct err *err) MUST_CHECK;

/*
 * The array with this number and size of elements, and how many there are. NULL, and *n is 0, where
 * there is none; an empty array is not NULL. Valid until sections_close.
 */
const void *sections_get(const struct sections *sections, uint32_t id, uint32_t element,
	uint64_t *n);

/* Whether the bytes of an array are those that were written. Reads all of it. */
bool sections_sound(const struct sections *sections, uint32_t id);

/* A checksum against damage, not against malice. */
uint64_t sections_sum(const void *bytes, uint64_t n);

/* Unmaps it. Takes a zeroed one. */
void sections_close(struct sections *sections);

#endif

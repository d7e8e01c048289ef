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
 * An array too large for memory is put in pieces (begin, put, end), and what has been added can be
 * looked at before the file is done.
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

/* A checksum on its way. */
struct sections_summing {
	uint64_t lanes[4], n;
	unsigned char wait[32]; /* bytes that do not fill all lanes yet */
};

struct sections_out {
	int fd; /* of a new file beside path, or -1 */
	char *path, *name; /* what it is to be, and what it is until then; owned */
	uint64_t at;
	uint32_t n;
	struct sections_entry table[SECTIONS_MOST];
	int error; /* errno of the first write that failed */
	struct sections_summing sum; /* of the array that has been begun */
	bool sync; /* set by whoever cannot afford to sum an array before it is used */
};

/* Which file it is, and in which state; `changed` is the kernel's time of that. No padding. */
struct sections_state {
	uint64_t device, inode, size;
	int64_t changed; /* nanoseconds */
};

struct sections {
	const unsigned char *p; /* mapped; NULL: none */
	uint64_t bytes;
	const struct sections_entry *table;
	uint32_t n;
	struct sections_state state; /* when it was mapped; zero of one that is being written */
};

/* Begins a new file beside path. False, and nothing to end, where that cannot be. */
bool sections_create(struct sections_out *out, const char *path, struct err *err) MUST_CHECK;

/* Adds an array. What fails is told by sections_commit. At most SECTIONS_MOST of them. */
void sections_add(struct sections_out *out, uint32_t id, uint32_t element, const void *items,
	uint64_t n);

/* The same in pieces: any number of puts, of any number of bytes; elements are whole at the end. */
void sections_begin(struct sections_out *out, uint32_t id, uint32_t element);
void sections_put(struct sections_out *out, const void *bytes, uint64_t n);
void sections_end(struct sections_out *out);

/*
 * Maps the arrays that have been added so far. Valid until sections_close, also when the file is
 * committed or abandoned; out stays where it is. False where that cannot be, or a write has failed.
 */
bool sections_look(const struct sections_out *out, struct sections *sections, struct err *err)
	MUST_CHECK;

/* Puts the file at its path. False, and the old file is still there, where anything went wrong. */
bool sections_commit(struct sections_out *out, struct err *err) MUST_CHECK;

/* Drops it. */
void sections_abandon(struct sections_out *out);

/*
 * Maps the file at path, which must be regular and the user's own. Head, table and bounds have been
 * checked when this returns true; sums have not.
 */
bool sections_open(struct sections *sections, const char *path, struct err *err) MUST_CHECK;

/* The state of an open file, which must be regular, and nobody else's to write. path: for messages. */
bool sections_own(int fd, const char *path, struct sections_state *out, struct err *err) MUST_CHECK;

/* Whether what is open begins as such a file does, of whatever version. Its position moves. */
bool sections_begins(int fd);

/*
 * The array with this number and size of elements, and how many there are. NULL, and *n is 0, where
 * there is none; an empty array is not NULL. Valid until sections_close.
 */
const void *sections_get(const struct sections *sections, uint32_t id, uint32_t element,
	uint64_t *n);

/* The sum that an array had when it was written; 0 where there is none. */
uint64_t sections_sum_of(const struct sections *sections, uint32_t id);

/*
 * Whether the bytes of an array are those that were written. Reads all of it, and lets the pages of a
 * large one go: they do not add to what the program holds.
 */
bool sections_sound(const struct sections *sections, uint32_t id);

/* The same of all arrays there are. */
bool sections_all_sound(const struct sections *sections);

/*
 * Gives the memory of the bytes [from, to) behind p, which lies in the mapping, back to the system:
 * they are read again where they are looked at again. Whole pages within, and within the mapping.
 */
void sections_forget(const struct sections *sections, const void *p, uint64_t from, uint64_t to);

/* A checksum against damage, not against malice. */
uint64_t sections_sum(const void *bytes, uint64_t n);

/* The same in pieces. Zero is no state: begin first. */
void sections_sum_begin(struct sections_summing *sum);
void sections_sum_add(struct sections_summing *sum, const void *bytes, uint64_t n);
uint64_t sections_sum_end(const struct sections_summing *sum);

/* Unmaps it. Takes a zeroed one. */
void sections_close(struct sections *sections);

#endif

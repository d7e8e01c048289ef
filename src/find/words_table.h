/*
 * words_table.h - words with their places, collected in memory by one thread.
 *
 * Places are numbers that only grow. A list of places is kept as the varints of their steps, the
 * first one from 0. words_table_put writes all lists as one run, by the bytes of the words:
 *
 *	length (1 byte), word, count, bytes of the list, last place (varints), list
 *
 * which words_run.h reads. How much memory is used is known at any time, so that whoever fills the
 * table can write a run and begin anew.
 */
#ifndef DOSSIER_FIND_WORDS_TABLE_H
#define DOSSIER_FIND_WORDS_TABLE_H

#include "base/buf.h"

struct words_item;

#define WORDS_TABLE_WAIT 32u

struct words_table {
	struct words_item *items; /* by number; owned */
	uint32_t n, cap;
	uint32_t *slots; /* number + 1, or 0; nslots is a power of two; owned */
	uint32_t nslots;
	struct buf texts; /* of words longer than 8 bytes, padded */
	char **slabs; /* where lists are; owned */
	uint32_t nslabs, cslabs;
	uint32_t left; /* bytes of the last slab */
	struct words_table_wait {
		char word[8];
		uint32_t n, hash, place;
	} wait[WORDS_TABLE_WAIT]; /* short words not added yet */
	uint32_t nwait;
	bool failed; /* memory was short: what it holds is not all */
};

/* Most bytes of a varint. */
#define WORDS_VARINT 5

/* Adds a place, greater than all before it, of a word as words_cut.h hands it over (padded). */
void words_table_add(struct words_table *table, struct span word, uint32_t place);

/* Bytes of memory in use. */
uint64_t words_table_bytes(const struct words_table *table);

/*
 * Hands the run to put, piece by piece, until that returns false. False then, and where memory
 * is short.
 */
bool words_table_put(struct words_table *table, bool (*put)(void *owner, struct span bytes),
	void *owner) MUST_CHECK;

/* Writes a varint to out, which has room for WORDS_VARINT; returns its length. */
size_t words_table_varint(uint32_t value, char *out);

/* Empties it and gives its memory back. Takes a zeroed one. */
void words_table_finish(struct words_table *table);

#endif

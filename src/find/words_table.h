/*
 * words_table.h - words with their places, collected in memory by one thread.
 *
 * The place of a word is the number of words added before it. A list of places is kept as the
 * varints of their steps, the first one from 0, in pieces that grow. An entry is half a line of the
 * processor's cache and has all that adding a place needs: the word itself, where the next byte goes,
 * the last place.
 *
 * Sorted, the words are read one by one (words_table_item), or written as one run, by their bytes:
 *
 *	length (1 byte), word, bytes of the list, last place (varints), list
 *
 * How much memory is used is known at any time, so that whoever fills the table can write a run and
 * begin anew.
 */
#ifndef DOSSIER_FIND_WORDS_TABLE_H
#define DOSSIER_FIND_WORDS_TABLE_H

#include "base/buf.h"
#include "find/words_cut.h"

struct words_entry;
struct words_order;

struct words_table {
	struct words_entry *entries; /* by hash; owned */
	uint32_t n, bits; /* entries in use; there are 2 to the power of bits of them, or none */
	uint32_t place; /* of the next word */
	struct buf texts; /* of words longer than WORDS_CUT_SHORT, padded, their length in front */
	char **slabs; /* where lists are, WIDE_PAGE bytes each; owned */
	uint32_t nslabs, cslabs;
	char *free; /* what is in no list yet: so many bytes at the end of the last slab */
	size_t nfree;
	struct words_order *order; /* the words, once they are sorted; owned */
	bool failed; /* memory was short: what it holds is not all */
};

/* A word of a sorted table. */
struct words_item {
	struct span word; /* in the table */
	uint32_t first, last; /* places */
	uint32_t head; /* bytes of the first step */
	const struct words_table *table;
	const struct words_entry *entry;
};

/* Most bytes of a varint. */
#define WORDS_VARINT 5

/* Adds words that follow one another; fits words_cut.h. */
void words_table_shorts(struct words_table *table, const struct words_short *words, uint32_t n);

/* Adds one word of any length as words_cut.h hands it over (padded). */
void words_table_add(struct words_table *table, struct span word);

/* Bytes of memory in use. */
uint64_t words_table_bytes(const struct words_table *table);

/* Sorts the words; nothing is added afterwards. False where memory is short, or was. */
bool words_table_sort(struct words_table *table) MUST_CHECK;

/* Word i < n of a sorted table. */
void words_table_item(const struct words_table *table, uint32_t i, struct words_item *out);

/* Appends the varints of an item's list behind the first one. */
void words_table_steps(const struct words_item *item, struct buf *out);

/*
 * Sorts, and hands the run to put, piece by piece, until that returns false. False then, and where
 * memory is short.
 */
bool words_table_put(struct words_table *table, bool (*put)(void *owner, struct span bytes),
	void *owner) MUST_CHECK;

/* Writes a varint to out, which has room for WORDS_VARINT; returns its length. */
size_t words_table_varint(uint32_t value, char *out);

/* Empties it and gives its memory back. Takes a zeroed one. */
void words_table_finish(struct words_table *table);

#endif

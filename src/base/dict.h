/*
 * dict.h - numbers by text: an open-addressed hash table (FNV-1a, linear probing).
 *
 * Keys are copied into an arena of the caller's; they live as long as that. Zero is a valid empty
 * table.
 */
#ifndef DOSSIER_BASE_DICT_H
#define DOSSIER_BASE_DICT_H

#include "base/arena.h"

struct dict {
	struct span *keys; /* p NULL: free; owned, the texts are not */
	uint32_t *values;
	uint32_t n, size; /* size is 0 or a power of two, at most half full */
};

/* The value of key, or UINT32_MAX. */
uint32_t dict_get(const struct dict *dict, struct span key);

/* The table's own copy of key; p is NULL where it is not there. */
struct span dict_key(const struct dict *dict, struct span key);

/* Adds key (not empty) with value where it is not there yet. False where memory is short. */
bool dict_add(struct dict *dict, struct arena *arena, struct span key, uint32_t value) MUST_CHECK;

/* Frees the table. Takes a zeroed one. */
void dict_finish(struct dict *dict);

#endif

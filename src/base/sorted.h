/*
 * sorted.h - where a number belongs among numbers that ascend, by halving: O(log n).
 *
 * The numbers may stand alone or in structs: `first` is that of the first item, `step` the bytes from
 * one to the next. Where n is 0 first may be NULL.
 *
 *	uint32_t i = sorted_from(words, n, sizeof(*words), 7);
 *	uint32_t row = sorted_last(&rows->items->at.start, rows->n, sizeof(*rows->items), off);
 */
#ifndef DOSSIER_BASE_SORTED_H
#define DOSSIER_BASE_SORTED_H

#include "base/base.h"

#include <string.h>

/* The first of n numbers that is not below key, or with `above` that is above it; n: there is none. */
static inline uint32_t sorted_first(
	const void *first, uint32_t n, size_t step, uint32_t key, bool above)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, number;

		memcpy(&number, (const char *)first + middle * step, sizeof(number));
		if (number < key || (above && number == key)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* The first of n numbers that is not below key, as an index; n: all are. */
static inline uint32_t sorted_from(const void *first, uint32_t n, size_t step, uint32_t key)
{
	return sorted_first(first, n, step, key, false);
}

/* The first of n numbers that is above key, as an index; n: none is. */
static inline uint32_t sorted_above(const void *first, uint32_t n, size_t step, uint32_t key)
{
	return sorted_first(first, n, step, key, true);
}

/* The last of n numbers that is not above key, as an index; 0 where all are. */
static inline uint32_t sorted_last(const void *first, uint32_t n, size_t step, uint32_t key)
{
	uint32_t above = sorted_above(first, n, step, key);

	return above > 0 ? above - 1 : 0;
}

#endif

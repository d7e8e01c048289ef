#include "notes/myers.h"

/* The column of the table that the scan has come to, as differences from row to row. */
struct column {
	uint64_t up, down; /* rows that are one more, one less than the row above */
	uint32_t cost;     /* in the last row */
};

void myers_make(struct myers *myers, struct span pattern, bool back)
{
	memset(myers->places, 0, sizeof(myers->places));
	myers->n = (uint32_t)pattern.n;
	myers->back = back;
	for (size_t i = 0; i < pattern.n; i++) {
		unsigned char c = (unsigned char)pattern.p[back ? pattern.n - 1 - i : i];

		myers->places[c] |= (uint64_t)1 << i;
	}
}

/* Takes one byte of the text. first: what the first row grows by, 1 where the piece is all of it.
 */
static inline void take(struct column *column, uint64_t equal, uint64_t last, uint64_t first)
{
	uint64_t vertical = equal | column->down;
	uint64_t straight = (((equal & column->up) + column->up) ^ column->up) | equal;
	uint64_t more = column->down | ~(straight | column->up);
	uint64_t less = column->up & straight;

	column->cost += (more & last) != 0;
	column->cost -= (less & last) != 0;
	more = more << 1 | first;
	less <<= 1;
	column->up = less | ~(vertical | more);
	column->down = more & vertical;
}

void myers_scan(const struct myers *myers, struct span text, uint32_t *costs)
{
	struct column column = {.up = ~(uint64_t)0, .cost = myers->n};
	uint64_t last = myers->n == 0 ? 0 : (uint64_t)1 << (myers->n - 1);

	costs[0] = myers->n;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[myers->back ? text.n - 1 - i : i];

		take(&column, myers->places[c], last, false);
		costs[i + 1] = myers->n > 0 ? column.cost : 0;
	}
}

/* The least cost on the way, or the cost at the end where the piece is all of b. */
static uint32_t cost_of(struct span a, struct span b, bool whole)
{
	struct myers myers;
	struct column column = {.up = ~(uint64_t)0, .cost = (uint32_t)a.n};
	uint32_t least = column.cost;

	if (a.n == 0) {
		return whole ? (uint32_t)b.n : 0;
	}
	myers_make(&myers, a, false);
	for (size_t i = 0; i < b.n; i++) {
		take(&column, myers.places[(unsigned char)b.p[i]], (uint64_t)1 << (a.n - 1), whole);
		least = column.cost < least ? column.cost : least;
	}
	return whole ? column.cost : least;
}

uint32_t myers_distance(struct span a, struct span b)
{
	return cost_of(a, b, true);
}

uint32_t myers_best(struct span a, struct span b)
{
	return cost_of(a, b, false);
}

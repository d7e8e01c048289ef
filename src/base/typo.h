/*
 * typo.h - the nearest known name, for "did you mean".
 */
#ifndef DOSSIER_BASE_TYPO_H
#define DOSSIER_BASE_TYPO_H

#include "base/span.h"

/*
 * Edit distance of a and b (insert, delete, replace, swap of neighbours count 1 each), at most
 * `most` + 1. ASCII case is ignored. Optimal string alignment, O(a.n * b.n), names up to 64 bytes;
 * longer ones are at `most` + 1.
 */
uint32_t typo_distance(struct span a, struct span b, uint32_t most);

/* The nearest of some known names. */
struct typo {
	struct span name; /* what was written: set it, the rest is 0 */
	const char *nearest; /* NULL: none is near */
	uint32_t distance;
};

/* Takes one more known name into account; of two as near the first stays. */
void typo_try(struct typo *typo, const char *known);

/* Whether name is near enough to known to be a slip of the fingers: a third of it, at most 3. */
bool typo_near(struct span name, struct span known);

#endif

/*
 * myers.h - how many edits lead from a short piece of text to another: 64 rows of the table a step.
 *
 * G. Myers, A fast bit-vector algorithm for approximate string matching based on dynamic
 * programming, J. ACM 46(3), 1999, in the form of H. Hyyrö (2001). An edit is a byte inserted,
 * deleted or replaced. Patterns have MYERS_MOST bytes at most: one machine word.
 *
 *	struct myers myers;
 *	myers_make(&myers, SPAN("treaty"), false);
 *	myers_scan(&myers, text, costs);            costs[k]: of the best match that ends at k
 */
#ifndef DOSSIER_NOTES_MYERS_H
#define DOSSIER_NOTES_MYERS_H

#include "base/base.h"
#include "base/span.h"

#define MYERS_MOST 64

struct myers {
	uint64_t places[256]; /* by byte: a bit for each place of the pattern that has it */
	uint32_t n;
	bool back; /* pattern and text are read from their ends */
};

/* Makes ready a pattern of at most MYERS_MOST bytes; nothing of it is kept but the table. */
void myers_make(struct myers *myers, struct span pattern, bool back);

/*
 * Fills costs[0 … text.n]: the edits from the pattern to the best piece of text that ends after k
 * bytes (of those read backwards, where back).
 */
void myers_scan(const struct myers *myers, struct span text, uint32_t *costs);

/* Edits from a, of at most MYERS_MOST bytes, to b. */
uint32_t myers_distance(struct span a, struct span b);

/* Edits from a, of at most MYERS_MOST bytes, to the piece of b that is most like it. */
uint32_t myers_best(struct span a, struct span b);

#endif

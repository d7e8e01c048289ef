/*
 * clusters.h - characters with marks, kept once and known by numbers, so that a cell is small.
 *
 * Nearly every cell of a screen holds one character: only the others are kept here. A number stands
 * for the same characters until clusters_forget(), which changes `age`. Knows no widths.
 *
 *	struct clusters clusters = {0};
 *	if (clusters_number(&clusters, &cluster, &number)) { … clusters.items[number] … }
 */
#ifndef DOSSIER_UI_CLUSTERS_H
#define DOSSIER_UI_CLUSTERS_H

#include "base/dict.h"

#define CLUSTER_CHARS 5 /* a base and at most four marks: what the cell of a terminal is sure to hold */

struct cluster {
	uint32_t chars[CLUSTER_CHARS]; /* base, marks; 0 behind the last */
};

struct clusters {
	struct cluster *items; /* owned */
	uint32_t n, cap;
	struct dict numbers; /* by what items hold */
	struct arena arena; /* of its keys */
	uint32_t age;
};

/* The number of a cluster, which is kept where it is new; false where memory is short. */
bool clusters_number(struct clusters *clusters, const struct cluster *cluster, uint32_t *out)
	MUST_CHECK;

/* Forgets all of them: their numbers are free. */
void clusters_forget(struct clusters *clusters);

/* Frees them. Takes zeroed ones. */
void clusters_finish(struct clusters *clusters);

#endif

/*
 * match_cluster.h - forms that overlap in a text: the longest go out. Internal to match.c.
 *
 * Forms come by start. Those that overlap are gathered in a cluster; when one comes that begins
 * behind it, the cluster is settled: the longest, the first among equals, becomes a hit, and so on
 * with what does not meet it.
 */
#ifndef DOSSIER_LINKS_MATCH_CLUSTER_H
#define DOSSIER_LINKS_MATCH_CLUSTER_H

#include "links/match_table.h"

#define MATCH_CLUSTER_MOST 64

/* A form that stands in the text, not yet compared with its neighbours. */
struct match_found {
	struct range at;
	uint32_t entry; /* of the table */
};

struct match_cluster {
	const struct match_table *table;
	struct hits *out;
	uint32_t first; /* number of this text's first hit: those before are of others */
	struct match_found items[MATCH_CLUSTER_MOST];
	uint32_t n;
	uint32_t end; /* the greatest end in it */
	bool failed; /* memory was refused */
};

/*
 * Adds a form that stands at `at`. A cluster that is full is settled as it is: what begins within
 * it later does not come in.
 */
void match_cluster_add(struct match_cluster *cluster, struct range at, uint32_t entry);

/* Puts out what is left. */
void match_cluster_settle(struct match_cluster *cluster);

#endif

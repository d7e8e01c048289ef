#include "links/match_cluster.h"

/* Longer first, then the earlier. */
static bool found_before(const struct match_found *a, const struct match_found *b)
{
	uint32_t na = a->at.end - a->at.start, nb = b->at.end - b->at.start;
	return na != nb ? na > nb : a->at.start < b->at.start;
}

/* Insertion sorts, as clusters are short: by length to choose, by place to put out. */
static void sort(struct match_found *items, bool by_place, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++) {
		struct match_found item = items[i];
		uint32_t k = i;
		while (k > 0 && (by_place ? item.at.start < items[k - 1].at.start :
			found_before(&item, &items[k - 1]))) {
			items[k] = items[k - 1];
			k--;
		}
		items[k] = item;
	}
}

static void hit_put(struct match_cluster *cluster, const struct match_found *found)
{
	struct hits *out = cluster->out;
	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items))) {
		cluster->failed = true;
		return;
	}
	const struct match_entry *entry = &cluster->table->entries[found->entry];
	out->items[out->n++] = (struct hit){found->at, entry->tag, entry->ntags};
}

/* Leaves the longest of n that overlap, by place; how many are left. */
static uint32_t choose(struct match_found *items, uint32_t n)
{
	uint32_t kept = 1;
	sort(items, false, n);
	for (uint32_t i = 1; i < n; i++) {
		bool free_place = true;
		for (uint32_t k = 0; k < kept && free_place; k++) {
			free_place = !range_meets(items[i].at, items[k].at);
		}
		if (free_place) {
			items[kept++] = items[i];
		}
	}
	sort(items, true, kept);
	return kept;
}

void match_cluster_settle(struct match_cluster *cluster)
{
	uint32_t n = cluster->n > 1 ? choose(cluster->items, cluster->n) : cluster->n;
	for (uint32_t i = 0; i < n; i++) {
		hit_put(cluster, &cluster->items[i]);
	}
	cluster->n = 0;
}

void match_cluster_add(struct match_cluster *cluster, struct range at, uint32_t entry)
{
	if (cluster->n == MATCH_CLUSTER_MOST || (cluster->n > 0 && at.start >= cluster->end)) {
		match_cluster_settle(cluster);
	}
	if (cluster->n == 0) {
		const struct hits *out = cluster->out;
		if (out->n > cluster->first && at.start < out->items[out->n - 1].at.end) {
			return;
		}
		cluster->end = at.end;
	}
	cluster->items[cluster->n++] = (struct match_found){at, entry};
	cluster->end = cluster->end > at.end ? cluster->end : at.end;
}

#include "ui/clusters.h"

#include "base/buf.h"

#include <stdlib.h>

bool clusters_number(struct clusters *clusters, const struct cluster *cluster, uint32_t *out)
{
	struct span key = {(const char *)cluster->chars, sizeof(cluster->chars)};
	uint32_t number = dict_get(&clusters->numbers, key);
	if (number == UINT32_MAX) {
		number = clusters->n;
		if (!array_reserve(&clusters->items, &clusters->cap, number + 1,
			    sizeof(*clusters->items)) ||
			!dict_add(&clusters->numbers, &clusters->arena, key, number)) {
			return false;
		}
		clusters->items[clusters->n++] = *cluster;
	}
	*out = number;
	return true;
}

void clusters_forget(struct clusters *clusters)
{
	dict_finish(&clusters->numbers);
	clusters->numbers = (struct dict){0};
	arena_finish(&clusters->arena);
	clusters->arena = (struct arena){0};
	clusters->n = 0;
	clusters->age++;
}

void clusters_finish(struct clusters *clusters)
{
	free(clusters->items);
	dict_finish(&clusters->numbers);
	arena_finish(&clusters->arena);
	*clusters = (struct clusters){0};
}

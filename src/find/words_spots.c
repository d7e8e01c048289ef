#include "find/words_spots.h"

#include <stdlib.h>

bool words_spots_make(struct words_spots *spots, const struct catalog *catalog, struct err *err)
{
	*spots = (struct words_spots){.may = malloc((size_t)catalog->n + 1)};
	if (spots->may == NULL) {
		return err_memory(err);
	}
	memset(spots->may, WORDS_WHOLE, (size_t)catalog->n + 1);
	return true;
}

/* The first of the places that is not before this one. */
static const uint32_t *from(const struct words_spots_seg *seg, uint32_t place)
{
	uint32_t low = 0, high = seg->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (seg->places[middle] < place) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return seg->places + low;
}

void words_spots_start(const struct words_spots *spots, const struct words *words, doc_id id,
	struct words_spots_walk *out)
{
	struct words_where where = words->where[id.i];
	const struct words_spots_seg *of = &spots->segs[where.seg];
	uint32_t n = words->segs[where.seg].docs[where.doc].n;

	*out = (struct words_spots_walk){.every = of->every};
	out->base = words_doc_paras(words, id, &out->paras);
	if (of->n > 0) {
		out->place = from(of, out->base);
		out->end = from(of, out->base + n);
	}
}

bool words_spots_next(struct words_spots_walk *walk)
{
	uint32_t behind = walk->base + walk->paras.first + walk->paras.words;

	if (walk->every) {
		return words_paras_next(&walk->paras);
	}
	while (walk->place < walk->end && walk->paras.started > 0 && *walk->place < behind) {
		walk->place++; /* in the paragraph that has been looked at */
	}
	return walk->place < walk->end && words_paras_find(&walk->paras, *walk->place - walk->base);
}

void words_spots_finish(struct words_spots *spots)
{
	for (uint32_t i = 0; i < WORDS_SEGS; i++) {
		free(spots->segs[i].places);
	}
	free(spots->may);
	*spots = (struct words_spots){0};
}

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

uint32_t words_spots_from(const uint32_t *places, uint32_t n, uint32_t place)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (places[middle] < place) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

uint32_t words_spots_leap(const uint32_t *places, uint32_t n, uint32_t from, int64_t place)
{
	uint32_t step = 1, low = from, at = from;

	while (at < n && (int64_t)places[at] < place) {
		low = at + 1;
		at = step < n - at ? at + step : n;
		step *= 2;
	}
	return low + words_spots_from(places + low, at - low, place < 0 ? 0 : (uint32_t)place);
}

void words_spots_start(const struct words_spots *spots, const struct words *words, doc_id id,
	struct words_spots_walk *out)
{
	struct words_where where;
	const struct words_spots_seg *of;

	*out = (struct words_spots_walk){.every = true};
	out->base = words_doc_paras(words, id, &out->paras);
	if (!words_at(words, id, &where)) {
		return;
	}
	of = &spots->segs[where.seg];
	out->every = of->every;
	if (of->n > 0) {
		const struct words_doc *doc = &words->segs[where.seg].docs[where.doc];

		out->place = of->places + words_spots_from(of->places, of->n, doc->base);
		out->end = of->places + words_spots_from(of->places, of->n, doc->base + doc->n);
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

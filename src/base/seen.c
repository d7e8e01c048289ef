#include "base/seen.h"

#include <stdlib.h>

#define SIZE_FIRST 64u

/* Where a thing stands in the table, or may be put. */
static struct seen_thing *slot_of(const struct seen *seen, uint64_t dev, uint64_t ino)
{
	uint32_t i = (uint32_t)(((ino ^ dev << 40) * 0x9E3779B97F4A7C15u) >> 32) & (seen->size - 1);

	while (seen->things[i].used &&
		(seen->things[i].dev != dev || seen->things[i].ino != ino)) {
		i = (i + 1) & (seen->size - 1);
	}
	return &seen->things[i];
}

static bool grow(struct seen *seen)
{
	struct seen wider = {.n = seen->n, .size = seen->size == 0 ? SIZE_FIRST : seen->size * 2};

	wider.things = calloc(wider.size, sizeof(*wider.things));
	if (wider.things == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < seen->size; i++) {
		const struct seen_thing *thing = &seen->things[i];

		if (thing->used) {
			*slot_of(&wider, thing->dev, thing->ino) = *thing;
		}
	}
	free(seen->things);
	*seen = wider;
	return true;
}

bool seen_add(struct seen *seen, uint64_t dev, uint64_t ino, bool *fresh)
{
	if (seen->n >= seen->size / 2 && !grow(seen)) {
		return false;
	}
	struct seen_thing *slot = slot_of(seen, dev, ino);
	*fresh = !slot->used;
	seen->n += *fresh;
	*slot = (struct seen_thing){dev, ino, true};
	return true;
}

bool seen_has(const struct seen *seen, uint64_t dev, uint64_t ino)
{
	return seen->size > 0 && slot_of(seen, dev, ino)->used;
}

void seen_finish(struct seen *seen)
{
	free(seen->things);
	*seen = (struct seen){0};
}

#include "links/namesakes.h"

#include <stdlib.h>

struct namesake {
	uint32_t number; /* of the name + 1; 0: free */
	uint32_t hash; /* so that no other name's text is looked at in vain */
};

bool namesakes_make(struct namesakes *seen, size_t n)
{
	uint32_t places = 16;

	while (places < n + n / 2) {
		places *= 2;
	}
	seen->mask = places - 1;
	seen->places = calloc(places, sizeof(*seen->places));
	return seen->places != NULL;
}

uint32_t namesakes_expect(const struct namesakes *seen, struct span text)
{
	uint64_t h = span_hash(SPAN_HASH_START, text);
	uint32_t hash = (uint32_t)(h ^ (h >> 32));

	__builtin_prefetch(&seen->places[hash & seen->mask], 1);
	return hash;
}

uint32_t *namesakes_find(struct namesakes *seen, const struct name *names, struct span text,
	uint32_t hash)
{
	uint32_t at = hash & seen->mask;

	while (seen->places[at].number != 0 && (seen->places[at].hash != hash ||
			!span_eq(names[seen->places[at].number - 1].text, text))) {
		at = (at + 1) & seen->mask;
	}
	seen->places[at].hash = hash;
	return &seen->places[at].number;
}

void namesakes_finish(struct namesakes *seen)
{
	free(seen->places);
	*seen = (struct namesakes){0};
}

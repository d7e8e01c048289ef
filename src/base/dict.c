#include "base/dict.h"

#include <stdlib.h>

/* The slot of key, or the free one where it would go. size > 0. */
static uint32_t slot_of(const struct dict *dict, struct span key)
{
	uint32_t i = (uint32_t)span_hash(SPAN_HASH_START, key) & (dict->size - 1);

	while (dict->keys[i].p != NULL && !span_eq(dict->keys[i], key)) {
		i = (i + 1) & (dict->size - 1);
	}
	return i;
}

void dict_finish(struct dict *dict)
{
	free(dict->keys);
	free(dict->values);
	*dict = (struct dict){0};
}

static bool dict_grow(struct dict *dict)
{
	struct dict more = {.size = dict->size == 0 ? 64 : 2 * dict->size, .n = dict->n};

	more.keys = calloc(more.size, sizeof(*more.keys));
	more.values = calloc(more.size, sizeof(*more.values));
	if (more.keys == NULL || more.values == NULL) {
		dict_finish(&more);
		return false;
	}
	for (uint32_t i = 0; i < dict->size; i++) {
		if (dict->keys[i].p != NULL) {
			uint32_t slot = slot_of(&more, dict->keys[i]);

			more.keys[slot] = dict->keys[i];
			more.values[slot] = dict->values[i];
		}
	}
	struct dict old = *dict;
	*dict = more;
	dict_finish(&old);
	return true;
}

uint32_t dict_get(const struct dict *dict, struct span key)
{
	uint32_t slot;

	if (dict->size == 0) {
		return UINT32_MAX;
	}
	slot = slot_of(dict, key);
	return dict->keys[slot].p == NULL ? UINT32_MAX : dict->values[slot];
}

bool dict_add(struct dict *dict, struct arena *arena, struct span key, uint32_t value)
{
	struct span copy;
	uint32_t slot;

	if (2 * (dict->n + 1) > dict->size && !dict_grow(dict)) {
		return false;
	}
	slot = slot_of(dict, key);
	if (dict->keys[slot].p != NULL) {
		return true;
	}
	if (!arena_copy(arena, key, &copy)) {
		return false;
	}
	dict->keys[slot] = copy;
	dict->values[slot] = value;
	dict->n++;
	return true;
}

struct span dict_key(const struct dict *dict, struct span key)
{
	uint32_t slot;

	if (dict->size == 0) {
		return (struct span){NULL, 0};
	}
	slot = slot_of(dict, key);
	return dict->keys[slot];
}

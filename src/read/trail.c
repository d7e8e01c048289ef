#include "read/trail.h"

#include "base/buf.h"

#include <stdlib.h>

void trail_leave(struct trail *trail, struct place from)
{
	if (trail->at == TRAIL_MAX) {
		memmove(trail->items, trail->items + 1, (TRAIL_MAX - 1) * sizeof(*trail->items));
		trail->at--;
	}
	/* A trail that cannot grow loses this one place: reading goes on. */
	if (array_reserve(&trail->items, &trail->cap, trail->at + 1, sizeof(*trail->items))) {
		trail->items[trail->at++] = from;
	}
	trail->n = trail->at;
	trail->changes++;
}

bool trail_back(struct trail *trail, struct place here, struct place *out)
{
	if (trail->at == 0) {
		return false;
	}
	trail->changes++;
	trail->at--;
	*out = trail->items[trail->at];
	trail->items[trail->at] = here;
	return true;
}

bool trail_forward(struct trail *trail, struct place here, struct place *out)
{
	if (trail->at == trail->n) {
		return false;
	}
	trail->changes++;
	*out = trail->items[trail->at];
	trail->items[trail->at] = here;
	trail->at++;
	return true;
}

void trail_forget(struct trail *trail, doc_id doc)
{
	uint32_t n = 0, at = trail->at;

	for (uint32_t i = 0; i < trail->n; i++) {
		if (trail->items[i].doc.i == doc.i) {
			at -= i < trail->at;
		} else {
			trail->items[n++] = trail->items[i];
		}
	}
	trail->changes += trail->n != n;
	trail->n = n;
	trail->at = at;
}

void trail_finish(struct trail *trail)
{
	free(trail->items);
	*trail = (struct trail){0};
}

#include "texts/mark.h"

#include "base/buf.h"

#include <stdlib.h>

void mark_add(struct marks *marks, enum mark_kind kind, struct range at)
{
	if (at.start >= at.end || marks->failed) {
		return;
	}
	if (marks->n == UINT32_MAX ||
		!array_reserve(&marks->items, &marks->cap, marks->n + 1, sizeof(*marks->items))) {
		marks->failed = true;
		return;
	}
	marks->items[marks->n++] = (struct mark){.at = at, .kind = (uint8_t)kind};
}

static int compare(const void *left, const void *right)
{
	const struct mark *a = left, *b = right;

	if (a->at.start != b->at.start) {
		return a->at.start < b->at.start ? -1 : 1;
	}
	if (a->at.end != b->at.end) {
		return a->at.end > b->at.end ? -1 : 1;
	}
	return (int)a->kind - (int)b->kind;
}

void mark_sort(struct marks *marks)
{
	if (marks->n > 1) {
		qsort(marks->items, marks->n, sizeof(*marks->items), compare);
	}
}

void mark_finish(struct marks *marks)
{
	free(marks->items);
	*marks = (struct marks){0};
}

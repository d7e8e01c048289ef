#include "read/noting_tags.h"

#include <stdio.h>
#include <stdlib.h>

enum { TAGS_MOST = 200 };

struct known_tag {
	struct span tag;
	uint32_t n;
};

/* Counts a tag among the known ones that begin like `start`. */
static void count_tag(struct known_tag *tags, uint32_t *n, struct span tag, struct span start)
{
	struct span head = {tag.p, start.n < tag.n ? start.n : tag.n};

	if (!span_eq_nocase(head, start)) {
		return;
	}
	for (uint32_t i = 0; i < *n; i++) {
		if (span_eq(tags[i].tag, tag)) {
			tags[i].n++;
			return;
		}
	}
	if (*n < TAGS_MOST) {
		tags[(*n)++] = (struct known_tag){tag, 1};
	}
}

static int tag_cmp(const void *a, const void *b)
{
	const struct known_tag *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n ? 1 : -1) : span_cmp(x->tag, y->tag);
}

void noting_tags_complete(void *owner, struct span before, struct candidates *out)
{
	const struct session *session = owner;
	const struct notes *notes = &session->dossier->notes;
	struct known_tag tags[TAGS_MOST];
	uint32_t n = 0, from = (uint32_t)before.n;
	struct span start;

	while (from > 0 && before.p[from - 1] != ' ' && before.p[from - 1] != ',') {
		from--;
	}
	from += from < before.n && before.p[from] == '#';
	out->from = from;
	start = (struct span){before.p + from, before.n - from};
	for (uint32_t i = 0; i < notes->n; i++) {
		for (uint32_t k = 0; k < notes->items[i].note->ntags; k++) {
			count_tag(tags, &n, notes->items[i].note->tags[k], start);
		}
	}
	if (n > 1) {
		qsort(tags, n, sizeof(*tags), tag_cmp);
	}
	for (uint32_t i = 0; i < n; i++) {
		char count[32];

		snprintf(count, sizeof(count), "%u %s", tags[i].n, tags[i].n == 1 ? "note" : "notes");
		candidates_add(out, tags[i].tag, span_of(count));
	}
}

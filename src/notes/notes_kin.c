#include "notes/notes_kin.h"

#include <stdlib.h>

enum {
	GRAM = 8,
	QUOTE_MOST = 128,  /* bytes of a quotation that count */
	CONTEXT_MOST = 64, /* and of what stood on either side of it */
	BITS = 14,         /* of the table: the grams of all samples fill half of it */
	SIEVE_BITS = 17,   /* most grams of a text are turned away here */
	GRAMS_LEAST = 16,  /* of fewer nothing can be told */
	LIKE_LEAST = 30,   /* of a hundred */
	LIKE_SURE = 90,
};

_Static_assert(NOTES_KIN_SAMPLES *(QUOTE_MOST + 2 * CONTEXT_MOST) * 2 <= 1 << BITS,
	"the table holds all grams");

struct notes_kin_doc {
	uint32_t doc;
	bool other_name;
	uint32_t apart; /* difference of lengths */
};

/* The pieces that are looked for. */
struct grams {
	uint64_t items[1 << BITS]; /* 0: free; a gram of text is never eight NULs */
	uint32_t seen[1 << BITS];  /* the last text it was seen in */
	uint64_t sieve[(1 << SIEVE_BITS) / 64];
	uint32_t n;
};

static uint64_t gram_at(const char *p)
{
	uint64_t gram;

	memcpy(&gram, p, sizeof(gram));
	return gram;
}

static uint64_t hash_of(uint64_t gram)
{
	return gram * 0x9E3779B97F4A7C15u;
}

/* The place of a gram in the table, or the free one where it would be. */
static uint32_t slot_of(const struct grams *grams, uint64_t gram)
{
	uint32_t slot = (uint32_t)(hash_of(gram) >> (64 - BITS));

	while (grams->items[slot] != 0 && grams->items[slot] != gram) {
		slot = (slot + 1) & ((1 << BITS) - 1);
	}
	return slot;
}

/* Takes in the grams of `most` bytes; those over a line end change with every wrapping. */
static void grams_add(struct grams *grams, struct span text, size_t most)
{
	size_t n = text.n < most ? text.n : most;

	for (size_t i = 0; i + GRAM <= n; i++) {
		uint64_t gram = gram_at(text.p + i), sieve = hash_of(gram) >> (64 - SIEVE_BITS);
		uint32_t slot;

		if (gram == 0 || memchr(text.p + i, '\n', GRAM) != NULL) {
			continue;
		}
		slot = slot_of(grams, gram);
		grams->n += grams->items[slot] == 0;
		grams->items[slot] = gram;
		grams->sieve[sieve / 64] |= (uint64_t)1 << sieve % 64;
	}
}

static void grams_fill(struct grams *grams, struct noted *const *items, uint32_t n)
{
	uint32_t samples = n < NOTES_KIN_SAMPLES ? n : NOTES_KIN_SAMPLES;

	for (uint32_t i = 0; i < samples; i++) {
		const struct anchor *anchor = &items[(uint64_t)i * n / samples]->note->anchor;

		grams_add(grams, anchor->quote, QUOTE_MOST);
		grams_add(grams, anchor->prefix, CONTEXT_MOST);
		grams_add(grams, anchor->suffix, CONTEXT_MOST);
	}
}

/* How many of a hundred grams are in text. mark: another number for each text, not 0. */
static uint32_t likeness(struct grams *grams, struct span text, uint32_t mark)
{
	uint32_t n = 0;

	for (size_t i = 0; i + GRAM <= text.n; i++) {
		uint64_t gram = gram_at(text.p + i), sieve = hash_of(gram) >> (64 - SIEVE_BITS);
		uint32_t slot;

		if ((grams->sieve[sieve / 64] >> sieve % 64 & 1) == 0) {
			continue;
		}
		slot = slot_of(grams, gram);
		if (grams->items[slot] == gram && gram != 0 && grams->seen[slot] != mark) {
			grams->seen[slot] = mark;
			n++;
		}
	}
	return 100 * n / grams->n;
}

static struct span name_of(struct span path)
{
	size_t start = path.n;

	while (start > 0 && path.p[start - 1] != '/') {
		start--;
	}
	return (struct span){path.p + start, path.n - start};
}

static int by_hope(const void *left, const void *right)
{
	const struct notes_kin_doc *a = left, *b = right;

	if (a->other_name != b->other_name) {
		return a->other_name ? 1 : -1;
	}
	if (a->apart != b->apart) {
		return a->apart < b->apart ? -1 : 1;
	}
	return (a->doc > b->doc) - (a->doc < b->doc);
}

/* Puts all documents but `home` in the order in which to look at them. Returns how many. */
static uint32_t order(struct notes_kin *kin, const struct anchor *anchor, doc_id home)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < kin->catalog->n; i++) {
		const struct doc_head *head = catalog_head(kin->catalog, i);
		uint32_t apart = head->text_n > anchor->text_n ? head->text_n - anchor->text_n
							       : anchor->text_n - head->text_n;

		if (i != home.i) {
			kin->order[n++] = (struct notes_kin_doc){.doc = i,
				.apart = apart,
				.other_name = !span_eq(name_of(head->path), name_of(anchor->path))};
		}
	}
	if (n > 1) {
		qsort(kin->order, n, sizeof(*kin->order), by_hope);
	}
	return n;
}

/* A document with the very text, or DOC_NONE. */
static doc_id same_text(struct notes_kin *kin, const struct anchor *anchor, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		doc_id doc = {kin->order[i].doc};

		if (kin->order[i].apart == 0 &&
			sha256_eq(notes_place_hash(kin->catalog, kin->known, doc), &anchor->hash)) {
			return doc;
		}
	}
	return DOC_NONE;
}

/* The document that is most like the grams, or DOC_NONE. */
static doc_id most_like(struct notes_kin *kin, struct grams *grams, uint32_t n, bool gone)
{
	uint64_t *read = gone ? &kin->gone : &kin->there;
	uint64_t most = gone ? NOTES_KIN_GONE : NOTES_KIN_THERE;
	uint32_t best = LIKE_LEAST - 1;
	doc_id out = DOC_NONE;

	for (uint32_t i = 0; i < n && best < LIKE_SURE; i++) {
		doc_id doc = {kin->order[i].doc};
		bool loaded = catalog_is_loaded(kin->catalog, doc);
		uint32_t like;

		*read += catalog_head(kin->catalog, doc.i)->text_n;
		if (*read > most) {
			break;
		}
		like = likeness(grams, catalog_doc(kin->catalog, doc)->text, i + 1);
		if (!loaded) {
			catalog_drop(kin->catalog, doc);
		}
		if (like > best) {
			best = like;
			out = doc;
		}
	}
	return out;
}

bool notes_kin_find(struct notes_kin *kin, struct noted *const *items, uint32_t n, doc_id *out)
{
	const struct anchor *anchor = &items[0]->note->anchor;
	struct grams *grams;
	uint32_t docs;

	if (kin->order == NULL) {
		kin->order = calloc(kin->catalog->n + 1, sizeof(*kin->order));
	}
	grams = calloc(1, sizeof(*grams));
	if (kin->order == NULL || grams == NULL) {
		free(grams);
		return false;
	}
	docs = order(kin, anchor, items[0]->doc);
	*out = same_text(kin, anchor, docs);
	grams_fill(grams, items, n);
	if (out->i == DOC_NONE.i && grams->n >= GRAMS_LEAST) {
		*out = most_like(kin, grams, docs, items[0]->doc.i == DOC_NONE.i);
	}
	free(grams);
	return true;
}

void notes_kin_finish(struct notes_kin *kin)
{
	free(kin->order);
	*kin = (struct notes_kin){0};
}

#include "notes/notes_place.h"

#include <stdlib.h>

struct placing {
	const struct catalog *catalog;
	struct notes_known *known;
	const struct anchor **anchors; /* room for all notes */
	struct anchor_found *founds;
};

const struct sha256 *notes_place_hash(
	const struct catalog *catalog, struct notes_known *known, doc_id doc)
{
	if (!known[doc.i].hashed) {
		bool loaded = catalog_is_loaded(catalog, doc);

		known[doc.i].hash = doc_hash(catalog_doc(catalog, doc));
		known[doc.i].hashed = true;
		if (!loaded) {
			catalog_drop(catalog, doc);
		}
	}
	return &known[doc.i].hash;
}

/*
 * Kin: the document that notes may have moved to. The one with the very text that they were made in,
 * else the one in which most of what they quote is found again. Likeness is the share of pieces of
 * eight bytes, of up to KIN_SAMPLES passages with what stood around them, that a text holds. Texts of
 * the same name and of a similar length are looked at first. The work is bounded: over all calls, so
 * many bytes of text are read as the two limits say; what is not found within that has no kin.
 */

#define KIN_SAMPLES 32
#define KIN_GONE (32u << 20) /* bytes read for notes whose document is gone */
#define KIN_THERE (4u << 20) /* for those whose document is there and does not hold them */

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

_Static_assert(KIN_SAMPLES *(QUOTE_MOST + 2 * CONTEXT_MOST) * 2 <= 1 << BITS,
	"the table holds all grams");

struct kin_doc {
	uint32_t doc;
	bool other_name;
	uint32_t apart; /* difference of lengths */
};

/* Zero but for catalog and known is valid. */
struct kin {
	const struct catalog *catalog;
	struct notes_known *known; /* by document */
	uint64_t gone, there;      /* bytes read so far */
	struct kin_doc *order;     /* documents, the likeliest first; owned */
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
	uint32_t samples = n < KIN_SAMPLES ? n : KIN_SAMPLES;

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
	const struct kin_doc *a = left, *b = right;

	if (a->other_name != b->other_name) {
		return a->other_name ? 1 : -1;
	}
	if (a->apart != b->apart) {
		return a->apart < b->apart ? -1 : 1;
	}
	return (a->doc > b->doc) - (a->doc < b->doc);
}

/* Puts all documents but `home` in the order in which to look at them. Returns how many. */
static uint32_t order(struct kin *kin, const struct anchor *anchor, doc_id home)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < kin->catalog->n; i++) {
		const struct doc_head *head = catalog_head(kin->catalog, i);
		uint32_t apart = head->text_n > anchor->text_n ? head->text_n - anchor->text_n
							       : anchor->text_n - head->text_n;

		if (i != home.i) {
			kin->order[n++] = (struct kin_doc){.doc = i,
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
static doc_id same_text(struct kin *kin, const struct anchor *anchor, uint32_t n)
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
static doc_id most_like(struct kin *kin, struct grams *grams, uint32_t n, bool gone)
{
	uint64_t *read = gone ? &kin->gone : &kin->there;
	uint64_t most = gone ? KIN_GONE : KIN_THERE;
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

/*
 * The kin of n notes of one path, other than the document with that path; DOC_NONE where there is
 * none. False where memory is short.
 */
static bool kin_find(struct kin *kin, struct noted *const *items, uint32_t n, doc_id *out)
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

static void kin_finish(struct kin *kin)
{
	free(kin->order);
	*kin = (struct kin){0};
}

/* Placing. */

/* By document, then by old place: what anchor_find_all asks for. */
static int by_old_place(const void *left, const void *right)
{
	const struct noted *a = *(struct noted *const *)left, *b = *(struct noted *const *)right;
	const struct anchor *m = &a->note->anchor, *n = &b->note->anchor;

	if (a->doc.i != b->doc.i) {
		return a->doc.i < b->doc.i ? -1 : 1;
	}
	if (a->doc.i == DOC_NONE.i && !span_eq(m->path, n->path)) {
		return span_cmp(m->path, n->path);
	}
	return (m->at.start > n->at.start) - (m->at.start < n->at.start);
}

static void take(struct noted *item, const struct anchor_found *found, doc_id doc, bool elsewhere)
{
	item->doc = doc;
	item->at = found->at;
	item->state = found->state;
	item->edits = found->edits;
	item->elsewhere = elsewhere && found->state != ANCHOR_ORPHAN;
	memcpy(item->candidates, found->candidates, sizeof(item->candidates));
	item->ncandidates = found->ncandidates;
}

/* Looks for n notes in one document. False where memory is short. */
static bool find_in(struct placing *placing, doc_id doc, struct noted **items, uint32_t n)
{
	bool loaded = catalog_is_loaded(placing->catalog, doc), ok;
	struct notes_known *known = &placing->known[doc.i];
	struct anchor_text text = {.doc = catalog_doc(placing->catalog, doc),
		.hash = known->hash,
		.hashed = known->hashed};

	for (uint32_t i = 0; i < n; i++) {
		placing->anchors[i] = &items[i]->note->anchor;
	}
	ok = anchor_find_all(placing->anchors, n, &text, placing->founds);
	*known = (struct notes_known){.hash = text.hash, .hashed = text.hashed};
	anchor_text_finish(&text);
	if (!loaded) {
		catalog_drop(placing->catalog, doc);
	}
	return ok;
}

/*
 * Notes of one document that is there. Where only its beginning is, those that are not found in it as they
 * were may well be further on: their documents are not read yet.
 */
static bool place_here(struct placing *placing, struct noted **items, uint32_t n)
{
	doc_id doc = items[0]->doc;
	bool begun = catalog_head(placing->catalog, doc.i)->rest > 0;

	if (!find_in(placing, doc, items, n)) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		take(items[i], &placing->founds[i], doc, false);
		if (begun && items[i]->state != ANCHOR_EXACT) {
			items[i]->state = ANCHOR_ORPHAN;
			items[i]->doc = DOC_NONE;
		}
	}
	return true;
}

/* Notes of one path that have no place: looks for them in the document that is most like theirs. */
static bool place_elsewhere(
	struct placing *placing, struct kin *kin, struct noted **items, uint32_t n)
{
	bool gone = items[0]->doc.i == DOC_NONE.i;
	doc_id doc;

	if (!kin_find(kin, items, n, &doc)) {
		return false;
	}
	if (doc.i == DOC_NONE.i) {
		return true;
	}
	if (!find_in(placing, doc, items, n)) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		enum anchor_state state = placing->founds[i].state;

		if (gone || state == ANCHOR_EXACT || state == ANCHOR_MOVED) {
			take(items[i], &placing->founds[i], doc, true);
		}
	}
	return true;
}

/* The number of items, from the first on, that were made in the same document. */
static uint32_t run_of(struct noted *const *items, uint32_t n)
{
	uint32_t run = 1;

	while (run < n && items[run]->doc.i == items[0]->doc.i &&
		(items[0]->doc.i != DOC_NONE.i ||
			span_eq(items[run]->note->anchor.path, items[0]->note->anchor.path))) {
		run++;
	}
	return run;
}

/* Finds the document with each note's path, and sorts by document. */
static void group(const struct catalog *catalog, struct noted **items, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		items[i]->doc = catalog_find(catalog, items[i]->note->anchor.path);
		items[i]->state = ANCHOR_ORPHAN;
	}
	if (n > 1) {
		qsort(items, n, sizeof(struct noted *), by_old_place);
	}
}

static bool place_all(struct placing *placing, struct noted **items, uint32_t n)
{
	struct kin kin = {.catalog = placing->catalog, .known = placing->known};
	uint32_t lost = 0;
	bool ok = true;

	for (uint32_t i = 0, run; ok && i < n; i += run) {
		run = run_of(items + i, n - i);
		ok = items[i]->doc.i == DOC_NONE.i || place_here(placing, items + i, run);
	}
	for (uint32_t i = 0; ok && i < n; i++) {
		if (items[i]->state == ANCHOR_ORPHAN) {
			items[lost++] = items[i];
		}
	}
	/* Of documents that are not read yet nobody knows what is in them. */
	lost = placing->catalog->pending > 0 ? 0 : lost;
	for (uint32_t i = 0, run; ok && i < lost; i += run) {
		run = run_of(items + i, lost - i);
		ok = place_elsewhere(placing, &kin, items + i, run);
	}
	kin_finish(&kin);
	return ok;
}

bool notes_place(
	const struct catalog *catalog, struct notes_known *known, struct noted **items, uint32_t n)
{
	struct placing placing = {.catalog = catalog, .known = known};
	bool ok;

	if (n == 0) {
		return true;
	}
	placing.anchors = calloc(n, sizeof(struct anchor *));
	placing.founds = calloc(n, sizeof(*placing.founds));
	ok = placing.anchors != NULL && placing.founds != NULL;
	if (ok) {
		group(catalog, items, n);
		ok = place_all(&placing, items, n);
	}
	free(placing.anchors);
	free(placing.founds);
	return ok;
}

#include "notes/notes_place.h"

#include "notes/notes_kin.h"

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

/* Notes of one document that is there. */
static bool place_here(struct placing *placing, struct noted **items, uint32_t n)
{
	doc_id doc = items[0]->doc;

	if (!find_in(placing, doc, items, n)) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		take(items[i], &placing->founds[i], doc, false);
	}
	return true;
}

/* Notes of one path that have no place: looks for them in the document that is most like theirs. */
static bool place_elsewhere(
	struct placing *placing, struct notes_kin *kin, struct noted **items, uint32_t n)
{
	bool gone = items[0]->doc.i == DOC_NONE.i;
	doc_id doc;

	if (!notes_kin_find(kin, items, n, &doc)) {
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
	struct notes_kin kin = {.catalog = placing->catalog, .known = placing->known};
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
	notes_kin_finish(&kin);
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

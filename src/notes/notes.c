#include "notes/notes.h"

#include "base/dict.h"
#include "notes/notes_built.h"
#include "notes/notes_place.h"

#include <stdlib.h>
#include <string.h>

/* Reading. */

/* Sorted: orphans last, by document, by place, the longer first, in the order of their making. */
static int by_place(const void *left, const void *right)
{
	const struct noted *a = left, *b = right;
	bool lost = a->state == ANCHOR_ORPHAN;

	if (lost != (b->state == ANCHOR_ORPHAN)) {
		return lost ? 1 : -1;
	}
	if (a->doc.i != b->doc.i) {
		return a->doc.i < b->doc.i ? -1 : 1;
	}
	if (!lost && a->at.start != b->at.start) {
		return a->at.start < b->at.start ? -1 : 1;
	}
	if (!lost && a->at.end != b->at.end) {
		return a->at.end > b->at.end ? -1 : 1;
	}
	return (a->note > b->note) - (a->note < b->note);
}

/* Sorts the items and fills what is found by looking at their order. */
static void settle_order(struct notes *notes)
{
	if (notes->n > 1) {
		qsort(notes->items, notes->n, sizeof(*notes->items), by_place);
	}
	notes->norphans = 0;
	for (uint32_t i = 0; i < notes->n; i++) {
		const struct noted *item = &notes->items[i];

		if (item->state == ANCHOR_ORPHAN) {
			notes->norphans++;
			continue;
		}
		notes->far[i] = item->at.end;
		if (i > 0 && item[-1].doc.i == item->doc.i && notes->far[i - 1] > item->at.end) {
			notes->far[i] = notes->far[i - 1];
		}
	}
}

/* Places that were found before stay: marks them in `placed`. */
static bool take_over(const struct notes *old, struct notes *made, bool *placed)
{
	struct dict dict = {0};
	struct arena arena = {0};
	bool ok = true;

	for (uint32_t i = 0; ok && i < old->n; i++) {
		ok = dict_add(&dict, &arena, old->items[i].note->id, i);
	}
	for (uint32_t i = 0; ok && old->n > 0 && i < made->n; i++) {
		struct noted *item = &made->items[i];
		uint32_t was = dict_get(&dict, item->note->id);

		if (was != UINT32_MAX && old->items[was].note->rev == item->note->rev) {
			const struct note *note = item->note;

			*item = old->items[was];
			item->note = note;
			placed[i] = true;
		}
	}
	dict_finish(&dict);
	arena_finish(&arena);
	return ok;
}

/* Finds the places of all items that have none yet. */
static bool place(struct notes *made, const bool *placed)
{
	struct noted **todo = calloc(made->n + (size_t)1, sizeof(*todo));
	uint32_t n = 0;
	bool ok;

	for (uint32_t i = 0; todo != NULL && i < made->n; i++) {
		if (!placed[i]) {
			todo[n++] = &made->items[i];
		}
	}
	made->kept = made->map.p != NULL && n == 0;
	ok = todo != NULL && notes_place(made->catalog, made->known, todo, n);
	free(todo);
	return ok;
}

/* Notes on documents that are not read yet are not in the list: they are not lost. */
static void leave_out_unread(struct notes *made)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < made->n && made->catalog->pending > 0; i++) {
		if (made->items[i].doc.i != DOC_NONE.i) {
			made->items[n++] = made->items[i];
		}
	}
	made->n = made->catalog->pending > 0 ? n : made->n;
}

/* What is known of the documents outlives the list. */
static bool know(struct notes *notes)
{
	if (notes->known == NULL) {
		notes->known = calloc(notes->catalog->n + 1, sizeof(*notes->known));
	}
	return notes->known != NULL;
}

/* Reads the database. False, and a message. */
static bool read_store(const struct notes *old, struct notes *made, bool **placed, struct err *err)
{
	struct note *list;

	if (!store_notes(made->store, &made->arena, &list, &made->n, err)) {
		return false;
	}
	made->list = list;
	made->items = arena_array(&made->arena, made->n + (size_t)1, sizeof(*made->items));
	*placed = arena_array(&made->arena, made->n + (size_t)1, sizeof(**placed));
	if (made->items == NULL || *placed == NULL) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < made->n; i++) {
		made->items[i].note = &list[i];
	}
	return take_over(old, made, *placed) || err_memory(err);
}

/* Fills the list from the copy, where it is one of this state of the store, or the database. */
static bool read_list(const struct notes *old, struct notes *made, bool **placed, struct err *err)
{
	made->version = store_version(made->store);
	if (!store_notes_key(made->store, &made->key, err)) {
		return false;
	}
	if (old->list == NULL && notes_built_read(made, buf_span(&made->key), placed)) {
		return true;
	}
	sections_close(&made->map);
	arena_finish(&made->arena);
	return read_store(old, made, placed, err);
}

static void list_finish(struct notes *notes)
{
	arena_finish(&notes->arena);
	sections_close(&notes->map);
	buf_finish(&notes->key);
}

/* Reads the store anew. On failure the list stays what it was. */
static bool load(struct notes *notes, struct err *err)
{
	struct notes made = {.catalog = notes->catalog, .store = notes->store, .path = notes->path};
	bool *placed, ok;

	if (!know(notes)) {
		return err_memory(err);
	}
	made.known = notes->known;
	ok = read_list(notes, &made, &placed, err);
	if (ok) {
		made.far = arena_array(&made.arena, made.n + (size_t)1, sizeof(*made.far));
		ok = (made.far != NULL && place(&made, placed)) || err_memory(err);
	}
	if (!ok) {
		list_finish(&made);
		return false;
	}
	leave_out_unread(&made);
	settle_order(&made);
	list_finish(notes);
	*notes = made;
	return true;
}

bool notes_open(struct notes *notes, const struct catalog *catalog, struct store *store,
	const char *path, struct err *err)
{
	*notes = (struct notes){.catalog = catalog, .store = store};
	if (path != NULL) {
		notes->path = strdup(path);
		if (notes->path == NULL) {
			return err_memory(err);
		}
	}
	return store == NULL || load(notes, err);
}

bool notes_refresh(struct notes *notes, bool *changed, struct err *err)
{
	*changed = false;
	if (notes->store == NULL || store_version(notes->store) == notes->version) {
		return true;
	}
	if (!load(notes, err)) {
		return false;
	}
	*changed = true;
	return true;
}

/* Changing. What was written is in the list when a change returns; if it cannot be read just then,
 * notes_refresh takes it in: the version is still the old one. */
static void reload(struct notes *notes)
{
	bool ok = load(notes, NULL);

	(void)ok;
}

static bool can_write(const struct notes *notes, struct err *err)
{
	return notes->store != NULL ||
		err_set(err, "nothing can be noted: the notes of this dossier could not be opened");
}

/* The anchor of a passage; texts in arena. */
static bool make_anchor(struct notes *notes, doc_id doc, struct range at, struct arena *arena,
	struct anchor *out, struct err *err)
{
	struct anchor_text text = {.doc = catalog_doc(notes->catalog, doc)};
	bool ok;

	if (!know(notes)) {
		return err_memory(err);
	}
	text.hash = *notes_place_hash(notes->catalog, notes->known, doc);
	text.hashed = true;
	ok = anchor_make(&text, at, arena, out);
	anchor_text_finish(&text);
	return ok || err_memory(err);
}

/* The note is on disk, so this cannot fail any more: where memory is short the Id is empty. */
static void keep_id(struct notes *notes, struct span id, struct span *out)
{
	uint32_t i = notes_find(notes, id);

	*out = (struct span){0};
	if (i != UINT32_MAX) {
		*out = notes->items[i].note->id;
	} else if (!arena_copy(&notes->arena, id, out)) {
		*out = (struct span){0};
	}
}

bool notes_add(struct notes *notes, doc_id doc, struct range at, const struct note *draft,
	struct span *id, struct err *err)
{
	struct note note = *draft;
	struct arena arena = {0};
	bool rival, ok;

	note.id = (struct span){0};
	note.rev = 0;
	ok = can_write(notes, err) && make_anchor(notes, doc, at, &arena, &note.anchor, err) &&
		store_put(notes->store, &note, &arena, &rival, err);
	if (ok) {
		reload(notes);
		keep_id(notes, note.id, id);
	}
	arena_finish(&arena);
	return ok;
}

/* The note with this Id, in the list or, where it was deleted elsewhere, as it was in the draft. */
static bool find_note(
	const struct notes *notes, const struct note *draft, struct note *out, struct err *err)
{
	uint32_t i = notes_find(notes, draft->id);

	if (i == UINT32_MAX && draft->anchor.quote.n == 0) {
		return err_set(err, "there is no such note any more: it was deleted meanwhile");
	}
	*out = i == UINT32_MAX ? *draft : *notes->items[i].note;
	return true;
}

bool notes_edit(struct notes *notes, const struct note *draft, bool *rival, struct err *err)
{
	struct arena arena = {0};
	struct note note;
	bool ok = can_write(notes, err) && find_note(notes, draft, &note, err);

	if (ok) {
		note.rev = draft->rev;
		note.body = draft->body;
		note.tags = draft->tags;
		note.ntags = draft->ntags;
		note.colour = draft->colour;
		ok = store_put(notes->store, &note, &arena, rival, err);
	}
	if (ok) {
		reload(notes);
	}
	arena_finish(&arena);
	return ok;
}

bool notes_delete(struct notes *notes, struct span id, struct err *err)
{
	struct note note = {0}, draft = {.id = id};

	if (!can_write(notes, err) || !find_note(notes, &draft, &note, err) ||
		!store_delete(notes->store, note.id, note.rev, err)) {
		return false;
	}
	reload(notes);
	return true;
}

bool notes_restore(struct notes *notes, struct span id, uint32_t rev, struct err *err)
{
	if (!can_write(notes, err) || !store_restore(notes->store, id, rev, err)) {
		return false;
	}
	reload(notes);
	return true;
}

bool notes_settle(struct notes *notes, struct span id, doc_id doc, struct range at, bool *rival,
	struct err *err)
{
	struct note note = {0}, draft = {.id = id};
	struct arena arena = {0};
	bool ok = can_write(notes, err) && find_note(notes, &draft, &note, err) &&
		make_anchor(notes, doc, at, &arena, &note.anchor, err) &&
		store_put(notes->store, &note, &arena, rival, err);

	if (ok) {
		reload(notes);
	}
	arena_finish(&arena);
	return ok;
}

/* Looking up. */

uint32_t notes_find(const struct notes *notes, struct span id)
{
	for (uint32_t i = 0; i < notes->n; i++) {
		if (span_eq(notes->items[i].note->id, id)) {
			return i;
		}
	}
	return UINT32_MAX;
}

uint32_t notes_from(const struct notes *notes, doc_id doc, uint32_t off)
{
	uint32_t low = 0, high = notes->n - notes->norphans;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct noted *item = &notes->items[middle];

		if (item->doc.i < doc.i || (item->doc.i == doc.i && notes->far[middle] <= off)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* Leaves a copy for the next start, where that has anything to gain. What fails is only slower. */
static void leave_copy(const struct notes *notes)
{
	bool ok = notes->path == NULL || notes->n < NOTES_BUILT_LEAST || notes->kept ||
		notes_built_write(notes, buf_span(&notes->key));

	(void)ok;
}

void notes_finish(struct notes *notes)
{
	leave_copy(notes);
	list_finish(notes);
	free(notes->path);
	free(notes->known);
	*notes = (struct notes){0};
}

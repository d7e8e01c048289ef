#include "notes/import.h"

#include "base/dict.h"
#include "notes/import_w3c.h"

/* Where the notes of a file stand in it. */
struct items {
	const struct json *first;
	uint32_t n;
};

/* An array of notes, a collection, a page, or one annotation. */
static struct items find_items(const struct json *root, const char *path, struct report *report)
{
	const struct json *page = root, *items;
	if (root->kind == JSON_ARRAY) {
		return (struct items){root->first, root->n};
	}
	if (json_get(root, SPAN("target")) != NULL) {
		return (struct items){root, 1};
	}
	if (json_get(root, SPAN("first")) != NULL) {
		page = json_get(root, SPAN("first"));
	}
	items = json_get(page, SPAN("items"));
	if (json_get(page, SPAN("next")) != NULL) {
		report_add(report, REPORT_WARNING, path, page->line,
			"there are further pages, which are not fetched");
	}
	if (items == NULL || items->kind != JSON_ARRAY) {
		return (struct items){NULL, UINT32_MAX};
	}
	return (struct items){items->first, items->n};
}

/* Reads one note. False: refused, in->err says why, or memory is short. */
static bool read_note(struct import_note *in, const struct json *item)
{
	struct err why;
	if (item->kind != JSON_OBJECT) {
		return import_note_refuse(in, item, "%s, not a note", json_kind_word(item->kind));
	}
	bool good = json_get(item, SPAN("target")) != NULL ? import_w3c_note(in, item) :
		import_note_own(in, item);
	if (good && !note_check(&in->note, &why)) {
		return import_note_refuse(in, item, "%s", why.msg);
	}
	return good;
}

/* Takes one item in, or reports why not. False where memory is short. */
static bool take_item(struct import_note *in, const struct json *item, struct dict *ids,
	struct imported *out, struct report *report)
{
	in->note = (struct note){0};
	in->err->msg[0] = '\0';
	bool good = read_note(in, item);
	if (good && dict_get(ids, in->note.id) != UINT32_MAX) {
		good = import_note_refuse(in, item, "the Id of an earlier note in the file");
	}
	if (in->failed || (good && !dict_add(ids, in->arena, in->note.id, out->n))) {
		return false;
	}
	if (good) {
		out->notes[out->n++] = in->note;
	} else {
		report_add(report, REPORT_ERROR, NULL, 0, "%s", in->err->msg);
		out->refused++;
	}
	return true;
}

bool import_read(struct span text, const char *path, const struct catalog *catalog,
	struct arena *arena, struct imported *out, struct report *report, struct err *err)
{
	struct err why = {""};
	struct import_note in = {.path = path, .catalog = catalog, .arena = arena, .err = &why};
	struct imported made = {0};
	struct dict ids = {0};
	const struct json *root, *item;
	if (!json_read(text, path, arena, &root, err)) {
		return false;
	}
	struct items items = find_items(root, path, report);
	if (items.n == UINT32_MAX) {
		return err_set(err, "%s:%u: neither notes nor Web Annotations", path, root->line);
	}
	bool good = true;
	if (items.n > 0) {
		made.notes = arena_array(arena, items.n, sizeof(*made.notes));
		good = made.notes != NULL;
	}
	item = items.first;
	for (uint32_t i = 0; good && i < items.n; i++, item = item->next) {
		good = take_item(&in, item, &ids, &made, report);
	}
	dict_finish(&ids);
	if (!good) {
		return err_memory(err);
	}
	*out = made;
	return true;
}

/* The notes of the store, and their numbers by Id. */
struct held {
	struct arena arena;
	struct note *notes;
	uint32_t n;
	struct dict ids;
};

static void held_finish(struct held *held)
{
	dict_finish(&held->ids);
	arena_finish(&held->arena);
}

static bool held_read(struct held *held, struct store *store, struct err *err)
{
	*held = (struct held){0};
	bool good = store_notes(store, &held->arena, &held->notes, &held->n, err);
	for (uint32_t i = 0; good && i < held->n; i++) {
		good = dict_add(&held->ids, &held->arena, held->notes[i].id, i) || err_memory(err);
	}
	if (!good) {
		held_finish(held);
	}
	return good;
}

static const struct note *held_note(const struct held *held, struct span id)
{
	uint32_t i = dict_get(&held->ids, id);
	return i == UINT32_MAX ? NULL : &held->notes[i];
}

/* Says what the merge has made of each note: the store alone knows which states are later. */
static void count(const struct imported *imported, const struct held *before,
	const struct held *after, struct import_counts *counts)
{
	*counts = (struct import_counts){0};
	for (uint32_t i = 0; i < imported->n; i++) {
		const struct note *old = held_note(before, imported->notes[i].id);
		const struct note *new = held_note(after, imported->notes[i].id);
		if (old == NULL && new != NULL) {
			counts->added++;
		} else if (old != NULL && new != NULL &&
			(old->rev != new->rev || !span_eq(old->modified, new->modified))) {
			counts->renewed++;
		} else {
			counts->known++;
		}
	}
}

bool import_merge(const struct imported *imported, struct store *store,
	struct import_counts *counts, struct err *err)
{
	struct held before, after;
	uint32_t taken;
	if (!held_read(&before, store, err)) {
		return false;
	}
	bool good = store_merge(store, imported->notes, imported->n, &taken, err) &&
		held_read(&after, store, err);
	if (good) {
		count(imported, &before, &after, counts);
		held_finish(&after);
	}
	held_finish(&before);
	return good;
}

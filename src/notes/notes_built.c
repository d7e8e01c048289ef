#include "notes/notes_built.h"

#include <stdlib.h>

enum { SECTION_KEY = 1, SECTION_DOCS, SECTION_NOTES, SECTION_STRINGS };

struct flat_span {
	uint32_t at, n; /* in the strings */
};

struct flat_doc {
	struct file_stamp stamp;
	struct flat_span path, encoding;
	uint32_t text_n, unused;
};

struct flat_note {
	struct flat_span texts[NOTE_TEXTS], tags;
	struct sha256 hash;
	struct range old, at, candidates[ANCHOR_CANDIDATES];
	uint32_t rev, text_n, ordinal, para, colour;
	uint32_t doc; /* index in the docs, or UINT32_MAX */
	uint32_t state, edits, elsewhere, ncandidates;
};

/* Reading. */

struct built {
	const struct flat_doc *docs;
	const struct flat_note *notes;
	const char *strings;
	uint64_t ndocs, nnotes, nstrings;
};

static bool get(const struct flat_span *flat, const struct built *built, struct span *out)
{
	*out = (struct span){built->strings + flat->at, flat->n};
	return (uint64_t)flat->at + flat->n <= built->nstrings;
}

static bool open_built(
	const struct notes *made, struct span key, struct built *built, struct sections *map)
{
	struct err err;
	uint64_t n;
	const char *kept;

	if (!sections_open(map, made->path, &err)) {
		return false;
	}
	kept = sections_get(map, SECTION_KEY, 1, &n);
	built->docs = sections_get(map, SECTION_DOCS, sizeof(*built->docs), &built->ndocs);
	built->notes = sections_get(map, SECTION_NOTES, sizeof(*built->notes), &built->nnotes);
	built->strings = sections_get(map, SECTION_STRINGS, 1, &built->nstrings);
	return kept != NULL && span_eq((struct span){kept, n}, key) && built->docs != NULL &&
		built->notes != NULL && built->strings != NULL && built->nnotes < UINT32_MAX / 2 &&
		sections_sound(map, SECTION_DOCS) && sections_sound(map, SECTION_NOTES) &&
		sections_sound(map, SECTION_STRINGS);
}

static bool take_note(const struct flat_note *flat, const struct built *built, struct arena *arena,
	struct note *note)
{
	struct span *texts[NOTE_TEXTS], tags;

	note_texts(note, texts);
	for (int i = 0; i < NOTE_TEXTS; i++) {
		if (!get(&flat->texts[i], built, texts[i])) {
			return false;
		}
	}
	note->anchor.hash = flat->hash;
	note->anchor.at = flat->old;
	note->anchor.text_n = flat->text_n;
	note->anchor.ordinal = flat->ordinal;
	note->anchor.para = flat->para;
	note->rev = flat->rev;
	note->colour = (enum note_colour)flat->colour;
	return flat->colour < NOTE_COLOURS && get(&flat->tags, built, &tags) &&
		(tags.n == 0 || note_tags_parse(tags, arena, note));
}

/* The documents of the copy as they are numbered now; DOC_NONE where they have changed. */
static doc_id *docs_now(struct notes *made, const struct built *built, bool *same)
{
	doc_id *now = arena_array(&made->arena, built->ndocs + 1, sizeof(*now));

	*same = built->ndocs == made->catalog->n;
	for (uint64_t i = 0; now != NULL && i < built->ndocs; i++) {
		const struct flat_doc *flat = &built->docs[i];
		struct span path, encoding;
		const struct doc_head *head;

		now[i] = DOC_NONE;
		if (get(&flat->path, built, &path) && get(&flat->encoding, built, &encoding)) {
			now[i] = catalog_find(made->catalog, path);
		}
		if (now[i].i != DOC_NONE.i) {
			head = catalog_head(made->catalog, now[i].i);
			if (!file_stamp_eq(&head->stamp, &flat->stamp) ||
				head->text_n != flat->text_n ||
				!span_eq(span_of(head->encoding), encoding)) {
				now[i] = DOC_NONE;
			}
		}
		*same = *same && now[i].i != DOC_NONE.i;
	}
	return now;
}

static bool is_within(struct range at, uint32_t n)
{
	return at.start <= at.end && at.end <= n;
}

/*
 * Takes over the place where it was found. What depends on more than the note's own document is
 * good only while all documents are the same.
 */
static bool take_place(const struct notes *made, const struct flat_note *flat, const doc_id *now,
	uint64_t ndocs, bool same, struct noted *item)
{
	bool lost = flat->state == ANCHOR_ORPHAN;
	uint32_t text_n;

	if (flat->state > ANCHOR_ORPHAN || flat->ncandidates > ANCHOR_CANDIDATES ||
		((lost || flat->elsewhere != 0) && !same) || (flat->doc >= ndocs && !lost)) {
		return false;
	}
	item->doc = flat->doc < ndocs ? now[flat->doc] : DOC_NONE;
	if (item->doc.i == DOC_NONE.i) {
		return lost && flat->doc >= ndocs;
	}
	text_n = catalog_head(made->catalog, item->doc.i)->text_n;
	for (uint32_t i = 0; i < flat->ncandidates; i++) {
		if (!is_within(flat->candidates[i], text_n)) {
			return false;
		}
	}
	item->at = flat->at;
	item->state = (enum anchor_state)flat->state;
	item->edits = flat->edits;
	item->elsewhere = flat->elsewhere != 0;
	memcpy(item->candidates, flat->candidates, sizeof(item->candidates));
	item->ncandidates = flat->ncandidates;
	return is_within(flat->at, text_n);
}

bool notes_built_read(struct notes *made, struct span key, bool **placed)
{
	struct built built;
	struct note *list;
	doc_id *now;
	bool same;

	if (made->path == NULL || !open_built(made, key, &built, &made->map)) {
		return false;
	}
	made->n = (uint32_t)built.nnotes;
	list = arena_array(&made->arena, built.nnotes + 1, sizeof(*list));
	made->items = arena_array(&made->arena, built.nnotes + 1, sizeof(*made->items));
	*placed = arena_array(&made->arena, built.nnotes + 1, sizeof(**placed));
	now = docs_now(made, &built, &same);
	if (list == NULL || made->items == NULL || *placed == NULL || now == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < made->n; i++) {
		struct noted *item = &made->items[i];

		if (!take_note(&built.notes[i], &built, &made->arena, &list[i])) {
			return false;
		}
		(*placed)[i] = take_place(made, &built.notes[i], now, built.ndocs, same, item);
		if (!(*placed)[i]) {
			*item = (struct noted){0};
		}
		item->note = &list[i];
	}
	made->list = list;
	return true;
}

/* Writing. */

static struct flat_span put(struct buf *strings, struct span text)
{
	struct flat_span flat = {(uint32_t)strings->n, (uint32_t)text.n};

	buf_put(strings, text);
	return flat;
}

static void put_note(const struct noted *item, struct buf *strings, struct flat_note *flat)
{
	struct note note = *item->note;
	struct buf tags = {0};
	struct span *texts[NOTE_TEXTS];

	note_texts(&note, texts);
	for (int i = 0; i < NOTE_TEXTS; i++) {
		flat->texts[i] = put(strings, *texts[i]);
	}
	note_tags_put(&note, "#", &tags);
	flat->tags = put(strings, buf_span(&tags));
	strings->failed = strings->failed || tags.failed;
	buf_finish(&tags);
	flat->hash = note.anchor.hash;
	flat->old = note.anchor.at;
	flat->text_n = note.anchor.text_n;
	flat->ordinal = note.anchor.ordinal;
	flat->para = note.anchor.para;
	flat->rev = note.rev;
	flat->colour = note.colour;
	flat->doc = item->doc.i;
	flat->at = item->at;
	flat->state = item->state;
	flat->edits = item->edits;
	flat->elsewhere = item->elsewhere;
	memcpy(flat->candidates, item->candidates, sizeof(flat->candidates));
	flat->ncandidates = item->ncandidates;
}

static bool commit(const struct notes *notes, struct span key, const struct flat_doc *docs,
	const struct flat_note *flat, const struct buf *strings)
{
	struct sections_out out;
	struct err err;

	if (strings->failed || strings->n > UINT32_MAX ||
		!sections_create(&out, notes->path, &err)) {
		return false;
	}
	sections_add(&out, SECTION_KEY, 1, key.p, key.n);
	sections_add(&out, SECTION_DOCS, sizeof(*docs), docs, notes->catalog->n);
	sections_add(&out, SECTION_NOTES, sizeof(*flat), flat, notes->n);
	sections_add(&out, SECTION_STRINGS, 1, strings->p, strings->n);
	return sections_commit(&out, &err);
}

bool notes_built_write(const struct notes *notes, struct span key)
{
	const struct catalog *catalog = notes->catalog;
	struct flat_doc *docs = calloc(catalog->n + (size_t)1, sizeof(*docs));
	struct flat_note *flat = calloc(notes->n + (size_t)1, sizeof(*flat));
	struct buf strings = {0};
	bool ok = docs != NULL && flat != NULL;

	for (uint32_t i = 0; ok && i < catalog->n; i++) {
		const struct doc_head *head = catalog_head(catalog, i);

		docs[i] = (struct flat_doc){.stamp = head->stamp,
			.path = put(&strings, head->path),
			.encoding = put(&strings, span_of(head->encoding)),
			.text_n = head->text_n};
	}
	for (uint32_t i = 0; ok && i < notes->n; i++) {
		put_note(&notes->items[i], &strings, &flat[notes->items[i].note - notes->list]);
	}
	ok = ok && commit(notes, key, docs, flat, &strings);
	buf_finish(&strings);
	free(flat);
	free(docs);
	return ok;
}

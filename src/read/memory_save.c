#include "read/memory_save.h"

#include <stdlib.h>

/* How a place is written. False for one in a document that the reader has made. */
static bool place_put(const struct session *session, const struct place *place,
	struct reader_place *out)
{
	const struct doc *doc;

	if (!state_is_known(session, place->doc)) {
		return false;
	}
	if (place->kept != NULL) {
		*out = *place->kept;
		return true;
	}
	doc = state_doc(session, place->doc);
	*out = (struct reader_place){.path = catalog_head(&session->dossier->catalog, place->doc.i)->path,
		.top = spot_make(doc, place->top), .cursor = spot_make(doc, place->cursor),
		.active = place->active != ACTIVE_NONE};
	return true;
}

/* What has changed, ready to be written. */
struct changes {
	struct reader_changes all;
	struct reader_places last, marks;
	struct reader_trail trail;
	struct reader_typed *typed;
	uint32_t ctyped;
	bool failed; /* no memory */
};

static void add_place(struct session *session, const struct place *place, char letter,
	struct reader_places *out, struct changes *changes)
{
	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items))) {
		changes->failed = true;
	} else if (place_put(session, place, &out->items[out->n])) {
		out->items[out->n++].letter = letter;
	}
}

/* The document that the reader is in, also under lists that were opened over it. */
static doc_id document_here(const struct session *session)
{
	uint32_t n = session->dossier->catalog.n;
	doc_id id = session->views[session->panes.focus].id;

	for (uint32_t i = 0; i < MADE_MAX && id.i >= n && id.i - n < MADE_MAX; i++) {
		id = session->made[id.i - n].from.doc;
	}
	return id.i < n ? id : session->memory.last;
}

/* It comes last. */
static void add_last(struct session *session, struct changes *changes)
{
	struct memory *memory = &session->memory;
	doc_id here = document_here(session);

	for (uint32_t i = 0; memory->nchanged > 0 && i < session->dossier->catalog.n; i++) {
		if (memory->docs[i].changed && i != here.i) {
			add_place(session, &memory->docs[i].place, 0, &changes->last, changes);
		}
	}
	if (state_is_known(session, here) && memory->docs[here.i].has &&
		(memory->docs[here.i].changed || memory->last.i != here.i || changes->last.n > 0)) {
		add_place(session, &memory->docs[here.i].place, 0, &changes->last, changes);
	}
	changes->all.last = changes->last.items;
	changes->all.nlast = changes->last.n;
}

/* Marks of this session, and those of documents that are not there at present. */
static void add_marks(struct session *session, struct changes *changes)
{
	const struct reader_places *kept = session->memory.nkept > 0 ? &session->memory.kept[0].marks
								     : &changes->marks;
	struct place place;

	for (uint32_t i = 0; i < session->nmarks; i++) {
		add_place(session, &session->marks[i].place, session->marks[i].letter, &changes->marks,
			changes);
	}
	if (session->has_last_place) {
		add_place(session, &session->last_place, MEMORY_HERE, &changes->marks, changes);
	}
	for (uint32_t i = 0; session->memory.nkept > 0 && i < kept->n; i++) {
		if (!memory_find(session, &kept->items[i], &place) &&
			array_reserve(&changes->marks.items, &changes->marks.cap,
				changes->marks.n + 1, sizeof(*changes->marks.items))) {
			changes->marks.items[changes->marks.n++] = kept->items[i];
		}
	}
	changes->all.marks = &changes->marks;
}

/* The steps with the reader's own place between the way back and the way forward. */
static void add_trail(struct session *session, struct changes *changes)
{
	const struct trail *trail = &session->trail;
	struct place here = view_place(state_view(session));

	for (uint32_t i = 0; i <= trail->n; i++) {
		if (i == trail->at) {
			changes->trail.at = changes->trail.places.n;
			add_place(session, &here, 0, &changes->trail.places, changes);
		}
		if (i < trail->n) {
			add_place(session, &trail->items[i], 0, &changes->trail.places, changes);
		}
	}
	changes->trail.name = session->memory.trail;
	changes->all.trail = &changes->trail;
}

static void add_typed(struct session *session, struct changes *changes)
{
	for (enum reader_history h = 0; h < READER_HISTORIES; h++) {
		const struct prompt_history *history = memory_history(session, h);
		uint32_t n = history->added - session->memory.typed_written[h];

		n = n < history->n ? n : history->n;
		if (!array_reserve(&changes->typed, &changes->ctyped, changes->all.ntyped + n,
			    sizeof(*changes->typed))) {
			changes->failed = true;
			return;
		}
		for (uint32_t i = history->n - n; i < history->n; i++) {
			changes->typed[changes->all.ntyped++] =
				(struct reader_typed){h, span_of(history->items[i])};
		}
	}
	changes->all.typed = changes->typed;
}

static void gather(struct session *session, struct changes *changes)
{
	const struct memory *memory = &session->memory;

	add_last(session, changes);
	if (memory->marks_changed) {
		add_marks(session, changes);
	}
	if (session->trail.changes != memory->trail_written) {
		add_trail(session, changes);
	}
	add_typed(session, changes);
	changes->all.read = memory->fresh;
	changes->all.nread = memory->nfresh;
}

static void written(struct session *session)
{
	struct memory *memory = &session->memory;
	doc_id here = document_here(session);

	for (uint32_t i = 0; memory->nchanged > 0 && i < session->dossier->catalog.n; i++) {
		memory->docs[i].changed = false;
	}
	memory->nchanged = 0;
	memory->last = here;
	memory->marks_changed = false;
	memory->trail_written = session->trail.changes;
	for (enum reader_history i = 0; i < READER_HISTORIES; i++) {
		memory->typed_written[i] = memory_history(session, i)->added;
	}
	memory->nfresh = 0;
}

bool memory_save(struct session *session, int patience)
{
	struct changes changes = {0};
	struct err err;
	bool saved;

	gather(session, &changes);
	saved = !changes.failed &&
		store_reader_save(session->memory.store, &changes.all, patience, &err);
	if (saved) {
		written(session);
	} else if (!changes.failed) {
		memory_trouble(session, &err);
	}
	free(changes.last.items);
	free(changes.marks.items);
	free(changes.trail.places.items);
	free(changes.typed);
	return saved;
}

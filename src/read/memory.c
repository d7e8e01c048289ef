#include "read/memory.h"

#include "read/jump.h"
#include "read/memory_save.h"
#include "read/unread.h"

#include <stdlib.h>

enum { REST_TICKS = 30, PATIENCE = 1000 };

static bool is_on(const struct session *session)
{
	return session->memory.store != NULL;
}

bool memory_find(const struct session *session, const struct reader_place *kept, struct place *out)
{
	doc_id doc = catalog_find(&session->dossier->catalog, kept->path);

	*out = (struct place){doc, kept->top.off, kept->cursor.off, ACTIVE_NONE, kept};
	return doc.i != DOC_NONE.i;
}

void memory_resolve(const struct session *session, struct place *place)
{
	const struct reader_place *kept = place->kept;
	const struct doc *doc = kept == NULL ? NULL : state_doc(session, place->doc);

	if (doc == NULL) {
		return;
	}
	place->kept = NULL;
	place->top = spot_find(doc, &kept->top);
	place->cursor = spot_find(doc, &kept->cursor);
	place->active = kept->active ? xref_at(&session->dossier->xref, place->doc, place->cursor)
				     : ACTIVE_NONE;
}

/* What the last session left. */

static void take_places(struct session *session, const struct reader_places *last)
{
	struct memory *memory = &session->memory;
	struct place place;

	for (uint32_t i = last->n; i-- > 0;) {
		if (memory_find(session, &last->items[i], &place)) {
			memory->docs[place.doc.i].place = place;
			memory->docs[place.doc.i].has = true;
			memory->last = place.doc;
		}
	}
}

static void take_marks(struct session *session, const struct reader_places *marks)
{
	struct place place;

	for (uint32_t i = 0; i < marks->n; i++) {
		if (!memory_find(session, &marks->items[i], &place)) {
			continue;
		}
		if (marks->items[i].letter == MEMORY_HERE) {
			session->last_place = place;
			session->has_last_place = true;
		} else if (session->nmarks < MARKS_MAX) {
			session->marks[session->nmarks++] =
				(struct reader_mark){marks->items[i].letter, place};
		}
	}
}

/*
 * The trail becomes the one that was kept, with the steps whose documents are there. False: where
 * the reader was on it is not there.
 */
static bool take_trail(struct session *session, const struct reader_trail *kept, struct place *here)
{
	struct trail *trail = &session->trail;
	uint32_t at = 0;
	bool found = false;

	trail_finish(trail);
	for (uint32_t i = 0; i < kept->places.n; i++) {
		struct place place;

		if (!memory_find(session, &kept->places.items[i], &place)) {
			continue;
		}
		if (i == kept->at) {
			*here = place;
			found = true;
			continue;
		}
		trail_leave(trail, place);
		at += i < kept->at;
	}
	trail->at = at < trail->n ? at : trail->n; /* more steps than a trail has were on disk */
	session->memory.trail = kept->name;
	session->memory.trail_written = trail->changes;
	return found;
}

struct prompt_history *memory_history(struct session *session, enum reader_history history)
{
	switch (history) {
	case READER_SEARCHES:
		return &session->searches;
	case READER_LINES:
		return &session->lines;
	case READER_NAMES:
	case READER_HISTORIES:
		break;
	}
	return &session->names;
}

static void take_typed(struct session *session, const struct reader_kept *kept)
{
	for (uint32_t i = 0; i < kept->ntyped; i++) {
		prompt_history_add(memory_history(session, kept->typed[i].history), kept->typed[i].text);
	}
	for (enum reader_history i = 0; i < READER_HISTORIES; i++) {
		session->memory.typed_written[i] = memory_history(session, i)->added;
	}
}

/* Loads everything once more; what was loaded before stays, as places point there. */
static struct reader_kept *load(struct session *session, struct err *err)
{
	struct memory *memory = &session->memory;

	if (!array_reserve(&memory->kept, &memory->ckept, memory->nkept + 1, sizeof(*memory->kept))) {
		err_memory(err);
		return NULL;
	}
	memory->kept[memory->nkept] = (struct reader_kept){0};
	if (!store_reader_load(memory->store, &memory->kept[memory->nkept], err)) {
		return NULL;
	}
	return &memory->kept[memory->nkept++];
}

void memory_trouble(struct session *session, const struct err *err)
{
	if (!session->memory.told && !session_complains(session)) {
		session->memory.told = true;
		session_say(session, true, "where you are is not being remembered: %s", err->msg);
	}
}

/* A dossier that is a folder is opened where it was left; named files are opened as they are named. */
static void go_back(struct session *session)
{
	struct memory *memory = &session->memory;
	struct place place;

	if (session->dossier->catalog.root[0] != '\0' &&
		memory_place(session, memory->last, &place)) {
		memory->docs[memory->last.i].place = place; /* found: nothing that is to be written */
		jump_restore(session, &place);
	}
}

void memory_open(struct session *session)
{
	struct memory *memory = &session->memory;
	const struct catalog *catalog = &session->dossier->catalog;
	const struct reader_kept *kept;
	struct place here;
	struct err err;

	if (session->dossier->store == NULL || !session->config.read_remember) {
		return;
	}
	memory->docs = calloc(catalog->n, sizeof(*memory->docs));
	if (memory->docs == NULL) {
		return; /* one can read without being remembered */
	}
	memory->last = DOC_NONE;
	memory->store = session->dossier->store;
	memory->version = 1;
	kept = load(session, &err);
	if (kept == NULL) {
		memory_trouble(session, &err);
		return;
	}
	take_places(session, &kept->last);
	take_marks(session, &kept->marks);
	take_typed(session, kept);
	for (uint32_t i = 0; i < kept->ntrails; i++) {
		if (kept->trails[i].current) {
			/* The last place of all is where one comes back to. */
			(void)take_trail(session, &kept->trails[i], &here);
		}
	}
	go_back(session);
}

/* Where the reader is. */

static bool is_same(const struct place *a, const struct place *b)
{
	return a->doc.i == b->doc.i && a->kept == b->kept && a->top == b->top &&
		a->cursor == b->cursor && (a->active == ACTIVE_NONE) == (b->active == ACTIVE_NONE);
}

void memory_leave(struct session *session, const struct view *view)
{
	struct place place = view_place(view);
	struct memory_doc *doc;

	if (!is_on(session) || view->doc == NULL || !state_is_known(session, view->id) ||
		catalog_is_lost(&session->dossier->catalog, view->id)) {
		return;
	}
	doc = &session->memory.docs[view->id.i];
	if (!doc->has || !is_same(&doc->place, &place)) {
		session->memory.nchanged += !doc->changed;
		doc->place = place;
		doc->has = doc->changed = true;
	}
}

bool memory_place(const struct session *session, doc_id doc, struct place *out)
{
	if (!is_on(session) || !state_is_known(session, doc) ||
		!session->memory.docs[doc.i].has) {
		return false;
	}
	*out = session->memory.docs[doc.i].place;
	memory_resolve(session, out);
	if (out->active != ACTIVE_NONE) { /* mentions may have got other numbers since */
		out->active = xref_at(&session->dossier->xref, doc, out->cursor);
	}
	return true;
}

bool memory_unsaved(struct session *session)
{
	const struct memory *memory = &session->memory;
	const struct view *view = state_view(session);
	struct place place = view_place(view);

	if (!is_on(session)) {
		return false;
	}
	for (enum reader_history i = 0; i < READER_HISTORIES; i++) {
		if (memory_history(session, i)->added != memory->typed_written[i]) {
			return true;
		}
	}
	return memory->nfresh > 0 || memory->nchanged > 0 || memory->marks_changed ||
		session->trail.changes != memory->trail_written ||
		(state_is_known(session, view->id) && (memory->last.i != view->id.i ||
			!is_same(&memory->docs[view->id.i].place, &place)));
}

void memory_tick(struct session *session, int patience)
{
	struct memory *memory = &session->memory;

	if (!is_on(session)) {
		return;
	}
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i]) {
			memory_leave(session, &session->views[i]);
			unread_take(session, &session->views[i]);
		}
	}
	if (memory->rest > 0 && patience == 0) {
		memory->rest--;
		return;
	}
	if (memory_unsaved(session) && !memory_save(session, patience)) {
		memory->rest = REST_TICKS;
	}
}

/* Whether a place was not looked for yet and stands in one of these trails. */
static bool is_of(const struct place *place, const struct reader_kept *kept)
{
	uintptr_t at = (uintptr_t)place->kept;

	for (uint32_t i = 0; i < kept->ntrails && at != 0; i++) {
		const struct reader_places *places = &kept->trails[i].places;

		if (at - (uintptr_t)places->items < places->n * sizeof(*places->items)) {
			return true;
		}
	}
	return false;
}

/* Whether the session still holds anything of what was loaded. */
static bool is_held(const struct session *session, const struct reader_kept *kept)
{
	const struct memory *memory = &session->memory;
	bool held = is_of(&session->last_place, kept);

	for (uint32_t i = 0; i < kept->ntrails; i++) {
		held = held || (memory->trail.n > 0 && kept->trails[i].name.p == memory->trail.p);
	}
	for (uint32_t i = 0; i < session->trail.n && !held; i++) {
		held = is_of(&session->trail.items[i], kept);
	}
	for (uint32_t i = 0; i < session->nmarks && !held; i++) {
		held = is_of(&session->marks[i].place, kept);
	}
	for (uint32_t i = 0; i < MADE_MAX && !held; i++) {
		held = is_of(&session->made[i].from, kept);
	}
	for (uint32_t i = 0; i < session->dossier->catalog.n && !held; i++) {
		held = is_of(&memory->docs[i].place, kept);
	}
	return held;
}

/* Frees what was loaded for lists of trails and is not walked on; the first one stays. */
static void forget_trails(struct session *session)
{
	struct memory *memory = &session->memory;
	uint32_t n = 1;

	for (uint32_t i = 1; i < memory->nkept; i++) {
		if (is_held(session, &memory->kept[i])) {
			memory->kept[n++] = memory->kept[i];
		} else {
			store_reader_finish(&memory->kept[i]);
		}
	}
	memory->nkept = memory->nkept < n ? memory->nkept : n;
}

const struct reader_kept *memory_trails(struct session *session)
{
	struct memory *memory = &session->memory;
	const struct reader_kept *kept;
	struct err err;

	if (!is_on(session)) {
		session_say(session, true, "nothing is remembered: no state folder, or read.remember is off");
		return NULL;
	}
	session->trail.changes++; /* written now, whatever it holds */
	memory->rest = 0;
	memory_tick(session, PATIENCE);
	if (session->trail.changes != memory->trail_written) {
		session_say(session, true, "the trail that you are on could not be written");
		return NULL;
	}
	forget_trails(session);
	kept = load(session, &err);
	if (kept == NULL) {
		session_say(session, true, "%s", err.msg);
	}
	return kept;
}

bool memory_trail(struct session *session, struct span name)
{
	struct memory *memory = &session->memory;
	const struct reader_kept *kept;
	struct place to;

	kept = memory_trails(session);
	if (kept == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < kept->ntrails; i++) {
		if (!span_eq(kept->trails[i].name, name)) {
			continue;
		}
		if (take_trail(session, &kept->trails[i], &to)) {
			jump_restore(session, &to);
		}
		session->trail.changes++; /* it is the current one from now on */
		session_say(session, false, "trail %.*s: %u %s", SPAN_ARG(name), session->trail.n,
			session->trail.n == 1 ? "step" : "steps");
		return true;
	}
	trail_finish(&session->trail);
	buf_clear(&memory->name);
	buf_put(&memory->name, name);
	memory->trail = buf_span(&memory->name);
	session->trail.changes = memory->trail_written + 1;
	session_say(session, false, "trail %.*s begins here", SPAN_ARG(name));
	return true;
}

void memory_finish(struct memory *memory, uint32_t ndocs)
{
	for (uint32_t i = 0; memory->docs != NULL && i < ndocs; i++) {
		free(memory->docs[i].read);
	}
	for (uint32_t i = 0; i < memory->nkept; i++) {
		store_reader_finish(&memory->kept[i]);
	}
	free(memory->docs);
	free(memory->kept);
	free(memory->fresh);
	free(memory->unread.paras);
	buf_finish(&memory->name);
	*memory = (struct memory){0};
}

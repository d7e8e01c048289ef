#include "read/swap.h"

#include "read/noting.h"
#include "read/renumber.h"
#include "read/screen.h"

#include <stdlib.h>

struct swap {
	struct session *session;
	struct dossier *old, *fresh;
};

bool swap_may(const struct session *session)
{
	return !session->hunt.runs && !session->quest.runs && !session->prompt.open && !session->noting.editor.open &&
		session->nhints == 0 && session->typed.n == 0 && session->count == 0 &&
		session->key_for == COMMAND_NONE;
}

/* A document's number in the new order; DOC_NONE where it is gone. */
static doc_id doc_of(const struct swap *swap, doc_id id)
{
	uint32_t n = swap->old->catalog.n;

	if (id.i == DOC_NONE.i) {
		return id;
	}
	if (id.i >= n) {
		return (doc_id){swap->fresh->catalog.n + (id.i - n)}; /* one that the reader has made */
	}
	return catalog_find(&swap->fresh->catalog, catalog_head(&swap->old->catalog, id.i)->path);
}

/* The state of the file that offsets in a document are about. */
static const struct file_stamp *stamp_of(const struct catalog *catalog, doc_id id)
{
	return catalog_is_loaded(catalog, id) ? &catalog_doc(catalog, id)->stamp
					      : &catalog_head(catalog, id.i)->stamp;
}

/* Where an offset in a document is now; id and now are its numbers. */
static uint32_t off_of(const struct swap *swap, doc_id id, doc_id now, uint32_t off)
{
	const struct catalog *old = &swap->old->catalog, *fresh = &swap->fresh->catalog;
	struct spot spot = {.off = off};

	if (now.i >= fresh->n || id.i >= old->n ||
		file_stamp_eq(stamp_of(old, id), &catalog_head(fresh, now.i)->stamp)) {
		return off;
	}
	if (catalog_is_loaded(old, id) && !catalog_is_lost(old, id)) {
		spot = spot_make(catalog_doc(old, id), off);
	} else {
		spot.text_n = catalog_head(old, id.i)->text_n; /* at the same share of the text */
	}
	return spot_find(catalog_doc(fresh, now), &spot);
}

static struct range range_of(const struct swap *swap, doc_id id, doc_id now, struct range at)
{
	return (struct range){off_of(swap, id, now, at.start), off_of(swap, id, now, at.end)};
}

/* False: its document is gone. */
static bool place_of(const struct swap *swap, struct place *place)
{
	doc_id now = doc_of(swap, place->doc);

	if (place->kept == NULL) {
		place->top = off_of(swap, place->doc, now, place->top);
		place->cursor = off_of(swap, place->doc, now, place->cursor);
	}
	place->doc = now;
	return now.i != DOC_NONE.i;
}

/* The panes. */

/* Where a view will be. */
struct moved {
	struct place place;
	uint32_t anchor;
	bool gone;
};

static struct moved move_view(const struct swap *swap, const struct view *view)
{
	uint32_t last = swap->fresh->catalog.n - 1;
	struct moved moved = {.place = view_place(view)};

	moved.gone = !place_of(swap, &moved.place);
	if (moved.gone) {
		moved.place = (struct place){.doc = {view->id.i < last ? view->id.i : last},
			.active = ACTIVE_NONE};
	} else {
		moved.anchor = off_of(swap, view->id, moved.place.doc, view->anchor);
	}
	return moved;
}

/* Shows what a view has shown. */
static void take_view(const struct swap *swap, struct view *view, const struct moved *moved)
{
	const struct catalog *fresh = &swap->fresh->catalog;
	doc_id id = moved->place.doc;
	bool selecting = view->selecting && !moved->gone;

	if (id.i >= fresh->n) {
		view->id = id;
		paging_forget(&view->paging, id);
		return;
	}
	if (!moved->gone) {
		catalog_hand_on(&swap->old->catalog, view->id, fresh, id);
	}
	view_set(view, catalog_doc(fresh, id), id);
	if (!moved->gone) {
		view_restore(view, &moved->place); /* renumber_end puts the new number in */
		view->anchor = moved->anchor;
		view->selecting = selecting;
	}
}

static void take_views(const struct swap *swap)
{
	struct session *session = swap->session;
	struct moved moved[PANES_MAX];

	/* Places first: a text that is handed on is not in the old catalogue any more. */
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i] && session->views[i].doc != NULL) {
			moved[i] = move_view(swap, &session->views[i]);
		}
	}
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		struct view *view = &session->views[i];

		if (session->panes.live[i] && view->doc != NULL) {
			take_view(swap, view, &moved[i]);
		} else {
			view->doc = NULL;
			view->id = DOC_NONE;
		}
	}
	session->follow.doc = session->peek.doc = NULL;
	session->follow.id = session->peek.id = DOC_NONE;
}

/* Where one can go back to. */
static void take_places(const struct swap *swap)
{
	struct session *session = swap->session;
	struct trail *trail = &session->trail;
	uint32_t n = 0, at = trail->at;

	for (uint32_t i = 0; i < trail->n; i++) {
		if (place_of(swap, &trail->items[i])) {
			trail->items[n++] = trail->items[i];
		} else {
			at -= i < trail->at;
		}
	}
	trail->n = n;
	trail->at = at;
	n = 0;
	for (uint32_t i = 0; i < session->nmarks; i++) {
		if (place_of(swap, &session->marks[i].place)) {
			session->marks[n++] = session->marks[i];
		}
	}
	session->nmarks = n;
	session->has_last_place = session->has_last_place && place_of(swap, &session->last_place);
}

/* Documents that the reader has made: where their lines lead to. */
static void take_made(const struct swap *swap)
{
	for (uint32_t i = 0; i < MADE_MAX; i++) {
		struct made_slot *made = &swap->session->made[i];

		if (made->doc == NULL) {
			continue;
		}
		for (uint32_t k = 0; k < made->doc->nlinks; k++) {
			struct doc_link *link = (struct doc_link *)(uintptr_t)&made->doc->links[k];
			doc_id now = doc_of(swap, link->doc);

			link->target = range_of(swap, link->doc, now, link->target);
			link->doc = now;
		}
		made->notes_of = doc_of(swap, made->notes_of);
		if (!place_of(swap, &made->from)) {
			made->from = (struct place){{0}, 0, 0, ACTIVE_NONE, NULL};
		}
	}
}

/* What is being typed of notes, and what of it is on disk. */
static void take_drafts(const struct swap *swap)
{
	struct noting *noting = &swap->session->noting;
	struct drafts *drafts = &swap->session->drafts;

	for (uint32_t i = 0; i < noting->ndrafts; i++) {
		struct note_draft *draft = &noting->drafts[i];
		doc_id now = doc_of(swap, draft->doc);

		draft->at = range_of(swap, draft->doc, now, draft->at);
		draft->doc = now;
	}
	for (uint32_t i = 0; i < drafts->n; i++) {
		struct draft_kept *draft = &drafts->items[i];
		doc_id now = doc_of(swap, draft->doc);

		draft->at = range_of(swap, draft->doc, now, draft->at);
		draft->doc = now;
	}
}

/* What is remembered. */

/* Paths are those of the new heads; what was read of a document that is gone is not written. */
static void take_fresh(const struct swap *swap)
{
	struct memory *memory = &swap->session->memory;
	uint32_t n = 0;

	for (uint32_t i = 0; i < memory->nfresh; i++) {
		struct reader_read *read = &memory->fresh[i];
		doc_id now = catalog_find(&swap->fresh->catalog, read->path);

		if (now.i != DOC_NONE.i) {
			read->path = catalog_head(&swap->fresh->catalog, now.i)->path;
			memory->fresh[n++] = *read;
		}
	}
	memory->nfresh = n;
}

static void take_memory(const struct swap *swap)
{
	struct memory *memory = &swap->session->memory;
	struct memory_doc *docs;

	if (memory->docs == NULL) {
		return;
	}
	docs = calloc((size_t)swap->fresh->catalog.n + 1, sizeof(*docs));
	memory->nchanged = 0;
	for (uint32_t i = 0; i < swap->old->catalog.n; i++) {
		struct memory_doc *doc = &memory->docs[i];
		doc_id now = DOC_NONE;

		if (docs != NULL && (doc->has || doc->looked)) {
			now = doc_of(swap, (doc_id){i});
		}
		if (now.i == DOC_NONE.i) {
			free(doc->read);
			continue;
		}
		doc->has = doc->has && place_of(swap, &doc->place);
		memory->nchanged += doc->changed;
		docs[now.i] = *doc;
	}
	free(memory->docs);
	memory->docs = docs;
	memory->store = docs == NULL ? NULL : memory->store; /* nothing is remembered any more */
	memory->last = doc_of(swap, memory->last);
	memory->version++;
	take_fresh(swap);
}

/* Settings that the session has changed stay; all others are those of the new dossier. */
static void take_config(const struct swap *swap)
{
	struct config *now = &swap->session->config, made = swap->fresh->config;
	struct buf is = {0}, was = {0};

	made.arena = now->arena;
	for (size_t i = 0; i < config_noptions; i++) {
		const struct config_option *option = &config_options[i];
		size_t n = option->type == CONFIG_BOOL ? sizeof(bool)
			: option->type == CONFIG_INT ? sizeof(int) : sizeof(const char *);

		buf_clear(&is);
		buf_clear(&was);
		config_value(now, option, &is);
		config_value(&swap->old->config, option, &was);
		if (!span_eq(buf_span(&is), buf_span(&was))) {
			memcpy((char *)&made + option->at, (const char *)now + option->at, n);
		}
	}
	*now = made;
	buf_finish(&is);
	buf_finish(&was);
}

/* What has changed: both lists are sorted by path. */
static void count_changes(const struct swap *swap, struct swap_count *count)
{
	const struct catalog *old = &swap->old->catalog, *fresh = &swap->fresh->catalog;
	uint32_t i = 0, k = 0;

	*count = (struct swap_count){.one = DOC_NONE};
	while (i < old->n || k < fresh->n) {
		const struct doc_head *was = i == old->n ? NULL : catalog_head(old, old->by_path[i]);
		const struct doc_head *is = k == fresh->n ? NULL
			: catalog_head(fresh, fresh->by_path[k]);
		int order = was == NULL ? 1 : is == NULL ? -1 : span_cmp(was->path, is->path);
		bool changed = order == 0 && !file_stamp_eq(&was->stamp, &is->stamp);

		count->gone += order < 0;
		count->added += order > 0;
		count->changed += changed;
		if (order > 0 || changed) {
			count->one = (doc_id){fresh->by_path[k]};
		}
		i += order <= 0;
		k += order >= 0;
	}
}

/* The panel's choice, by its place. */
struct choice {
	doc_id doc; /* DOC_NONE: none */
	uint32_t start;
};

static struct choice choice_of(const struct swap *swap)
{
	const struct panel *panel = &swap->session->panel;
	struct choice choice = {DOC_NONE, 0};

	if (panel->nents > 0 && panel->choice < panel->nitems) {
		const struct mention *mention =
			xref_mention(&swap->old->xref, panel->items[panel->choice]);
		doc_id now = doc_of(swap, mention->doc);

		choice.start = off_of(swap, mention->doc, now, mention->at.start);
		choice.doc = now;
	}
	return choice;
}

static void choose(struct session *session, struct choice choice)
{
	struct panel *panel = &session->panel;

	for (uint32_t i = 0; choice.doc.i != DOC_NONE.i && panel->nents > 0 && i < panel->nitems; i++) {
		const struct mention *mention = xref_mention(&session->dossier->xref, panel->items[i]);

		if (mention->doc.i == choice.doc.i && mention->at.start == choice.start) {
			panel->choice = i;
			return;
		}
	}
}

void swap_in(struct session *session, struct dossier *fresh, struct swap_count *count)
{
	struct swap swap = {session, session->dossier, fresh};
	bool explain = session->panel.explain, stored;
	struct renumber kept;
	struct choice choice = choice_of(&swap);
	struct err err;

	count_changes(&swap, count);
	renumber_begin(session, &kept);
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		const struct view *view = &session->views[i];

		if (kept.active[i] != UINT32_MAX) {
			kept.active[i] = off_of(&swap, view->id, doc_of(&swap, view->id), kept.active[i]);
		}
	}
	take_places(&swap);
	take_made(&swap);
	take_drafts(&swap);
	take_memory(&swap);
	take_views(&swap); /* last of what looks at the old texts */
	take_config(&swap);
	stored = dossier_succeed(fresh, swap.old, &err);
	session->dossier = fresh;
	session->panel.dossier = fresh;
	renumber_end(session, &kept);
	question_forget(&session->question);
	session->panel.explain = explain;
	session->wants.relook = true; /* kinds and their signs */
	noting_changed(session);
	screen_settle(session);
	choose(session, choice);
	if (!stored) {
		session_say(session, true, "the notes cannot be read again: %s", err.msg);
	}
}

#include "read/shelf.h"

#include "read/jump.h"

#include <stdlib.h>

/* Whether any view shows it, so that it must stay. */
static bool is_shown(const struct session *session, doc_id id)
{
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i] && session->views[i].id.i == id.i) {
			return true;
		}
	}
	return false;
}

/* Frees a made document and every place in it. */
static void made_drop(struct session *session, uint32_t slot)
{
	doc_id id = {session->dossier->catalog.n + slot};
	uint32_t n = 0;

	trail_forget(&session->trail, id);
	for (uint32_t i = 0; i < session->nmarks; i++) {
		if (session->marks[i].place.doc.i != id.i) {
			session->marks[n++] = session->marks[i];
		}
	}
	session->nmarks = n;
	if (session->has_last_place && session->last_place.doc.i == id.i) {
		session->has_last_place = false;
	}
	for (uint32_t i = 0; i < MADE_MAX; i++) {
		if (session->made[i].from.doc.i == id.i) { /* back to where that one was opened from */
			session->made[i].from = session->made[slot].from;
		}
	}
	doc_finish(session->made[slot].doc);
	free(session->made[slot].doc);
	results_notes_finish(&session->made[slot].notes);
	buf_finish(&session->made[slot].notes_asked);
	session->made[slot] = (struct made_slot){0};
}

/* A free slot; the oldest document that nobody looks at makes room. At most PANES_MAX are shown. */
static uint32_t made_slot(struct session *session)
{
	uint32_t oldest = UINT32_MAX;

	for (uint32_t i = 0; i < MADE_MAX; i++) {
		doc_id id = {session->dossier->catalog.n + i};

		if (session->made[i].doc == NULL) {
			return i;
		}
		if (!is_shown(session, id) &&
			(oldest == UINT32_MAX || session->made[i].age < session->made[oldest].age)) {
			oldest = i;
		}
	}
	made_drop(session, oldest);
	return oldest;
}

bool shelf_open(struct session *session, struct doc *doc)
{
	struct doc *kept = malloc(sizeof(*kept));
	struct place from = view_place(state_view(session));
	uint32_t slot;

	if (kept == NULL) {
		doc_finish(doc);
		session_say(session, true, "no memory for this list");
		return false;
	}
	*kept = *doc;
	slot = made_slot(session);
	session->made[slot] = (struct made_slot){.doc = kept, .from = from, .age = ++session->age};
	session->panel_focus = false;
	panel_close(&session->panel);
	jump_to(session, (doc_id){session->dossier->catalog.n + slot},
		(struct range){0, 0}, kept->nlinks > 0 ? 0 : ACTIVE_NONE);
	return true;
}

bool shelf_show(struct session *session, bool made, struct doc *doc, const struct err *err)
{
	if (!made) {
		session_say(session, true, "%s", err->msg);
	}
	return made && shelf_open(session, doc);
}

struct made_slot *shelf_slot(struct session *session)
{
	const struct view *view = state_view(session);

	return state_is_known(session, view->id)
		? NULL : &session->made[view->id.i - session->dossier->catalog.n];
}

/* A view goes on with what its document has become: the same line is chosen, or the last one. */
static void show_anew(struct view *view, const struct doc *doc)
{
	struct place place = view_place(view);

	view_set(view, doc, place.doc);
	if (place.active >= doc->nlinks) {
		place.active = doc->nlinks == 0 ? ACTIVE_NONE : doc->nlinks - 1;
	}
	place.cursor = place.active == ACTIVE_NONE ? 0 : doc->links[place.active].at.start;
	place.top = place.top < doc->text.n ? place.top : 0;
	view_restore(view, &place);
	view_reveal(view, place.cursor);
}

void shelf_replace(struct session *session, struct made_slot *slot, struct doc *doc)
{
	uint32_t id = session->dossier->catalog.n + (uint32_t)(slot - session->made);

	doc_finish(slot->doc);
	*slot->doc = *doc;
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i] && session->views[i].id.i == id) {
			show_anew(&session->views[i], slot->doc);
		}
	}
}

bool shelf_close(struct session *session)
{
	struct view *view = state_view(session);
	const struct made_slot *made;
	struct place from;

	if (state_is_known(session, view->id)) {
		return false;
	}
	made = &session->made[view->id.i - session->dossier->catalog.n];
	from = made->from;
	if (state_doc(session, from.doc) == NULL || from.doc.i == view->id.i) {
		from = (struct place){{0}, 0, 0, ACTIVE_NONE, NULL};
	}
	jump_restore(session, &from);
	return true;
}

void shelf_finish(struct session *session)
{
	for (uint32_t i = 0; i < MADE_MAX; i++) {
		struct made_slot *made = &session->made[i];

		if (made->doc != NULL) {
			doc_finish(made->doc);
			free(made->doc);
		}
		results_notes_finish(&made->notes);
		buf_finish(&made->notes_asked);
	}
}

#include "read/jump.h"

void jump_restore(struct session *session, const struct place *place)
{
	struct view *view = state_view(session);
	const struct doc *doc = state_doc(session, place->doc);
	struct place to = *place;

	if (doc == NULL) {
		return;
	}
	memory_resolve(session, &to);
	if (view->id.i != to.doc.i || view->doc != doc) {
		memory_leave(session, view);
		view_set(view, doc, to.doc);
	}
	view_restore(view, &to);
}

/* The index is of the text as it was: what it says of another one may be about other words. */
static void say_changed(struct session *session, doc_id doc)
{
	if (state_is_known(session, doc) && catalog_has_changed(&session->dossier->catalog, doc)) {
		session_say(session, true,
			"changed since the dossier was opened: what is marked may be off");
	}
}

void jump_to(struct session *session, doc_id doc, struct range at, uint32_t active)
{
	struct view *view = state_view(session);
	enum command_id by = session->moved_by;

	if (state_doc(session, doc) == NULL) {
		return;
	}
	session->last_place = view_place(view);
	session->has_last_place = session->memory.marks_changed = true;
	if (by == COMMAND_NONE) {
		trail_leave(&session->trail, session->last_place);
	}
	if (view->id.i != doc.i) {
		memory_leave(session, view);
		view_set(view, state_doc(session, doc), doc);
		say_changed(session, doc);
	}
	if (!view->selecting) {
		view->active = active;
	}
	view_reveal(view, at.end > at.start ? at.end - 1 : at.end);
	view_reveal(view, at.start);
	view->cursor = at.start;
}

void jump_document(struct session *session, doc_id id)
{
	struct view *view = state_view(session);
	const struct doc *doc = state_doc(session, id);
	uint32_t start = doc == NULL || doc->nparas == 0 ? 0 : doc->paras[0].at.start;
	struct place place;

	view->selecting = false;
	if (id.i != view->id.i && memory_place(session, id, &place)) {
		jump_to(session, id, (struct range){place.cursor, place.cursor}, ACTIVE_NONE);
		view_restore(view, &place);
	} else {
		jump_to(session, id, (struct range){start, start}, ACTIVE_NONE);
	}
}

void jump_mention(struct session *session, uint32_t number)
{
	const struct mention *mention = xref_mention(&session->dossier->xref, number);

	jump_to(session, mention->doc, mention->at, number);
}

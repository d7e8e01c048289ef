#include "read/jump.h"

void jump_restore(struct session *session, const struct place *place)
{
	struct view *view = state_view(session);
	const struct doc *doc = state_doc(session, place->doc);

	if (doc == NULL) {
		return;
	}
	if (view->id.i != place->doc.i || view->doc != doc) {
		view_set(view, doc, place->doc);
	}
	view_restore(view, place);
}

void jump_to(struct session *session, doc_id doc, struct range at, uint32_t active)
{
	struct view *view = state_view(session);
	enum command_id by = session->moved_by;

	if (state_doc(session, doc) == NULL) {
		return;
	}
	session->last_place = view_place(view);
	session->has_last_place = true;
	if (by == COMMAND_NONE) {
		trail_leave(&session->trail, session->last_place);
	}
	if (view->id.i != doc.i) {
		view_set(view, state_doc(session, doc), doc);
	}
	if (!view->selecting) {
		view->active = active;
	}
	view_reveal(view, at.end > at.start ? at.end - 1 : at.end);
	view_reveal(view, at.start);
	view->cursor = at.start;
}

void jump_mention(struct session *session, uint32_t number)
{
	const struct mention *mention = &session->dossier->xref.mentions.items[number];

	jump_to(session, mention->doc, mention->at, number);
}

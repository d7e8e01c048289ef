#include "read/renumber.h"

#include <stdlib.h>

void renumber_begin(const struct session *session, struct renumber *kept)
{
	const struct dossier *dossier = session->dossier;

	*kept = (struct renumber){0};
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		const struct view *view = &session->views[i];
		bool mention = session->panes.live[i] && state_is_known(session, view->id) &&
			view->active != ACTIVE_NONE;

		kept->active[i] = mention ? xref_mention(&dossier->xref, view->active)->at.start
					  : UINT32_MAX;
	}
	if (session->panel.kept && session->panel.nents > 0) {
		buf_put(&kept->ent, dossier->ents.items[session->panel.ents[0]].id);
	}
}

/* A place finds its mention again by its cursor, which stands at the mention's start. */
static void forget_number(const struct session *session, struct place *place)
{
	if (state_is_known(session, place->doc)) {
		place->active = ACTIVE_NONE;
	}
}

static void forget_numbers(struct session *session)
{
	for (uint32_t i = 0; i < session->trail.n; i++) {
		forget_number(session, &session->trail.items[i]);
	}
	for (uint32_t i = 0; i < session->nmarks; i++) {
		forget_number(session, &session->marks[i].place);
	}
	for (uint32_t i = 0; i < MADE_MAX; i++) {
		forget_number(session, &session->made[i].from);
	}
	forget_number(session, &session->last_place);
	session->memory.unread.version = 0; /* an entity may have other mentions now */
	session->nhints = 0;
	buf_clear(&session->folded);
	free(session->folded_at);
	session->folded_at = NULL;
}

void renumber_end(struct session *session, struct renumber *kept)
{
	const struct dossier *dossier = session->dossier;

	forget_numbers(session);
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		struct view *view = &session->views[i];

		if (session->panes.live[i] && state_is_known(session, view->id)) {
			view->active = kept->active[i] == UINT32_MAX ? ACTIVE_NONE
				: xref_at(&dossier->xref, view->id, kept->active[i]);
		}
	}
	panel_close(&session->panel);
	if (kept->ent.n > 0) {
		ent_id ent = entities_find(&dossier->ents, buf_span(&kept->ent));

		if (ent.i != ENT_NONE.i) {
			panel_open(&session->panel, ent, state_view(session));
		}
	}
	buf_finish(&kept->ent);
}

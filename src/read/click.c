#include "read/click.h"

static bool rect_has(struct rect at, int row, int col)
{
	return row >= at.row && row < at.row + at.rows && col >= at.col && col < at.col + at.cols;
}

/* The offset that stands at a column of a row of text. */
static uint32_t view_off_at(const struct view *view, int row, int col)
{
	const struct row *of;
	struct flow flow;
	struct step step;
	int at;

	if (row < 0 || (uint32_t)row >= view->count) {
		return view->cursor;
	}
	of = &view->rows.items[view->first + (uint32_t)row];
	at = view->margin + of->indent;
	layout_flow(view->doc, of, &flow);
	while (flow_next(&flow, &step)) {
		at += step.cols;
		if (at > col) {
			return step.at.start;
		}
	}
	return of->at.start;
}

static void click_text(struct session *session, uint8_t pane, int row, int col)
{
	struct rect at = panes_rect(&session->panes, pane);
	struct view *view = &session->views[pane];

	session->panes.focus = pane;
	session->panel_focus = false;
	view->cursor = view_off_at(view, row - at.row - (at.rows > 1), col - at.col);
	if (state_is_known(session, view->id)) {
		view->active = xref_at(&session->dossier->xref, view->id, view->cursor);
		return;
	}
	for (uint32_t i = 0; i < view->doc->nlinks; i++) {
		if (range_has(view->doc->links[i].at, view->cursor)) {
			view->active = i;
			state_run(session, &(struct call){.command = COMMAND_go});
			return;
		}
	}
}

void click_at(struct session *session, int row, int col)
{
	if (rect_has(session->screen.panel, row, col)) {
		session->panel_focus = true;
		return;
	}
	for (uint8_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i] && rect_has(panes_rect(&session->panes, i), row, col)) {
			click_text(session, i, row, col);
			return;
		}
	}
}

/* Goes to the mention or link that a hint stood on. */
static void take_hint(struct session *session, uint32_t target)
{
	struct view *view = state_view(session);

	view->active = target;
	view->cursor = state_is_known(session, view->id)
		? xref_mention(&session->dossier->xref, target)->at.start
		: view->doc->links[target].at.start;
}

void click_letter(struct session *session, uint32_t key)
{
	size_t n = strlen(session->hint_typed);
	uint32_t begin = 0;

	if (key < 'a' || key > 'z') {
		session->nhints = 0;
		return;
	}
	session->hint_typed[n] = (char)key;
	session->hint_typed[n + 1] = '\0';
	for (uint32_t i = 0; i < session->nhints; i++) {
		const struct hint *hint = &session->hints[i];

		if (strcmp(hint->label, session->hint_typed) == 0) {
			session->nhints = 0;
			take_hint(session, hint->target);
			return;
		}
		begin += strncmp(hint->label, session->hint_typed, n + 1) == 0;
	}
	if (begin == 0) {
		session->nhints = 0;
	}
}

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

void click_hint(struct session *session, uint32_t target)
{
	struct view *view = state_view(session);

	view->active = target;
	view->cursor = state_is_known(session, view->id)
		? xref_mention(&session->dossier->xref, target)->at.start
		: view->doc->links[target].at.start;
}

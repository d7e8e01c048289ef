#include "read/screen.h"

#include "read/unread.h"

enum {
	SMALL_COLS = 60, /* under this, or … */
	SMALL_ROWS = 12, /* … this, one pane; the panel takes the screen when it has the keys */
	TEXT_COLS = 76, /* a pane that holds the default measure */
	SECOND_COLS = 74, /* the same where two texts stand side by side */
	PANEL_MOST = 64,
	RULE_COLS = 1,
	LIST_RULE_ROWS = 8, /* from so many on a rule parts the prompt's list from what it covers */
	EDITOR_REST = 2, EDITOR_TEXT_LEAST = 2, /* rows of the note's editor: title and tags, text */
	EDITOR_MARGIN = 1,
};

static int at_most(int n, int most)
{
	return n < most ? n : most;
}

static int at_least(int n, int least)
{
	return n > least ? n : least;
}

bool screen_is_small(const struct session *session)
{
	return session->cols < SMALL_COLS || session->rows < SMALL_ROWS;
}

bool screen_rules_list(const struct session *session)
{
	return session->rows >= LIST_RULE_ROWS;
}

static bool is_beside(const struct session *session)
{
	if (session->panel_layout == PANEL_AUTO) {
		return session->cols >= session->config.layout_beside;
	}
	return session->panel_layout == PANEL_BESIDE;
}

static void layout_beside(struct session *session, struct rect body)
{
	struct screen *screen = &session->screen;
	int least = at_most(session->config.layout_panel_cols, body.cols / 2);
	bool second = session->cols >= session->config.layout_second;
	int texts = second ? 2 * (SECOND_COLS + RULE_COLS) : TEXT_COLS + RULE_COLS;
	int panel = at_most(at_least(body.cols - texts, least), PANEL_MOST);
	struct rect text = body;

	screen->panel = (struct rect){body.row, body.col + body.cols - panel, body.rows, panel};
	text.cols -= panel + RULE_COLS;
	if (second) {
		screen->follow = text;
		text.cols = (text.cols - RULE_COLS) / 2;
		screen->follow.col += text.cols + RULE_COLS;
		screen->follow.cols -= text.cols + RULE_COLS;
	}
	screen->text = text;
}

static void layout_below(struct session *session, struct rect body)
{
	int rows = at_least(body.rows * session->config.layout_panel_rows / 100, 4);

	session->screen.flat = true;
	session->screen.text = body;
	session->screen.text.rows -= rows;
	session->screen.panel = (struct rect){body.row + body.rows - rows, body.col, rows, body.cols};
}

/* What would reach over `row` ends there. */
static void cut_at(struct rect *at, int row)
{
	at->rows = at->row + at->rows > row ? row - at->row : at->rows;
}

/*
 * The note's editor: as many rows as its text needs, at most a third of the screen; where the panel
 * stands below, all of its rows, so that the text above does not move.
 */
static void layout_editor(struct session *session)
{
	struct screen *screen = &session->screen;
	struct editor *editor = &session->noting.editor;
	int rows = session->rows - 1, most = at_least(session->rows / 3 - 1, at_most(3, rows));

	editor_size(editor, (uint32_t)at_least(session->cols - 2 * EDITOR_MARGIN, 1));
	rows = at_most(EDITOR_REST + (int)editor_rows(editor, (uint32_t)session->rows), most);
	rows = at_most(at_least(rows, EDITOR_REST + EDITOR_TEXT_LEAST), most);
	if (screen->flat) {
		rows = at_least(rows, screen->panel.rows);
		screen->panel = (struct rect){0};
	}
	screen->note = (struct rect){session->rows - 1 - rows, 0, rows, session->cols};
	cut_at(&screen->text, screen->note.row);
	cut_at(&screen->panel, screen->note.row);
	cut_at(&screen->follow, screen->note.row);
}

const struct prompt *screen_lists(const struct session *session)
{
	const struct editor *editor = &session->noting.editor;

	if (session->prompt.open) {
		return &session->prompt;
	}
	return editor->open && editor->field == EDITOR_TAGS ? &editor->tags : NULL;
}

/*
 * The candidates of what is typed: right above it, at most half of what stands there. A panel of
 * which they would leave the title alone is not drawn.
 */
static void layout_list(struct session *session)
{
	const struct prompt *prompt = screen_lists(session);
	struct screen *screen = &session->screen;
	struct rect note = screen->note;
	int end = note.rows > 0 && !session->prompt.open ? note.row : session->rows - 1, rows = 0;

	if (prompt != NULL && prompt->candidates.n > 0) {
		rows = at_most((int)prompt->candidates.n, end / 2);
		rows += screen_rules_list(session);
	}
	screen->list = (struct rect){end - rows, 0, rows, session->cols};
	if (screen->flat && rows > 0 && screen->list.row <= screen->panel.row + 1) {
		screen->panel = (struct rect){0};
	}
}

/* Whether the panel has anything to say: beside help and the like it has not. */
static bool panel_speaks(struct session *session)
{
	const struct view *view = state_view(session);

	return state_is_known(session, view->id) || view->doc->nlinks > 0 ||
		session->panel.nents > 0;
}

void screen_layout(struct session *session)
{
	struct screen *screen = &session->screen;
	struct rect body = {0, 0, session->rows - 1, session->cols};

	*screen = (struct screen){.last = {session->rows - 1, 0, 1, session->cols}};
	if (screen_is_small(session) && session->panel_focus) {
		screen->panel = body;
	} else if (screen_is_small(session) || !session->panel_shown || !panel_speaks(session)) {
		screen->text = body;
	} else if (is_beside(session)) {
		layout_beside(session, body);
	} else {
		layout_below(session, body);
	}
	if (session->noting.editor.open) {
		layout_editor(session);
	}
	layout_list(session);
}

/* Rows of a pane's text below its title line; a pane of one row has no title. */
static void settle_view(struct session *session, struct view *view, struct rect at)
{
	view_size(view, at.cols, at.rows > 1 ? at.rows - 1 : at.rows, session->config.layout_measure);
	view_bare(view, session->config.look_hidden);
	if (view->selecting) {
		view_follow(view, view->cursor); /* what is selected is not the screen's business */
	}
	if (!view_update(view)) {
		session_say(session, true, "no memory to lay out this text");
	}
}

/* The mention that a link of a made document stands for, or MENTION_NONE. */
static uint32_t mention_at(const struct session *session, doc_id doc, struct range at)
{
	const struct xref *xref = &session->dossier->xref;
	uint32_t number = state_is_known(session, doc) ? xref_at(xref, doc, at.start) : MENTION_NONE;

	struct range is;

	if (number == MENTION_NONE) {
		return MENTION_NONE;
	}
	is = xref_mention(xref, number)->at;
	return is.start == at.start && is.end == at.end ? number : MENTION_NONE;
}

/* The document and range that the panel's choice, or a made document's line, leads to. */
bool screen_target(struct session *session, doc_id *doc, struct range *at, uint32_t *mention)
{
	struct view *view = state_view(session);
	uint32_t number, note;

	*mention = MENTION_NONE;
	if (!state_is_known(session, view->id) && !session->panel.kept) {
		if (view->active >= view->doc->nlinks) {
			return false;
		}
		*doc = view->doc->links[view->active].doc;
		*at = view->doc->links[view->active].target;
		*mention = mention_at(session, *doc, *at);
		return state_doc(session, *doc) != NULL;
	}
	note = panel_note(&session->panel);
	if (note != UINT32_MAX) {
		*doc = session->dossier->notes.items[note].doc;
		*at = session->dossier->notes.items[note].at;
		return true;
	}
	number = panel_target(&session->panel);
	if (number == MENTION_NONE) {
		return false;
	}
	*mention = number;
	*doc = xref_mention(&session->dossier->xref, number)->doc;
	*at = xref_mention(&session->dossier->xref, number)->at;
	return true;
}

/* Puts the passage that has been chosen elsewhere into a view of its own. */
void screen_show_target(struct session *session, struct view *view, struct rect at)
{
	doc_id doc;
	struct range target;
	uint32_t mention;

	if (!screen_target(session, &doc, &target, &mention)) {
		view->doc = NULL;
		return;
	}
	if (view->doc != state_doc(session, doc)) {
		view_set(view, state_doc(session, doc), doc);
	}
	view_size(view, at.cols, at.rows, session->config.layout_measure);
	view_bare(view, session->config.look_hidden);
	view->active = mention;
	view->cursor = target.start;
	view->top = view_row_start(view, target.start, -(view->height / 3));
	if (!view_update(view)) {
		view->doc = NULL;
	} else if (view->count > 1 && view->rows.items[view->first].kind == ROW_GAP) {
		view->top = view->rows.items[view->first + 1].at.start;
		view->doc = view_update(view) ? view->doc : NULL;
	}
}

/* Marks from disk are looked for once their document is on the screen. */
static void settle_marks(struct session *session, doc_id doc)
{
	for (uint32_t i = 0; i < session->nmarks; i++) {
		if (session->marks[i].place.doc.i == doc.i) {
			memory_resolve(session, &session->marks[i].place);
		}
	}
}

/* Texts that nobody sees need not stay. */
static void forget_texts(struct session *session)
{
	doc_id shown[PANES_MAX + 2];

	for (uint32_t i = 0; i < PANES_MAX; i++) {
		shown[i] = session->views[i].id;
	}
	shown[PANES_MAX] = session->follow.id;
	shown[PANES_MAX + 1] = session->peek.id;
	catalog_trim(&session->dossier->catalog, shown, COUNT_OF(shown));
}

void screen_settle(struct session *session)
{
	struct view *view;

	screen_layout(session);
	panes_layout(&session->panes, session->screen.text);
	for (uint8_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i] && session->screen.text.rows > 0) {
			settle_view(session, &session->views[i], panes_rect(&session->panes, i));
			settle_marks(session, session->views[i].id);
		}
	}
	view = state_view(session);
	if (session->noting.editor.open && view->id.i == session->noting.doc.i &&
		view->height > 0 && !view_shows(view, session->noting.at.start)) {
		view_reveal(view, session->noting.at.start);
		settle_view(session, view, panes_rect(&session->panes, session->panes.focus));
	}
	panel_follow(&session->panel, view);
	unread_follow(session, 0);
	if (session->screen.follow.cols > 0) {
		struct rect at = session->screen.follow;

		at.rows = at_least(at.rows - 1, 1);
		screen_show_target(session, &session->follow, at);
	}
	forget_texts(session);
}

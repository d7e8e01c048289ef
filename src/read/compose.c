#include "read/compose.h"

#include "read/card.h"
#include "read/compose_note.h"
#include "read/compose_title.h"
#include "read/hints.h"
#include "read/noting.h"
#include "read/screen.h"
#include "read/why.h"

#include <stdio.h>

enum {
	PEEK_ROWS = 12, /* rows of a tall panel from which it has a peek */
	PEEK_LEAST = 5, /* rows of a peek below a note, at least */
	FLAT_COLUMN = 38, /* columns of one list of several in a flat panel, at least */
	PAGE_COLUMN = 56, /* columns of the only one, at most */
	RULE_COLS = 1,
};

/* The search's matches in what a view shows. */
static uint32_t hits_on(struct session *session, const struct view *view)
{
	struct search *search = session->prompt.open ? session->live : session->search;

	if (!session->prompt.open && session->hits_shown && question_is(&session->question)) {
		return question_all(&session->question, session->dossier, view->doc, view->id,
			view_range(view), view == state_view(session), session->hits, HITS_MAX);
	}
	if (search == NULL || (search == session->search && !session->hits_shown)) {
		return 0;
	}
	return search_all(search, view->doc, view_range(view), session->hits, HITS_MAX);
}

static uint32_t signs_on(const struct session *session, const struct view *view, struct sign *signs)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < session->nmarks; i++) {
		const struct reader_mark *mark = &session->marks[i];

		if (mark->place.doc.i == view->id.i) {
			signs[n++] = (struct sign){mark->place.cursor, {&mark->letter, 1}};
		}
	}
	return n;
}

static void compose_view(struct session *session, struct view *view, struct frame *frame,
	struct rect at, bool focus)
{
	bool known = state_is_known(session, view->id);
	struct sign signs[MARKS_MAX];
	struct render how = {.xref = known ? &session->dossier->xref : NULL, .hits = session->hits,
		.signs = signs, .justify = session->config.layout_justify,
		.cursor = focus && !session->panel_focus && !state_types(session)};

	compose_note_bars(session, view, focus && !session->panel_focus, &how);
	how.nhits = hits_on(session, view);
	how.nsigns = signs_on(session, view, signs);
	if (focus) {
		how.hints = session->hints;
		how.nhints = session->nhints;
	}
	if (at.rows > 1) {
		struct rect title = at;

		title.rows = 1;
		frame_area(frame, title);
		compose_title_put(session, view, at, focus, &frame->lines);
		at.row++;
		at.rows--;
	}
	frame_area(frame, at);
	render_view(view, &how, &frame->lines);
}

static void compose_texts(struct session *session, struct frame *frame)
{
	if (session->screen.text.rows <= 0) {
		return;
	}
	for (uint8_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i]) {
			compose_view(session, &session->views[i], frame,
				panes_rect(&session->panes, i), i == session->panes.focus);
		}
	}
	panes_rules(&session->panes, frame);
}

static void compose_follow(struct session *session, struct frame *frame)
{
	struct rect at = session->screen.follow;

	if (at.cols <= 0) {
		return;
	}
	frame_vrule(frame, at.row, at.col - RULE_COLS, at.rows);
	if (session->follow.doc != NULL) {
		compose_view(session, &session->follow, frame, at, false);
	}
}

/* The passage that the panel has chosen, under a rule that says where it stands. */
static void compose_peek(struct session *session, struct frame *frame, struct rect at)
{
	struct rect text = at;
	struct view *view = &session->peek;
	struct buf title = {0};
	struct range hit;
	uint32_t mention;
	doc_id doc;
	struct render how = {.xref = &session->dossier->xref, .flat = true};

	if (at.rows < 2 || at.cols < 8) {
		return;
	}
	text.rows--;
	text.row++;
	screen_show_target(session, view, text);
	if (view->doc == NULL || !screen_target(session, &doc, &hit, &mention)) {
		return;
	}
	if (!state_is_known(session, doc)) {
		how.xref = NULL;
	}
	if (mention == MENTION_NONE && hit.end > hit.start) {
		how.hits = &hit;
		how.nhits = 1;
	}
	frame_area(frame, at);
	if (view->doc->nparas > 0) {
		buf_printf(&title, "¶%u", doc_number_at(view->doc, hit.start));
		compose_title_speaker(view->doc, hit.start, &title);
		buf_puts(&title, "  ");
	}
	buf_put(&title, view->doc->title);
	card_rule(buf_span(&title), SPAN(""), (uint32_t)at.cols, &frame->lines);
	render_view(view, &how, &frame->lines);
	buf_finish(&title);
}

static bool panel_explains(const struct session *session)
{
	return session->panel.explain && session->panel.active != MENTION_NONE;
}

/* Whether the panel shows a choice, so that there is something to peek at. */
static bool panel_chooses(const struct session *session)
{
	return session->panel_focus || session->panel.nents > 0 || session->panel.chosen;
}

static void compose_lower(struct session *session, struct frame *frame, struct card card,
	struct rect at)
{
	if (!panel_explains(session) && compose_note_shown(session)) {
		int rows = compose_note_panel(session, frame, at, session->screen.flat);

		at.row += rows;
		at.rows -= rows;
		if (at.rows >= PEEK_LEAST && panel_chooses(session) && session->screen.follow.cols <= 0) {
			compose_peek(session, frame, at);
		}
	} else if (panel_explains(session)) {
		frame_area(frame, at);
		card.rows = (uint32_t)at.rows;
		card.cols = (uint32_t)at.cols;
		why_put(&card, &frame->lines);
	} else if (session->screen.follow.cols <= 0) {
		compose_peek(session, frame, at);
	}
}

static void compose_tall(struct session *session, struct frame *frame, struct card card)
{
	struct rect head = session->screen.panel, lower;
	bool peek = panel_explains(session) || compose_note_shown(session) ||
		(session->screen.follow.cols <= 0 && panel_chooses(session));
	uint32_t from, used, rest;

	/* A column of air beside the rule. */
	head.col += head.col > 0;
	head.cols -= head.col > 0;
	card.cols = (uint32_t)head.cols;
	lower = head;
	frame_area(frame, head);
	from = frame->lines.n;
	card.rows = (uint32_t)head.rows;
	card_head(&card, &frame->lines);
	used = frame->lines.n - from;
	rest = head.rows > (int)used ? (uint32_t)head.rows - used : 0;
	card.rows = rest;
	if (peek && head.rows >= PEEK_ROWS) {
		/* A short list leaves the rest, but for a row of air, to the peek. */
		card.rows = card_list_rows(card.panel, rest - rest * 2 / 5 - 1) + 1;
		lower.rows = (int)(rest - card.rows);
		head.rows -= lower.rows;
	} else {
		lower.rows = 0;
	}
	card_list(&card, &frame->lines);
	frame->areas[frame->nareas - 1].at = head;
	lower.row += head.rows;
	if (lower.rows > 0) {
		compose_lower(session, frame, card, lower);
	}
}

/*
 * The page's entities below a title that names their figures: in one column where they fit, wide
 * enough for long names, else in as many as there is room for.
 */
static void compose_page(struct session *session, struct frame *frame, struct card card)
{
	struct rect at = session->screen.panel, title = at;
	int n = at.cols / FLAT_COLUMN;
	uint32_t rows = (uint32_t)at.rows - 1, from;

	title.rows = 1;
	if (n > 1 && card_list_rows(card.panel, rows + 1) > rows) {
		card.cols = (uint32_t)(at.cols / n - RULE_COLS);
	} else {
		card.cols = (uint32_t)(at.cols < PAGE_COLUMN ? at.cols : PAGE_COLUMN);
		n = 1;
	}
	card.rows = rows * (uint32_t)n;
	card.fold = rows;
	frame_area(frame, title);
	card_page_title(&card, (uint32_t)n, (uint32_t)at.cols, &frame->lines);
	from = frame->lines.n;
	at = (struct rect){at.row + 1, at.col, (int)rows, (int)card.cols};
	frame_area(frame, at);
	card_list(&card, &frame->lines);
	for (int i = 1; i < n; i++) {
		at.col += at.cols + RULE_COLS;
		frame_area(frame, at);
	}
	for (int i = 0; i < n; i++) {
		struct area *area = &frame->areas[frame->nareas - (uint32_t)(n - i)];
		uint32_t first = from + (uint32_t)i * rows, end = first + rows;

		area->line = first < frame->lines.n ? first : frame->lines.n;
		end = end < frame->lines.n ? end : frame->lines.n;
		area->nlines = end - area->line;
	}
}

/* A list, and what its choice stands for beside it where there is room. */
static void compose_flat(struct session *session, struct frame *frame, struct card card)
{
	struct rect at = session->screen.panel, left = at;

	if (!panel_chooses(session) && !compose_note_shown(session)) {
		compose_page(session, frame, card);
		return;
	}
	if (at.cols >= 2 * FLAT_COLUMN) {
		left.cols = at.cols / 2;
	}
	card.cols = (uint32_t)at.cols;
	frame_area(frame, (struct rect){at.row, at.col, 1, at.cols});
	if (card.panel->nents > 0) {
		card_title(&card, &frame->lines);
	}
	card.cols = (uint32_t)left.cols;
	if (card.panel->nents == 0) {
		card.cols -= left.cols < at.cols; /* air beside the rule */
		card_page_title(&card, 1, (uint32_t)at.cols, &frame->lines);
	}
	at.row = ++left.row;
	at.rows = --left.rows;
	if (at.rows <= 0) {
		return;
	}
	if (left.cols < at.cols) {
		at.col += left.cols + RULE_COLS;
		at.cols -= left.cols + RULE_COLS;
		frame_vrule(frame, at.row, at.col - RULE_COLS, at.rows);
		compose_lower(session, frame, card, at);
	}
	card.rows = (uint32_t)left.rows;
	frame_area(frame, left);
	card_list(&card, &frame->lines);
}

static void compose_panel(struct session *session, struct frame *frame)
{
	struct rect at = session->screen.panel;
	struct card card = {.panel = &session->panel, .focus = session->panel_focus,
		.cols = (uint32_t)(at.cols > 0 ? at.cols : 0),
		.cursor = session->panel_focus && !state_types(session),
		.follows = session->screen.follow.cols > 0 || session->panel.chosen};

	if (at.rows <= 0 || at.cols <= 0) {
		return;
	}
	if (!state_is_known(session, state_view(session)->id) && session->panel.nents == 0) {
		/* Beside a list: the passage that its active line leads to. */
		compose_peek(session, frame, at);
		if (!session->screen.flat && at.col > 0) {
			frame_vrule(frame, at.row, at.col - RULE_COLS, at.rows);
		}
		return;
	}
	if (session->screen.flat) {
		compose_flat(session, frame, card);
		return;
	}
	if (at.col > 0) {
		frame_vrule(frame, at.row, at.col - RULE_COLS, at.rows);
	}
	compose_tall(session, frame, card);
}

/* The candidates of the prompt, under a rule where there is room for one. */
static void compose_list(struct session *session, struct frame *frame)
{
	struct rect at = session->screen.list;
	const struct prompt *prompt = screen_lists(session);
	uint32_t n, rows = (uint32_t)at.rows;
	char count[32];

	if (at.rows <= 0 || prompt == NULL) {
		return;
	}
	n = prompt->candidates.n;
	frame_cut(frame, at.row);
	frame_area(frame, at);
	if (screen_rules_list(session)) {
		rows--;
		snprintf(count, sizeof(count), "%u of %u", rows, n);
		lines_fill(&frame->lines, SPAN("─"), 0, ROLE_RULE);
		if (rows < n) {
			lines_add_flagged(&frame->lines, SPAN(" "), ROLE_RULE, 0, PIECE_RIGHT);
			lines_copy(&frame->lines, span_of(count), ROLE_PANEL_DIM, 0, PIECE_RIGHT);
			lines_add_flagged(&frame->lines, SPAN(" "), ROLE_RULE, 0, PIECE_RIGHT);
		}
		lines_end(&frame->lines, ROLE_PANEL, 0);
	}
	prompt_candidates(prompt, rows, (uint32_t)session->cols, &frame->lines);
}

/* What is typed and not run yet. */
static void put_typed(const struct session *session, struct buf *out)
{
	if (session->count > 0) {
		buf_printf(out, "%u", session->count);
	}
	key_put_sequence(out, &session->typed);
	if (session->key_for != COMMAND_NONE) {
		buf_printf(out, "%s…", commands[session->key_for].name);
	}
	if (session->nhints > 0) {
		buf_printf(out, "%s…", session->hint_typed);
	}
}

/* The message, or keys that help, and at the right end what is typed. */
static void compose_status(struct session *session, struct lines *out, uint32_t cols)
{
	struct buf typed = {0}, cut = {0};
	uint32_t used;

	put_typed(session, &typed);
	used = typed.n > 0 ? (uint32_t)visible_cols(buf_span(&typed)) + 2 : 0;
	cols = cols > used ? cols - used : 0;
	if (session->message.n > 0) {
		visible_put_cut(&cut, buf_span(&session->message), cols > 2 ? cols - 2 : 1, false);
		lines_add(out, SPAN(" "), ROLE_STATUS, 0);
		lines_copy(out, buf_span(&cut), session->failure ? ROLE_ERROR : ROLE_PROMPT, 0, 0);
	} else {
		if (state_view(session)->selecting && !session->panel_focus) {
			hints_selection(session, cols, out);
		}
		if (session->config.look_hints) {
			hints_put(session, cols, out);
		}
	}
	if (typed.n > 0) {
		buf_putc(&typed, ' ');
		lines_copy(out, buf_span(&typed), ROLE_KEYS, 0, PIECE_RIGHT);
	}
	lines_end(out, ROLE_STATUS, 0);
	buf_finish(&typed);
	buf_finish(&cut);
}

static void compose_last(struct session *session, struct frame *frame)
{
	struct rect at = session->screen.last;

	frame_area(frame, at);
	if (session->prompt.open) {
		prompt_line(&session->prompt, (uint32_t)at.cols, &frame->lines);
	} else if (session->noting.editor.open && session->message.n == 0) {
		compose_note_keys(&session->noting.editor, (uint32_t)at.cols, &frame->lines);
		lines_end(&frame->lines, ROLE_STATUS, 0);
	} else {
		compose_status(session, &frame->lines, (uint32_t)at.cols);
	}
}

void compose_frame(struct session *session, struct frame *frame)
{
	frame_clear(frame, session->cols, session->rows);
	compose_texts(session, frame);
	compose_follow(session, frame);
	compose_panel(session, frame);
	compose_list(session, frame);
	compose_note_editor(session, frame);
	compose_last(session, frame);
	frame_end(frame);
	frame->cursor = state_types(session) || session->panel_focus ||
		state_view(session)->selecting || state_view(session)->active != ACTIVE_NONE;
}

/* Moving within a document and between documents; in the panel and in lists, moving the choice. */
#include "base/sorted.h"
#include "base/utf8.h"
#include "read/jump.h"
#include "read/select.h"

/* Other locked panes scroll by as many rows. */
static void scroll_locked(struct session *session, int n)
{
	const struct view *view = state_view(session);

	if (!view->locked) {
		return;
	}
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		struct view *other = &session->views[i];

		if (session->panes.live[i] && other != view && other->locked) {
			view_scroll(other, n);
		}
	}
}

static void scroll(struct session *session, int n)
{
	struct view *view = state_view(session);

	if (!view_scroll(view, n)) {
		session_say(session, false, n > 0 ? "end of the document" : "start of the document");
		return;
	}
	scroll_locked(session, n);
	view->active = view_shows(view, view->cursor) ? view->active : ACTIVE_NONE;
}

/* In a made document with links the active line moves. */
static void choose_link(struct session *session, int n)
{
	struct view *view = state_view(session);
	int64_t to = (int64_t)(view->active == ACTIVE_NONE ? 0 : view->active) + n;

	to = to < 0 ? 0 : to >= view->doc->nlinks ? view->doc->nlinks - 1 : to;
	view->active = (uint32_t)to;
	view->cursor = view->doc->links[to].at.start;
	view_reveal(view, view->cursor);
}

static void move_rows(struct session *session, int n)
{
	struct view *view = state_view(session);

	if (session->panel_focus) {
		panel_move(&session->panel, n);
	} else if (view->selecting) {
		select_rows(view, n);
	} else if (view->doc->nlinks > 0) {
		choose_link(session, n);
	} else {
		scroll(session, n);
	}
}

static int page_rows(struct session *session)
{
	int rows = session->panel_focus ? session->screen.panel.rows : state_view(session)->height;
	int page = rows - session->config.layout_overlap;

	return page > 0 ? page : 1;
}

/* Rows of so many pieces of a screen. */
static int rows_of(const struct call *call, int piece)
{
	int64_t n = (int64_t)state_times(call) * piece;

	return n > INT32_MAX / 2 ? INT32_MAX / 2 : (int)n;
}

static int half_rows(struct session *session)
{
	return (state_view(session)->height + 1) / 2;
}

void cmd_line_down(struct session *session, const struct call *call)
{
	move_rows(session, state_times(call));
}

void cmd_line_up(struct session *session, const struct call *call)
{
	move_rows(session, -state_times(call));
}

void cmd_page_down(struct session *session, const struct call *call)
{
	move_rows(session, rows_of(call, page_rows(session)));
}

void cmd_page_up(struct session *session, const struct call *call)
{
	move_rows(session, -rows_of(call, page_rows(session)));
}

void cmd_half_down(struct session *session, const struct call *call)
{
	move_rows(session, rows_of(call, half_rows(session)));
}

void cmd_half_up(struct session *session, const struct call *call)
{
	move_rows(session, -rows_of(call, half_rows(session)));
}

/* A jump within this document that shows `off`. */
static void jump_here(struct session *session, uint32_t off)
{
	struct view *view = state_view(session);
	doc_id id = view->id;

	if (view->selecting) {
		select_to(view, off);
		return;
	}
	jump_to(session, id, (struct range){off, off}, ACTIVE_NONE);
	view_top(view, off);
}

/* To the end; of what was read so far where that is not all, which is then said. */
static void jump_end(struct session *session)
{
	const struct doc *doc = state_view(session)->doc;

	if (doc->nparas > 0) {
		jump_here(session, doc->paras[doc->nparas - 1].at.end);
	}
	if (doc->rest > 0) {
		session_say(session, false, "only the beginning has been read so far");
	}
}

static void goto_paragraph(struct session *session, uint32_t number)
{
	const struct doc *doc = state_view(session)->doc;
	/* Numbers go up; of parts and rules with one number it is the first. */
	uint32_t i = doc->nparas == 0 ? 0 : sorted_from(&doc->paras->number, doc->nparas,
		sizeof(*doc->paras), number);

	if (i < doc->nparas && doc->paras[i].number == number) {
		jump_here(session, doc->paras[i].at.start);
		return;
	}
	if (doc->rest > 0) {
		jump_end(session);
		return;
	}
	session_say(session, true, "no paragraph %u in this document: it has %u", number,
		doc->nparas == 0 ? 0 : doc->paras[doc->nparas - 1].number);
}

void cmd_start(struct session *session, const struct call *call)
{
	const struct doc *doc = state_view(session)->doc;

	if (session->panel_focus) {
		panel_move(&session->panel, -INT32_MAX);
	} else if (call->count > 0) {
		goto_paragraph(session, call->count);
	} else if (doc->nlinks > 0) {
		choose_link(session, -INT32_MAX);
	} else if (doc->nparas > 0) {
		jump_here(session, doc->paras[0].at.start);
	}
}

void cmd_end(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);
	const struct doc *doc = view->doc;

	if (session->panel_focus) {
		panel_move(&session->panel, INT32_MAX);
	} else if (call->count > 0) {
		goto_paragraph(session, call->count);
	} else if (doc->nlinks > 0) {
		choose_link(session, INT32_MAX);
	} else {
		jump_end(session);
	}
}

void cmd_percent(struct session *session, const struct call *call)
{
	const struct doc *doc = state_view(session)->doc;
	uint64_t percent = call->count > 100 ? 100 : call->count;
	uint64_t off = (doc->text.n + doc->rest) * percent / 100;

	if (call->count == 0) {
		session_say(session, false, "type a number first: 50%% is the middle");
	} else if (off > doc->text.n) {
		jump_end(session);
	} else {
		jump_here(session, (uint32_t)utf8_floor(doc->text, (size_t)off));
	}
}

void cmd_paragraph(struct session *session, const struct call *call)
{
	uint32_t number;

	if (!span_u32(span_trim(call->text), &number)) {
		session_say(session, true, "paragraph: '%.*s' is no number", SPAN_ARG(call->text));
		return;
	}
	goto_paragraph(session, number);
}

/* Start of the paragraph n behind (before) the one that off is in. */
static uint32_t paragraph_start(const struct doc *doc, uint32_t off, int n)
{
	int64_t at = doc_para_at(doc, off);

	if (n < 0 && doc->paras[at].at.start < off) {
		at++;
	}
	at += n;
	at = at < 0 ? 0 : at >= doc->nparas ? doc->nparas - 1 : at;
	return doc->paras[at].at.start;
}

static void move_paragraphs(struct session *session, int n)
{
	struct view *view = state_view(session);
	struct place from;
	uint32_t off;

	if (view->doc->nparas == 0) {
		return;
	}
	if (view->selecting) {
		select_units(view, SELECT_PARAGRAPH, n);
		return;
	}
	if (!view_update(view)) {
		return;
	}
	from = view_place(view);
	/* From the reader's paragraph, which may stand further down; the start of a cut one is behind. */
	off = view->doc->paras[doc_para_at(view->doc, from.cursor)].at.start;
	off = paragraph_start(view->doc, off > from.top ? off : from.top, n);
	view_top(view, off);
	view->active = ACTIVE_NONE;
	view->cursor = off;
	if (view->top == from.top && off == from.cursor) {
		session_say(session, false, n > 0 ? "end of the document" : "start of the document");
	}
}

void cmd_paragraph_down(struct session *session, const struct call *call)
{
	move_paragraphs(session, state_times(call));
}

void cmd_paragraph_up(struct session *session, const struct call *call)
{
	move_paragraphs(session, -state_times(call));
}

/* Opens the document n behind (before) this one. */
static void move_documents(struct session *session, int n)
{
	const struct view *view = state_view(session);
	const struct catalog *catalog = &session->dossier->catalog;
	int64_t to = (int64_t)view->id.i + n;

	if (!state_is_known(session, view->id)) {
		state_say_key(session, "this is no document of the dossier", COMMAND_close, "closes it");
		return;
	}
	if (to < 0 || to >= catalog->n) {
		session_say(session, false, n > 0 ? "this is the last document" : "this is the first document");
		return;
	}
	jump_document(session, (doc_id){(uint32_t)to});
}

void cmd_next_document(struct session *session, const struct call *call)
{
	move_documents(session, state_times(call));
}

void cmd_previous_document(struct session *session, const struct call *call)
{
	move_documents(session, -state_times(call));
}

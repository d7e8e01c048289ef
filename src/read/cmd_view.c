/* Looking around: lists, help, the command line, closing. */
#include "base/utf8.h"
#include "read/help.h"
#include "read/hunt.h"
#include "read/jump.h"
#include "read/noting.h"
#include "read/quest.h"
#include "read/renumber.h"
#include "read/results.h"
#include "read/shelf.h"
#include "texts/part.h"

void cmd_contents(struct session *session, const struct call *call)
{
	const struct view *view = state_view(session);
	struct err err;
	struct doc doc;

	(void)call;
	if (!state_is_known(session, view->id)) {
		state_say_key(session, "this is no document of the dossier", COMMAND_close, "closes it");
		return;
	}
	shelf_show(session,
		results_contents(view->doc, view->id, state_list_cols(session), &doc, &err), &doc,
		&err);
}

void cmd_documents(struct session *session, const struct call *call)
{
	struct err err;
	struct doc doc;

	(void)call;
	shelf_show(session, results_documents(session->dossier, state_list_cols(session), &doc, &err),
		&doc, &err);
}

/* By its path, or by the only path that begins so. */
void cmd_open(struct session *session, const struct call *call)
{
	const struct catalog *catalog = &session->dossier->catalog;
	struct span name = span_trim(call->text);
	doc_id id = catalog_find(catalog, name);

	for (uint32_t i = 0; i < catalog->n && id.i == DOC_NONE.i; i++) {
		if (span_starts(catalog_head(catalog, i)->path, name)) {
			id.i = i;
		}
	}
	if (id.i == DOC_NONE.i) {
		session_say(session, true, "open: no document is named '%.*s'", SPAN_ARG(name));
		return;
	}
	session->panel_focus = false;
	jump_document(session, id);
}

/* The line of the file that off stands on; of one without an end, what is around it. */
static struct range line_at(struct span text, uint32_t off)
{
	size_t left = text.n - off, most = left < PARA_LONG ? left : PARA_LONG;
	const char *end = memchr(text.p + off, '\n', most);
	struct range line = {off, end == NULL ? off + (uint32_t)most : (uint32_t)(end - text.p)};

	line.end = (uint32_t)utf8_floor(text, line.end);
	while (line.start > 0 && text.p[line.start - 1] != '\n' && (off - line.start < PARA_LONG ||
		((unsigned char)text.p[line.start] & 0xC0) == 0x80)) {
		line.start--;
	}
	return line;
}

/* Whether the same was asked at the same place right before; notes that it was asked now. */
static bool asks_again(struct session *session, const struct view *view)
{
	bool again = session->where.told && session->where.doc.i == view->id.i &&
		session->where.off == view->cursor;

	session->where.told = !again;
	session->where.doc = view->id;
	session->where.off = view->cursor;
	return again;
}

/* How much hides, and how much of it on the line. */
static void put_hidden(const struct doc *doc, struct range line, struct buf *out)
{
	uint32_t here[HIDDEN_SORTS] = {0};

	if (doc->hidden == 0) {
		buf_puts(out, "0 hidden");
		return;
	}
	hidden_count(doc, line, here);
	buf_printf(out, "%u hidden, %u here", doc->hidden, hidden_sum(here));
}

void cmd_where(struct session *session, const struct call *call)
{
	const struct view *view = state_view(session);
	const struct doc *doc = view->doc;
	struct range at = doc_source(doc, (struct range){view->cursor, view->cursor});
	struct range line = line_at(doc->text, view->cursor);
	struct buf hidden = {0};
	struct doc made;
	struct err err;
	uint32_t n;

	(void)call;
	if (!state_is_known(session, view->id) || doc->nparas == 0) {
		session_say(session, false, "%.*s: made by the reader", SPAN_ARG(doc->title));
		return;
	}
	if (asks_again(session, view) && doc->hidden > 0) {
		shelf_show(session, results_hidden(doc, view->id, line, state_list_cols(session),
			&made, &err), &made, &err);
		return;
	}
	n = noting_count(session, view->id);
	put_hidden(doc, line, &hidden);
	session_say(session, false, "%.*s  ¶%u  line %u  byte %u of %u  %s%s  %s  %u %s",
		SPAN_ARG(doc->path), doc_number_at(doc, view->cursor),
		doc_line(doc, view->cursor), at.start, doc->source_n, doc->encoding,
		doc->guessed ? " (a guess)" : "", hidden.failed ? "" : hidden.p, n,
		n == 1 ? "note" : "notes");
	buf_finish(&hidden);
}

void cmd_hidden(struct session *session, const struct call *call)
{
	(void)call;
	session->config.look_hidden = !session->config.look_hidden;
	session_say(session, false, session->config.look_hidden ?
		"shown too: soft hyphens, joiners, variation selectors" :
		"left out again: soft hyphens, joiners, variation selectors of honest texts");
}

void cmd_restrictions(struct session *session, const struct call *call)
{
	struct err err;
	struct doc doc;

	(void)call;
	shelf_show(session, restrictions_doc(session->dossier->restrictions, &doc, &err), &doc, &err);
}

void cmd_problems(struct session *session, const struct call *call)
{
	const struct report *const reports[] = {&session->dossier->report,
		&session->dossier->link_report, &session->report};
	struct err err;
	struct doc doc;

	(void)call;
	shelf_show(session, results_problems(reports, COUNT_OF(reports), &doc, &err), &doc, &err);
}

void cmd_help(struct session *session, const struct call *call)
{
	struct err err;
	struct doc doc;

	(void)call;
	shelf_show(session, help_doc(&session->keymap, &session->config,
		session->dossier->restrictions, &doc, &err), &doc, &err);
}

/* One line: a command's name and its argument, or a number for a paragraph. */
void cmd_command(struct session *session, const struct call *call)
{
	struct span rest = span_trim(call->text), name;
	struct call inner = {.command = COMMAND_NONE};
	struct err err;
	uint32_t number;

	if (span_u32(rest, &number)) {
		state_run(session, &(struct call){.command = COMMAND_paragraph, .text = rest});
		return;
	}
	if (!span_cut(&rest, ' ', &name)) {
		return;
	}
	inner.command = command_find(name, &err);
	if (inner.command == COMMAND_NONE) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	rest = span_trim(rest);
	inner.text = rest.n > 0 ? rest : (struct span){NULL, 0};
	if (commands[inner.command].arg == ARG_KEY) {
		if (rest.n != 1) {
			session_say(session, true, "%s takes one letter", commands[inner.command].name);
			return;
		}
		inner.key = (unsigned char)rest.p[0];
	}
	if (commands[inner.command].arg == ARG_COUNT && span_u32(rest, &number)) {
		inner.count = number;
	}
	state_run(session, &inner);
}

/* Makes the index anew where the options of the rules have changed. */
static bool relink(struct session *session, struct err *err)
{
	struct dossier *dossier = session->dossier;
	struct renumber kept;
	bool linked;

	if (dossier->config.links_descriptions == session->config.links_descriptions) {
		return true;
	}
	renumber_begin(session, &kept);
	linked = dossier_relink(dossier, &session->config, err);
	renumber_end(session, &kept);
	return linked;
}

void cmd_set(struct session *session, const struct call *call)
{
	struct span rest = span_trim(call->text), name;
	struct err err;

	if (!span_cut(&rest, ' ', &name)) {
		return;
	}
	rest = span_trim(rest);
	if (rest.n > 0 && rest.p[0] == '=') {
		rest = span_trim((struct span){rest.p + 1, rest.n - 1});
	}
	if (state_is_guest(session) && !config_may_set(CONFIG_GUEST, name, &err)) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	if (!config_set(&session->config, name, rest, &err) || !relink(session, &err)) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	session->wants.retheme = true;
	session_say(session, false, "%.*s = %.*s, for this session", SPAN_ARG(name), SPAN_ARG(rest));
}

void cmd_redraw(struct session *session, const struct call *call)
{
	(void)call;
	session->wants.redraw = true;
}

void cmd_cancel(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);

	(void)call;
	if (quest_stop(session) || hunt_stop(session)) {
		return;
	}
	if (view->selecting) {
		view->selecting = false;
	} else if (session->panel_focus) {
		session->panel_focus = false;
	} else if (session->panel.explain) {
		session->panel.explain = false;
	} else if (view->active == ACTIVE_NONE && behind_enough(session)) {
		session_say(session, false, "no more is read");
	} else if (state_is_known(session, view->id)) {
		view->active = ACTIVE_NONE;
		session->panel.kept = false;
		session->panel.chosen = false;
		session->hits_shown = false;
	}
}

/* From the inside out: selection, panel, a card that was asked for, a made document, a pane. */
void cmd_close(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);

	(void)call;
	if (view->selecting) {
		view->selecting = false;
	} else if (session->panel_focus) {
		session->panel_focus = false;
		session->panel.kept = false;
	} else if (shelf_close(session)) {
		session->panel.kept = false;
	} else if (!panes_close(&session->panes)) {
		session->wants.quit = true;
	}
}

void cmd_quit(struct session *session, const struct call *call)
{
	(void)call;
	session->wants.quit = true;
}

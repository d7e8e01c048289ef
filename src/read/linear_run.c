#include "read/linear_run.h"

#include "read/ask.h"
#include "read/linear_ask.h"
#include "read/linear_read.h"
#include "read/linear_tell.h"
#include "read/linear_text.h"
#include "read/screen.h"

enum { ONE_ROW = 3 }; /* of a session's screen with one row of text */

/* What a command does here that it does not do on a screen. */
enum way {
	WAY_SESSION, /* it runs, and what it has changed is told */
	WAY_ON, WAY_BACK, /* reads on or back a piece */
	WAY_HALF_ON, WAY_HALF_BACK, /* half a screen */
	WAY_ROW_ON, WAY_ROW_BACK, /* rows */
	WAY_MENTIONS, /* lists the mentions of the passage */
	WAY_PANEL, /* tells the panel */
	WAY_PEEK, /* tells the panel's next choice */
	WAY_AGAIN, /* reads the passage once more */
	WAY_SCREEN, /* means nothing without a screen */
};

static const uint8_t ways[COMMAND_COUNT] = {
	[COMMAND_page_down] = WAY_ON, [COMMAND_page_up] = WAY_BACK,
	[COMMAND_half_down] = WAY_HALF_ON, [COMMAND_half_up] = WAY_HALF_BACK,
	[COMMAND_line_down] = WAY_ROW_ON, [COMMAND_line_up] = WAY_ROW_BACK,
	[COMMAND_hints] = WAY_MENTIONS, [COMMAND_panel] = WAY_PANEL, [COMMAND_peek] = WAY_PEEK,
	[COMMAND_redraw] = WAY_AGAIN, [COMMAND_pin] = WAY_SCREEN, [COMMAND_layout] = WAY_SCREEN,
	[COMMAND_split_below] = WAY_SCREEN, [COMMAND_split_beside] = WAY_SCREEN,
	[COMMAND_pane_next] = WAY_SCREEN, [COMMAND_pane_close] = WAY_SCREEN,
	[COMMAND_pane_only] = WAY_SCREEN, [COMMAND_pane_equal] = WAY_SCREEN,
	[COMMAND_lock] = WAY_SCREEN,
};

/* What is looked at before and after a command. */
struct scene {
	const struct doc *doc;
	struct place place;
	struct range selection;
	bool selecting, waits, explain, focus;
};

static struct scene scene_of(struct linear *linear)
{
	const struct session *session = linear->session;
	const struct view *view = state_view(linear->session);

	return (struct scene){.doc = view->doc, .place = view_place(view),
		.selection = view_selection(view), .selecting = view->selecting,
		.waits = linear_ask_waits(linear), .explain = session->panel.explain,
		.focus = session->panel_focus};
}

/*
 * Before a command the screen is one row, that of the reader's place: so moving by what is on the
 * screen is moving from there, and the end of the document is not nearer than it is.
 */
static void stand_here(struct linear *linear)
{
	struct session *session = linear->session;
	struct view *view = state_view(session);
	uint32_t cursor = view->cursor;

	view->top = view_row_start(view, cursor, 0);
	session_resize(session, session->cols, ONE_ROW);
	view->cursor = cursor;
}

void linear_run_plain(struct linear *linear)
{
	linear->session->panel_shown = false;
	linear->session->panel_focus = false;
}

/* A quotation goes where all else goes, unless it was asked for elsewhere. */
static void tell_copy(struct linear *linear)
{
	struct session_wants *wants = &linear->session->wants;
	const char *way = linear->session->config.read_clipboard;
	struct span rest = buf_span(&wants->text), line;

	if (!wants->copy || (strcmp(way, "auto") != 0 && strcmp(way, "osc52") != 0)) {
		return;
	}
	wants->copy = false;
	while (span_cut(&rest, '\n', &line)) {
		linear_text_line(linear, line);
	}
}

/* Reads where a command has led to: a piece where it moves about, else the sentence. */
static void read_place(struct linear *linear, enum command_id command)
{
	const struct view *view = state_view(linear->session);

	if (commands[command].group == GROUP_MOVE || commands[command].group == GROUP_VIEW) {
		linear_read_from(linear, view->cursor);
	} else {
		linear_read_sentence(linear, view->cursor);
	}
}

/* The line of a list that has just been chosen. */
static void read_entry(struct linear *linear)
{
	const struct view *view = state_view(linear->session);

	if (view->active < view->doc->nlinks) {
		linear_read_put(linear, view->doc, view->doc->links[view->active].at, false);
	}
}

/* Whether a command comes back to a list: then it goes on where one was. */
static bool is_return(enum command_id command)
{
	return commands[command].group == GROUP_JUMP || command == COMMAND_close;
}

/* The reader stands in another document, or in another list. */
static void tell_arrival(struct linear *linear, enum command_id command)
{
	const struct view *view = state_view(linear->session);

	linear_tell_document(linear);
	if (command == COMMAND_help) {
		linear->doc = view->id; /* what was told about lines must not run off the screen */
		linear->read = (struct range){0, 0};
		linear_text_say(linear, "an empty line reads it");
		return;
	}
	if (!state_is_known(linear->session, view->id)) {
		linear_read_from(linear, is_return(command) ? view->cursor : 0);
		return;
	}
	if (view->active != ACTIVE_NONE) {
		linear_tell_mention(linear);
	}
	read_place(linear, command);
}

/* The reader has moved within the document. */
static void tell_move(struct linear *linear, const struct scene *before, enum command_id command)
{
	const struct view *view = state_view(linear->session);
	bool another = view->active != before->place.active && view->active != ACTIVE_NONE;

	if (!state_is_known(linear->session, view->id)) {
		if (view->doc->nlinks > 0) {
			read_entry(linear);
		} else {
			linear_read_from(linear, view->cursor);
		}
		return;
	}
	if (another) {
		linear_tell_mention(linear);
	}
	if (!another || !range_has(linear->read, view->cursor)) {
		read_place(linear, command);
	}
}

/* Says what has become of the session since. */
static void tell(struct linear *linear, const struct scene *before, enum command_id command)
{
	struct session *session = linear->session;
	const struct view *view = state_view(session);
	bool focus = session->panel_focus && !before->focus;

	linear_run_plain(linear);
	linear_told(linear, linear->out);
	tell_copy(linear);
	if (session->wants.quit) {
		return;
	}
	if (linear_ask_waits(linear)) {
		if (!before->waits) {
			linear_ask_say(linear);
		}
		return;
	}
	if (focus) {
		linear_tell_panel(linear);
	} else if (view->doc != before->doc || view->id.i != linear->doc.i) {
		tell_arrival(linear, command);
	} else if (view->selecting) {
		linear_tell_selection(linear);
	} else if (session->panel.explain != before->explain && session->panel.explain) {
		linear_tell_why(linear);
		session->panel.explain = false;
	} else if (view->cursor != before->place.cursor ||
		view->active != before->place.active) {
		tell_move(linear, before, command);
	}
}

/* Runs a command of the session and tells what it has changed. */
static void run_session(struct linear *linear, const struct call *call, bool asks_key)
{
	struct session *session = linear->session;
	struct scene before;

	stand_here(linear);
	before = scene_of(linear);
	if (asks_key) {
		session->key_for = call->command;
		session->key_count = call->count;
	} else if (commands[call->command].arg == ARG_TEXT && call->text.p != NULL) {
		ask_open(session, call->command, SPAN(""));
		linear_ask_answer(linear, call->text);
		before.waits = true; /* what is asked back has been said */
	} else {
		state_run(session, call);
	}
	screen_settle(session);
	tell(linear, &before, call->command);
}

static void run_peek(struct linear *linear, const struct call *call)
{
	struct session *session = linear->session;

	session->panel_shown = true;
	state_run(session, call);
	linear_run_plain(linear);
	if (session->message.n > 0) {
		linear_told(linear, linear->out);
	} else {
		linear_tell_target(linear);
	}
}

/* Reads on or back: as many pieces, halves of a screen, or rows as were asked for. */
static void run_read(struct linear *linear, enum way way, uint32_t count)
{
	uint32_t rows = 0, times = count == 0 ? 1 : count;
	bool on = way == WAY_ON || way == WAY_HALF_ON || way == WAY_ROW_ON;

	if (way == WAY_HALF_ON || way == WAY_HALF_BACK) {
		rows = (linear_text_most(linear) + 1) / 2;
	} else if (way == WAY_ROW_ON || way == WAY_ROW_BACK) {
		rows = times;
		times = 1;
	}
	for (uint32_t i = 0; i < times; i++) {
		struct range last = linear->read;

		if (on) {
			linear_read_on(linear, rows);
		} else {
			linear_read_back(linear, rows);
		}
		if (last.start == linear->read.start && last.end == linear->read.end) {
			return;
		}
	}
}

/* Whether moving by rows is moving something else: a selection, the choice in a list. */
static bool moves_choice(const struct linear *linear, enum way way)
{
	const struct view *view = state_view(linear->session);

	return view->selecting ||
		(view->doc->nlinks > 0 && (way == WAY_ROW_ON || way == WAY_ROW_BACK));
}

void linear_run(struct linear *linear, const struct call *call, bool asks_key)
{
	enum way way = (enum way)ways[call->command];

	if (way >= WAY_ON && way <= WAY_ROW_BACK && moves_choice(linear, way)) {
		way = WAY_SESSION;
	}
	switch (way) {
	case WAY_SESSION:
		if (call->command == COMMAND_help) {
			linear_tell_help(linear);
		}
		run_session(linear, call, asks_key);
		break;
	case WAY_ON:
	case WAY_BACK:
	case WAY_HALF_ON:
	case WAY_HALF_BACK:
	case WAY_ROW_ON:
	case WAY_ROW_BACK:
		run_read(linear, way, call->count);
		break;
	case WAY_MENTIONS:
		linear_tell_mentions(linear);
		break;
	case WAY_PANEL:
		linear_tell_panel(linear);
		break;
	case WAY_PEEK:
		run_peek(linear, call);
		break;
	case WAY_AGAIN:
		linear_read_again(linear);
		break;
	case WAY_SCREEN:
		linear_text_say(linear, "%s needs a screen", commands[call->command].name);
		break;
	}
}

/* Goes to an entry of the list that was told last. */
static void go_entry(struct linear *linear, uint32_t i)
{
	struct session *session = linear->session;
	struct view *view = state_view(session);
	struct scene before = scene_of(linear);

	if (linear->list == LINEAR_MENTIONS) {
		view->active = linear->mention + i;
		view->cursor = xref_mention(&session->dossier->xref, view->active)->at.start;
		screen_settle(session);
		linear_tell_mention(linear);
		return;
	}
	stand_here(linear);
	session->panel.choice = i;
	if (linear->list == LINEAR_PAGE) {
		panel_open(&session->panel, panel_ent(&session->panel), view);
		screen_settle(session);
		linear_tell_panel(linear);
		return;
	}
	session->panel_focus = before.focus = true;
	state_run(session, &(struct call){.command = COMMAND_go});
	screen_settle(session);
	linear->list = LINEAR_NO_LIST;
	tell(linear, &before, COMMAND_go);
	if (view->id.i == before.place.doc.i && view->cursor == before.place.cursor) {
		linear_read_sentence(linear, view->cursor);
	}
}

void linear_run_number(struct linear *linear, uint32_t number)
{
	struct view *view = state_view(linear->session);
	struct call call = {.command = COMMAND_start, .count = number};
	uint32_t entries = linear_tell_entries(linear);

	if (linear->list == LINEAR_NO_LIST && view->doc->nlinks > 0) {
		entries = view->doc->nlinks;
		if (number > 0 && number <= entries) {
			view->active = number - 1;
			call = (struct call){.command = COMMAND_go};
			run_session(linear, &call, false);
			return;
		}
	} else if (linear->list != LINEAR_NO_LIST && number > 0 && number <= entries) {
		go_entry(linear, number - 1);
		return;
	}
	if (entries > 0 || number == 0) {
		linear_text_say(linear, entries == 0 ? "paragraphs count from 1"
			: "the list has entries 1 to %u", entries);
		return;
	}
	run_session(linear, &call, false);
}

void linear_run_answer(struct linear *linear, struct span line)
{
	const struct session *session = linear->session;
	struct scene before = scene_of(linear);
	enum command_id command = session->prompt.open ? session->prompt_for
		: session->key_for != COMMAND_NONE ? session->key_for : COMMAND_edit_note;

	linear_ask_answer(linear, line);
	tell(linear, &before, command);
}

void linear_run_cancel(struct linear *linear)
{
	stand_here(linear);
	state_run(linear->session, &(struct call){.command = COMMAND_cancel});
	linear->list = LINEAR_NO_LIST;
}

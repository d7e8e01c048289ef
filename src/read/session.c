#include "read/session.h"

#include "read/ask.h"
#include "read/click.h"
#include "read/compose.h"
#include "read/counting.h"
#include "read/hunt.h"
#include "read/jump.h"
#include "read/noting.h"
#include "read/quest.h"
#include "read/screen.h"
#include "read/shelf.h"
#include "read/start.h"
#include "read/unread.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* More than any document has rows, and far from overflowing where it is multiplied. */
enum { COUNT_MAX = 99999999 };

/* A message of the report without the folders that its file lies in: there is one row for it. */
static const char *without_folders(const char *text)
{
	const char *end = strstr(text, ": "), *name = text;

	for (const char *p = text; end != NULL && p < end; p++) {
		name = *p == '/' ? p + 1 : name;
	}
	return name;
}

/* Says how much was wrong on loading, and what came first; else, where the dossier was before. */
static void say_problems(struct session *session)
{
	const struct report *own = &session->report;
	const char *first;
	uint32_t n = dossier_problems(session->dossier, &first) + report_count(own, REPORT_WARNING);

	for (uint32_t k = 0; k < own->n && first == NULL; k++) {
		first = own->items[k].level >= REPORT_WARNING ? own->items[k].text : NULL;
	}
	if (first != NULL) {
		session_say(session, true, "%u %s, see :problems. %s", n,
			n == 1 ? "problem" : "problems", without_folders(first));
	} else if (session->dossier->home.known == HOME_MOVED) {
		session_say(session, false, "this dossier was at %s: its notes and decisions came along",
			session->dossier->home.other);
	} else if (session->dossier->home.known == HOME_COPY) {
		session_say(session, false, "a copy of %s: both have the same notes and decisions",
			session->dossier->home.other);
	}
}

/* Opens what the reader left on disk and goes to where that says. Problems are told from so many on. */
static void open_store(struct session *session, uint32_t least)
{
	struct view *view = &session->views[0];
	struct err err;
	bool stored;

	dossier_tell(session->dossier);
	stored = dossier_notes_open(session->dossier, &err);
	view->doc = NULL; /* that nobody has been there is not to be remembered */
	memory_open(session);
	if (view->doc == NULL) {
		view_set(view, catalog_doc(&session->dossier->catalog, (doc_id){0}), (doc_id){0});
	}
	session_resize(session, session->cols, session->rows);
	if (session->dossier->report.n >= least) {
		say_problems(session);
	}
	if (!stored) {
		session_say(session, true, "nothing is kept of this session: %s", err.msg);
	}
	drafts_open(session);
	screen_settle(session);
}

struct session *session_begin(struct dossier *dossier, struct err *err)
{
	struct session *session = calloc(1, sizeof(*session));

	if (session == NULL) {
		err_memory(err);
		return NULL;
	}
	session->dossier = dossier;
	session->config = dossier->config;
	session->config.arena = (struct arena){0};
	session->panel = (struct panel){.dossier = dossier, .active = MENTION_NONE};
	session->panel_shown = dossier->config.read_panel;
	session->key_for = session->moved_by = COMMAND_NONE;
	if (!keymap_make(&session->keymap, &dossier->config, &session->report, err)) {
		session_free(session);
		return NULL;
	}
	session->cols = 80;
	session->rows = 24;
	panes_init(&session->panes);
	session->waits = start_take(session);
	if (!session->waits && dossier->catalog.pending > 0) {
		session->waits = true; /* notes and places are of all documents */
		view_set(&session->views[0], catalog_doc(&dossier->catalog, (doc_id){0}), (doc_id){0});
	}
	if (session->waits) {
		say_problems(session);
	} else {
		open_store(session, 0);
	}
	return session;
}

/* Opens what has waited; a reader who has gone elsewhere meanwhile stays there. */
static void open_waiting(struct session *session)
{
	struct place place = view_place(state_view(session));

	session->waits = false;
	open_store(session, session->dossier->report.n + 1);
	if (session->touched) {
		jump_restore(session, &place);
		screen_settle(session);
	}
}

void session_rest(struct session *session)
{
	dossier_tell(session->dossier);
	if (session->waits && session->dossier->catalog.pending == 0) {
		open_waiting(session);
	}
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		session->views[i].told.pages = 0; /* counted from now on */
	}
}

struct session *session_new(struct dossier *dossier, struct err *err)
{
	struct session *session = session_begin(dossier, err);

	if (session != NULL) {
		session_rest(session);
	}
	return session;
}

void session_free(struct session *session)
{
	if (session == NULL) {
		return;
	}
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		view_finish(&session->views[i]);
	}
	view_finish(&session->follow);
	view_finish(&session->peek);
	shelf_finish(session);
	panel_finish(&session->panel);
	trail_finish(&session->trail);
	memory_finish(&session->memory, session->dossier->catalog.n);
	search_free(session->search);
	search_free(session->live);
	counting_finish(session);
	question_finish(&session->question);
	hunt_finish(&session->hunt);
	noting_finish(&session->noting);
	drafts_finish(&session->drafts);
	prompt_finish(&session->prompt);
	prompt_history_finish(&session->searches);
	prompt_history_finish(&session->lines);
	prompt_history_finish(&session->names);
	buf_finish(&session->folded);
	free(session->folded_at);
	keymap_finish(&session->keymap);
	report_finish(&session->report);
	behind_finish(session);
	arena_finish(&session->config.arena);
	buf_finish(&session->message);
	buf_finish(&session->wants.text);
	buf_finish(&session->wants.path);
	free(session);
}

struct session_wants *session_wants(struct session *session)
{
	return &session->wants;
}

const struct config *session_config(const struct session *session)
{
	return &session->config;
}

void session_say(struct session *session, bool failure, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	buf_clear(&session->message);
	buf_puts(&session->message, text);
	session->failure = failure;
}

bool session_complains(const struct session *session)
{
	return session->failure && session->message.n > 0;
}

bool session_says(const struct session *session)
{
	return session->message.n > 0;
}

void session_signs(struct session *session, const struct span *signs, uint32_t n)
{
	session->panel.signs = signs;
	session->panel.nsigns = n;
}

void session_resize(struct session *session, int cols, int rows)
{
	session->cols = cols < 1 ? 1 : cols;
	session->rows = rows < 1 ? 1 : rows;
	screen_settle(session);
}

static void key_forget(struct session *session)
{
	session->typed.n = 0;
	session->count = 0;
}

/* Runs what the typed sequence stands for, or waits for the key that is its argument. */
static void key_command(struct session *session, enum command_id command)
{
	struct call call = {.command = command, .count = session->count};

	key_forget(session);
	if (commands[command].arg == ARG_KEY) {
		session->key_for = command;
		session->key_count = call.count;
		return;
	}
	state_run(session, &call);
}

static bool key_is_digit(const struct session *session, uint32_t key)
{
	return session->typed.n == 0 && key >= '0' && key <= '9' && (key > '0' || session->count > 0);
}

/* One key of a command sequence. */
static void key_sequence(struct session *session, uint32_t key)
{
	enum command_id command;

	if (key_is_digit(session, key)) {
		session->count = session->count * 10 + (key - '0');
		session->count = session->count > COUNT_MAX ? COUNT_MAX : session->count;
		return;
	}
	if (key == DKEY_ESC && (session->typed.n > 0 || session->count > 0)) {
		key_forget(session);
		return;
	}
	session->typed.keys[session->typed.n++] = key;
	switch (keymap_look(&session->keymap, &session->typed, &command)) {
	case KEYMAP_YES:
		key_command(session, command);
		break;
	case KEYMAP_MORE:
		if (session->typed.n == KEY_SEQUENCE_MAX) {
			key_forget(session);
		}
		break;
	case KEYMAP_NO: {
		struct buf name = {0};

		key_put_sequence(&name, &session->typed);
		session_say(session, true, "%s does nothing: %s shows the keys",
			name.p == NULL ? "" : name.p, "h");
		buf_finish(&name);
		key_forget(session);
		break;
	}
	}
}

/* A key for an open prompt. */
static void key_prompt(struct session *session, uint32_t key)
{
	enum prompt_result result = prompt_key(&session->prompt, key);
	struct call call = {.command = session->prompt_for};
	struct buf text = {0};

	if (result == PROMPT_OPEN) {
		if (session->prompt.live) {
			ask_changed(session);
		}
		return;
	}
	ask_closed(session);
	if (result != PROMPT_DONE) {
		return;
	}
	buf_put(&text, buf_span(&session->prompt.text));
	if (text.n > 0) {
		call.text = buf_span(&text);
		state_run(session, &call);
	}
	buf_finish(&text);
}

void session_key(struct session *session, uint32_t key)
{
	session->touched = true;
	buf_clear(&session->message);
	/* What a hand interrupts with cancels. Behind another key it is one like others. */
	key = key == DKEY_INTERRUPT && session->typed.n == 0 ? DKEY_ESC : key;
	if (session->prompt.open) {
		key_prompt(session, key);
	} else if (session->noting.editor.open) {
		noting_key(session, key);
	} else if (session->nhints > 0) {
		click_letter(session, key);
	} else if (session->key_for != COMMAND_NONE) {
		struct call call = {.command = session->key_for, .count = session->key_count,
			.key = key};

		session->key_for = COMMAND_NONE;
		if (key != DKEY_ESC) {
			state_run(session, &call);
		}
	} else {
		key_sequence(session, key);
	}
	screen_settle(session);
}

void session_paste(struct session *session, struct span text)
{
	if (!state_types(session)) {
		session_say(session, false, "nothing takes pasted text here");
		return;
	}
	if (!session->prompt.open) {
		editor_paste(&session->noting.editor, text);
	} else {
		prompt_paste(&session->prompt, text);
		if (session->prompt.live) {
			ask_changed(session);
		}
	}
	screen_settle(session);
}

void session_mouse(struct session *session, int row, int col, int wheel)
{
	struct call call = {.command = wheel < 0 ? COMMAND_line_up : COMMAND_line_down, .count = 3};

	buf_clear(&session->message);
	if (state_types(session)) {
		return; /* it was asked on this page and goes back to it */
	}
	session->nhints = 0;
	if (wheel != 0) {
		state_run(session, &call);
	} else {
		click_at(session, row, col);
	}
	screen_settle(session);
}

bool session_is_true(const struct session *session)
{
	const struct dossier *dossier = session->dossier;

	return !dossier->lent || (catalog_stale(&dossier->catalog) == 0 &&
		!catalog_lent_damaged(&dossier->catalog) && !xref_guard_damaged(&dossier->xref));
}

void session_watch(struct session *session, const struct dossier_how *how)
{
	behind_start(session, how);
}

struct span session_document(struct session *session)
{
	const struct view *view = state_view(session);

	return state_is_known(session, view->id)
		? catalog_head(&session->dossier->catalog, view->id.i)->path : SPAN("");
}

struct dossier *session_dossier(const struct session *session)
{
	return session->dossier;
}

enum session_due session_due(struct session *session)
{
	if (session->dossier->store == NULL) {
		return session->behind.how == NULL ? SESSION_NEVER : SESSION_WATCH;
	}
	return (session->memory.rest == 0 && memory_unsaved(session)) || drafts_unsaved(session)
		? SESSION_UNSAVED : SESSION_WATCH;
}

bool session_works(const struct session *session)
{
	return behind_works(session);
}

bool session_step(struct session *session)
{
	return behind_tick(session);
}

bool session_tick(struct session *session)
{
	uint32_t unread = session->panel.unread, version = session->memory.version;
	bool said = session->message.n > 0, changed = behind_tick(session),
		noted = noting_refresh(session);

	drafts_tick(session, 0);
	memory_tick(session, 0);
	if (noted || session->memory.version != version) {
		screen_settle(session);
	}
	return changed || noted || session->panel.unread != unread || said != (session->message.n > 0);
}

bool session_hunts(const struct session *session)
{
	return hunt_runs(session) || quest_runs(session) || counting_runs(session);
}

void session_hunt(struct session *session)
{
	if (counting_runs(session)) {
		counting_on(session);
	} else if (quest_runs(session)) {
		quest_on(session);
	} else {
		hunt_on(session);
	}
	screen_settle(session);
}

/* A view on the screen whose pages are to be counted; NULL: there is none. */
static struct view *uncounted(struct session *session)
{
	for (uint32_t i = 0; i < PANES_MAX; i++) {
		if (session->panes.live[i] && session->views[i].uncounted) {
			return &session->views[i];
		}
	}
	return session->follow.doc != NULL && session->follow.uncounted ? &session->follow : NULL;
}

bool session_counts(struct session *session)
{
	return session->panel.uncounted || uncounted(session) != NULL;
}

bool session_count(struct session *session)
{
	struct view *view = uncounted(session);

	if (session->panel.uncounted) {
		unread_follow(session, UNREAD_SLICE);
		return !session->panel.uncounted;
	}
	return view != NULL && view_count(view, false); /* a key may have to wait for it */
}

void session_end(struct session *session)
{
	enum { PATIENCE = 500 }; /* ms: the terminal may be gone, and we with it in a second */

	drafts_tick(session, PATIENCE);
	memory_tick(session, PATIENCE);
	start_leave(session);
	behind_stop(session);
}

void session_frame(struct session *session, struct frame *frame)
{
	compose_frame(session, frame);
}

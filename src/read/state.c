#include "read/state.h"

#include "read/ask.h"

typedef void handler(struct session *session, const struct call *call);

static handler *const handlers[COMMAND_COUNT] = {
#define GROUP(id, title)
#define COMMAND(id, name, group, arg, guest, less, vim, emacs, text) [COMMAND_##id] = cmd_##id,
#include "read/command.def"
#undef COMMAND
#undef GROUP
};

void state_run(struct session *session, const struct call *call)
{
	struct err err;

	if (!restrictions_may(session->dossier->restrictions, call->command, &err)) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	if (commands[call->command].arg == ARG_TEXT && call->text.p == NULL) {
		ask_open(session, call->command, SPAN(""));
		return;
	}
	/* Another command ends a run of jumps that count as one step of the trail. */
	if (session->moved_by != call->command) {
		session->moved_by = COMMAND_NONE;
	}
	handlers[call->command](session, call);
}

void state_add_key(struct session *session, enum command_id command, const char *does)
{
	struct buf *message = &session->message;
	size_t n;

	buf_puts(message, "; ");
	n = message->n;
	keymap_put(&session->keymap, command, 1, message);
	if (message->n == n) {
		buf_printf(message, ":%s", commands[command].name);
	}
	buf_printf(message, " %s", does);
}

void state_say_key(struct session *session, const char *said, enum command_id command,
	const char *does)
{
	session_say(session, false, "%s", said);
	state_add_key(session, command, does);
}

void state_say_no_mention(struct session *session)
{
	state_say_key(session, "no mention here", COMMAND_next_mention, "goes to one");
	state_add_key(session, COMMAND_find_entity, "finds an entity by name");
}

int state_times(const struct call *call)
{
	uint32_t n = call->count == 0 ? 1 : call->count;

	return n > INT32_MAX / 2 ? INT32_MAX / 2 : (int)n;
}

const struct doc *state_doc(const struct session *session, doc_id id)
{
	const struct catalog *catalog = &session->dossier->catalog;

	if (id.i < catalog->n) {
		return catalog_doc(catalog, id);
	}
	return id.i - catalog->n < MADE_MAX ? session->made[id.i - catalog->n].doc : NULL;
}

bool state_is_guest(const struct session *session)
{
	return restrictions_on(session->dossier->restrictions);
}

bool state_is_known(const struct session *session, doc_id id)
{
	return id.i < session->dossier->catalog.n;
}

struct view *state_view(struct session *session)
{
	return &session->views[session->panes.focus];
}

bool state_types(const struct session *session)
{
	return session->prompt.open || session->noting.editor.open;
}

uint32_t state_mention(struct session *session)
{
	struct view *view = state_view(session);

	if (!state_is_known(session, view->id)) {
		return MENTION_NONE;
	}
	if (view->active != ACTIVE_NONE) {
		return view->active;
	}
	return xref_at(&session->dossier->xref, view->id, view->cursor);
}

unsigned state_search_flags(const struct session *session)
{
	unsigned flags = session->config.search_regex ? SEARCH_REGEX : 0;

	switch (session->config.search_case[0]) {
	case 's':
		return flags | SEARCH_SMART;
	case 'm':
		return flags | SEARCH_CASE;
	default:
		return flags;
	}
}

int state_list_cols(struct session *session)
{
	/* Below this lines wrap rather than say nothing. */
	enum { LEAST = 30 };
	int cols = state_view(session)->measure;

	return cols < LEAST ? LEAST : cols;
}

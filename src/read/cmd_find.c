/* Searching this document and all of them. */
#include "read/jump.h"
#include "read/results.h"
#include "read/shelf.h"

/* Takes a new pattern. False: a message has been shown. */
static bool set_pattern(struct session *session, struct span text)
{
	struct err err;
	struct search *search = search_new(text, state_search_flags(session), &err);

	if (search == NULL) {
		session_say(session, true, "%s", err.msg);
		return false;
	}
	search_free(session->search);
	session->search = search;
	session->hits_shown = true;
	return true;
}

/* The match behind (before) the reader's place, going round the end of the document. */
static bool find(struct session *session, bool back, struct range *at, bool *round)
{
	const struct view *view = state_view(session);
	const struct doc *doc = view->doc;
	uint32_t end = (uint32_t)doc->text.n;

	*round = false;
	if (back ? search_prev(session->search, doc, view->cursor, at)
		 : search_next(session->search, doc, view->cursor + 1, at)) {
		return true;
	}
	*round = true;
	return back ? search_prev(session->search, doc, end + 1, at)
		    : search_next(session->search, doc, 0, at);
}

static void repeat(struct session *session, const struct call *call, bool back)
{
	uint32_t n = call->count == 0 ? 1 : call->count;
	struct view *view = state_view(session);
	struct range at;
	bool round, any_round = false;

	if (session->search == NULL) {
		session_say(session, false, "no search yet: / begins one");
		return;
	}
	session->panel_focus = false;
	session->hits_shown = true;
	for (uint32_t i = 0; i < n; i++) {
		if (!find(session, back, &at, &round)) {
			const char *trouble = search_trouble(session->search);

			session_say(session, true, trouble != NULL ? "%.0s%s" : "not found here: %s%.0s",
				search_pattern(session->search).p, trouble != NULL ? trouble : "");
			return;
		}
		any_round |= round;
		if (view->selecting) {
			view->cursor = at.start;
			view_reveal(view, at.start);
		} else {
			jump_to(session, view->id, at, ACTIVE_NONE);
			session->moved_by = call->command;
		}
	}
	if (any_round) {
		session_say(session, false, back ? "from the end again" : "from the start again");
	}
}

void cmd_search(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);

	session->search_backwards = false;
	if (!set_pattern(session, call->text)) {
		return;
	}
	/* A match right here counts: the search begins at the cursor itself. */
	if (view->cursor > 0) {
		view->cursor--;
	}
	repeat(session, &(struct call){.command = COMMAND_search}, false);
}

void cmd_search_back(struct session *session, const struct call *call)
{
	session->search_backwards = true;
	if (set_pattern(session, call->text)) {
		repeat(session, &(struct call){.command = COMMAND_search_back}, true);
	}
}

void cmd_search_next(struct session *session, const struct call *call)
{
	repeat(session, call, session->search_backwards);
}

void cmd_search_previous(struct session *session, const struct call *call)
{
	repeat(session, call, !session->search_backwards);
}

void cmd_search_all(struct session *session, const struct call *call)
{
	struct err err;
	struct doc doc;

	if (!set_pattern(session, call->text)) {
		return;
	}
	session->search_backwards = false;
	if (!results_search(session->dossier, session->search, session->config.layout_measure, &doc,
		    &err)) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	shelf_open(session, &doc);
}

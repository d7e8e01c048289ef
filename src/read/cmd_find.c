/* Searching this document and all of them. */
#include "read/hunt.h"
#include "read/jump.h"
#include "read/select.h"

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
	question_finish(&session->question);
	session->hits_shown = true;
	return true;
}

/* In a list that the reader has made, the lines that lead somewhere are the answers. */
static bool find_line(const struct view *view, uint32_t from, bool back, struct range *at)
{
	const struct doc *doc = view->doc;
	uint32_t n = 0;

	while (n < doc->nlinks && doc->links[n].at.start < from) {
		n++;
	}
	if (back ? n == 0 : n == doc->nlinks) {
		return false;
	}
	*at = doc->links[back ? n - 1 : n].at;
	return true;
}

/* The first place from `from` on (the last one before it) with the pattern, or that answers. */
static bool find_from(struct session *session, uint32_t from, bool back, struct range *at)
{
	const struct view *view = state_view(session);

	if (question_is(&session->question) && !state_is_known(session, view->id)) {
		return find_line(view, from, back, at);
	}
	if (question_is(&session->question)) {
		return question_find(&session->question, session->dossier, view->doc, view->id, from,
			back, at);
	}
	return back ? search_prev(session->search, view->doc, from, at)
		    : search_next(session->search, view->doc, from, at);
}

/* The same, going round the end of the document. */
static bool find(struct session *session, uint32_t from, bool back, struct range *at, bool *round)
{
	uint32_t end = (uint32_t)state_view(session)->doc->text.n;

	*round = false;
	if (find_from(session, from, back, at)) {
		return true;
	}
	*round = true;
	return find_from(session, back ? end + 1 : 0, back, at);
}

static void say_nothing_found(struct session *session)
{
	bool asked = question_is(&session->question);
	const char *trouble = asked ? NULL : search_trouble(session->search);

	if (trouble != NULL) {
		session_say(session, true, "%s", trouble);
		return;
	}
	session_say(session, true, "not found in this document: %.*s",
		SPAN_ARG(asked ? buf_span(&session->question.text) : search_pattern(session->search)));
}

/* In a list that the reader has made: the entry that a match is in, else the first one. */
static uint32_t entry_of(const struct view *view, uint32_t off)
{
	uint32_t n = 0;

	while (n < view->doc->nlinks && view->doc->links[n].at.start <= off) {
		n++;
	}
	return n > 0 ? n - 1 : view->doc->nlinks > 0 ? 0 : ACTIVE_NONE;
}

/* Goes to the match found from `from` on. False: there is none, and a message has been shown. */
static bool find_and_go(struct session *session, uint32_t from, bool back)
{
	struct view *view = state_view(session);
	struct range at;
	bool round;

	session->panel_focus = false;
	session->hits_shown = true;
	if (!find(session, from, back, &at, &round)) {
		say_nothing_found(session);
		return false;
	}
	if (view->selecting) {
		select_to(view, back || at.start < view->anchor ? at.start : at.end);
	} else {
		jump_to(session, view->id, at, entry_of(view, at.start));
	}
	if (round) {
		session_say(session, false, back ? "from the end again" : "from the start again");
	}
	return true;
}

static void repeat(struct session *session, const struct call *call, bool back)
{
	uint32_t n = call->count == 0 ? 1 : call->count;
	const struct view *view = state_view(session);

	if (session->search == NULL && !question_is(&session->question)) {
		session_say(session, false, "no search yet: / begins one");
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		/* Behind what is selected up to here, another one may begin at once. */
		uint32_t from = view->cursor + (!back && (!view->selecting || view->cursor < view->anchor));

		if (!find_and_go(session, from, back)) {
			return;
		}
		/* Any number of repeats is one step on the way back. */
		session->moved_by = call->command;
	}
}

void cmd_search(struct session *session, const struct call *call)
{
	session->search_backwards = false;
	if (set_pattern(session, call->text)) {
		find_and_go(session, state_view(session)->cursor, false);
	}
}

void cmd_search_back(struct session *session, const struct call *call)
{
	session->search_backwards = true;
	if (set_pattern(session, call->text)) {
		find_and_go(session, state_view(session)->cursor, true);
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

/* A finder of what was typed: a question, or a pattern; `n` then goes on with either. */
static bool set_finder(struct session *session, struct span text, struct finder *finder)
{
	unsigned flags = state_search_flags(session);
	struct search *search;
	struct err err;
	bool ok;

	session->search_backwards = false;
	if ((flags & SEARCH_REGEX) == 0 && query_is(text)) {
		if (!finder_ask(finder, session->dossier, text, &err)) {
			session_say(session, true, "%s", err.msg);
			return false;
		}
		question_set(&session->question, text);
		session->hits_shown = true;
		return true;
	}
	if (!set_pattern(session, text)) {
		return false;
	}
	search = search_new(text, flags, &err);
	ok = search != NULL && finder_make(finder, session->dossier, search, &err);
	if (!ok) {
		session_say(session, true, "%s", err.msg);
	}
	return ok;
}

void cmd_search_all(struct session *session, const struct call *call)
{
	struct finder finder;

	if (set_finder(session, call->text, &finder)) {
		hunt_begin(session, &finder);
	}
}

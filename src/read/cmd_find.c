/* Searching this document and all of them. */
#include "read/hunt.h"
#include "read/quest.h"

/* Takes a new pattern. False: a message has been shown. */
static bool set_pattern(struct session *session, struct span text)
{
	struct err err;
	struct search *search = search_new(text, state_search_flags(session), &err);

	if (search == NULL) {
		session_say(session, true, "%s", err.msg);
		return false;
	}
	session->quest.runs = false;
	search_free(session->search);
	session->search = search;
	question_finish(&session->question);
	session->hits_shown = true;
	return true;
}

static void look(struct session *session, const struct call *call, bool back, bool again)
{
	session->panel_focus = false;
	session->hits_shown = true;
	quest_begin(session, back, (uint32_t)state_times(call), again, call->command);
}

static void repeat(struct session *session, const struct call *call, bool back)
{
	if (session->search == NULL && !question_is(&session->question)) {
		session_say(session, false, "no search yet: / begins one");
		return;
	}
	look(session, call, back, true);
}

void cmd_search(struct session *session, const struct call *call)
{
	session->search_backwards = false;
	if (set_pattern(session, call->text)) {
		look(session, call, false, false);
	}
}

void cmd_search_back(struct session *session, const struct call *call)
{
	session->search_backwards = true;
	if (set_pattern(session, call->text)) {
		look(session, call, true, false);
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
		session->quest.runs = false;
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

/* The text is a copy: a hunt that begins forgets what the last one answered. */
static void search_again(struct session *session, struct span text)
{
	struct buf asked = {0};
	struct finder finder;

	buf_put(&asked, text);
	if (set_finder(session, buf_span(&asked), &finder)) {
		hunt_again(session, &finder);
	}
	buf_finish(&asked);
}

void cmd_search_order(struct session *session, const struct call *call)
{
	bool ranked = strcmp(session->config.search_order, "rank") == 0;
	struct span shown = hunt_shown(session);
	struct err err;

	(void)call;
	if (!config_set(&session->config, SPAN("search.order"),
		    ranked ? SPAN("document") : SPAN("rank"), &err)) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	session_say(session, false, ranked ? "results in the order of the documents"
					   : "results: the best answers first");
	if (shown.n > 0) {
		search_again(session, shown);
	}
}

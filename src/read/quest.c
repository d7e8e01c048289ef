#include "read/quest.h"

#include "base/now.h"
#include "read/jump.h"
#include "read/select.h"

/* Bytes of text that are looked at before the first frame, and between two; and at most so long. */
enum { FIRST_SLICE = 2 << 20, SLICE = 32 << 20, SLICE_NS = 8000000 };

enum { PERCENT = 100 };

/* In a list that the reader has made, the lines that lead somewhere are the answers. */
static bool find_line(const struct doc *doc, uint32_t from, bool back, struct range *at)
{
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

static bool is_asked(const struct session *session)
{
	return !session->quest.live && question_is(&session->question);
}

static struct search *search_of(const struct session *session)
{
	return session->quest.live ? session->live : session->search;
}

/* The next answer to the question, up to where the walk ends. */
static enum search_went go_answer(struct session *session, const struct doc *doc, struct range *at)
{
	const struct quest *quest = &session->quest;
	const struct search_walk *walk = &quest->walk;
	bool known = state_is_known(session, quest->doc), found;

	if (known && !question_look(&session->question, session->dossier, doc, quest->doc, walk->until)) {
		return SEARCH_MORE;
	}
	found = known ? question_find(&session->question, session->dossier, doc, quest->doc, walk->at,
			walk->back, at)
		: find_line(doc, walk->at, walk->back, at);
	found = found && (walk->back ? at->start >= walk->end : at->start < walk->end);
	return found ? SEARCH_FOUND : SEARCH_NONE;
}

/* Goes round the end of the document: from there to where the quest has begun. */
static void go_round(struct quest *quest, const struct doc *doc)
{
	struct search_walk *walk = &quest->walk;

	quest->round = quest->turned = true;
	walk->at = walk->back ? (uint32_t)doc->text.n + 1 : 0;
	walk->end = quest->from;
}

static void go_from(struct quest *quest, uint32_t from)
{
	quest->from = from;
	quest->turned = false;
	quest->walk.at = from;
	quest->walk.end = quest->walk.back ? 0 : UINT32_MAX;
}

/* Looks on for so many bytes: at what is left of them behind the end, too. */
static enum search_went look(struct session *session, const struct doc *doc, struct range *at)
{
	struct quest *quest = &session->quest;
	enum search_went went;

	while (true) {
		went = is_asked(session) ? go_answer(session, doc, at)
			: search_go(search_of(session), doc, &quest->walk, at);
		if (went != SEARCH_NONE || quest->turned ||
			(!is_asked(session) && search_trouble(search_of(session)) != NULL)) {
			return went;
		}
		go_round(quest, doc);
	}
}

/* What is looked for, as it was typed. */
static struct span what_of(const struct session *session)
{
	return is_asked(session) ? buf_span(&session->question.text) : search_pattern(session->search);
}

static void say_nothing_found(struct session *session)
{
	const char *trouble = is_asked(session) ? NULL : search_trouble(session->search);

	if (trouble != NULL) {
		session_say(session, true, "%s", trouble);
		return;
	}
	session_say(session, true, "not found in %s: %.*s",
		state_view(session)->doc->rest > 0 ? "what was read of this document so far"
						   : "this document",
		SPAN_ARG(what_of(session)));
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

/* Whether the reader is where the quest was begun. */
static bool is_there(struct session *session)
{
	const struct place *from = &session->quest.place;
	struct place now = view_place(state_view(session));

	return now.doc.i == from->doc.i && now.top == from->top && now.cursor == from->cursor;
}

/* Where the cursor goes for a match. */
static uint32_t cursor_of(const struct session *session, struct range at)
{
	const struct view *view = &session->views[session->panes.focus];

	return view->selecting && !session->quest.walk.back && at.start >= view->anchor ? at.end
											: at.start;
}

/* Where the next match may begin, with the cursor on one: behind what is selected, at once. */
static uint32_t past(const struct session *session, uint32_t cursor)
{
	const struct view *view = &session->views[session->panes.focus];

	return cursor + (!session->quest.walk.back && (!view->selecting || cursor < view->anchor));
}

/* Goes to what was found; tells a reader who has gone on, and leaves it to '' to go there. */
static void arrive(struct session *session, struct range at)
{
	struct quest *quest = &session->quest;
	struct view *view = state_view(session);

	if (!quest->live && !is_there(session)) {
		session->last_place = (struct place){quest->doc, at.start, at.start, ACTIVE_NONE, NULL};
		session->has_last_place = session->memory.marks_changed = true;
		session_say(session, false, "found: '' goes there");
		return;
	}
	if (view->selecting) {
		select_to(view, cursor_of(session, at));
	} else if (quest->live) {
		view_reveal(view, at.start);
	} else {
		jump_to(session, view->id, at, entry_of(view, at.start));
	}
	if (!quest->live) {
		session->moved_by = quest->command;
	}
	if (!quest->live && quest->round) {
		session_say(session, false,
			quest->walk.back ? "from the end again" : "from the start again");
	}
}

/* Looks for what is left of the matches. False: nothing more is to be done. */
static bool advance(struct session *session)
{
	struct quest *quest = &session->quest;
	const struct doc *doc = state_doc(session, quest->doc);
	enum search_went went = doc == NULL ? SEARCH_NONE : SEARCH_MORE;
	struct range at;

	while (doc != NULL && (went = look(session, doc, &at)) == SEARCH_FOUND && --quest->left > 0) {
		go_from(quest, past(session, cursor_of(session, at)));
	}
	if (went == SEARCH_MORE) {
		return true;
	}
	if (went == SEARCH_FOUND) {
		arrive(session, at);
	} else if (doc != NULL && !quest->live) {
		say_nothing_found(session);
	}
	return false;
}

/* Begins with a first slice; made documents are short. */
static void begin(struct session *session, uint32_t from)
{
	struct quest *quest = &session->quest;

	quest->doc = state_view(session)->id;
	quest->place = view_place(state_view(session));
	quest->walk.most = session->at_once || !state_is_known(session, quest->doc) ? UINT32_MAX
										     : FIRST_SLICE;
	if (is_asked(session) && !session->at_once) {
		quest->walk.until = now_ns() + SLICE_NS;
	}
	go_from(quest, from);
	quest->runs = advance(session);
}

void quest_begin(struct session *session, bool back, uint32_t n, bool again,
	enum command_id command)
{
	uint32_t cursor = state_view(session)->cursor;

	session->quest = (struct quest){.walk.back = back, .left = n, .command = command};
	begin(session, again ? past(session, cursor) : cursor);
}

void quest_show(struct session *session, bool back)
{
	session->quest = (struct quest){.walk.back = back, .left = 1, .live = true};
	if (session->live != NULL) {
		begin(session, state_view(session)->cursor);
	}
}

/* Whether answers are looked for in a document that is still there, to be shown; it. */
static const struct doc *asked_doc(const struct session *session, doc_id *id)
{
	return question_runs(&session->question, id) ? state_doc(session, *id) : NULL;
}

bool quest_runs(const struct session *session)
{
	const struct quest *quest = &session->quest;
	doc_id id;

	return (quest->runs || (session->hits_shown && asked_doc(session, &id) != NULL)) &&
		((quest->runs && quest->live) || (!session->prompt.open && !session->noting.editor.open &&
		session->nhints == 0 && session->typed.n == 0 && session->count == 0 &&
		session->key_for == COMMAND_NONE));
}

/* How much of the document has been looked at. */
static uint32_t percent(const struct session *session, const struct doc *doc)
{
	const struct quest *quest = &session->quest;
	uint32_t n = (uint32_t)doc->text.n, at = quest->walk.at < n ? quest->walk.at : n;
	uint32_t done = quest->walk.back ? quest->from - at : at - quest->from;

	if (is_asked(session)) {
		done = question_at(&session->question);
	} else if (quest->turned) {
		done = quest->walk.back ? n - at + quest->from : n - quest->from + at;
	}
	return (uint32_t)((uint64_t)done * PERCENT / ((uint64_t)n + 1));
}

/* Looks on for the answers that are shown. */
static void ask_on(struct session *session)
{
	doc_id id;
	const struct doc *doc = asked_doc(session, &id);

	if (doc != NULL) {
		(void)question_look(&session->question, session->dossier, doc, id, now_ns() + SLICE_NS);
	}
}

void quest_on(struct session *session)
{
	struct quest *quest = &session->quest;

	if (!quest->runs) {
		ask_on(session);
		return;
	}
	quest->walk.until = now_ns() + SLICE_NS;
	quest->walk.most = SLICE;
	if (!quest->live) {
		buf_clear(&session->message); /* how far it was */
	}
	quest->runs = advance(session);
	if (quest->runs && !quest->live) {
		session_say(session, false, "searching %.*s: %u %%; Esc stops",
			SPAN_ARG(what_of(session)), percent(session, state_doc(session, quest->doc)));
	}
}

bool quest_stop(struct session *session)
{
	struct quest *quest = &session->quest;
	const struct doc *doc = state_doc(session, quest->doc);

	if (!quest->runs) {
		return false;
	}
	quest->runs = false;
	if (!quest->live && doc != NULL) {
		session_say(session, false, "stopped: not found in %u %% of this document",
			percent(session, doc));
	}
	question_stop(&session->question);
	return true;
}

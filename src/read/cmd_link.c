/* Mentions: stepping through them, the panel's choice, entities by name, the concordance. */
#include "read/ask.h"
#include "read/jump.h"
#include "read/results.h"
#include "read/screen.h"
#include "read/select.h"
#include "read/shelf.h"

static void say_no_mention(struct session *session, int n)
{
	session_say(session, false, n > 0 ? "no mention behind this one in the document"
					  : "no mention before this one in the document");
}

/* In the text: the n-th mention from the active one on, or from the reader's place. */
static void step_mention(struct session *session, int n)
{
	struct view *view = state_view(session);
	const struct xref *xref = &session->dossier->xref;
	uint32_t first = xref->doc_first[view->id.i], end = xref->doc_first[view->id.i + 1];
	int64_t to;

	if (first == end) {
		if (ask_has_names(session)) {
			session_say(session, false, "no mention in this document");
		}
		return;
	}
	if (view->active != ACTIVE_NONE) {
		to = (int64_t)view->active + n;
	} else {
		to = (int64_t)xref_from(xref, view->id, view->cursor) + n - (n > 0);
	}
	if (to < first || to >= end) {
		say_no_mention(session, n);
		return;
	}
	view->active = (uint32_t)to;
	view_reveal(view, xref_mention(xref, (uint32_t)to)->at.start);
	view->cursor = xref_mention(xref, (uint32_t)to)->at.start;
}

static void step_link(struct session *session, int n)
{
	struct call move = {.count = (uint32_t)(n < 0 ? -n : n)};

	if (state_view(session)->doc->nlinks == 0) {
		session_say(session, false, "nothing in this list leads anywhere");
	} else if (n > 0) {
		cmd_line_down(session, &move);
	} else {
		cmd_line_up(session, &move);
	}
}

static void step(struct session *session, int n)
{
	struct view *view = state_view(session);

	if (session->panel_focus) {
		panel_move(&session->panel, n);
	} else if (view->selecting && state_is_known(session, view->id)) {
		if (!select_mentions(view, &session->dossier->xref, n)) {
			say_no_mention(session, n);
		}
	} else if (state_is_known(session, view->id)) {
		step_mention(session, n);
	} else {
		step_link(session, n);
	}
}

void cmd_next_mention(struct session *session, const struct call *call)
{
	step(session, state_times(call));
}

void cmd_previous_mention(struct session *session, const struct call *call)
{
	step(session, -state_times(call));
}

/* The entity that * and # are about: of the mention here, else of the card. */
static ent_id same_entity(struct session *session, uint32_t here)
{
	const struct xref *xref = &session->dossier->xref;
	const struct panel *panel = &session->panel;

	if (here != MENTION_NONE) {
		const struct mention *mention = xref_mention(xref, here);

		if (panel->nents > 0 && xref_names(xref, mention, (ent_id){panel->ents[0]})) {
			return (ent_id){panel->ents[0]};
		}
		if (mention->nents > 0) {
			return (ent_id){xref_ents(xref, mention)[0]};
		}
		return ENT_NONE;
	}
	return panel->nents > 0 ? (ent_id){panel->ents[0]} : ENT_NONE;
}

/* How many of the entity's mentions lie before the reader's place, in reading order. */
static uint32_t before_here(struct session *session, struct slice of, uint32_t here, bool *on)
{
	const struct view *view = state_view(session);
	const struct xref *xref = &session->dossier->xref;
	uint32_t number = here, n;

	if (number == MENTION_NONE) {
		number = state_is_known(session, view->id) ? xref_from(xref, view->id, view->cursor)
							   : 0;
	}
	n = xref_below(of, number);
	*on = here != MENTION_NONE && n < of.n && of.p[n] == number;
	return n;
}

static void same(struct session *session, int n)
{
	const struct xref *xref = &session->dossier->xref;
	uint32_t here = state_mention(session), before, docs;
	ent_id ent = same_entity(session, here);
	struct slice of;
	int64_t to;
	bool on;

	if (!ask_has_names(session)) {
		return;
	}
	if (ent.i == ENT_NONE.i) {
		if (here == MENTION_NONE) {
			state_say_no_mention(session);
		} else {
			session_say(session, false, "this mention is open: its entity is not known");
		}
		return;
	}
	of = xref_of(xref, ent);
	before = before_here(session, of, here, &on);
	if (of.n == 0) {
		session_say(session, false, "not mentioned in any document");
		return;
	}
	to = n > 0 ? (int64_t)before + n - !on : (int64_t)before + n;
	to = (to % of.n + of.n) % of.n;
	state_view(session)->selecting = false;
	jump_mention(session, of.p[to]);
	docs = xref_docs(xref, ent);
	session_say(session, false, "%.*s: %u of %u in %u %s",
		SPAN_ARG(entities_name(xref->ents, ent)), (uint32_t)to + 1, of.n, docs,
		docs == 1 ? "document" : "documents");
}

void cmd_same_next(struct session *session, const struct call *call)
{
	same(session, state_times(call));
	session->moved_by = COMMAND_same_next;
}

void cmd_same_previous(struct session *session, const struct call *call)
{
	same(session, -state_times(call));
	session->moved_by = COMMAND_same_previous;
}

/* Goes to what the panel or the active line has chosen; from a list of entities, to a card. */
static void go_target(struct session *session)
{
	struct range at;
	uint32_t mention;
	doc_id doc;

	if (session->panel_focus && session->panel.nents == 0) {
		ent_id ent = panel_ent(&session->panel);

		if (ent.i != ENT_NONE.i) {
			panel_open(&session->panel, ent, state_view(session));
		}
		return;
	}
	if (!screen_target(session, &doc, &at, &mention)) {
		session_say(session, false, "nothing is chosen");
		return;
	}
	session->panel_focus = false;
	session->panel.kept = false;
	jump_to(session, doc, at, mention == MENTION_NONE ? ACTIVE_NONE : mention);
}

void cmd_go(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);

	(void)call;
	if (session->panel_focus || !state_is_known(session, view->id)) {
		go_target(session);
		return;
	}
	if (view->active == ACTIVE_NONE && session->panel.chosen) {
		session->panel_focus = true; /* what is peeked at */
		return;
	}
	if (view->active == ACTIVE_NONE) {
		uint32_t here = state_mention(session);

		if (here == MENTION_NONE) {
			if (ask_has_names(session)) {
				state_say_key(session, "no mention is active", COMMAND_next_mention, "goes to one");
			}
			return;
		}
		view->active = here;
	}
	session->panel_shown = true;
	session->panel_focus = true;
}

/* Letters for n hints: one each while they suffice, else two. */
static void hint_label(char label[4], uint32_t i, uint32_t n)
{
	static const char letters[] = "asdfghjklqwertyuiopzxcvbnm";
	uint32_t base = (uint32_t)sizeof(letters) - 1;

	if (n <= base) {
		label[0] = letters[i];
		label[1] = '\0';
		return;
	}
	label[0] = letters[i / base];
	label[1] = letters[i % base];
	label[2] = '\0';
}

static void hint_add(struct session *session, struct range at, uint32_t target)
{
	if (session->nhints < HINTS_MAX) {
		session->hints[session->nhints++] = (struct hint){.at = at, .target = target};
	}
}

void cmd_hints(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);
	const struct xref *xref = &session->dossier->xref;
	struct range screen = view_range(view);

	(void)call;
	session->nhints = 0;
	session->hint_typed[0] = '\0';
	session->panel_focus = false;
	if (state_is_known(session, view->id)) {
		for (uint32_t i = xref_from(xref, view->id, screen.start);
			i < xref->doc_first[view->id.i + 1] &&
			xref_mention(xref, i)->at.start < screen.end;
			i++) {
			hint_add(session, xref_mention(xref, i)->at, i);
		}
	}
	for (uint32_t i = 0; i < view->doc->nlinks; i++) {
		if (range_meets(view->doc->links[i].at, screen)) {
			hint_add(session, view->doc->links[i].at, i);
		}
	}
	for (uint32_t i = 0; i < session->nhints; i++) {
		hint_label(session->hints[i].label, i, session->nhints);
	}
	session_say(session, false, session->nhints == 0 ? "no mention on the screen"
							 : "type the letter of a mention; Esc cancels");
}

void cmd_peek(struct session *session, const struct call *call)
{
	int n = state_times(call);

	if (!session->panel_shown) {
		session->panel_shown = true;
		return;
	}
	if (panel_count(&session->panel) == 0) {
		session_say(session, false, "the panel is empty here");
	} else if (session->panel.nents == 0 && !session->panel.chosen) {
		session->panel.chosen = true; /* the list had no choice to be seen until now */
	} else if (!panel_move(&session->panel, n)) {
		panel_move(&session->panel, -INT32_MAX);
	}
}

void cmd_pin(struct session *session, const struct call *call)
{
	struct range at;
	uint32_t mention;
	doc_id doc;
	int pane;

	(void)call;
	if (!screen_target(session, &doc, &at, &mention)) {
		session_say(session, false, "nothing is chosen that could be pinned");
		return;
	}
	pane = panes_split(&session->panes, false);
	if (pane < 0) {
		session_say(session, true, "no room for another pane");
		return;
	}
	session->views[pane].locked = false;
	screen_layout(session);
	panes_layout(&session->panes, session->screen.text);
	screen_show_target(session, &session->views[pane], panes_rect(&session->panes, (uint8_t)pane));
}

void cmd_find_entity(struct session *session, const struct call *call)
{
	ent_id ent = ask_entity(session, call->text);

	if (ent.i == ENT_NONE.i) {
		session_say(session, true, "find: no entity has the name '%.*s'", SPAN_ARG(call->text));
		return;
	}
	panel_open(&session->panel, ent, state_view(session));
	session->panel_shown = true;
	session->panel_focus = true;
}

void cmd_concordance(struct session *session, const struct call *call)
{
	ent_id ent = ask_entity(session, call->text);
	struct err err;
	struct doc doc;

	if (ent.i == ENT_NONE.i) {
		session_say(session, true, "concordance: no entity has the name '%.*s'",
			SPAN_ARG(call->text));
		return;
	}
	shelf_show(session, results_concordance(session->dossier, ent, state_list_cols(session), &doc,
		&err), &doc, &err);
}

void cmd_explain(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);
	uint32_t here = state_mention(session);

	(void)call;
	if (here == MENTION_NONE) {
		state_say_key(session, "no mention here to explain", COMMAND_next_mention, "goes to one");
		return;
	}
	view->active = here;
	session->panel_shown = true;
	session->panel.explain = !session->panel.explain;
}

/* Selecting a passage: v begins, motions move its end. */
#include "read/select.h"
#include "read/state.h"

enum { COUNT_SENTENCE = 2, COUNT_PARAGRAPH = 3 };

/* Where a selection begins: at the active mention, else at the reader's place. */
static uint32_t begin_at(struct session *session, const struct view *view)
{
	if (view->active != ACTIVE_NONE && state_is_known(session, view->id)) {
		return xref_mention(&session->dossier->xref, view->active)->at.start;
	}
	return view->cursor;
}

void cmd_select(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);
	bool whole = call->count == COUNT_SENTENCE || call->count == COUNT_PARAGRAPH;

	session->panel_focus = false;
	if (view->selecting && !whole) {
		view->selecting = false;
		return;
	}
	if (view->doc->nparas == 0) {
		session_say(session, false, "there is nothing to select");
		return;
	}
	if (!view->selecting) {
		select_begin(view, begin_at(session, view));
	}
	if (whole) {
		select_whole(view, call->count == COUNT_SENTENCE ? SELECT_SENTENCE : SELECT_PARAGRAPH);
	}
}

/* The view whose selection moves, or NULL and what to do is said. */
static struct view *selecting(struct session *session)
{
	struct view *view = state_view(session);

	if (!view->selecting) {
		session_say(session, false, "this moves a selection: v begins one");
		return NULL;
	}
	return view;
}

static void say_end(struct session *session, bool moved, int n)
{
	if (!moved) {
		session_say(session, false, n > 0 ? "end of the document" : "start of the document");
	}
}

static void move_units(struct session *session, enum select_unit unit, int n)
{
	struct view *view = selecting(session);

	if (view != NULL) {
		say_end(session, select_units(view, unit, n), n);
	}
}

static void move_chars(struct session *session, int n)
{
	struct view *view = selecting(session);

	if (view != NULL) {
		say_end(session, select_chars(view, n), n);
	}
}

void cmd_char_left(struct session *session, const struct call *call)
{
	move_chars(session, -state_times(call));
}

void cmd_char_right(struct session *session, const struct call *call)
{
	move_chars(session, state_times(call));
}

void cmd_word_right(struct session *session, const struct call *call)
{
	move_units(session, SELECT_WORD, state_times(call));
}

void cmd_word_left(struct session *session, const struct call *call)
{
	move_units(session, SELECT_WORD, -state_times(call));
}

void cmd_sentence_right(struct session *session, const struct call *call)
{
	move_units(session, SELECT_SENTENCE, state_times(call));
}

void cmd_sentence_left(struct session *session, const struct call *call)
{
	move_units(session, SELECT_SENTENCE, -state_times(call));
}

void cmd_other_end(struct session *session, const struct call *call)
{
	struct view *view = selecting(session);

	(void)call;
	if (view != NULL) {
		select_swap(view);
	}
}

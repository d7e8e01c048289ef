/* Panes and the panel. */
#include "read/screen.h"

/*
 * From the text to the panel and back to the text with the panel hidden; where there is no room
 * for both, from one to the other.
 */
void cmd_panel(struct session *session, const struct call *call)
{
	(void)call;
	if (screen_is_small(session)) {
		session->panel_shown = true;
		session->panel_focus = !session->panel_focus;
	} else if (!session->panel_shown) {
		session->panel_shown = true;
	} else if (!session->panel_focus) {
		session->panel_focus = true;
	} else {
		session->panel_focus = false;
		session->panel_shown = false;
	}
}

void cmd_layout(struct session *session, const struct call *call)
{
	static const char *const names[] = {"by width", "beside the text", "below the text"};

	(void)call;
	session->panel_layout = (enum panel_layout)((session->panel_layout + 1) % COUNT_OF(names));
	session->panel_shown = true;
	session_say(session, false, "panel: %s", names[session->panel_layout]);
}

static void split(struct session *session, bool beside)
{
	struct view *from = state_view(session), *to;
	int pane = panes_split(&session->panes, beside);
	struct place place = view_place(from);

	if (pane < 0) {
		session_say(session, true, "no room for another pane here");
		return;
	}
	session->panel_focus = false;
	to = &session->views[pane];
	to->locked = false;
	view_set(to, from->doc, from->id);
	view_restore(to, &place);
	session->panes.focus = (uint8_t)pane;
}

void cmd_split_below(struct session *session, const struct call *call)
{
	(void)call;
	split(session, false);
}

void cmd_split_beside(struct session *session, const struct call *call)
{
	(void)call;
	split(session, true);
}

/* The panel comes behind the last pane. */
void cmd_pane_next(struct session *session, const struct call *call)
{
	uint8_t first = panes_next(&session->panes, session->panes.focus, 0), next;

	for (uint32_t i = 0; i < (call->count == 0 ? 1 : call->count % (PANES_MAX + 1)); i++) {
		next = panes_next(&session->panes, session->panes.focus, 1);
		if (session->panel_focus) {
			session->panel_focus = false;
			session->panes.focus = next;
		} else if (session->panel_shown && panes_is_first(&session->panes, next)) {
			session->panel_focus = true;
		} else {
			session->panes.focus = next;
		}
	}
	if (first == session->panes.focus && !session->panel_focus && !session->panel_shown) {
		session_say(session, false, "there is one pane only");
	}
}

/* A pane that is alone has nothing to go along with. */
static void unlock_single(struct session *session)
{
	if (panes_count(&session->panes) == 1) {
		state_view(session)->locked = false;
	}
}

void cmd_pane_close(struct session *session, const struct call *call)
{
	(void)call;
	if (session->panel_focus) {
		session->panel_focus = false;
		session->panel_shown = false;
	} else if (!panes_close(&session->panes)) {
		state_say_key(session, "this is the only pane", COMMAND_close, "quits");
	}
	unlock_single(session);
}

void cmd_pane_only(struct session *session, const struct call *call)
{
	(void)call;
	session->panel_focus = false;
	panes_only(&session->panes);
	unlock_single(session);
}

void cmd_pane_equal(struct session *session, const struct call *call)
{
	(void)call;
	panes_equal(&session->panes);
}

/* With two panes one key locks both; with more, each one that shall go along. */
void cmd_lock(struct session *session, const struct call *call)
{
	struct view *view = state_view(session);
	uint32_t n = panes_count(&session->panes);
	bool lock = !view->locked;

	(void)call;
	if (n < 2) {
		session_say(session, false, "split the pane first: locked panes scroll together");
		return;
	}
	view->locked = lock;
	for (uint32_t i = 0; n == 2 && i < PANES_MAX; i++) {
		if (session->panes.live[i]) {
			session->views[i].locked = lock;
		}
	}
	session_say(session, false, lock ? "locked: panes scroll together" : "unlocked");
}

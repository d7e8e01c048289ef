/* Back, forward, marks. */
#include "read/jump.h"

/* Goes along the trail; `none` where it ends. */
static void go(struct session *session, const struct call *call,
	bool (*step)(struct trail *trail, struct place here, struct place *out), const char *none)
{
	struct place to;

	for (int n = state_times(call); n > 0; n--) {
		if (!step(&session->trail, view_place(state_view(session)), &to)) {
			session_say(session, false, "%s", none);
			return;
		}
		jump_restore(session, &to);
	}
	session->panel_focus = false;
}

void cmd_back(struct session *session, const struct call *call)
{
	go(session, call, trail_back, "nothing to go back to");
}

void cmd_forward(struct session *session, const struct call *call)
{
	go(session, call, trail_forward, "nothing to go forward to");
}

static bool is_letter(uint32_t key)
{
	return (key >= 'a' && key <= 'z') || (key >= 'A' && key <= 'Z');
}

/* The mark with this letter: small ones belong to the document, capitals to the dossier. */
static struct reader_mark *mark_find(struct session *session, uint32_t key)
{
	doc_id here = state_view(session)->id;

	for (uint32_t i = 0; i < session->nmarks; i++) {
		struct reader_mark *mark = &session->marks[i];

		if ((uint32_t)mark->letter == key && (key <= 'Z' || mark->place.doc.i == here.i)) {
			return mark;
		}
	}
	return NULL;
}

void cmd_mark(struct session *session, const struct call *call)
{
	struct reader_mark *mark;

	if (!is_letter(call->key)) {
		session_say(session, true, "a mark is a letter: a-z in this document, A-Z anywhere");
		return;
	}
	mark = mark_find(session, call->key);
	if (mark == NULL) {
		if (session->nmarks == MARKS_MAX) {
			session_say(session, true, "no room for more than %d marks", MARKS_MAX);
			return;
		}
		mark = &session->marks[session->nmarks++];
	}
	*mark = (struct reader_mark){(char)call->key, view_place(state_view(session))};
	session->memory.marks_changed = true;
	session_say(session, false, session->memory.store != NULL ? "mark %c set"
		: "mark %c set, for this session", (char)call->key);
}

static void goto_last(struct session *session)
{
	struct place to = session->last_place;
	struct view *view = state_view(session);

	if (!session->has_last_place) {
		session_say(session, false, "no last place yet");
		return;
	}
	session->last_place = view_place(view);
	session->memory.marks_changed = true;
	trail_leave(&session->trail, session->last_place);
	jump_restore(session, &to);
}

void cmd_goto_mark(struct session *session, const struct call *call)
{
	struct reader_mark *mark;

	if (call->key == '\'' || call->key == '`') {
		goto_last(session);
		return;
	}
	mark = is_letter(call->key) ? mark_find(session, call->key) : NULL;
	if (mark == NULL) {
		session_say(session, true, "no such mark");
		return;
	}
	memory_resolve(session, &mark->place);
	jump_to(session, mark->place.doc, (struct range){mark->place.cursor, mark->place.cursor},
		ACTIVE_NONE);
	view_restore(state_view(session), &mark->place);
}

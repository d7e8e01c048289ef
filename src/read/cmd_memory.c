/* What the session remembers: trails by name, and what was not read yet. */
#include "read/context.h"
#include "read/jump.h"
#include "read/shelf.h"
#include "read/unread.h"
#include "texts/made.h"

enum { STEPS_SHOWN = 100, STEP_BYTES = 60 };

void cmd_trail(struct session *session, const struct call *call)
{
	session->panel_focus = false;
	memory_trail(session, span_trim(call->text));
}

/* "¶14  Working group on peace treaty issues: …In the position that", leading there. */
static void put_step(struct session *session, const struct reader_place *kept, bool here,
	struct made *made)
{
	struct place place;
	const struct doc *doc;
	struct buf line = {0};
	struct range words;

	if (!memory_find(session, kept, &place)) {
		return;
	}
	memory_resolve(session, &place);
	doc = state_doc(session, place.doc);
	words = (struct range){place.cursor, place.cursor};
	if (doc->nparas > 0) {
		uint32_t end = doc->paras[doc_para_at(doc, place.cursor)].at.end;

		buf_printf(&line, "%s ¶%u  ", here ? ">" : " ",
			doc_number_at(doc, place.cursor));
		words.end = end > words.start ? end : words.start;
	}
	buf_put(&line, doc->title);
	buf_puts(&line, "  ");
	context_flat(doc, words, STEP_BYTES, &line);
	made_line(made, buf_span(&line));
	made_link(made, place.doc, (struct range){place.cursor, place.cursor});
	made->failed |= line.failed;
	buf_finish(&line);
}

static void put_trail(struct session *session, const struct reader_trail *trail, struct made *made)
{
	uint32_t n = trail->places.n;
	struct buf title = {0};

	buf_put(&title, trail->name.n > 0 ? trail->name : SPAN("(without a name)"));
	buf_printf(&title, "%s  (%u)", trail->current ? ", where you are" : "", n);
	made_heading(made, 2, buf_span(&title));
	for (uint32_t i = n > STEPS_SHOWN ? n - STEPS_SHOWN : 0; i < n; i++) {
		put_step(session, &trail->places.items[i], i == trail->at, made);
	}
	made->failed |= title.failed;
	buf_finish(&title);
}

void cmd_trails(struct session *session, const struct call *call)
{
	const struct reader_kept *kept = memory_trails(session);
	struct made made = {0};
	struct doc doc;
	struct err err;

	(void)call;
	if (kept == NULL) {
		return;
	}
	made_heading(&made, 1, SPAN("Trails"));
	made_prose(&made, SPAN("Every jump leaves a step. :trail and a name begins another trail, or "
		"goes on with one of these where it was left."));
	for (uint32_t i = 0; i < kept->ntrails; i++) {
		put_trail(session, &kept->trails[i], &made);
	}
	shelf_show(session, made_doc(&made, SPAN("Trails"), &doc, &err), &doc, &err);
}

/* The entity that the panel is about, or that of the mention here. */
static ent_id entity_here(struct session *session)
{
	const struct xref *xref = &session->dossier->xref;
	uint32_t here = state_mention(session);

	if (session->panel.nents > 0) {
		return (ent_id){session->panel.ents[0]};
	}
	if (here != MENTION_NONE && xref_mention(xref, here)->nents > 0) {
		return (ent_id){xref_ents(xref, xref_mention(xref, here))[0]};
	}
	return ENT_NONE;
}

void cmd_next_unread(struct session *session, const struct call *call)
{
	ent_id ent = entity_here(session);
	uint32_t number, unread;
	struct span name;

	(void)call;
	if (session->memory.store == NULL) {
		session_say(session, true, "what was read is not remembered: no state folder, or read.remember is off");
		return;
	}
	if (ent.i == ENT_NONE.i) {
		state_say_no_mention(session);
		return;
	}
	unread_take(session, state_view(session));
	name = entities_name(&session->dossier->ents, ent);
	number = unread_next(session, ent);
	if (number == MENTION_NONE) {
		session_say(session, false, "you have read all mentions of %.*s", SPAN_ARG(name));
		return;
	}
	session->panel_focus = false;
	state_view(session)->selecting = false;
	jump_mention(session, number);
	session->moved_by = COMMAND_next_unread;
	if (unread_count(session, ent, 0, &unread) && unread > 0) {
		session_say(session, false, "unread mentions of %.*s: %u", SPAN_ARG(name), unread);
	} else {
		session_say(session, false, "an unread mention of %.*s", SPAN_ARG(name));
	}
}

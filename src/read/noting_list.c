#include "read/noting_list.h"

#include "read/ask.h"
#include "read/shelf.h"

/* What was asked, taken apart: the query borrows from it. */
struct asked {
	struct pick_query query;
	struct buf words;
};

static bool word_cut(struct span *rest, struct span *word)
{
	*rest = span_trim(*rest);
	return rest->n > 0 && span_cut(rest, ' ', word);
}

/* "2026", "2026-11" or "2026-11-21". */
static bool read_since(struct asked *asked, struct span word, struct err *err)
{
	struct doc_date date;

	if (!doc_date_parse(word, &date)) {
		return err_set(err, "since wants a day like 2026-11-21, not '%.*s'", SPAN_ARG(word));
	}
	asked->query.since = word;
	return true;
}

static bool read_order(struct asked *asked, struct span word, struct err *err)
{
	static const struct {
		const char *word;
		enum pick_order order;
	} orders[] = {{"document", PICK_BY_DOCUMENT}, {"date", PICK_BY_DATE}, {"tag", PICK_BY_TAG},
		{"entity", PICK_BY_ENTITY}};

	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		if (word.n > 0 && span_starts(span_of(orders[i].word), word)) {
			asked->query.order = orders[i].order;
			return true;
		}
	}
	return err_set(err, "notes are sorted by document, date, tag or entity, not by '%.*s'",
		SPAN_ARG(word));
}

static bool read_entity(struct session *session, struct asked *asked, struct span name,
	struct err *err)
{
	asked->query.ent = ask_entity(session, name);
	return asked->query.ent.i != ENT_NONE.i ||
		err_set(err, "no entity has the Id or name '%.*s'", SPAN_ARG(name));
}

/* One word, and the next one where it wants it. */
static bool read_word(struct session *session, struct asked *asked, struct span word,
	struct span *rest, struct err *err)
{
	struct span entity = SPAN("entity:"), next = {NULL, 0};
	bool since = span_eq(word, SPAN("since")), by = span_eq(word, SPAN("by"));

	if (since || by) {
		word_cut(rest, &next);
		return since ? read_since(asked, next, err) : read_order(asked, next, err);
	}
	if (word.p[0] == '#' && word.n > 1) {
		asked->query.tag = (struct span){word.p + 1, word.n - 1};
		return true;
	}
	if (span_starts(word, entity)) {
		return read_entity(session, asked,
			(struct span){word.p + entity.n, word.n - entity.n}, err);
	}
	buf_puts(&asked->words, asked->words.n > 0 ? " " : "");
	buf_put(&asked->words, word);
	return true;
}

static bool read_asked(struct session *session, struct span text, struct asked *asked,
	struct err *err)
{
	struct span word;

	while (word_cut(&text, &word)) {
		if (!read_word(session, asked, word, &text, err)) {
			return false;
		}
	}
	asked->query.words = buf_span(&asked->words);
	return buf_ok(&asked->words, err);
}

static bool list_make(struct session *session, doc_id of, struct span text, struct doc *doc,
	struct notes_list *list, struct err *err)
{
	struct asked asked = {.query = {.doc = of, .ent = ENT_NONE}};
	bool made = read_asked(session, text, &asked, err) &&
		results_notes(session->dossier, &asked.query, state_list_cols(session), doc, list, err);

	buf_finish(&asked.words);
	return made;
}

void noting_list_open(struct session *session, doc_id of, struct span asked)
{
	struct notes_list list;
	struct made_slot *slot;
	struct err err;
	struct doc doc;

	if (!list_make(session, of, asked, &doc, &list, &err)) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	if (!shelf_open(session, &doc)) {
		results_notes_finish(&list);
		return;
	}
	slot = shelf_slot(session);
	slot->is_notes = true;
	slot->notes = list;
	slot->notes_of = of;
	buf_put(&slot->notes_asked, asked);
}

/* The line about the same note, the same candidate of it if it is still one; or UINT32_MAX. */
static uint32_t line_like(const struct notes_list *list, struct span id, uint32_t candidate)
{
	uint32_t found = UINT32_MAX;

	for (uint32_t i = 0; i < list->n; i++) {
		if (span_eq(list->lines[i].id, id) &&
			(found == UINT32_MAX || list->lines[i].candidate == candidate)) {
			found = i;
		}
	}
	return found;
}

static void slot_renew(struct session *session, struct made_slot *slot)
{
	bool here = slot == shelf_slot(session);
	struct view *view = state_view(session);
	struct notes_list list, old = slot->notes;
	uint32_t chosen = UINT32_MAX;
	struct err err;
	struct doc doc;

	if (!list_make(session, slot->notes_of, buf_span(&slot->notes_asked), &doc, &list, &err)) {
		session_say(session, true, "%s", err.msg);
		return;
	}
	if (here && view->active < old.n) {
		chosen = line_like(&list, old.lines[view->active].id,
			old.lines[view->active].candidate);
	}
	slot->notes = list;
	shelf_replace(session, slot, &doc);
	if (here && chosen != UINT32_MAX) {
		view->active = chosen;
		view->cursor = view->doc->links[chosen].at.start;
		view_reveal(view, view->cursor);
	}
	results_notes_finish(&old);
}

void noting_list_renew(struct session *session)
{
	for (uint32_t i = 0; i < MADE_MAX; i++) {
		if (session->made[i].doc != NULL && session->made[i].is_notes) {
			slot_renew(session, &session->made[i]);
		}
	}
}

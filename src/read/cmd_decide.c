/* Overruling the rules: confirm, reject, link, and changing the catalogue. */
#include "read/ask.h"
#include "base/byte.h"
#include "read/context.h"
#include "read/noting.h"
#include "read/renumber.h"
#include "read/results.h"
#include "read/shelf.h"

#include "base/utf8.h"

enum {
	SLUG_BYTES = 40,
	SAID_COLS = 24, /* of words or a name in a message, at most */
};

/* A decision being made, with the texts it borrows. */
struct draft {
	struct decision decision;
	struct arena arena;
	struct buf words; /* of the passage */
	struct buf ids; /* of the mention's entities, joined by + */
	struct buf fresh; /* Id of a new entity */
};

static void draft_finish(struct draft *draft)
{
	arena_finish(&draft->arena);
	buf_finish(&draft->words);
	buf_finish(&draft->ids);
	buf_finish(&draft->fresh);
}

/* The list of names is made anew, the line that was chosen stays where it is. */
static void refresh_suggestions(struct session *session)
{
	struct made_slot *slot = shelf_slot(session);
	struct doc doc;

	if (slot != NULL && slot->suggests &&
		results_suggest(session->dossier, state_list_cols(session), &doc, NULL)) {
		shelf_replace(session, slot, &doc);
	}
}

static void put_quoted(struct span words, struct buf *out)
{
	buf_putc(out, '\'');
	visible_put_cut(out, words, SAID_COLS, false);
	buf_putc(out, '\'');
}

/* The first of the entities in "a+b", by its name. */
static void put_named(const struct session *session, struct span ids, struct buf *out)
{
	const struct entities *ents = &session->dossier->ents;
	size_t end = span_find(ids, SPAN("+"), 0);
	ent_id ent = entities_find(ents, (struct span){ids.p, end});

	visible_put_cut(out, ent.i == ENT_NONE.i ? ids : entities_name(ents, ent), SAID_COLS, false);
	buf_puts(out, end < ids.n ? " and others" : "");
}

/* What is decided, in a few words: "linked 'the old town' to Shimoda". */
static void put_said(const struct session *session, const struct draft *draft, struct buf *out)
{
	static const struct { const char *does, *to; } words[] = {
		[DECISION_CONFIRM] = {"confirmed ", " as "},
		[DECISION_REJECT] = {"rejected ", " as "},
		[DECISION_LINK] = {"linked ", " to "},
		[DECISION_ALIAS] = {"took ", " as a name of "},
		[DECISION_ENTITY] = {"made ", " a new entity, "},
		[DECISION_MERGE] = {"merged ", " into "},
		[DECISION_SPLIT] = {"split ", " off "},
		[DECISION_NEVER] = {"will not suggest ", " again"},
	};
	static const char *const scopes[] = {
		[SCOPE_HERE] = " here",
		[SCOPE_DOCUMENT] = " in this document",
		[SCOPE_EVERYWHERE] = " in all documents",
	};
	const struct decision *decision = &draft->decision;

	buf_puts(out, words[decision->kind].does);
	if (decision->kind == DECISION_MERGE) {
		put_named(session, decision->other, out);
	} else {
		put_quoted(buf_span(&draft->words), out);
	}
	buf_puts(out, words[decision->kind].to);
	if (decision->kind == DECISION_ENTITY) {
		buf_put(out, decision->ent_kind);
	} else if (decision->kind != DECISION_NEVER) {
		put_named(session, decision->entity, out);
	}
	if (decision->kind == DECISION_REJECT) {
		buf_puts(out, scopes[decision->scope]);
	}
}

/* Writes it down, makes the index anew and says so. */
static void draft_decide(struct session *session, struct draft *draft)
{
	struct renumber kept;
	struct buf said = {0};
	struct err err;
	bool decided;

	put_said(session, draft, &said);
	renumber_begin(session, &kept);
	decided = dossier_decide(session->dossier, &session->config, &draft->decision, &err);
	renumber_end(session, &kept);
	session->wants.retheme = true; /* there may be another kind */
	if (decided) {
		noting_did(session, SPAN(""), 0, buf_span(&said));
		panel_renote(&session->panel);
		state_view(session)->selecting = false;
		refresh_suggestions(session);
		buf_putc(&said, '\0');
		state_say_key(session, said.failed ? "decided" : said.p, COMMAND_undo, "takes it back");
	} else {
		session_say(session, true, "%s", err.msg);
	}
	buf_finish(&said);
	draft_finish(draft);
}

/*
 * The selection, else the mention here; in the list of names, the chosen one's first place. False:
 * nothing of that, and a message has been shown.
 */
static bool passage_here(struct session *session, const struct doc **doc, struct range *at)
{
	const struct view *view = state_view(session);
	const struct made_slot *slot = shelf_slot(session);
	uint32_t here = state_mention(session);

	*doc = view->doc;
	if (slot != NULL && slot->suggests && view->active < view->doc->nlinks) {
		*doc = state_doc(session, view->doc->links[view->active].doc);
		*at = view->doc->links[view->active].target;
		return true;
	}
	if (slot != NULL) {
		session_say(session, false, "decisions are made in the documents of the dossier");
		return false;
	}
	if (view->selecting) {
		*at = view_selection(view);
		return at->start < at->end;
	}
	if (here == MENTION_NONE) {
		state_say_key(session, "nothing here to decide on", COMMAND_next_mention,
			"goes to a mention");
		state_add_key(session, COMMAND_select, "selects");
		return false;
	}
	*at = xref_mention(&session->dossier->xref, here)->at;
	return true;
}

/* Notes the passage and its words. False: a message has been shown. */
static bool draft_passage(struct session *session, struct draft *draft)
{
	const struct doc *doc;
	struct range at;

	if (!passage_here(session, &doc, &at)) {
		return false;
	}
	context_flat(doc, at, UINT32_MAX, &draft->words);
	if (!decide_passage(doc, at, &draft->arena, &draft->decision) || draft->words.failed) {
		session_say(session, true, "no memory for this decision");
		draft_finish(draft);
		return false;
	}
	return true;
}

/* The entities of a mention, or its rivals where it is open, as "a+b". */
static void put_ids(const struct session *session, const struct mention *mention, struct buf *out)
{
	const struct dossier *dossier = session->dossier;
	const uint32_t *ents = xref_ents(&dossier->xref, mention);
	uint32_t n = mention->nents > 0 ? mention->nents : mention->nrivals;

	for (uint32_t i = 0; i < n && i < DECIDE_ENTS; i++) {
		buf_puts(out, i > 0 ? "+" : "");
		buf_put(out, dossier->ents.items[ents[i]].id);
	}
}

void cmd_confirm(struct session *session, const struct call *call)
{
	struct draft draft = {.decision = {.kind = DECISION_CONFIRM}};
	uint32_t here = state_mention(session);
	const struct mention *mention;

	if (shelf_slot(session) != NULL && shelf_slot(session)->is_notes) {
		cmd_settle(session, call);
		return;
	}
	if (shelf_slot(session) != NULL && shelf_slot(session)->suggests) {
		ask_open(session, COMMAND_entity, SPAN(""));
		return;
	}
	if (here == MENTION_NONE) {
		state_say_key(session, "no mention here to confirm", COMMAND_next_mention, "goes to one");
		return;
	}
	mention = xref_mention(&session->dossier->xref, here);
	if (mention->nents == 0) {
		ask_open(session, COMMAND_link,
			session->dossier->ents.items[xref_ents(&session->dossier->xref, mention)[0]].id);
		return;
	}
	state_view(session)->selecting = false;
	if (draft_passage(session, &draft)) {
		put_ids(session, mention, &draft.ids);
		draft.decision.entity = buf_span(&draft.ids);
		draft_decide(session, &draft);
	}
}

static void reject(struct session *session, enum decision_scope scope)
{
	struct draft draft = {.decision = {.kind = DECISION_REJECT, .scope = scope}};
	uint32_t here = state_mention(session);

	if (here == MENTION_NONE) {
		state_say_key(session, "no mention here to reject", COMMAND_next_mention, "goes to one");
		return;
	}
	state_view(session)->selecting = false;
	if (!draft_passage(session, &draft)) {
		return;
	}
	put_ids(session, xref_mention(&session->dossier->xref, here), &draft.ids);
	draft.decision.entity = buf_span(&draft.ids);
	if (scope != SCOPE_HERE) {
		draft.decision.name = buf_span(&draft.words);
		draft.decision.quote = (struct span){0};
		draft.decision.before = draft.decision.after = (struct span){0};
	}
	if (scope == SCOPE_EVERYWHERE) {
		draft.decision.file = (struct span){0};
	}
	draft_decide(session, &draft);
}

void cmd_reject(struct session *session, const struct call *call)
{
	if (shelf_slot(session) != NULL && shelf_slot(session)->suggests) {
		cmd_never(session, call);
		return;
	}
	reject(session, SCOPE_HERE);
}

void cmd_reject_document(struct session *session, const struct call *call)
{
	(void)call;
	reject(session, SCOPE_DOCUMENT);
}

void cmd_reject_everywhere(struct session *session, const struct call *call)
{
	(void)call;
	reject(session, SCOPE_EVERYWHERE);
}

/* The Id of the entity that was named. Empty: there is none, and a message has been shown. */
static struct span named_entity(struct session *session, struct span name)
{
	ent_id ent = ask_entity(session, name);

	if (ent.i == ENT_NONE.i) {
		session_say(session, true, "no entity has the name '%.*s'; :entity makes a new one",
			SPAN_ARG(name));
		return (struct span){0};
	}
	return session->dossier->ents.items[ent.i].id;
}

void cmd_link(struct session *session, const struct call *call)
{
	struct draft draft = {.decision = {.kind = DECISION_LINK}};
	struct span id = named_entity(session, call->text);

	if (id.n > 0 && draft_passage(session, &draft)) {
		buf_put(&draft.ids, id);
		draft.decision.entity = buf_span(&draft.ids);
		draft_decide(session, &draft);
	}
}

void cmd_alias(struct session *session, const struct call *call)
{
	struct draft draft = {.decision = {.kind = DECISION_ALIAS}};
	struct span id = named_entity(session, call->text);

	if (id.n == 0 || !draft_passage(session, &draft)) {
		return;
	}
	buf_put(&draft.ids, id);
	draft.decision = (struct decision){.kind = DECISION_ALIAS, .entity = buf_span(&draft.ids),
		.name = buf_span(&draft.words)};
	draft_decide(session, &draft);
}

/* "person:yuri-andropov": the kind and the folded name, and a number where that is taken. */
static void put_fresh_id(const struct session *session, struct span kind, struct span name,
	struct buf *out)
{
	const struct entities *ents = &session->dossier->ents;
	struct buf slug = {0};
	uint64_t hash = SPAN_HASH_START;

	for (size_t off = 0; off < name.n && slug.n < SLUG_BYTES;) {
		uint32_t folded[UTF8_FOLD_MAX], c = utf8_next(name, &off);
		size_t n = utf8_fold(c, false, folded);
		bool plain = n > 0 && ((folded[0] >= 'a' && folded[0] <= 'z') ||
			(folded[0] >= '0' && folded[0] <= '9'));

		hash = span_hash_on(hash, c);
		if (plain) {
			buf_putc(&slug, (char)folded[0]);
		} else if (slug.n > 0 && slug.p[slug.n - 1] != '-') {
			buf_putc(&slug, '-');
		}
	}
	while (slug.n > 0 && slug.p[slug.n - 1] == '-') {
		slug.n--;
	}
	if (slug.n == 0) {
		buf_printf(&slug, "%08x", (uint32_t)hash);
	}
	for (uint32_t i = 1; out->n == 0 || entities_find(ents, buf_span(out)).i != ENT_NONE.i; i++) {
		buf_clear(out);
		buf_printf(out, "%.*s:%.*s", SPAN_ARG(kind), SPAN_ARG(buf_span(&slug)));
		if (i > 1) {
			buf_printf(out, "-%u", i);
		}
	}
	buf_finish(&slug);
}

static bool is_kind(struct span kind)
{
	for (size_t i = 0; i < kind.n; i++) {
		char c = kind.p[i];

		if (!byte_is_alnum(c) && c != '-' && c != '_') {
			return false;
		}
	}
	return kind.n > 0;
}

void cmd_entity(struct session *session, const struct call *call)
{
	struct draft draft = {0};
	struct span kind = span_trim(call->text);

	if (!is_kind(kind)) {
		session_say(session, true, "a kind is one word: person, treaty, island, city");
		return;
	}
	if (!draft_passage(session, &draft)) {
		return;
	}
	put_fresh_id(session, kind, buf_span(&draft.words), &draft.fresh);
	draft.decision = (struct decision){.kind = DECISION_ENTITY, .entity = buf_span(&draft.fresh),
		.name = buf_span(&draft.words), .ent_kind = kind};
	draft_decide(session, &draft);
}

void cmd_merge(struct session *session, const struct call *call)
{
	struct draft draft = {0};
	struct span into = named_entity(session, call->text);
	ent_id ent = panel_ent(&session->panel);

	if (into.n == 0) {
		return;
	}
	if (ent.i == ENT_NONE.i || span_eq(session->dossier->ents.items[ent.i].id, into)) {
		state_say_key(session, "choose the entity that shall go first", COMMAND_find_entity, "finds it");
		return;
	}
	buf_put(&draft.ids, into);
	buf_put(&draft.fresh, session->dossier->ents.items[ent.i].id);
	draft.decision = (struct decision){.kind = DECISION_MERGE, .entity = buf_span(&draft.ids),
		.other = buf_span(&draft.fresh)};
	draft_decide(session, &draft);
}

void cmd_split(struct session *session, const struct call *call)
{
	struct draft draft = {0};
	const struct entities *ents = &session->dossier->ents;
	ent_id ent = panel_ent(&session->panel);
	struct span name = span_trim(call->text);
	bool found = false;

	for (uint32_t i = 1; ent.i != ENT_NONE.i && i < ents->items[ent.i].nnames; i++) {
		found |= span_eq(ents->names[ents->items[ent.i].name + i].text, name);
	}
	if (!found) {
		session_say(session, true, "'%.*s' is no alias of the panel's entity", SPAN_ARG(name));
		return;
	}
	buf_put(&draft.ids, ents->items[ent.i].id);
	buf_put(&draft.words, name);
	put_fresh_id(session, ents->kinds[ents->items[ent.i].kind], name, &draft.fresh);
	draft.decision = (struct decision){.kind = DECISION_SPLIT, .entity = buf_span(&draft.ids),
		.other = buf_span(&draft.fresh), .name = buf_span(&draft.words)};
	draft_decide(session, &draft);
}

void cmd_suggest(struct session *session, const struct call *call)
{
	struct err err;
	struct doc doc;

	(void)call;
	if (shelf_show(session, results_suggest(session->dossier, state_list_cols(session), &doc, &err),
		    &doc, &err)) {
		shelf_slot(session)->suggests = true;
	}
}

void cmd_never(struct session *session, const struct call *call)
{
	const struct made_slot *slot = shelf_slot(session);
	struct draft draft = {0};

	(void)call;
	if (slot == NULL || !slot->suggests) {
		session_say(session, false, "this is for the list of names that :suggest opens");
	} else if (draft_passage(session, &draft)) {
		draft.decision = (struct decision){.kind = DECISION_NEVER,
			.name = buf_span(&draft.words)};
		draft_decide(session, &draft);
	}
}

/* Takes the last decision back. */
static void undo_decision(struct session *session, const struct undo_step *step)
{
	struct renumber kept;
	struct err err;
	bool undone;

	renumber_begin(session, &kept);
	undone = dossier_undo(session->dossier, &err);
	session->wants.retheme = true;
	renumber_end(session, &kept);
	refresh_suggestions(session);
	session_say(session, !undone, "%s%s", undone ? "taken back: " : "",
		undone ? step->said : err.msg);
}

void cmd_undo(struct session *session, const struct call *call)
{
	struct undo_step step;
	struct err err;

	(void)call;
	if (!noting_undone(session, &step)) {
		session_say(session, true,
			"no decision of this session and no change of a note is left to take back");
	} else if (step.note[0] == '\0') {
		undo_decision(session, &step);
	} else if (notes_restore(&session->dossier->notes, span_of(step.note), step.rev, &err)) {
		noting_changed(session);
		session_say(session, false, "taken back");
	} else {
		session_say(session, true, "%s", err.msg);
	}
}

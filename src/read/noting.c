#include "read/noting.h"

#include "read/ask.h"
#include "read/context.h"
#include "read/jump.h"
#include "read/noting_list.h"
#include "read/noting_tags.h"
#include "read/shelf.h"

#include "base/utf8.h"

#include <stdlib.h>

/* Columns of a passage that the editor's title has at most. */
enum { QUOTE_COLS = 200 };

uint32_t noting_at(const struct session *session, doc_id doc, uint32_t off)
{
	const struct notes *notes = &session->dossier->notes;
	uint32_t found = UINT32_MAX, least = UINT32_MAX;

	if (!state_is_known(session, doc)) {
		return UINT32_MAX;
	}
	for (uint32_t i = notes_from(notes, doc, off); notes_goes(notes, i, doc, off + 1); i++) {
		struct range at = notes->items[i].at;

		if (range_has(at, off) && at.end - at.start <= least) {
			least = at.end - at.start;
			found = i;
		}
	}
	return found;
}

uint32_t noting_place(const struct session *session, const struct view *view)
{
	const struct xref *xref = &session->dossier->xref;

	return view->active == ACTIVE_NONE || view->selecting || !state_is_known(session, view->id)
		? view->cursor : xref_mention(xref, view->active)->at.start;
}

uint32_t noting_here(struct session *session)
{
	const struct notes *notes = &session->dossier->notes;
	const struct view *view = state_view(session);
	const struct made_slot *slot = shelf_slot(session);

	if (session->panel_focus) {
		return panel_note(&session->panel);
	}
	if (slot == NULL) {
		return noting_at(session, view->id, noting_place(session, view));
	}
	return slot->is_notes && view->active < slot->notes.n
		? notes_find(notes, slot->notes.lines[view->active].id) : UINT32_MAX;
}

uint32_t noting_count(const struct session *session, doc_id doc)
{
	const struct notes *notes = &session->dossier->notes;
	uint32_t end = notes->n - notes->norphans;

	if (doc.i + 1 < session->dossier->catalog.n) {
		end = notes_from(notes, (doc_id){doc.i + 1}, 0);
	}
	return end - notes_from(notes, doc, 0);
}

static void draft_drop(struct noting *noting, uint32_t i)
{
	free(noting->drafts[i].id);
	free(noting->drafts[i].text);
	free(noting->drafts[i].tags);
	noting->drafts[i] = noting->drafts[--noting->ndrafts];
}

/* The draft of the note with this Id; without one, of a new note at that place. */
static struct note_draft *draft_find(struct noting *noting, struct span id, doc_id doc,
	struct range at)
{
	for (uint32_t i = 0; i < noting->ndrafts; i++) {
		struct note_draft *draft = &noting->drafts[i];
		bool here = draft->doc.i == doc.i && range_meets(draft->at, at);

		if (span_eq(span_of(draft->id), id) && (id.n > 0 || here)) {
			return draft;
		}
	}
	return NULL;
}

static void draft_forget(struct noting *noting)
{
	struct note_draft *draft = draft_find(noting, buf_span(&noting->id), noting->doc, noting->at);

	if (draft != NULL) {
		draft_drop(noting, (uint32_t)(draft - noting->drafts));
	}
}

static char *copy_of(struct span text)
{
	return strndup(text.n > 0 ? text.p : "", text.n);
}

bool noting_take_draft(struct noting *noting, const struct note_draft *about, struct span id,
	struct span text, struct span tags)
{
	struct note_draft draft = {.doc = about->doc, .at = about->at, .rev = about->rev,
		.colour = about->colour};

	draft.id = copy_of(id);
	draft.text = copy_of(text);
	draft.tags = copy_of(tags);
	if (draft.id == NULL || draft.text == NULL || draft.tags == NULL ||
		!array_reserve(&noting->drafts, &noting->cdrafts, noting->ndrafts + 1,
			sizeof(*noting->drafts))) {
		free(draft.id);
		free(draft.text);
		free(draft.tags);
		return false;
	}
	noting->drafts[noting->ndrafts++] = draft;
	return true;
}

/* Keeps what stands in the editor. False where memory is short. */
static bool draft_keep(struct noting *noting)
{
	struct note_draft draft = {.doc = noting->doc, .at = noting->at, .rev = noting->rev,
		.colour = noting->editor.colour};

	draft_forget(noting);
	return noting_take_draft(noting, &draft, buf_span(&noting->id),
		editor_text(&noting->editor), editor_tags(&noting->editor));
}

/* "note on ¶14 “of Kunashir and Iturup": the end is cut, and the quotation closed, when it is drawn. */
static void put_title(struct session *session, bool fresh, struct buf *out)
{
	const struct noting *noting = &session->noting;
	const struct doc *doc = state_doc(session, noting->doc);
	struct range at = noting->at;
	uint32_t para, end;

	buf_puts(out, fresh ? "note on " : "editing the note on ");
	if (doc == NULL || doc->nparas == 0 || at.start >= at.end) {
		buf_puts(out, "a passage that is not found");
		return;
	}
	para = doc_para_at(doc, at.start);
	end = doc->paras[para].at.end;
	at.end = at.end < end ? at.end : end;
	buf_printf(out, "¶%u “", doc->paras[para].number);
	context_flat(doc, at, QUOTE_COLS, out);
}

/* Opens the editor on what noting says, with these texts or those of a draft. */
static void open_editor(struct session *session, struct span text, struct span tags,
	enum note_colour colour)
{
	struct noting *noting = &session->noting;
	const struct note_draft *draft =
		draft_find(noting, buf_span(&noting->id), noting->doc, noting->at);
	struct buf title = {0};

	put_title(session, noting->id.n == 0, &title);
	noting->from = view_place(state_view(session));
	session->panel_focus = false;
	editor_open(&noting->editor, buf_span(&title), draft == NULL ? text : span_of(draft->text),
		draft == NULL ? tags : span_of(draft->tags), draft == NULL ? colour : draft->colour,
		noting_tags_complete, session);
	if (draft != NULL) {
		bool late = draft->rev != 0 && draft->rev != noting->rev;

		session_say(session, false, late
			? "typed before and not saved; the note changed meanwhile: Enter keeps both"
			: "this is what you had typed and not saved");
		noting->rev = late ? draft->rev : noting->rev;
	}
	buf_finish(&title);
}

void noting_new(struct session *session, doc_id doc, struct range at)
{
	struct noting *noting = &session->noting;

	buf_clear(&noting->id);
	noting->rev = 0;
	noting->doc = doc;
	noting->at = at;
	open_editor(session, SPAN(""), SPAN(""), NOTE_PLAIN);
}

void noting_edit(struct session *session, uint32_t index)
{
	struct noting *noting = &session->noting;
	const struct noted *noted = &session->dossier->notes.items[index];
	struct buf tags = {0};

	buf_clear(&noting->id);
	buf_put(&noting->id, noted->note->id);
	noting->rev = noted->note->rev;
	noting->doc = noted->doc;
	noting->at = noted->at;
	note_tags_put(noted->note, "#", &tags);
	open_editor(session, noted->note->body, buf_span(&tags), noted->note->colour);
	buf_finish(&tags);
}

/* The editor is done: the screen is what it was before. */
static void close_editor(struct session *session)
{
	editor_close(&session->noting.editor);
	jump_restore(session, &session->noting.from);
}

/* The note as it was just written: the last one made as its rival, where there is one, is to go. */
static void did_rewrite(struct session *session, const struct note *draft, bool rival)
{
	const struct notes *notes = &session->dossier->notes;
	const struct note *made = NULL;

	for (uint32_t i = 0; i < notes->n && rival; i++) {
		const struct note *note = notes->items[i].note;

		made = span_eq(note->rival, draft->id) && (made == NULL || note > made) ? note : made;
	}
	if (!rival) {
		noting_did(session, draft->id, draft->rev + 1, SPAN(""));
	} else if (made != NULL) {
		noting_did(session, made->id, 1, SPAN(""));
	}
}

void noting_rewrote(struct session *session, const struct note *draft, bool rival,
	const char *said)
{
	did_rewrite(session, draft, rival);
	noting_changed(session);
	state_say_key(session, !rival ? said
		: "somebody else changed it meanwhile: both are kept",
		COMMAND_undo, rival ? "takes yours back" : "takes it back");
}

bool noting_rewrite(struct session *session, const struct note *draft, const char *said)
{
	bool rival = false;
	struct err err;

	if (!notes_edit(&session->dossier->notes, draft, &rival, &err)) {
		session_say(session, true, "%s", err.msg);
		return false;
	}
	noting_rewrote(session, draft, rival, said);
	return true;
}

/* Writes what stands in the editor. False: a message has been shown. */
static bool save(struct session *session, struct note *draft)
{
	struct noting *noting = &session->noting;
	bool gone = noting->id.n > 0 && noting->at.start < noting->at.end &&
		notes_find(&session->dossier->notes, buf_span(&noting->id)) == UINT32_MAX;
	struct span id;
	struct err err;

	if (noting->id.n > 0 && !gone) {
		draft->id = buf_span(&noting->id);
		draft->rev = noting->rev;
		return noting_rewrite(session, draft, "saved");
	}
	draft->author = span_of(session->dossier->user);
	if (!notes_add(&session->dossier->notes, noting->doc, noting->at, draft, &id, &err)) {
		session_say(session, true, "%s", err.msg);
		return false;
	}
	noting_did(session, id, 1, SPAN(""));
	noting->from.cursor = noting->at.start; /* so that what was made is what one sees */
	state_view(session)->selecting = false;
	noting_changed(session);
	state_say_key(session, gone ? "somebody else deleted it meanwhile: yours is a new note"
		: "saved", COMMAND_undo, "takes it back");
	return true;
}

/* What can be done comes before the reason, which may be long and end behind the screen's edge. */
static void say_not_saved(struct session *session)
{
	struct buf why = {0};

	buf_put(&why, buf_span(&session->message));
	session_say(session, true, "not saved%s: %.*s",
		state_is_guest(session) ? "" : ", ^O writes it to a file", SPAN_ARG(buf_span(&why)));
	buf_finish(&why);
}

static void save_editor(struct session *session)
{
	struct noting *noting = &session->noting;
	struct arena arena = {0};
	struct note draft = {.body = span_trim(editor_text(&noting->editor)),
		.colour = noting->editor.colour};

	if (!note_tags_parse(editor_tags(&noting->editor), &arena, &draft)) {
		session_say(session, true, "no memory to save this note");
	} else if (save(session, &draft)) {
		draft_forget(noting);
		close_editor(session);
	} else {
		say_not_saved(session);
	}
	arena_finish(&arena);
}

/* Whether the editor holds what the note is already, or nothing at all. */
static bool is_unchanged(const struct session *session)
{
	const struct noting *noting = &session->noting;
	const struct editor *editor = &noting->editor;
	struct span text = span_trim(editor_text(editor)), tags = span_trim(editor_tags(editor));
	uint32_t index = noting->id.n == 0 ? UINT32_MAX
		: notes_find(&session->dossier->notes, buf_span(&noting->id));
	struct buf known = {0};
	const struct note *note;
	bool same;

	if (index == UINT32_MAX) {
		return text.n == 0 && tags.n == 0;
	}
	note = session->dossier->notes.items[index].note;
	note_tags_put(note, "#", &known);
	same = span_eq(text, span_trim(note->body)) && span_eq(tags, buf_span(&known)) &&
		editor->colour == note->colour;
	buf_finish(&known);
	return same;
}

bool noting_is_typed(const struct session *session)
{
	return session->noting.editor.open && !is_unchanged(session);
}

static void leave_editor(struct session *session)
{
	struct noting *noting = &session->noting;
	bool fresh = noting->id.n == 0;

	if (is_unchanged(session)) {
		draft_forget(noting);
		session_say(session, false, fresh ? "no note was made" : "the note is as it was");
	} else if (draft_keep(noting)) {
		state_say_key(session, "not saved, but kept as a draft",
			fresh ? COMMAND_bookmark : COMMAND_edit_note, "opens it here again");
	} else {
		session_say(session, true, "no memory to keep this draft: Enter saves it");
		return;
	}
	close_editor(session);
}

void noting_key(struct session *session, uint32_t key)
{
	switch (editor_key(&session->noting.editor, key)) {
	case EDITOR_GOES_ON:
		break;
	case EDITOR_SAVE:
		save_editor(session);
		break;
	case EDITOR_LEAVE:
		leave_editor(session);
		break;
	case EDITOR_WRITE:
		state_run(session, &(struct call){.command = COMMAND_write});
		break;
	}
}

/* Drafts of notes that are deleted are drafts of new ones. */
static void free_drafts(struct session *session)
{
	struct noting *noting = &session->noting;

	for (uint32_t i = 0; i < noting->ndrafts; i++) {
		struct note_draft *draft = &noting->drafts[i];

		if (draft->id[0] != '\0' && draft->at.start < draft->at.end &&
			notes_find(&session->dossier->notes, span_of(draft->id)) == UINT32_MAX) {
			draft->id[0] = '\0';
			draft->rev = 0;
		}
	}
}

void noting_changed(struct session *session)
{
	free_drafts(session);
	noting_list_renew(session);
	panel_renote(&session->panel);
}

bool noting_refresh(struct session *session)
{
	struct notes *notes = &session->dossier->notes;
	bool changed = false;
	struct err err;

	if (!notes_refresh(notes, &changed, &err)) {
		session_say(session, true, "%s", err.msg);
	}
	if (changed) {
		noting_changed(session);
	}
	return changed;
}

void noting_did(struct session *session, struct span id, uint32_t rev, struct span said)
{
	struct noting *noting = &session->noting;
	struct undo_step *step;

	if (id.n >= sizeof(step->note) ||
		!array_reserve(&noting->undo, &noting->cundo, noting->nundo + 1,
			sizeof(*noting->undo))) {
		return;
	}
	step = &noting->undo[noting->nundo++];
	*step = (struct undo_step){.rev = rev};
	memcpy(step->note, id.n > 0 ? id.p : "", id.n);
	said.n = said.n < sizeof(step->said) ? said.n : utf8_floor(said, sizeof(step->said) - 1);
	memcpy(step->said, said.n > 0 ? said.p : "", said.n);
}

bool noting_undone(struct session *session, struct undo_step *step)
{
	struct noting *noting = &session->noting;

	if (noting->nundo == 0) {
		return false;
	}
	*step = noting->undo[--noting->nundo];
	return true;
}

void noting_finish(struct noting *noting)
{
	while (noting->ndrafts > 0) {
		draft_drop(noting, noting->ndrafts - 1);
	}
	free(noting->drafts);
	free(noting->undo);
	buf_finish(&noting->id);
	buf_finish(&noting->lost);
	editor_finish(&noting->editor);
	*noting = (struct noting){0};
}

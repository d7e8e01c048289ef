/* Bookmarks and notes: made, edited, tagged, listed, stepped through, settled. */
#include "notes/export.h"
#include "read/ask.h"
#include "read/jump.h"
#include "read/noting.h"
#include "read/noting_list.h"
#include "read/shelf.h"

/*
 * Opens the notes where they wait for documents that are still being read: one is to be made at any
 * time. Places and drafts of the last session go on waiting.
 */
static void open_early(struct session *session)
{
	struct err err;

	if (session->waits && session->dossier->store == NULL &&
		!dossier_notes_open(session->dossier, &err)) {
		session_say(session, true, "%s", err.msg);
	}
}

/* Whether notes can be kept at all; says why not. */
static bool can_keep(struct session *session)
{
	const struct dossier *dossier = session->dossier;

	open_early(session);
	if (dossier->notes.store == NULL) {
		session_say(session, true, "notes cannot be kept: there is no state folder for them");
	}
	return dossier->notes.store != NULL;
}

void cmd_bookmark(struct session *session, const struct call *call)
{
	const struct view *view = state_view(session);
	const struct doc *doc = view->doc;
	struct range at;

	(void)call;
	if (!state_is_known(session, view->id) && doc->nlinks > 0) {
		state_say_key(session, "notes are made in the documents", COMMAND_go, "goes there");
		return;
	}
	if (!state_is_known(session, view->id) || doc->nparas == 0) {
		session_say(session, false, "notes are made in the documents of the dossier");
		return;
	}
	if (catalog_is_lost(&session->dossier->catalog, view->id)) {
		session_say(session, true, "this is no text, but why it cannot be read any more");
		return;
	}
	if (!can_keep(session)) {
		return;
	}
	at = view->selecting ? view_selection(view)
		: doc->paras[doc_para_at(doc, noting_place(session, view))].at;
	if (at.start >= at.end) {
		session_say(session, false, "nothing is selected");
		return;
	}
	noting_new(session, view->id, at);
}

/* The note that is meant, or UINT32_MAX and a message. */
static uint32_t note_meant(struct session *session)
{
	uint32_t note = can_keep(session) ? noting_here(session) : UINT32_MAX;

	if (note == UINT32_MAX && session->dossier->notes.store != NULL) {
		session_say(session, false, "no note here: a makes one, > goes to the next");
	}
	return note;
}

void cmd_edit_note(struct session *session, const struct call *call)
{
	uint32_t note = note_meant(session);

	(void)call;
	if (note != UINT32_MAX) {
		noting_edit(session, note);
	}
}

void cmd_delete_note(struct session *session, const struct call *call)
{
	struct notes *notes = &session->dossier->notes;
	uint32_t index = note_meant(session), rev;
	struct buf id = {0};
	struct err err;

	(void)call;
	if (index == UINT32_MAX) {
		return;
	}
	buf_put(&id, notes->items[index].note->id);
	rev = notes->items[index].note->rev;
	if (!buf_ok(&id, &err) || !notes_delete(notes, buf_span(&id), &err)) {
		session_say(session, true, "%s", err.msg);
	} else {
		noting_did(session, buf_span(&id), rev + 1, SPAN(""));
		noting_changed(session);
		state_say_key(session, "the note is deleted", COMMAND_undo, "takes it back");
	}
	buf_finish(&id);
}

void cmd_notes_here(struct session *session, const struct call *call)
{
	const struct view *view = state_view(session);

	(void)call;
	if (!state_is_known(session, view->id)) {
		state_say_key(session, "this is no document of the dossier", COMMAND_close, "closes it");
		return;
	}
	open_early(session);
	noting_list_open(session, view->id, SPAN(""));
}

void cmd_notes_all(struct session *session, const struct call *call)
{
	(void)call;
	open_early(session);
	noting_list_open(session, DOC_NONE, SPAN(""));
}

void cmd_notes(struct session *session, const struct call *call)
{
	open_early(session);
	noting_list_open(session, DOC_NONE, span_trim(call->text));
}

/* Whether a note begins behind (n > 0) or before the reader's place. */
static bool is_beyond(const struct noted *noted, doc_id doc, uint32_t off, int n)
{
	if (noted->doc.i != doc.i) {
		return n > 0 ? noted->doc.i > doc.i : noted->doc.i < doc.i;
	}
	return n > 0 ? noted->at.start > off : noted->at.start < off;
}

/* Goes n bookmarks on, over all documents; those that begin at one place are one. */
static void step_note(struct session *session, int n)
{
	const struct notes *notes = &session->dossier->notes;
	const struct view *view = state_view(session);
	bool known = state_is_known(session, view->id);
	doc_id doc = known ? view->id : (doc_id){0};
	uint32_t count = notes->n - notes->norphans, off = known ? view->cursor : 0;
	uint32_t at = n > 0 ? 0 : count, found = UINT32_MAX;

	for (int left = n > 0 ? n : -n; left > 0; left--) {
		while (n > 0 && at < count && !is_beyond(&notes->items[at], doc, off, n)) {
			at++;
		}
		while (n < 0 && at > 0 && !is_beyond(&notes->items[at - 1], doc, off, n)) {
			at--;
		}
		if (n > 0 ? at == count : at == 0) {
			break;
		}
		found = n > 0 ? at : at - 1;
		doc = notes->items[found].doc;
		off = notes->items[found].at.start;
	}
	if (found == UINT32_MAX) {
		session_say(session, false, count == 0 ? "no bookmarks yet: a makes one"
			: n > 0 ? "no bookmark behind this place" : "no bookmark before this place");
		return;
	}
	jump_to(session, doc, notes->items[found].at, ACTIVE_NONE);
	session_say(session, false, "bookmark %u of %u", found + 1, count);
}

void cmd_next_note(struct session *session, const struct call *call)
{
	step_note(session, state_times(call));
	session->moved_by = COMMAND_next_note;
}

void cmd_previous_note(struct session *session, const struct call *call)
{
	step_note(session, -state_times(call));
	session->moved_by = COMMAND_previous_note;
}

/* Whether one of the words of text, without its sign, is the tag. */
static bool names_tag(struct span text, struct span tag, char sign)
{
	struct span word;

	while (span_cut(&text, ' ', &word)) {
		bool minus = word.n > 0 && word.p[0] == '-';

		word = minus ? (struct span){word.p + 1, word.n - 1} : word;
		word = word.n > 0 && word.p[0] == '#' ? (struct span){word.p + 1, word.n - 1} : word;
		if (minus == (sign == '-') && span_eq(word, tag)) {
			return true;
		}
	}
	return false;
}

/* The note's tags without those that are to go, and behind them the new ones. */
static void put_tags(const struct note *note, struct span text, struct buf *out)
{
	struct span word;

	for (uint32_t i = 0; i < note->ntags; i++) {
		if (!names_tag(text, note->tags[i], '-')) {
			buf_put(out, note->tags[i]);
			buf_putc(out, ' ');
		}
	}
	while (span_cut(&text, ' ', &word)) {
		if (word.n > 0 && word.p[0] != '-') {
			buf_put(out, word);
			buf_putc(out, ' ');
		}
	}
}

void cmd_tag(struct session *session, const struct call *call)
{
	uint32_t index = note_meant(session);
	struct buf tags = {0};
	struct arena arena = {0};
	struct note draft;

	if (index == UINT32_MAX) {
		return;
	}
	put_tags(session->dossier->notes.items[index].note, call->text, &tags);
	if (tags.failed || !note_copy(session->dossier->notes.items[index].note, &arena, &draft) ||
		!note_tags_parse(buf_span(&tags), &arena, &draft)) {
		session_say(session, true, "no memory for these tags");
	} else {
		noting_rewrite(session, &draft, draft.ntags == 0 ? "no tags" : "tagged");
	}
	buf_finish(&tags);
	arena_finish(&arena);
}

void cmd_colour(struct session *session, const struct call *call)
{
	struct span word = span_trim(call->text);
	enum note_colour colour = NOTE_PLAIN;
	uint32_t index = note_meant(session);
	struct arena arena = {0};
	struct note draft;

	if (index == UINT32_MAX) {
		return;
	}
	if (!span_eq(word, SPAN("none")) && !note_colour_of(word, &colour)) {
		session_say(session, true, "a note is yellow, green, blue, red or none, not '%.*s'",
			SPAN_ARG(word));
		return;
	}
	if (!note_copy(session->dossier->notes.items[index].note, &arena, &draft)) {
		session_say(session, true, "no memory for this colour");
	} else {
		draft.colour = colour;
		noting_rewrite(session, &draft, colour == NOTE_PLAIN ? "no colour" : "coloured");
	}
	arena_finish(&arena);
}

/* Writes the note's anchor anew, by the reader's word. */
static void settle(struct session *session, uint32_t index, doc_id doc, struct range at)
{
	struct notes *notes = &session->dossier->notes;
	struct note note = {.rev = notes->items[index].note->rev};
	struct buf id = {0};
	bool rival;
	struct err err;

	buf_put(&id, notes->items[index].note->id);
	note.id = buf_span(&id);
	if (!buf_ok(&id, &err) || !notes_settle(notes, note.id, doc, at, &rival, &err)) {
		session_say(session, true, "%s", err.msg);
	} else {
		state_view(session)->selecting = false;
		noting_rewrote(session, &note, rival, "the note stands on this passage now");
	}
	buf_finish(&id);
}

/* In a list: the chosen candidate, or the passage as it reads now. */
static void settle_line(struct session *session, const struct notes_line *line, uint32_t index)
{
	const struct noted *noted = &session->dossier->notes.items[index];
	struct buf *lost = &session->noting.lost;

	if (noted->state != ANCHOR_ORPHAN) {
		settle(session, index, noted->doc, noted->at);
	} else if (line->candidate < noted->ncandidates) {
		settle(session, index, noted->doc, noted->candidates[line->candidate]);
	} else {
		buf_clear(lost);
		buf_put(lost, line->id);
		session_say(session, false,
			"choose a place below it; or select its passage in a document, then :settle");
	}
}

/* In a document: a lost note that was chosen goes to the selection, another one is accepted. */
static void settle_here(struct session *session)
{
	const struct notes *notes = &session->dossier->notes;
	const struct view *view = state_view(session);
	struct range at = view_selection(view);
	uint32_t index;

	if (view->selecting && at.start < at.end) {
		index = notes_find(notes, buf_span(&session->noting.lost));
		if (index == UINT32_MAX) {
			state_say_key(session, "choose the lost note in the list first", COMMAND_notes_all,
				"opens it");
			state_add_key(session, COMMAND_confirm, "chooses");
			return;
		}
		settle(session, index, view->id, at);
		buf_clear(&session->noting.lost);
		return;
	}
	index = note_meant(session);
	if (index != UINT32_MAX) {
		settle(session, index, notes->items[index].doc, notes->items[index].at);
	}
}

void cmd_settle(struct session *session, const struct call *call)
{
	const struct made_slot *slot = shelf_slot(session);
	const struct view *view = state_view(session);

	(void)call;
	if (!can_keep(session)) {
		return;
	}
	if (slot == NULL) {
		settle_here(session);
	} else if (slot->is_notes && view->active < slot->notes.n) {
		const struct notes_line *line = &slot->notes.lines[view->active];
		uint32_t index = notes_find(&session->dossier->notes, line->id);

		if (index != UINT32_MAX) {
			settle_line(session, line, index);
		}
	} else {
		session_say(session, false, "no note is chosen here");
	}
}

/* The note being typed, or all notes in the form that the file's name asks for. */
static bool put_written(const struct session *session, const char *path, struct buf *out,
	struct err *err)
{
	const struct dossier *dossier = session->dossier;
	const struct editor *editor = &session->noting.editor;
	struct export all = {&dossier->notes, &dossier->xref};

	if (!editor->open) {
		return export_put(&all, export_format_for(path), out, err);
	}
	buf_put(out, editor_text(editor));
	buf_putc(out, '\n');
	return buf_ok(out, err);
}

void cmd_write(struct session *session, const struct call *call)
{
	struct session_wants *wants = &session->wants;
	struct err err;

	if (!session->noting.editor.open && session->dossier->notes.n == 0) {
		session_say(session, false, "there are no notes to write");
		return;
	}
	buf_clear(&wants->path);
	buf_put(&wants->path, span_trim(call->text));
	buf_clear(&wants->text);
	if (wants->path.n == 0) {
		return;
	}
	wants->save = buf_ok(&wants->path, &err) &&
		put_written(session, wants->path.p, &wants->text, &err);
	if (!wants->save) {
		session_say(session, true, "%s", err.msg);
	}
}

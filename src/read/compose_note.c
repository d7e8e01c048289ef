#include "read/compose_note.h"

#include "read/card.h"
#include "read/noting.h"

enum { DAY_BYTES = 10, QUOTE_ROWS = 3, TITLE_FROM = 2, TAGS_FROM = 3, SHOWN_MOST = 16 };

static unsigned colour_role(enum note_colour colour)
{
	return ROLE_NOTE + (unsigned)colour;
}

void compose_note_bars(struct session *session, const struct view *view, bool here,
	struct render *how)
{
	const struct notes *notes = &session->dossier->notes;
	struct bar *bars = session->noting.bars;
	struct range screen = view_range(view);
	uint32_t n = 0, note;

	if (!state_is_known(session, view->id)) {
		return;
	}
	for (uint32_t i = notes_from(notes, view->id, screen.start);
		n < BARS_MAX && notes_goes(notes, i, view->id, screen.end); i++) {
		const struct noted *noted = &notes->items[i];

		if (range_meets(noted->at, screen)) {
			bars[n++] = (struct bar){noted->at, colour_role(noted->note->colour),
				noted->note->body.n > 0};
		}
	}
	how->bars = bars;
	how->nbars = n;
	note = here ? noting_at(session, view->id, noting_place(session, view)) : UINT32_MAX;
	if (note != UINT32_MAX) {
		how->noted = notes->items[note].at;
	}
}

bool compose_note_shown(struct session *session)
{
	const struct view *view = state_view(session);

	return !session->panel_focus &&
		noting_at(session, view->id, noting_place(session, view)) != UINT32_MAX;
}

/* "─ note on ¶14, reworded ─────────── 2026-11-21 ─" */
static void put_rule(struct session *session, const struct noted *noted, uint32_t cols,
	struct lines *out)
{
	const struct note *note = noted->note;
	const struct doc *doc = state_doc(session, noted->doc);
	struct span day = note->created;
	struct buf left = {0};

	day.n = day.n < DAY_BYTES ? day.n : DAY_BYTES;
	buf_puts(&left, note->body.n > 0 ? "note" : "bookmark");
	if (doc != NULL && doc->nparas > 0) {
		buf_printf(&left, " on ¶%u", doc_number_at(doc, noted->at.start));
	}
	if (noted->state != ANCHOR_EXACT) {
		buf_printf(&left, ", %s", anchor_state_word(noted->state));
	}
	card_rule(buf_span(&left), day, cols, out);
	buf_finish(&left);
}

/* Its tags, its colour in a word, who made it: one line, or none. */
static void put_about(const struct note *note, uint32_t margin, uint32_t cols, struct lines *out)
{
	const char *colour = note_colour_word(note->colour);
	struct buf text = {0};

	note_tags_put(note, "#", &text);
	if (note->author.n > 0) {
		buf_puts(&text, text.n > 0 ? "  by " : "by ");
		buf_put(&text, note->author);
	}
	if (colour[0] == '\0' && text.n == 0) {
		return;
	}
	lines_blanks(out, margin, ROLE_PANEL);
	if (colour[0] != '\0') {
		lines_add(out, span_of(colour), colour_role(note->colour), 0);
		lines_add(out, SPAN("  "), ROLE_PANEL, 0);
	}
	if (lines_cols(out) < cols) {
		lines_cut(out, buf_span(&text), cols - lines_cols(out), ROLE_PANEL_DIM, 0);
	}
	lines_end(out, ROLE_PANEL, 0);
	buf_finish(&text);
}

static void put_note(struct session *session, const struct noted *noted, uint32_t margin,
	uint32_t cols, uint32_t rows, struct lines *out)
{
	const struct note *note = noted->note;
	struct span rest = span_trim(note->body), line;
	uint32_t end = out->n + rows;

	put_rule(session, noted, cols, out);
	if (noted->state == ANCHOR_REWORDED && out->n < end) {
		struct buf was = {0};

		buf_puts(&was, "it read “");
		buf_put(&was, note->anchor.quote);
		buf_puts(&was, "”");
		lines_wrapped(buf_span(&was), margin, cols,
			QUOTE_ROWS < end - out->n ? QUOTE_ROWS : end - out->n, ROLE_PANEL_DIM, out);
		buf_finish(&was);
	}
	while (rest.n > 0 && out->n < end && span_cut(&rest, '\n', &line)) {
		if (span_trim(line).n == 0) {
			lines_end(out, ROLE_PANEL, 0);
		} else {
			lines_wrapped(line, margin, cols, end - out->n, ROLE_PANEL, out);
		}
	}
	if (out->n < end) {
		put_about(note, margin, cols, out);
	}
}

int compose_note_panel(struct session *session, struct frame *frame, struct rect at,
	uint32_t margin)
{
	const struct notes *notes = &session->dossier->notes;
	const struct view *view = state_view(session);
	uint32_t off = noting_place(session, view), found[SHOWN_MOST], n = 0;
	uint32_t from, rows = at.rows > 0 ? (uint32_t)at.rows : 0;

	for (uint32_t i = notes_from(notes, view->id, off);
		notes_goes(notes, i, view->id, off + 1) && n < SHOWN_MOST; i++) {
		if (range_has(notes->items[i].at, off)) {
			found[n++] = i;
		}
	}
	frame_area(frame, at);
	from = frame->lines.n;
	while (n > 0 && frame->lines.n - from < rows) {
		put_note(session, &notes->items[found[--n]], margin, (uint32_t)at.cols,
			rows - (frame->lines.n - from), &frame->lines);
	}
	frame->areas[frame->nareas - 1].at.rows = (int)(frame->lines.n - from);
	return (int)(frame->lines.n - from);
}

/* "─ note on ¶14 “of Kunashir and…” ─────── yellow ─" */
static void put_title(const struct editor *editor, uint32_t cols, struct lines *out)
{
	const char *word = note_colour_word(editor->colour);
	struct span colour = word[0] == '\0' ? SPAN("no colour") : span_of(word);
	uint32_t tail = (uint32_t)colour.n + 6, room = cols > tail + 6 ? cols - tail - 6 : 0;
	bool quotes = span_find(buf_span(&editor->title), SPAN("“"), 0) < editor->title.n;

	lines_add(out, SPAN("─ "), ROLE_RULE, 0);
	if (room > 1) {
		lines_cut(out, buf_span(&editor->title), room - 1, ROLE_TITLE, STYLE_BOLD);
		lines_add(out, quotes ? SPAN("”") : SPAN(""), ROLE_TITLE, STYLE_BOLD);
		lines_add(out, SPAN(" "), ROLE_RULE, 0);
	}
	lines_fill(out, SPAN("─"), 0, ROLE_RULE);
	if (room > 1) {
		lines_add_flagged(out, SPAN(" "), ROLE_RULE, 0, PIECE_RIGHT);
		lines_add_flagged(out, colour, word[0] == '\0' ? ROLE_TITLE_DIM
			: colour_role(editor->colour), 0, PIECE_RIGHT);
		lines_add_flagged(out, SPAN(" ─"), ROLE_RULE, 0, PIECE_RIGHT);
	}
	lines_end(out, ROLE_PANEL, 0);
}

void compose_note_editor(struct session *session, struct frame *frame)
{
	struct editor *editor = &session->noting.editor;
	struct rect at = session->screen.note, inner;
	uint32_t rows, cols = (uint32_t)(at.cols > 2 ? at.cols - 2 : at.cols);

	if (!editor->open || at.rows <= 0) {
		return;
	}
	if (at.rows >= TITLE_FROM) {
		struct rect title = at;

		title.rows = 1;
		frame_area(frame, title);
		put_title(editor, (uint32_t)at.cols, &frame->lines);
		at.row++;
		at.rows--;
	}
	inner = (struct rect){at.row, at.col + (at.cols > 2), at.rows, (int)cols};
	rows = (uint32_t)at.rows;
	if (at.rows + 1 < TAGS_FROM && editor->field == EDITOR_TAGS) {
		rows = 0;
	} else if (at.rows + 1 >= TAGS_FROM) {
		rows--;
	}
	frame_area(frame, (struct rect){inner.row, inner.col, (int)rows, inner.cols});
	if (rows > 0) {
		editor_put_text(editor, rows, &frame->lines);
	}
	inner.row += (int)rows;
	inner.rows -= (int)rows;
	frame_area(frame, inner);
	if (inner.rows > 0) {
		editor_put_tags(editor, cols, &frame->lines);
	}
}

/* Columns of "key text" with a blank on either side. */
static uint32_t key_cols(const char *key, const char *text)
{
	return (uint32_t)(visible_cols(span_of(key)) + visible_cols(span_of(text))) + 3;
}

void compose_note_keys(const struct editor *editor, uint32_t cols, struct lines *out)
{
	static const struct {
		const char *key, *text;
		bool note, tags; /* in which field */
	} keys[] = {{"Enter", "save", true, true}, {"^J", "new line", true, false},
		{"Tab", "tags", true, false}, {"Tab", "note", false, true},
		{"↓ ↑", "known tags", false, true}, {"^T", "colour", true, true},
		{"Esc", "leave", true, true}};

	const size_t last = COUNT_OF(keys) - 1; /* the way out is never left out for another one */
	uint32_t kept = key_cols(keys[last].key, keys[last].text);

	for (size_t i = 0; i <= last; i++) {
		uint32_t need = key_cols(keys[i].key, keys[i].text) + (i < last ? kept : 0);

		if ((editor->field == EDITOR_NOTE ? keys[i].note : keys[i].tags) &&
			lines_cols(out) + need <= cols) {
			lines_add(out, SPAN(" "), ROLE_STATUS, 0);
			lines_add(out, span_of(keys[i].key), ROLE_KEYS, 0);
			lines_add(out, SPAN(" "), ROLE_STATUS, 0);
			lines_add(out, span_of(keys[i].text), ROLE_STATUS, 0);
			lines_add(out, SPAN(" "), ROLE_STATUS, 0);
		}
	}
}

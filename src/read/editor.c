#include "read/editor.h"

#include "base/utf8.h"
#include "read/edit.h"

#define CONTROL(letter) ((uint32_t)(letter) - '@')
#define NO_GOAL UINT32_MAX

#define TAGS_LABEL "tags: "

void editor_open(struct editor *editor, struct span title, struct span text, struct span tags,
	enum note_colour colour, prompt_complete *complete, void *owner)
{
	editor->open = true;
	editor->field = EDITOR_NOTE;
	editor->colour = colour;
	editor->goal = NO_GOAL;
	editor->top = 0;
	buf_clear(&editor->title);
	buf_put(&editor->title, title);
	buf_clear(&editor->text);
	buf_put(&editor->text, text);
	editor->cursor = (uint32_t)editor->text.n;
	prompt_start(&editor->tags, TAGS_LABEL, tags, NULL, complete, owner);
}

void editor_close(struct editor *editor)
{
	editor->open = false;
	editor->tags.open = false;
}

void editor_size(struct editor *editor, uint32_t cols)
{
	editor->cols = cols == 0 ? 1 : cols;
}

struct span editor_text(const struct editor *editor)
{
	return editor->text.n == 0 ? SPAN("") : buf_span(&editor->text);
}

struct span editor_tags(const struct editor *editor)
{
	return editor->tags.text.n == 0 ? SPAN("") : buf_span(&editor->tags.text);
}

/* One row: bytes [start, end) are drawn, the next row begins at next. */
struct row_at {
	uint32_t start, end, next;
	bool last; /* the text ends here */
};

/* End of the cluster at off and the columns that it takes. */
static size_t cluster(struct span text, size_t off, uint32_t *cols)
{
	size_t end = off + 1;
	bool plain = (unsigned char)text.p[off] < 0x80 &&
		(end == text.n || (unsigned char)text.p[end] < 0x80);

	*cols = 1;
	if (!plain) {
		end = edit_cluster_end(text, off);
		*cols = lines_text_cols((struct span){text.p + off, end - off});
	}
	return end;
}

/*
 * The row that begins at start: up to a line end, or filled up to the last blank that fits. One
 * column is left for a cursor at its end.
 */
static struct row_at row_from(struct span text, uint32_t start, uint32_t cols)
{
	uint32_t most = cols > 1 ? cols - 1 : 1, used = 0, blank = 0, width;
	size_t off = start;

	while (off < text.n && text.p[off] != '\n') {
		size_t end = cluster(text, off, &width);

		if (text.p[off] == ' ') {
			blank = (uint32_t)end;
		} else if (used + width > most && off > start) {
			off = blank > start ? blank : off;
			return (struct row_at){start, (uint32_t)off, (uint32_t)off, false};
		}
		used += width;
		off = end;
	}
	return (struct row_at){start, (uint32_t)off, (uint32_t)off + 1, off == text.n};
}

/* The row with this number, or the last one; *at is the number that it has. */
static struct row_at row_number(const struct editor *editor, uint32_t number, uint32_t *at)
{
	struct span text = editor_text(editor);
	struct row_at row = row_from(text, 0, editor->cols);

	*at = 0;
	while (*at < number && !row.last) {
		row = row_from(text, row.next, editor->cols);
		++*at;
	}
	return row;
}

/* The row that the cursor stands on. */
static struct row_at row_of_cursor(const struct editor *editor, uint32_t *at)
{
	struct span text = editor_text(editor);
	struct row_at row = row_from(text, 0, editor->cols);

	*at = 0;
	while (!row.last && row.next <= editor->cursor) {
		row = row_from(text, row.next, editor->cols);
		++*at;
	}
	return row;
}

uint32_t editor_rows(const struct editor *editor, uint32_t most)
{
	uint32_t at;

	row_number(editor, most, &at);
	return at + 1 < most ? at + 1 : most;
}

/* Puts the cursor on the row n above (n < 0) or below, at the goal or the end of that row. */
static void move_row(struct editor *editor, int n)
{
	struct span text = editor_text(editor);
	uint32_t number, used = 0, width, at;
	struct row_at row = row_of_cursor(editor, &number);
	uint32_t goal = editor->goal == NO_GOAL ? edit_cols(text, row.start, editor->cursor)
						: editor->goal;

	if (n < 0 ? number == 0 : row.last) {
		editor->cursor = n < 0 ? 0 : (uint32_t)text.n;
		return;
	}
	row = row_number(editor, n < 0 ? number - 1 : number + 1, &number);
	at = row.start;
	while (at < row.end) {
		uint32_t end = (uint32_t)cluster(text, at, &width);

		/* Behind the last blank of a wrapped row begins the next one. */
		if (used + width > goal || (end == row.end && row.next == row.end)) {
			break;
		}
		used += width;
		at = end;
	}
	editor->cursor = at;
	editor->goal = goal;
}

static void go_to_field(struct editor *editor, enum editor_field field)
{
	editor->field = field;
	editor->goal = NO_GOAL;
	if (field == EDITOR_TAGS) {
		/* What stands there is done; the next tag begins. */
		if (editor->tags.text.n > 0 && editor->tags.text.p[editor->tags.text.n - 1] != ' ') {
			editor->tags.cursor = (uint32_t)editor->tags.text.n;
			prompt_paste(&editor->tags, SPAN(" "));
		}
		prompt_eager(&editor->tags);
	}
}

static void type_in_text(struct editor *editor, uint32_t key)
{
	switch (key) {
	case DKEY_UP:
	case CONTROL('P'):
		move_row(editor, -1);
		return;
	case DKEY_DOWN:
	case CONTROL('N'):
		move_row(editor, 1);
		return;
	default:
		break;
	}
	editor->goal = NO_GOAL;
	if (key == CONTROL('J') || key == (DKEY_ALT | DKEY_ENTER)) {
		edit_splice(EDIT_TEXT, &editor->text, &editor->cursor, editor->cursor,
			editor->cursor, SPAN("\n"));
	} else if (!edit_move(editor_text(editor), &editor->cursor, key)) {
		edit_key(EDIT_TEXT, &editor->text, &editor->cursor, &editor->killed, key);
	}
}

static void type_in_tags(struct editor *editor, uint32_t key)
{
	bool leaves = editor->tags.text.n == 0 &&
		(key == DKEY_BACKSPACE || key == CONTROL('H'));

	if (leaves) {
		go_to_field(editor, EDITOR_NOTE);
	} else if (key != CONTROL('J') && key != (DKEY_ALT | DKEY_ENTER)) {
		prompt_key(&editor->tags, key);
	}
}

enum editor_result editor_key(struct editor *editor, uint32_t key)
{
	switch (key) {
	case DKEY_ENTER:
		return EDITOR_SAVE;
	case DKEY_ESC:
	case CONTROL('C'):
	case CONTROL('G'):
		return EDITOR_LEAVE;
	case CONTROL('O'):
		return EDITOR_WRITE;
	case DKEY_TAB:
	case DKEY_BACK_TAB:
		go_to_field(editor, editor->field == EDITOR_NOTE ? EDITOR_TAGS : EDITOR_NOTE);
		break;
	case CONTROL('T'):
		editor->colour = (enum note_colour)((editor->colour + 1) % NOTE_COLOURS);
		break;
	default:
		if (editor->field == EDITOR_NOTE) {
			type_in_text(editor, key);
		} else {
			type_in_tags(editor, key);
		}
	}
	return EDITOR_GOES_ON;
}

void editor_paste(struct editor *editor, struct span text)
{
	if (editor->field == EDITOR_TAGS) {
		prompt_paste(&editor->tags, text);
	} else {
		editor->goal = NO_GOAL;
		edit_paste(EDIT_TEXT, &editor->text, &editor->cursor, text);
	}
}

static void add_part(struct lines *out, struct span text, uint32_t from, uint32_t to, unsigned flags)
{
	if (from < to) {
		lines_add_flagged(out, (struct span){text.p + from, to - from}, ROLE_PROMPT, 0, flags);
	}
}

/* One row, with the cursor where it stands on it. */
static void put_row(const struct editor *editor, struct row_at row, bool cursor, struct lines *out)
{
	struct span text = editor_text(editor);
	uint32_t at = editor->cursor, end;

	if (!cursor || editor->field != EDITOR_NOTE) {
		add_part(out, text, row.start, row.end, 0);
	} else {
		add_part(out, text, row.start, at, 0);
		end = at < row.end ? (uint32_t)edit_cluster_end(text, at) : at;
		add_part(out, text, at, end, PIECE_CURSOR);
		if (at == end) {
			lines_add_flagged(out, SPAN(" "), ROLE_PROMPT, 0, PIECE_CURSOR);
		}
		add_part(out, text, end, row.end, 0);
	}
	lines_end(out, ROLE_PROMPT, 0);
}

void editor_put_text(struct editor *editor, uint32_t rows, struct lines *out)
{
	uint32_t cursor_at, at, all = editor_rows(editor, editor->top + rows);
	struct row_at row;

	row_of_cursor(editor, &cursor_at);
	if (editor->top + rows > all) {
		editor->top = all > rows ? all - rows : 0;
	}
	if (cursor_at < editor->top) {
		editor->top = cursor_at;
	}
	if (rows > 0 && cursor_at >= editor->top + rows) {
		editor->top = cursor_at - rows + 1;
	}
	row = row_number(editor, editor->top, &at);
	editor->top = at;
	for (uint32_t i = 0; i < rows; i++) {
		put_row(editor, row, at == cursor_at, out);
		if (row.last) {
			break;
		}
		row = row_from(editor_text(editor), row.next, editor->cols);
		at++;
	}
}

void editor_put_tags(const struct editor *editor, uint32_t cols, struct lines *out)
{
	if (editor->field == EDITOR_TAGS) {
		prompt_line(&editor->tags, cols, out);
		return;
	}
	lines_cut(out, SPAN(TAGS_LABEL), cols, ROLE_PROMPT, STYLE_BOLD);
	if (lines_cols(out) < cols) {
		lines_cut(out, editor_tags(editor), cols - lines_cols(out), ROLE_PROMPT, 0);
	}
	lines_end(out, ROLE_PROMPT, 0);
}

void editor_finish(struct editor *editor)
{
	buf_finish(&editor->title);
	buf_finish(&editor->text);
	buf_finish(&editor->killed);
	prompt_finish(&editor->tags);
	*editor = (struct editor){0};
}

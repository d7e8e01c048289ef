#include "read/prompt.h"

#include "base/utf8.h"
#include "read/edit.h"

#include <assert.h>
#include <stdlib.h>

enum { CANDIDATES_MOST = 200, HISTORY_MOST = 500 };

#define CONTROL(letter) ((uint32_t)(letter) - '@')
#define NO_CHOICE UINT32_MAX

/* The text, never NULL. */
static struct span text_of(const struct prompt *prompt)
{
	return prompt->text.n == 0 ? SPAN("") : buf_span(&prompt->text);
}

/* Replaces bytes [from, cursor) of the text. */
static void replace(struct prompt *prompt, uint32_t from, struct span with)
{
	edit_splice(EDIT_LINE, &prompt->text, &prompt->cursor, from, prompt->cursor, with);
}

/* Replaces everything. */
static void set_text(struct prompt *prompt, struct span with)
{
	edit_splice(EDIT_LINE, &prompt->text, &prompt->cursor, 0, prompt->text.n, with);
}

static void candidates_clear(struct candidates *candidates)
{
	candidates->n = 0;
	candidates->from = 0;
	candidates->failed = false;
	arena_finish(&candidates->arena);
}

/* Asks the owner what the text before the cursor could become. */
static void list_candidates(struct prompt *prompt)
{
	candidates_clear(&prompt->candidates);
	prompt->choice = NO_CHOICE;
	if (prompt->complete != NULL) {
		struct span before = {text_of(prompt).p, prompt->cursor};
		prompt->complete(prompt->owner, before, &prompt->candidates);
		assert(prompt->candidates.from <= prompt->cursor);
	}
}

/* Whether the text is an entry of the history. */
static bool in_history(const struct prompt *prompt)
{
	return prompt->history != NULL && prompt->history_at < prompt->history->n;
}

/* What stands there counts as typed from now on: history and completion begin anew. */
static void settle(struct prompt *prompt)
{
	prompt->history_at = prompt->history == NULL ? 0 : prompt->history->n;
	candidates_clear(&prompt->candidates);
	prompt->choice = NO_CHOICE;
}

/* Keeps what stands there, so that stepping through other texts can come back to it. */
static void keep_typed(struct prompt *prompt)
{
	buf_clear(&prompt->typed);
	buf_put(&prompt->typed, buf_span(&prompt->text));
	prompt->typed_cursor = prompt->typed.failed ? 0 : prompt->cursor;
}

static void restore_typed(struct prompt *prompt)
{
	set_text(prompt, buf_span(&prompt->typed));
	prompt->cursor = prompt->typed_cursor;
}

void prompt_start(struct prompt *prompt, const char *label, struct span text,
	struct prompt_history *history, prompt_complete *complete, void *owner)
{
	prompt->open = true;
	prompt->label = label;
	prompt->history = history;
	prompt->complete = complete;
	prompt->owner = owner;
	prompt->live = false;
	prompt->eager = false;
	buf_clear(&prompt->text);
	set_text(prompt, text);
	settle(prompt);
	prompt->proposed = false;
}

void prompt_propose(struct prompt *prompt)
{
	prompt->proposed = prompt->text.n > 0;
}

/* What is typed now stands in place of a proposal; the proposal is one no longer. */
static void drop_proposal(struct prompt *prompt)
{
	if (prompt->proposed) {
		set_text(prompt, SPAN(""));
		prompt->proposed = false;
	}
}

/* Whether the key inserts a character. */
static bool is_character(uint32_t key)
{
	return key >= ' ' && key < DKEY_NAMED && key != DKEY_BACKSPACE;
}

void prompt_eager(struct prompt *prompt)
{
	prompt->eager = true;
	list_candidates(prompt);
}

/*
 * Number of the next entry in this direction that begins like what was typed; history->n: none.
 */
static uint32_t find_history(const struct prompt *prompt, bool back)
{
	const struct prompt_history *history = prompt->history;
	struct span typed = buf_span(&prompt->typed);
	struct span prefix = {typed.p, prompt->typed_cursor};
	uint32_t at = prompt->history_at;
	while (back ? at > 0 : at + 1 < history->n) {
		at = back ? at - 1 : at + 1;
		struct span entry = span_of(history->items[at]);
		if (span_starts(entry, prefix) && !span_eq(entry, typed)) {
			return at;
		}
	}
	return history->n;
}

/* Shows an older or newer entry, or behind the newest what was typed. */
static void step_history(struct prompt *prompt, bool back)
{
	if (prompt->history == NULL) {
		return;
	}
	if (!in_history(prompt)) {
		settle(prompt);
		keep_typed(prompt);
	}
	uint32_t at = find_history(prompt, back);
	if (at < prompt->history->n) {
		set_text(prompt, span_of(prompt->history->items[at]));
		prompt->history_at = at;
	} else if (!back) {
		restore_typed(prompt);
		prompt->history_at = at;
	}
}

/* Bytes that all candidates begin with; there is at least one. */
static struct span common_start(const struct candidates *candidates)
{
	struct span common = candidates->items[0].text;
	for (uint32_t i = 1; i < candidates->n; i++) {
		struct span other = candidates->items[i].text;
		size_t n = 0;
		while (n < common.n && n < other.n && common.p[n] == other.p[n]) {
			n++;
		}
		common.n = n;
	}
	if (candidates->n > 1) {
		common.n = utf8_valid_prefix(common);
	}
	return common;
}

/* First Tab: lists the candidates; takes the only one, or what all of them begin with. */
static void begin_completion(struct prompt *prompt)
{
	settle(prompt);
	list_candidates(prompt);
	const struct candidates *candidates = &prompt->candidates;
	if (candidates->n == 0) {
		return;
	}
	struct range at = {candidates->from, prompt->cursor};
	struct span typed = span_in(text_of(prompt), at);
	struct span common = common_start(candidates);
	if (candidates->n == 1 || (common.n > typed.n && span_starts(common, typed))) {
		replace(prompt, candidates->from, common);
	}
	if (candidates->n == 1) {
		settle(prompt);
	}
}

/* Tab: goes to the next or previous candidate, and over what was typed round to the first. */
static void step_completion(struct prompt *prompt, bool back)
{
	uint32_t n = prompt->candidates.n;
	if (n == 0) {
		begin_completion(prompt);
		return;
	}
	if (prompt->choice == NO_CHOICE) {
		keep_typed(prompt);
		prompt->choice = back ? n - 1 : 0;
	} else if (prompt->choice == (back ? 0 : n - 1)) {
		prompt->choice = NO_CHOICE;
	} else {
		prompt->choice += back ? UINT32_MAX : 1;
	}
	restore_typed(prompt);
	if (prompt->choice != NO_CHOICE) {
		replace(prompt, prompt->candidates.from,
			prompt->candidates.items[prompt->choice].text);
	}
}

static enum prompt_result prompt_end(struct prompt *prompt, enum prompt_result result)
{
	prompt->open = false;
	candidates_clear(&prompt->candidates);
	if (result == PROMPT_DONE && prompt->history != NULL && prompt->text.n > 0) {
		prompt_history_add(prompt->history, buf_span(&prompt->text));
	}
	return result;
}

/* Any key but those that step through something or end it. */
static enum prompt_result change(struct prompt *prompt, uint32_t key)
{
	if (prompt->text.n == 0 && key == DKEY_BACKSPACE) {
		return prompt_end(prompt, PROMPT_CANCELLED);
	}
	settle(prompt);
	if (is_character(key)) {
		drop_proposal(prompt);
	}
	prompt->proposed = false;
	if (!edit_move(buf_span(&prompt->text), &prompt->cursor, key)) {
		edit_key(EDIT_LINE, &prompt->text, &prompt->cursor, &prompt->killed, key);
	}
	if (prompt->eager) {
		list_candidates(prompt);
	}
	return PROMPT_OPEN;
}

enum prompt_result prompt_key(struct prompt *prompt, uint32_t key)
{
	bool listed = prompt->eager && prompt->candidates.n > 0;
	switch (key) {
	case DKEY_ENTER:
	case CONTROL('J'):
		return prompt_end(prompt, PROMPT_DONE);
	case DKEY_ESC:
	case CONTROL('C'):
	case CONTROL('G'):
		return prompt_end(prompt, PROMPT_CANCELLED);
	case DKEY_TAB:
	case DKEY_BACK_TAB:
		prompt->proposed = false;
		step_completion(prompt, key == DKEY_BACK_TAB);
		return PROMPT_OPEN;
	case DKEY_UP:
	case DKEY_DOWN:
		prompt->proposed = false;
		if (listed) {
			step_completion(prompt, key == DKEY_UP);
		} else {
			step_history(prompt, key == DKEY_UP);
		}
		return PROMPT_OPEN;
	case CONTROL('P'):
	case CONTROL('N'):
		prompt->proposed = false;
		step_history(prompt, key == CONTROL('P'));
		return PROMPT_OPEN;
	default:
		return change(prompt, key);
	}
}

void prompt_paste(struct prompt *prompt, struct span text)
{
	settle(prompt);
	drop_proposal(prompt);
	edit_paste(EDIT_LINE, &prompt->text, &prompt->cursor, text);
	if (prompt->eager) {
		list_candidates(prompt);
	}
}

/* Adds a part of the text to the line. */
static void add_part(struct lines *out, struct span part, unsigned style, unsigned flags)
{
	if (part.n > 0) {
		lines_add_flagged(out, part, ROLE_PROMPT, style, flags);
	}
}

/* Adds the visible part of the text, with the cursor on a cluster or behind the last one. */
static void add_window(struct lines *out, struct span text, const struct edit_window *at,
	uint32_t cols, unsigned style)
{
	add_part(out, (struct span){text.p + at->from, at->cursor - at->from}, style, 0);
	struct span cursor = {text.p + at->cursor, at->cursor_end - at->cursor};
	if (cursor.n == 0 || lines_text_cols(cursor) > cols) {
		lines_add_flagged(out, SPAN(" "), ROLE_PROMPT, 0, PIECE_CURSOR);
	} else {
		add_part(out, cursor, style, PIECE_CURSOR);
	}
	add_part(out, (struct span){text.p + at->cursor_end, at->to - at->cursor_end}, style, 0);
}

void prompt_line(const struct prompt *prompt, uint32_t cols, struct lines *out)
{
	/* Below this a label or a sign would take the room from what is typed. */
	enum { SIGNS_FROM = 8, NOTE_FROM = 24 };
	struct span text = text_of(prompt);
	struct span label = span_of(prompt->label);
	uint32_t label_cols = lines_text_cols(label), note_cols = lines_text_cols(prompt->note) + 2;
	bool note = prompt->note.n > 0 && label_cols + note_cols + NOTE_FROM <= cols;
	cols -= note ? note_cols : 0;
	if (label_cols + SIGNS_FROM <= cols) {
		lines_add(out, label, ROLE_PROMPT, STYLE_BOLD);
		cols -= label_cols;
	}
	bool signs = lines_text_cols(text) + 1 > cols && cols >= SIGNS_FROM;
	if (signs) {
		cols -= 2;
	}
	struct edit_window window = edit_window(text, prompt->cursor, cols);
	if (signs && window.from > 0) {
		lines_add(out, SPAN("<"), ROLE_PROMPT, STYLE_DIM);
	}
	if (cols > 0) {
		add_window(out, text, &window, cols, prompt->proposed ? STYLE_REVERSE : 0);
	}
	if (signs && window.to < text.n) {
		lines_add(out, SPAN(">"), ROLE_PROMPT, STYLE_DIM);
	}
	if (note) {
		lines_add_flagged(out, prompt->note, ROLE_PROMPT, STYLE_DIM, PIECE_RIGHT);
		lines_add(out, SPAN(" "), ROLE_PROMPT, 0);
	}
	lines_end(out, ROLE_PROMPT, 0);
}

/* The first candidate to show so that the choice is among `rows` of them. */
static uint32_t first_shown(const struct prompt *prompt, uint32_t rows)
{
	uint32_t n = prompt->candidates.n;
	if (prompt->choice == NO_CHOICE || n <= rows || prompt->choice < rows / 2) {
		return 0;
	}
	uint32_t first = prompt->choice - rows / 2;
	return first > n - rows ? n - rows : first;
}

/* One candidate with its note in a column of its own, both cut where there is no room. */
static void add_candidate(struct lines *out, const struct candidate *candidate, uint32_t widest,
	uint32_t cols, bool chosen)
{
	unsigned role = chosen ? ROLE_CHOICE : ROLE_PANEL;
	uint32_t width = lines_text_cols(candidate->text);
	uint32_t gap = width < widest ? widest - width + 2 : 2;
	lines_add(out, SPAN(" "), role, 0);
	lines_cut(out, candidate->text, cols > 2 ? cols - 2 : 1, role, 0);
	if (candidate->note.n > 0 && lines_cols(out) + gap + 2 < cols) {
		lines_blanks(out, gap, role);
		lines_cut(out, candidate->note, cols - lines_cols(out) - 1,
			chosen ? ROLE_CHOICE : ROLE_PANEL_DIM, 0);
	}
	lines_end(out, role, 0);
}

void prompt_candidates(const struct prompt *prompt, uint32_t rows, uint32_t cols,
	struct lines *out)
{
	const struct candidates *candidates = &prompt->candidates;
	uint32_t first = first_shown(prompt, rows);
	uint32_t end = candidates->n - first > rows ? first + rows : candidates->n;
	uint32_t widest = 0;
	for (uint32_t i = first; i < end; i++) {
		uint32_t width = lines_text_cols(candidates->items[i].text);
		widest = width > widest ? width : widest;
	}
	widest = widest > cols / 2 ? cols / 2 : widest;
	for (uint32_t i = first; i < end; i++) {
		add_candidate(out, &candidates->items[i], widest, cols, i == prompt->choice);
	}
}

void candidates_add(struct candidates *candidates, struct span text, struct span note)
{
	struct candidate made;
	if (candidates->n == CANDIDATES_MOST) {
		return;
	}
	if (!arena_copy(&candidates->arena, text, &made.text) ||
		!arena_copy(&candidates->arena, note, &made.note) ||
		!array_reserve(&candidates->items, &candidates->cap, candidates->n + 1,
			sizeof(*candidates->items))) {
		candidates->failed = true;
		return;
	}
	candidates->items[candidates->n++] = made;
}

/* Takes the entry out of the list and returns it. */
static char *history_take(struct prompt_history *history, uint32_t at)
{
	char *item = history->items[at];
	memmove(history->items + at, history->items + at + 1,
		(history->n - at - 1) * sizeof(*history->items));
	history->n--;
	return item;
}

/* The entry with this text taken out of the list, or a new copy of the text, or NULL. */
static char *history_item(struct prompt_history *history, struct span text)
{
	for (uint32_t i = 0; i < history->n; i++) {
		if (span_eq(span_of(history->items[i]), text)) {
			return history_take(history, i);
		}
	}
	return strndup(text.p, text.n);
}

void prompt_history_add(struct prompt_history *history, struct span text)
{
	if (text.n == 0 ||
		!array_reserve(&history->items, &history->cap, history->n + 1,
			sizeof(*history->items))) {
		return;
	}
	char *item = history_item(history, text);
	if (item == NULL) {
		return;
	}
	if (history->n == HISTORY_MOST) {
		free(history_take(history, 0));
	}
	history->items[history->n++] = item;
	history->added++;
}

void prompt_finish(struct prompt *prompt)
{
	buf_finish(&prompt->text);
	buf_finish(&prompt->killed);
	buf_finish(&prompt->typed);
	free(prompt->candidates.items);
	arena_finish(&prompt->candidates.arena);
	*prompt = (struct prompt){0};
}

void prompt_history_finish(struct prompt_history *history)
{
	for (uint32_t i = 0; i < history->n; i++) {
		free(history->items[i]);
	}
	free(history->items);
	*history = (struct prompt_history){0};
}

/* The prompt: history by what was typed, completion that steps back, one line in any width. */
#include "read/edit.h"
#include "read/prompt.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define CONTROL(letter) ((uint32_t)(letter) - '@')

static const char *const islands[] = {"Etorofu", "Etorofu Strait", "Kunashiri", "Kunashiri Channel",
	"Shikotan"};

/* Completes the word behind the last colon by the islands that begin with it. */
static void complete_islands(void *owner, struct span before, struct candidates *out)
{
	uint32_t *asked = owner;
	size_t from = before.n;
	(*asked)++;
	while (from > 0 && before.p[from - 1] != ':') {
		from--;
	}
	struct span word = {before.p + from, before.n - from};
	out->from = (uint32_t)from;
	for (size_t i = 0; i < COUNT_OF(islands); i++) {
		if (span_starts(span_of(islands[i]), word)) {
			candidates_add(out, span_of(islands[i]), SPAN("island"));
		}
	}
}

static void type(struct prompt *prompt, const char *text)
{
	for (; *text != '\0'; text++) {
		assert_int_equal(prompt_key(prompt, (unsigned char)*text), PROMPT_OPEN);
	}
}

/* Presses a key that leaves the prompt open and asserts the text, `|` at the cursor. */
static void press(struct prompt *prompt, uint32_t key, const char *picture)
{
	struct buf got = {0};
	assert_int_equal(prompt_key(prompt, key), PROMPT_OPEN);
	buf_add(&got, prompt->text.p, prompt->cursor);
	buf_putc(&got, '|');
	buf_add(&got, prompt->text.p + prompt->cursor, prompt->text.n - prompt->cursor);
	assert_string_equal(got.p, picture);
	buf_finish(&got);
}

static void add_all(struct prompt_history *history, const char *const *entries)
{
	for (; *entries != NULL; entries++) {
		prompt_history_add(history, span_of(*entries));
	}
}

static void a_proposal_gives_way_to_what_is_typed(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	struct prompt_history history = {0};
	prompt_history_add(&history, SPAN("Urup"));
	prompt_start(&prompt, ":", SPAN("Iturup"), NULL, NULL, NULL);
	prompt_propose(&prompt);
	press(&prompt, 'E', "E|");
	press(&prompt, 't', "Et|");
	prompt_start(&prompt, ":", SPAN("Iturup"), NULL, NULL, NULL);
	prompt_propose(&prompt);
	press(&prompt, DKEY_BACKSPACE, "Ituru|");
	press(&prompt, 'E', "IturuE|");
	prompt_start(&prompt, ":", SPAN("U"), &history, NULL, NULL);
	prompt_propose(&prompt);
	press(&prompt, DKEY_UP, "Urup|");
	press(&prompt, '!', "Urup!|");
	prompt_start(&prompt, ":", SPAN("Iturup"), NULL, NULL, NULL);
	prompt_propose(&prompt);
	prompt_paste(&prompt, SPAN("Etorofu"));
	assert_string_equal(prompt.text.p, "Etorofu");
	prompt_start(&prompt, ":", SPAN("Iturup"), NULL, NULL, NULL);
	prompt_propose(&prompt);
	assert_int_equal(prompt_key(&prompt, DKEY_ENTER), PROMPT_DONE);
	assert_string_equal(prompt.text.p, "Iturup");
	prompt_finish(&prompt);
	prompt_history_finish(&history);
}

#define HISTORY(...) ((const char *const[]){__VA_ARGS__, NULL})

static void enter_ends_and_escape_cancels(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	struct prompt_history history = {0};
	prompt_start(&prompt, ":", SPAN("go"), &history, NULL, NULL);
	type(&prompt, "al");
	assert_int_equal(prompt_key(&prompt, DKEY_ENTER), PROMPT_DONE);
	assert_false(prompt.open);
	assert_string_equal(prompt.text.p, "goal");
	assert_int_equal(history.n, 1);

	const uint32_t cancels[] = {DKEY_ESC, CONTROL('C'), CONTROL('G')};
	for (size_t i = 0; i < COUNT_OF(cancels); i++) {
		prompt_start(&prompt, ":", SPAN("x"), &history, NULL, NULL);
		assert_true(prompt.open);
		assert_int_equal(prompt_key(&prompt, cancels[i]), PROMPT_CANCELLED);
		assert_false(prompt.open);
	}
	prompt_start(&prompt, ":", SPAN("x"), &history, NULL, NULL);
	press(&prompt, DKEY_BACKSPACE, "|");
	assert_int_equal(prompt_key(&prompt, DKEY_BACKSPACE), PROMPT_CANCELLED);
	prompt_start(&prompt, ":", SPAN(""), &history, NULL, NULL);
	assert_int_equal(prompt_key(&prompt, DKEY_ENTER), PROMPT_DONE);
	assert_int_equal(history.n, 1); /* neither the cancelled nor the empty one is in it */
	prompt_finish(&prompt);
	prompt_history_finish(&history);
}

static void history_holds_each_entry_once(void **state)
{
	(void)state;
	struct prompt_history history = {0};
	add_all(&history, HISTORY("a", "b", "a", "a", "", "c", "b"));
	assert_int_equal(history.n, 3);
	assert_string_equal(history.items[0], "a");
	assert_string_equal(history.items[1], "c");
	assert_string_equal(history.items[2], "b");
	for (int i = 0; i < 700; i++) {
		char entry[16];
		snprintf(entry, sizeof(entry), "entry %d", i);
		prompt_history_add(&history, span_of(entry));
	}
	assert_int_equal(history.n, 500);
	assert_string_equal(history.items[0], "entry 200");
	assert_string_equal(history.items[499], "entry 699");
	prompt_history_finish(&history);
}

static void history_keeps_to_what_was_typed(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	struct prompt_history history = {0};
	add_all(&history, HISTORY("treaty of 1855", "set measure 60", "treaty of 1875", "talks"));
	prompt_start(&prompt, "/", SPAN(""), &history, NULL, NULL);
	press(&prompt, DKEY_UP, "talks|");
	press(&prompt, DKEY_UP, "treaty of 1875|");
	press(&prompt, DKEY_DOWN, "talks|");
	press(&prompt, DKEY_DOWN, "|");
	press(&prompt, DKEY_DOWN, "|");

	type(&prompt, "trx");
	press(&prompt, DKEY_LEFT, "tr|x");
	press(&prompt, CONTROL('P'), "treaty of 1875|");
	press(&prompt, DKEY_UP, "treaty of 1855|");
	press(&prompt, DKEY_UP, "treaty of 1855|");
	press(&prompt, CONTROL('N'), "treaty of 1875|");
	press(&prompt, DKEY_DOWN, "tr|x");

	/* What was found is edited, and is then what was typed. */
	press(&prompt, DKEY_UP, "treaty of 1875|");
	press(&prompt, DKEY_BACKSPACE, "treaty of 187|");
	press(&prompt, DKEY_UP, "treaty of 1875|");
	press(&prompt, DKEY_DOWN, "treaty of 187|");
	prompt_finish(&prompt);
	prompt_history_finish(&history);
}

static void history_passes_over_what_stands_there(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	struct prompt_history history = {0};
	add_all(&history, HISTORY("a1", "a"));
	prompt_start(&prompt, "/", SPAN("a"), &history, NULL, NULL);
	press(&prompt, DKEY_UP, "a1|");
	prompt_start(&prompt, "/", SPAN("a"), NULL, NULL, NULL); /* and there may be none */
	press(&prompt, DKEY_UP, "a|");
	prompt_finish(&prompt);
	prompt_history_finish(&history);
}

static void completion_lists_first_and_chooses_second(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	uint32_t asked = 0;
	prompt_start(&prompt, "find: ", SPAN("of:Ku"), NULL, complete_islands, &asked);
	assert_int_equal(asked, 0);
	press(&prompt, DKEY_TAB, "of:Kunashiri|"); /* what all begin with */
	assert_int_equal(prompt.candidates.n, 2);
	assert_int_equal(prompt.choice, UINT32_MAX);
	press(&prompt, DKEY_TAB, "of:Kunashiri|"); /* the first, which is no longer */
	assert_int_equal(prompt.choice, 0);
	press(&prompt, DKEY_TAB, "of:Kunashiri Channel|");
	press(&prompt, DKEY_TAB, "of:Kunashiri|"); /* what was typed */
	assert_int_equal(prompt.choice, UINT32_MAX);
	press(&prompt, DKEY_BACK_TAB, "of:Kunashiri Channel|");
	assert_int_equal(asked, 1);
	press(&prompt, '!', "of:Kunashiri Channel!|");
	assert_int_equal(prompt.candidates.n, 0);
	prompt_finish(&prompt);
}

static void completion_of_one_is_taken_at_once(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	uint32_t asked = 0;
	prompt_start(&prompt, "find: ", SPAN("S rest"), NULL, complete_islands, &asked);
	prompt_key(&prompt, DKEY_HOME);
	press(&prompt, DKEY_RIGHT, "S| rest");
	press(&prompt, DKEY_TAB, "Shikotan| rest");
	assert_int_equal(prompt.candidates.n, 0);
	press(&prompt, 'x', "Shikotanx| rest");
	press(&prompt, DKEY_TAB, "Shikotanx| rest"); /* nothing begins so */
	assert_int_equal(asked, 2);
	prompt_finish(&prompt);
}

static void an_eager_prompt_lists_at_every_change(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	struct prompt_history history = {0};
	uint32_t asked = 0;
	add_all(&history, HISTORY("Urup"));
	prompt_start(&prompt, "find: ", SPAN(""), &history, complete_islands, &asked);
	prompt_eager(&prompt);
	assert_int_equal(prompt.candidates.n, 5);
	type(&prompt, "E");
	assert_int_equal(prompt.candidates.n, 2);
	press(&prompt, DKEY_DOWN, "Etorofu|");
	press(&prompt, DKEY_DOWN, "Etorofu Strait|");
	press(&prompt, DKEY_UP, "Etorofu|");
	press(&prompt, DKEY_UP, "E|");
	press(&prompt, DKEY_BACKSPACE, "|");
	assert_int_equal(prompt.candidates.n, 5);
	press(&prompt, CONTROL('P'), "Urup|");
	prompt_paste(&prompt, SPAN(":Sh"));
	assert_int_equal(prompt.candidates.n, 1);
	press(&prompt, DKEY_TAB, "Urup:Shikotan|");
	prompt_finish(&prompt);
	prompt_history_finish(&history);
}

static void candidates_have_bounds(void **state)
{
	(void)state;
	struct candidates candidates = {0};
	for (int i = 0; i < 300; i++) {
		candidates_add(&candidates, SPAN("x"), SPAN(""));
	}
	assert_int_equal(candidates.n, 200);
	assert_false(candidates.failed);
	arena_finish(&candidates.arena);
	candidates.arena.limit = 8;
	candidates.n = 0;
	candidates_add(&candidates, SPAN("longer than the limit"), SPAN(""));
	assert_int_equal(candidates.n, 0);
	assert_true(candidates.failed);
	arena_finish(&candidates.arena);
	free(candidates.items);
}

/* The only line of out as text, cursor's piece in ‹›. */
static void put_line(const struct lines *lines, struct buf *out)
{
	for (uint32_t i = 0; i < lines->npieces; i++) {
		bool cursor = (lines->pieces[i].flags & PIECE_CURSOR) != 0;
		buf_puts(out, cursor ? "[" : "");
		buf_put(out, lines->pieces[i].text);
		buf_puts(out, cursor ? "]" : "");
	}
}

static void assert_shown(const struct prompt *prompt, uint32_t cols, const char *expected)
{
	struct lines lines = {0};
	struct buf got = {0};
	prompt_line(prompt, cols, &lines);
	assert_int_equal(lines.n, 1);
	put_line(&lines, &got);
	assert_string_equal(got.p, expected);
	buf_finish(&got);
	lines_finish(&lines);
}

static void the_line_scrolls_within_its_columns(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	prompt_start(&prompt, "/", SPAN("0123456789abcdefghij"), NULL, NULL, NULL);
	assert_shown(&prompt, 22, "/0123456789abcdefghij[ ]");
	assert_shown(&prompt, 21, "/<9abcdefghij[ ]");
	assert_shown(&prompt, 13, "/<fghij[ ]");
	prompt_key(&prompt, DKEY_HOME);
	assert_shown(&prompt, 13, "/[0]123456789>");
	for (int i = 0; i < 12; i++) {
		prompt_key(&prompt, DKEY_RIGHT);
	}
	assert_shown(&prompt, 13, "/<56789ab[c]de>");
	assert_shown(&prompt, 4, "ab[c]d");
	assert_shown(&prompt, 1, "[c]");
	prompt_finish(&prompt);
}

static void every_width_holds_the_cursor(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	prompt_start(&prompt, "search: ", SPAN("択捉島 e\xCC\x81 \xFF Итуруп"), NULL, NULL, NULL);
	for (bool more = true; more; more = prompt.cursor > 0, prompt_key(&prompt, DKEY_LEFT)) {
		for (uint32_t cols = 1; cols < 40; cols++) {
			struct lines lines = {0};
			uint32_t used = 0, cursors = 0;
			prompt_line(&prompt, cols, &lines);
			for (uint32_t i = 0; i < lines.npieces; i++) {
				used += lines.pieces[i].cols;
				cursors += (lines.pieces[i].flags & PIECE_CURSOR) != 0 ? 1 : 0;
			}
			assert_int_equal(cursors, 1);
			assert_true(used <= cols);
			lines_finish(&lines);
		}
	}
	prompt_finish(&prompt);
}

static void the_list_keeps_the_choice_in_sight(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	uint32_t asked = 0;
	prompt_start(&prompt, "find: ", SPAN(""), NULL, complete_islands, &asked);
	prompt_key(&prompt, DKEY_TAB);
	for (uint32_t key = 0; key < 6; key++) {
		for (uint32_t rows = 1; rows < 8; rows++) {
			struct lines lines = {0};
			uint32_t chosen = 0;
			prompt_candidates(&prompt, rows, 40, &lines);
			assert_int_equal(lines.n, rows < 5 ? rows : 5);
			for (uint32_t i = 0; i < lines.n; i++) {
				chosen += lines.items[i].role == ROLE_CHOICE ? 1 : 0;
			}
			assert_int_equal(chosen, prompt.choice == UINT32_MAX ? 0 : 1);
			lines_finish(&lines);
		}
		prompt_key(&prompt, DKEY_TAB);
	}
	prompt_finish(&prompt);
}

static void notes_stand_in_a_column(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	struct lines lines = {0};
	struct buf got = {0};
	uint32_t asked = 0;
	prompt_start(&prompt, "find: ", SPAN("Et"), NULL, complete_islands, &asked);
	prompt_key(&prompt, DKEY_TAB);
	prompt_candidates(&prompt, 5, 40, &lines);
	put_line(&lines, &got);
	assert_string_equal(got.p, " Etorofu         island Etorofu Strait  island");
	buf_finish(&got);
	lines_finish(&lines);
	prompt_finish(&prompt);
}

/* Any key that could come from a terminal, the special ones more often than others. */
static uint32_t any_key(void)
{
	static const uint32_t letters[] = {'E', 'K', ':', ' ', 'x', 0xE9, 0x301, 0x200D, 0x5CF6,
		0x1F468, 0x202E, 0xFE0F, 0x1100, 0x1161};
	switch (roll(4)) {
	case 0:
		return letters[roll(COUNT_OF(letters))];
	case 1:
		return DKEY_NAMED + roll(DKEY_AFTER_NAMED - DKEY_NAMED);
	case 2:
		return roll(0x21);
	default:
		return roll(8) == 0 ? DKEY_ALT | roll(0x80) : roll(0x3000);
	}
}

/* What must hold after every key. */
static void assert_sound(const struct prompt *prompt, uint32_t cols)
{
	struct span text = {prompt->text.n == 0 ? "" : prompt->text.p, prompt->text.n};
	struct lines lines = {0};
	size_t at = 0;
	uint32_t used = 0;
	assert_true(text.n <= EDIT_MOST);
	while (at < prompt->cursor) {
		at = edit_cluster_end(text, at);
	}
	assert_int_equal(at, prompt->cursor);
	prompt_line(prompt, cols, &lines);
	for (uint32_t i = 0; i < lines.npieces; i++) {
		used += lines.pieces[i].cols;
	}
	assert_true(lines.failed || used <= cols);
	prompt_candidates(prompt, 5, cols, &lines);
	lines_finish(&lines);
}

static void any_keys_leave_it_sound(void **state)
{
	(void)state;
	struct prompt prompt = {0};
	struct prompt_history history = {0};
	uint32_t asked = 0, opened = 0;
	for (uint32_t i = 0; i < 30000; i++) {
		if (!prompt.open) {
			prompt_start(&prompt,
				"find: ", roll(2) == 0 ? SPAN("") : SPAN("Ku\xFF\xCC"), &history,
				complete_islands, &asked);
			opened++;
			if (roll(2) == 0) {
				prompt_eager(&prompt);
			}
		}
		if (roll(200) == 0) {
			prompt_paste(&prompt, SPAN("e\xCC\x81\r\n\x1B[2J択捉島\xF0\x9F"));
		}
		prompt_key(&prompt, any_key());
		assert_sound(&prompt, 1 + roll(90));
	}
	assert_true(opened > 100 && asked > 100 && history.n > 10);
	prompt_finish(&prompt);
	prompt_history_finish(&history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_proposal_gives_way_to_what_is_typed),
		cmocka_unit_test(enter_ends_and_escape_cancels),
		cmocka_unit_test(history_holds_each_entry_once),
		cmocka_unit_test(history_keeps_to_what_was_typed),
		cmocka_unit_test(history_passes_over_what_stands_there),
		cmocka_unit_test(completion_lists_first_and_chooses_second),
		cmocka_unit_test(completion_of_one_is_taken_at_once),
		cmocka_unit_test(an_eager_prompt_lists_at_every_change),
		cmocka_unit_test(candidates_have_bounds),
		cmocka_unit_test(the_line_scrolls_within_its_columns),
		cmocka_unit_test(every_width_holds_the_cursor),
		cmocka_unit_test(the_list_keeps_the_choice_in_sight),
		cmocka_unit_test(notes_stand_in_a_column),
		cmocka_unit_test(any_keys_leave_it_sound),
	};
	return cmocka_run_group_tests_name("prompt", tests, set_locale, NULL);
}

/* Editing one line: whatever is typed, the cursor stands between two clusters. */
#include "read/edit.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define E_ACUTE "e\xCC\x81" /* two code points */
#define FAMILY "\U0001F468‍\U0001F469‍\U0001F467" /* one cluster of five */
#define CONTROL(letter) ((uint32_t)(letter) - '@')

struct line_edit {
	struct buf text, killed;
	uint32_t cursor;
};

/* A line with the cursor where `|` stands. */
static struct line_edit start(const char *picture)
{
	struct line_edit e = {0};
	const char *bar = strchr(picture, '|');
	assert_non_null(bar);
	buf_add(&e.text, picture, (size_t)(bar - picture));
	e.cursor = (uint32_t)e.text.n;
	buf_puts(&e.text, bar + 1);
	return e;
}

static void press(struct line_edit *e, uint32_t key)
{
	if (!edit_move(buf_span(&e->text), &e->cursor, key)) {
		edit_key(EDIT_LINE, &e->text, &e->cursor, &e->killed, key);
	}
}

/* Asserts what stands there, with `|` at the cursor. */
static void assert_line(const struct line_edit *e, const char *picture)
{
	struct buf got = {0};
	buf_add(&got, e->text.p, e->cursor);
	buf_putc(&got, '|');
	buf_add(&got, e->text.p + e->cursor, e->text.n - e->cursor);
	assert_string_equal(got.p, picture);
	buf_finish(&got);
}

static void finish(struct line_edit *e)
{
	buf_finish(&e->text);
	buf_finish(&e->killed);
}

/* Starts with `before`, presses keys up to a 0, asserts `after`. */
static void assert_keys(const char *before, const uint32_t *keys, const char *after)
{
	struct line_edit e = start(before);
	for (; *keys != 0; keys++) {
		press(&e, *keys);
	}
	assert_line(&e, after);
	finish(&e);
}

#define KEYS(...) ((const uint32_t[]){__VA_ARGS__, 0})

static void the_cursor_goes_by_clusters(void **state)
{
	(void)state;
	assert_keys("a" E_ACUTE "島" FAMILY "|", KEYS(DKEY_LEFT), "a" E_ACUTE "島|" FAMILY);
	assert_keys("a" E_ACUTE "島|" FAMILY, KEYS(CONTROL('B')), "a" E_ACUTE "|島" FAMILY);
	assert_keys("a" E_ACUTE "|島", KEYS(DKEY_LEFT, DKEY_LEFT, DKEY_LEFT), "|a" E_ACUTE "島");
	assert_keys("|a" E_ACUTE "島", KEYS(DKEY_RIGHT, CONTROL('F')), "a" E_ACUTE "|島");
	assert_keys("|" FAMILY "!", KEYS(DKEY_RIGHT), FAMILY "|!");
	assert_keys("ab|", KEYS(DKEY_RIGHT), "ab|");
	assert_keys("a|b", KEYS(DKEY_HOME), "|ab");
	assert_keys("a|b", KEYS(CONTROL('A'), CONTROL('E')), "ab|");
}

static void deleting_takes_whole_clusters(void **state)
{
	(void)state;
	assert_keys("a" E_ACUTE "|", KEYS(DKEY_BACKSPACE), "a|");
	assert_keys("|" FAMILY "b", KEYS(DKEY_DELETE), "|b");
	assert_keys("島" FAMILY "|", KEYS(CONTROL('H'), CONTROL('H')), "|");
	assert_keys("|a", KEYS(DKEY_BACKSPACE), "|a");
	assert_keys("a|", KEYS(CONTROL('D')), "a|");
}

static void typing_may_join_clusters(void **state)
{
	(void)state;
	assert_keys("|", KEYS('e', 0x301, 'n'), E_ACUTE "n|");
	/* A letter typed before a mark becomes its base: the cursor may not stand between them. */
	assert_keys("|\xCC\x81x", KEYS('e'), E_ACUTE "|x");
	assert_keys("|", KEYS(0x5CF6, 0x1F600), "島\U0001F600|");
}

static void what_is_no_character_is_not_taken(void **state)
{
	(void)state;
	assert_keys(
		"a|", KEYS(CONTROL('X'), 0x9B, 0xD800, DKEY_F5, DKEY_ALT | 'x', DKEY_INSERT), "a|");
}

static void words_are_cut_and_put_back(void **state)
{
	(void)state;
	assert_keys("the 1956  pact|", KEYS(CONTROL('W')), "the 1956  |");
	assert_keys("the 1956  |pact", KEYS(CONTROL('W')), "the |pact");
	assert_keys("the 1956  |pact", KEYS(CONTROL('W'), DKEY_END, CONTROL('Y')),
		"the pact1956  |");
	assert_keys("a|bc", KEYS(CONTROL('U'), CONTROL('E'), CONTROL('Y')), "bca|");
	assert_keys("a|bc", KEYS(CONTROL('K'), CONTROL('A'), CONTROL('Y')), "bc|a");
	/* Cutting nothing keeps what was cut before. */
	assert_keys("ab|", KEYS(CONTROL('U'), CONTROL('U'), CONTROL('W'), CONTROL('Y')), "ab|");
	assert_keys("joint declaration|", KEYS(DKEY_ALT | 'b'), "joint |declaration");
	assert_keys("|joint declaration", KEYS(DKEY_ALT | 'f'), "joint| declaration");
	assert_keys("joint declaration|", KEYS(DKEY_ALT | DKEY_BACKSPACE), "joint |");
}

static void pasted_text_is_one_harmless_line(void **state)
{
	(void)state;
	struct line_edit e = start("<|>");
	edit_paste(EDIT_LINE, &e.text, &e.cursor, SPAN("a\r\nb\tc\x1B[31m\x07\xFF" E_ACUTE "\r\n"));
	assert_line(&e, "<a b c[31m" E_ACUTE " |>");
	finish(&e);
}

static void too_much_is_not_taken(void **state)
{
	(void)state;
	static char big[EDIT_MOST + 10];
	memset(big, 'x', sizeof(big));
	struct line_edit e = start("|");
	edit_paste(EDIT_LINE, &e.text, &e.cursor, (struct span){big, EDIT_MOST - 1});
	edit_paste(EDIT_LINE, &e.text, &e.cursor, SPAN("é")); /* would be cut in the middle */
	assert_int_equal(e.text.n, EDIT_MOST - 1);
	press(&e, 0x5CF6);
	assert_int_equal(e.text.n, EDIT_MOST - 1);
	press(&e, 'y');
	assert_int_equal(e.text.n, EDIT_MOST);
	edit_splice(EDIT_LINE, &e.text, &e.cursor, 0, EDIT_MOST, (struct span){big, sizeof(big)});
	assert_int_equal(e.text.p[EDIT_MOST - 1], 'y');
	finish(&e);
}

static void broken_bytes_are_clusters(void **state)
{
	(void)state;
	assert_keys("a\xFF\xE5|", KEYS(DKEY_BACKSPACE, DKEY_LEFT), "a|\xFF");
	assert_keys("|\xFF" E_ACUTE, KEYS(DKEY_RIGHT, DKEY_RIGHT), "\xFF" E_ACUTE "|");
}

/* Columns of a window: what stands before the cursor, the cursor, what stands behind it. */
static uint32_t window_cols(struct span text, const struct edit_window *w)
{
	uint32_t before = lines_text_cols((struct span){text.p + w->from, w->cursor - w->from});
	uint32_t at = lines_text_cols((struct span){text.p + w->cursor, w->cursor_end - w->cursor});
	uint32_t behind =
		lines_text_cols((struct span){text.p + w->cursor_end, w->to - w->cursor_end});
	return before + (w->cursor == w->cursor_end ? 1 : at) + behind;
}

static void the_window_holds_the_cursor(void **state)
{
	(void)state;
	struct span text =
		SPAN("from 択捉島 to Urup, " E_ACUTE "t" E_ACUTE " " FAMILY " \x1B, and the rest");
	for (uint32_t cols = 2; cols < 60; cols++) {
		for (size_t cursor = 0;; cursor = edit_cluster_end(text, cursor)) {
			struct edit_window w = edit_window(text, (uint32_t)cursor, cols);
			assert_true(
				w.from <= cursor && cursor <= w.cursor_end && w.cursor_end <= w.to);
			bool alone = w.from == cursor && w.to == w.cursor_end;
			assert_true(alone || window_cols(text, &w) <= cols);
			if (cursor == text.n) {
				assert_int_equal(w.cursor_end, cursor);
				break;
			}
			assert_true(w.cursor_end > cursor);
		}
	}
}

static void the_window_moves_by_halves(void **state)
{
	(void)state;
	struct span text = SPAN("0123456789abcdefghij");
	assert_int_equal(edit_window(text, 9, 10).from, 0);
	assert_int_equal(edit_window(text, 10, 10).from, 5);
	assert_int_equal(edit_window(text, 14, 10).from, 5);
	assert_int_equal(edit_window(text, 15, 10).from, 10);
	assert_int_equal(edit_window(text, 0, 10).to, 10);
	assert_int_equal(edit_window(text, 20, 10).from, 15);
}

static void lines_have_ends_of_their_own(void **state)
{
	(void)state;
	struct line_edit e = start("one\ntw|o\nthree");
	press(&e, CONTROL('A'));
	assert_line(&e, "one\n|two\nthree");
	press(&e, CONTROL('E'));
	assert_line(&e, "one\ntwo|\nthree");
	edit_key(EDIT_TEXT, &e.text, &e.cursor, &e.killed, CONTROL('K'));
	assert_line(&e, "one\ntwo|three");
	edit_key(EDIT_TEXT, &e.text, &e.cursor, &e.killed, CONTROL('U'));
	assert_line(&e, "one\n|three");
	edit_key(EDIT_TEXT, &e.text, &e.cursor, &e.killed, CONTROL('U'));
	assert_line(&e, "one\n|three");
	edit_key(EDIT_TEXT, &e.text, &e.cursor, &e.killed, DKEY_BACKSPACE);
	assert_line(&e, "one|three");
	edit_paste(EDIT_TEXT, &e.text, &e.cursor, SPAN(",\r\n"));
	assert_line(&e, "one,\n|three");
	finish(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_cursor_goes_by_clusters),
		cmocka_unit_test(deleting_takes_whole_clusters),
		cmocka_unit_test(typing_may_join_clusters),
		cmocka_unit_test(what_is_no_character_is_not_taken),
		cmocka_unit_test(words_are_cut_and_put_back),
		cmocka_unit_test(pasted_text_is_one_harmless_line),
		cmocka_unit_test(too_much_is_not_taken),
		cmocka_unit_test(lines_have_ends_of_their_own),
		cmocka_unit_test(broken_bytes_are_clusters),
		cmocka_unit_test(the_window_holds_the_cursor),
		cmocka_unit_test(the_window_moves_by_halves),
	};
	return cmocka_run_group_tests_name("edit", tests, set_locale, NULL);
}

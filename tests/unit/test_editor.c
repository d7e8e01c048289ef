/* The note's editor: rows, fields, keys; what is typed is there whatever the width. */
#include "read/editor.h"

#include "read/edit.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define CONTROL(letter) ((uint32_t)(letter) - '@')

static struct editor editor;
static struct lines lines;
static struct buf got;

static int finish(void **state)
{
	(void)state;
	editor_finish(&editor);
	lines_finish(&lines);
	buf_finish(&got);
	return 0;
}

static void known_tags(void *owner, struct span before, struct candidates *out)
{
	(void)owner;
	out->from = (uint32_t)before.n;
	while (out->from > 0 && before.p[out->from - 1] != ' ') {
		out->from--;
	}
	struct span word = {before.p + out->from, before.n - out->from};
	if (span_starts(SPAN("islands"), word)) {
		candidates_add(out, SPAN("islands"), SPAN("3"));
	}
	if (span_starts(SPAN("treaty"), word)) {
		candidates_add(out, SPAN("treaty"), SPAN("1"));
	}
}

static void begin(const char *text, uint32_t cols)
{
	editor_open(&editor, SPAN("note"), span_of(text), SPAN(""), NOTE_PLAIN, known_tags, NULL);
	editor_size(&editor, cols);
}

static void type(const char *text)
{
	for (const char *p = text; *p != '\0'; p++) {
		assert_int_equal(editor_key(&editor, (unsigned char)*p), EDITOR_GOES_ON);
	}
}

/* The rows shown, one behind the other with `/` between, `|` at the cursor. */
static const char *rows(uint32_t most)
{
	lines_clear(&lines);
	buf_clear(&got);
	editor_put_text(&editor, most, &lines);
	for (uint32_t i = 0; i < lines.n; i++) {
		buf_puts(&got, i > 0 ? "/" : "");
		for (uint32_t k = 0; k < lines.items[i].npieces; k++) {
			const struct piece *piece = &lines.pieces[lines.items[i].piece + k];
			buf_puts(&got, piece->flags & PIECE_CURSOR ? "|" : "");
			buf_put(&got, piece->text);
		}
	}
	return got.p;
}

static void rows_are_wrapped_at_blanks(void **state)
{
	(void)state;
	begin("one two three four", 10);
	assert_string_equal(rows(9), "one two /three /four| ");
	assert_int_equal(editor_rows(&editor, 9), 3);
	assert_int_equal(editor_rows(&editor, 2), 2);
	editor_size(&editor, 30);
	assert_string_equal(rows(9), "one two three four| ");
	editor_size(&editor, 0);
	assert_string_equal(rows(2), "u/r| ");
	assert_int_equal(editor.cursor, 18);
}

static void a_long_word_is_cut_between_clusters(void **state)
{
	(void)state;
	begin("", 5);
	editor_paste(&editor, SPAN("択捉島国後島"));
	assert_string_equal(rows(9), "択捉/島国/後島| ");
	editor_key(&editor, DKEY_LEFT);
	assert_string_equal(rows(9), "択捉/島国/後|島");
	begin("e\xCC\x81" "e\xCC\x81" "e\xCC\x81", 3);
	assert_string_equal(rows(9), "e\xCC\x81" "e\xCC\x81/e\xCC\x81| ");
	editor_key(&editor, DKEY_BACKSPACE);
	assert_int_equal(editor_text(&editor).n, 6);
}

static void lines_are_made_and_joined(void **state)
{
	(void)state;
	begin("", 40);
	type("first");
	editor_key(&editor, CONTROL('J'));
	editor_key(&editor, DKEY_ALT | DKEY_ENTER);
	type("third");
	assert_string_equal(editor_text(&editor).p, "first\n\nthird");
	assert_string_equal(rows(9), "first//third| ");
	editor_key(&editor, CONTROL('A'));
	editor_key(&editor, DKEY_BACKSPACE);
	assert_string_equal(rows(9), "first/|third");
	editor_key(&editor, DKEY_UP);
	editor_key(&editor, CONTROL('E'));
	editor_key(&editor, CONTROL('K'));
	assert_string_equal(rows(9), "first|third");
	editor_key(&editor, CONTROL('U'));
	assert_string_equal(rows(9), "|third");
	editor_key(&editor, CONTROL('Y'));
	assert_string_equal(rows(9), "first|third");
}

static void up_and_down_go_by_rows_and_keep_the_column(void **state)
{
	(void)state;
	begin("abcdefgh\nxy\nABCDEFGH", 40);
	editor_key(&editor, DKEY_LEFT);
	editor_key(&editor, DKEY_LEFT);
	editor_key(&editor, DKEY_UP);
	assert_string_equal(rows(9), "abcdefgh/xy| /ABCDEFGH");
	editor_key(&editor, DKEY_UP);
	assert_string_equal(rows(9), "abcdef|gh/xy/ABCDEFGH");
	editor_key(&editor, CONTROL('N'));
	editor_key(&editor, CONTROL('N'));
	assert_string_equal(rows(9), "abcdefgh/xy/ABCDEF|GH");
	editor_key(&editor, DKEY_DOWN);
	assert_string_equal(rows(9), "abcdefgh/xy/ABCDEFGH| ");
	for (int i = 0; i < 3; i++) {
		editor_key(&editor, DKEY_UP);
	}
	assert_string_equal(rows(9), "|abcdefgh/xy/ABCDEFGH");
	begin("one two three four", 10); /* a row that goes on in the next one */
	editor_key(&editor, DKEY_UP);
	editor_key(&editor, DKEY_UP);
	assert_string_equal(rows(9), "one |two /three /four");
	editor_key(&editor, CONTROL('E'));
	assert_string_equal(rows(9), "one two /three /four| ");
}

static void the_rows_shown_hold_the_cursor(void **state)
{
	(void)state;
	begin("1\n2\n3\n4\n5", 40);
	assert_string_equal(rows(2), "4/5| ");
	editor_key(&editor, DKEY_UP);
	assert_string_equal(rows(2), "4| /5");
	editor_key(&editor, DKEY_UP);
	assert_string_equal(rows(2), "3| /4");
	assert_string_equal(rows(1), "3| ");
	assert_string_equal(rows(9), "1/2/3| /4/5");
}

static void pasted_text_keeps_its_line_ends_and_nothing_else(void **state)
{
	(void)state;
	begin("", 40);
	editor_paste(&editor, SPAN("a\r\nb\rc\td\x1B[31m\xFF\n"));
	assert_string_equal(editor_text(&editor).p, "a\nb\nc d[31m\n");
}

static void tags_have_a_field_of_their_own(void **state)
{
	(void)state;
	begin("text", 40);
	editor_key(&editor, DKEY_TAB);
	assert_int_equal(editor.tags.candidates.n, 2);
	type("tr");
	assert_int_equal(editor.tags.candidates.n, 1);
	editor_key(&editor, DKEY_DOWN);
	assert_string_equal(editor_tags(&editor).p, "treaty");
	editor_key(&editor, CONTROL('J'));
	assert_true(editor.tags.open);
	editor_key(&editor, DKEY_BACK_TAB);
	type("!");
	assert_string_equal(editor_text(&editor).p, "text!");
	editor_key(&editor, DKEY_TAB);
	editor_paste(&editor, SPAN("a\nb"));
	assert_string_equal(editor_tags(&editor).p, "treaty a b");
	editor_key(&editor, CONTROL('U'));
	editor_key(&editor, DKEY_BACKSPACE);
	type("?");
	assert_string_equal(editor_text(&editor).p, "text!?");
	lines_clear(&lines);
	editor_put_tags(&editor, 3, &lines);
	assert_int_equal(lines.n, 1);
	assert_true(lines.pieces[0].cols <= 3);
}

static void keys_that_end_it_change_nothing(void **state)
{
	(void)state;
	begin("text", 40);
	assert_int_equal(editor_key(&editor, DKEY_ENTER), EDITOR_SAVE);
	assert_int_equal(editor_key(&editor, DKEY_ESC), EDITOR_LEAVE);
	assert_int_equal(editor_key(&editor, CONTROL('G')), EDITOR_LEAVE);
	assert_int_equal(editor_key(&editor, CONTROL('O')), EDITOR_WRITE);
	assert_int_equal(editor_key(&editor, CONTROL('T')), EDITOR_GOES_ON);
	assert_int_equal(editor.colour, NOTE_YELLOW);
	assert_string_equal(editor_text(&editor).p, "text");
	for (int i = 1; i < NOTE_COLOURS; i++) {
		editor_key(&editor, CONTROL('T'));
	}
	assert_int_equal(editor.colour, NOTE_PLAIN);
	assert_true(editor.open);
	editor_close(&editor);
	assert_false(editor.open);
}

static void a_long_text_is_taken_and_too_much_is_not(void **state)
{
	(void)state;
	static char big[EDIT_TEXT_MOST + 10];
	memset(big, 'x', sizeof(big));
	begin("", 80);
	editor_paste(&editor, (struct span){big, sizeof(big)});
	assert_int_equal(editor_text(&editor).n, EDIT_TEXT_MOST);
	type("y");
	assert_int_equal(editor_text(&editor).n, EDIT_TEXT_MOST);
	editor_key(&editor, DKEY_BACKSPACE);
	type("y");
	assert_int_equal(editor_text(&editor).p[EDIT_TEXT_MOST - 1], 'y');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_wrapped_at_blanks),
		cmocka_unit_test(a_long_word_is_cut_between_clusters),
		cmocka_unit_test(lines_are_made_and_joined),
		cmocka_unit_test(up_and_down_go_by_rows_and_keep_the_column),
		cmocka_unit_test(the_rows_shown_hold_the_cursor),
		cmocka_unit_test(pasted_text_keeps_its_line_ends_and_nothing_else),
		cmocka_unit_test(tags_have_a_field_of_their_own),
		cmocka_unit_test(keys_that_end_it_change_nothing),
		cmocka_unit_test(a_long_text_is_taken_and_too_much_is_not),
	};
	return cmocka_run_group_tests_name("editor", tests, set_locale, finish);
}

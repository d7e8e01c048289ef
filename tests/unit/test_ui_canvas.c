/* The grid of cells: what gets on it, what is clipped, what never gets through. */
#include "ui/canvas.h"

#include "base/utf8.h"
#include "drawn.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct canvas make(int cols, int rows)
{
	struct canvas canvas = {0};
	struct err err;
	assert_true(canvas_resize(&canvas, cols, rows, &err));
	return canvas;
}

static int put(struct canvas *canvas, int row, int col, int end, struct span text)
{
	return canvas_put(canvas, (struct run){.row = row, .col = col, .end = end}, text);
}

static void assert_shows(const struct canvas *canvas, const char *expected)
{
	struct buf out = {0};
	drawn_text(canvas, &out);
	assert_string_equal(out.p, expected);
	buf_finish(&out);
}

/* Every wide character has both its halves, every cell a graphic character of its width. */
static void assert_sound(const struct canvas *canvas)
{
	for (int row = 0; row < canvas->rows; row++) {
		for (int col = 0; col < canvas->cols;) {
			const struct cell *cell = canvas_cell(canvas, row, col);
			assert_in_range(cell->cols, 1, 2);
			const uint32_t *chars;
			int n = canvas_chars(canvas, cell, &chars);
			assert_true(n >= 1);
			assert_int_equal(utf8_cols(chars[0]), cell->cols);
			assert_true(chars[0] >= ' ');
			for (int i = 1; i < n; i++) {
				assert_int_equal(utf8_cols(chars[i]), 0);
			}
			if (cell->cols == 2) {
				const struct cell *half = canvas_cell(canvas, row, col + 1);
				assert_non_null(half);
				assert_int_equal(half->cols, 0);
				assert_int_equal(half->text, 0);
			}
			col += cell->cols;
		}
	}
}

static void test_text_is_put(void **state)
{
	(void)state;
	struct canvas canvas = make(10, 2);
	assert_int_equal(put(&canvas, 0, 2, 10, SPAN("Iturup")), 8);
	assert_int_equal(put(&canvas, 1, 0, 10, SPAN("a\tb\nc")), 5);
	assert_shows(&canvas, "  Iturup\na b c\n");
	canvas_finish(&canvas);
}

static void test_text_is_clipped(void **state)
{
	(void)state;
	struct canvas canvas = make(6, 2);
	assert_int_equal(put(&canvas, 0, 0, 100, SPAN("Kunashir")), 6);
	assert_int_equal(put(&canvas, 1, 1, 3, SPAN("Kunashir")), 3);
	assert_int_equal(put(&canvas, 2, 0, 6, SPAN("below")), 0);
	assert_int_equal(put(&canvas, -1, 0, 6, SPAN("above")), 0);
	assert_int_equal(put(&canvas, 0, -2, 6, SPAN("left")), -2);
	assert_int_equal(put(&canvas, 0, 9, 12, SPAN("right")), 9);
	assert_shows(&canvas, "Kunash\n Ku\n");
	canvas_finish(&canvas);
}

static void test_wide_is_whole_or_not(void **state)
{
	(void)state;
	struct canvas canvas = make(5, 3);
	assert_int_equal(put(&canvas, 0, 0, 5, SPAN("択捉島")), 4);
	assert_int_equal(put(&canvas, 1, 0, 3, SPAN("択捉")), 2);
	/* Half of a wide character is overwritten: the other half is a blank. */
	put(&canvas, 2, 0, 5, SPAN("択捉"));
	put(&canvas, 2, 1, 2, SPAN("x"));
	put(&canvas, 2, 2, 3, SPAN("y"));
	assert_shows(&canvas, "択捉\n択\n xy\n");
	assert_sound(&canvas);
	canvas_finish(&canvas);
}

static void test_marks_share_a_cell(void **state)
{
	(void)state;
	struct canvas canvas = make(12, 1);
	assert_int_equal(put(&canvas, 0, 0, 12, SPAN("O\xcc\x84tsu \xe5\xb3\xb6\xcc\x81")), 7);
	const uint32_t *chars;
	assert_int_equal(canvas_chars(&canvas, canvas_cell(&canvas, 0, 0), &chars), 2);
	assert_int_equal(chars[0], 'O');
	assert_int_equal(chars[1], 0x304);
	assert_int_equal(canvas_chars(&canvas, canvas_cell(&canvas, 0, 1), &chars), 1);
	assert_int_equal(chars[0], 't');
	assert_int_equal(canvas_chars(&canvas, canvas_cell(&canvas, 0, 5), &chars), 2);
	assert_int_equal(chars[0], 0x5CF6);
	assert_int_equal(chars[1], 0x301);
	assert_int_equal(canvas_chars(&canvas, canvas_cell(&canvas, 0, 6), &chars), 0);
	assert_sound(&canvas);
	canvas_finish(&canvas);
}

static void test_emoji_take_their_own_cells(void **state)
{
	(void)state;
	struct canvas canvas = make(12, 1);
	/* Three people joined into one family: terminals differ, so the joiners are left out. */
	struct span family = SPAN("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d"
		"\xf0\x9f\x91\xa7|");
	int end = put(&canvas, 0, 0, 12, family);
	assert_int_equal(end, 7);
	assert_int_equal(canvas_cell(&canvas, 0, 6)->text, '|');
	for (int col = 0; col < 6; col++) {
		assert_true((canvas_cell(&canvas, 0, col)->text & CELL_CLUSTER) == 0);
	}
	assert_sound(&canvas);
	canvas_finish(&canvas);
}

static void test_hidden_is_shown_in_its_role(void **state)
{
	(void)state;
	struct canvas canvas = make(24, 1);
	struct run run = {.row = 0, .col = 0, .end = 24, .ink = {.role = ROLE_PANEL}};
	canvas_put(&canvas, run, SPAN("a\x1b[31m\xe2\x80\xae\xff"));
	assert_shows(&canvas, "a^[[31m<202E><FF>\n");
	assert_int_equal(canvas_cell(&canvas, 0, 0)->ink.role, ROLE_PANEL);
	assert_int_equal(canvas_cell(&canvas, 0, 1)->ink.role, ROLE_HIDDEN);
	assert_int_equal(canvas_cell(&canvas, 0, 3)->ink.role, ROLE_PANEL);
	assert_int_equal(canvas_cell(&canvas, 0, 7)->ink.role, ROLE_HIDDEN);
	canvas_finish(&canvas);
}

/* Any bytes at any place: graphic characters in sound cells come out, as many as without a margin. */
static void test_hostile_bytes(void **state)
{
	(void)state;
	static const char *const nasty[] = {"\x1b]52;c;QQ==\a", "\x1b[2J", "\xc2\x9b", "\xe2\x80\xae",
		"\xe2\x81\xa6", "\xe2\x80\x8b", "\xef\xbb\xbf", "\xf3\xa0\x81\x81", "\xcc\x81", "\xe5\xb3\xb6",
		"\xf0\x9f\x91\xa8", "\xe2\x80\x8d", "\xef\xb8\x8f", "\xc2\xad", "\b", "\r", "\n", "\t",
		"\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "\xe2\x80\xa8", "\xee\x80\x80", "a", " ",
		"\xe0\xa4\x95\xe0\xa5\x8d", "\xd8\xa7", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"};
	struct canvas wide = make(2000, 1);
	for (int round = 0; round < 3000; round++) {
		struct canvas canvas = make(1 + (int)roll(40), 1);
		struct buf text = {0};
		for (uint32_t n = roll(30); n > 0; n--) {
			if (roll(3) == 0) {
				buf_putc(&text, (char)roll(256));
			} else {
				buf_puts(&text, nasty[roll(COUNT_OF(nasty))]);
			}
		}
		int from = (int)roll(5);
		int end = put(&canvas, 0, from, canvas.cols, buf_span(&text));
		int cols = put(&wide, 0, 0, wide.cols, buf_span(&text));
		assert_true(end <= canvas.cols || end == from);
		assert_true(cols > canvas.cols - from || end == from + cols);
		assert_sound(&canvas);
		buf_finish(&text);
		canvas_finish(&canvas);
	}
	canvas_finish(&wide);
}

static void test_fill_repeats(void **state)
{
	(void)state;
	struct canvas canvas = make(7, 3);
	canvas_fill(&canvas, (struct run){.row = 0, .col = 1, .end = 6}, SPAN("─"));
	canvas_fill(&canvas, (struct run){.row = 1, .col = 0, .end = 7}, SPAN("島"));
	put(&canvas, 2, 0, 7, SPAN("xxxxxxx"));
	canvas_fill(&canvas, (struct run){.row = 2, .col = 2, .end = 5}, SPAN(""));
	assert_shows(&canvas, " ─────\n島島島\nxx   xx\n");
	assert_sound(&canvas);
	canvas_finish(&canvas);
}

static void test_roles_are_listed(void **state)
{
	(void)state;
	struct canvas canvas = make(12, 1);
	struct ink ink = {.role = ROLE_KIND + 2, .ground = ROLE_CHOICE, .style = STYLE_UNDERLINE};
	canvas_put(&canvas, (struct run){.row = 0, .col = 2, .end = 12, .ink = ink}, SPAN("Urup"));
	struct buf out = {0};
	drawn_roles(&canvas, &out);
	assert_string_equal(out.p, "  Urup\n\t2-5 kind 2 on choice, underline\n");
	buf_finish(&out);
	canvas_finish(&canvas);
}

/* A letter with one of so many pairs of marks. */
static size_t put_marked(uint32_t i, char out[16])
{
	size_t n = utf8_encode('a' + i % 26, out);
	n += utf8_encode(0x300 + i / 26 % 64, out + n);
	return n + utf8_encode(0x300 + i / 26 / 64, out + n);
}

static void test_clusters_are_kept_once(void **state)
{
	(void)state;
	struct canvas canvas = make(4, 1);
	char bytes[16];
	size_t n = put_marked(5, bytes);
	put(&canvas, 0, 0, 4, (struct span){bytes, n});
	put(&canvas, 0, 1, 4, (struct span){bytes, n});
	assert_true(canvas_same(canvas_cell(&canvas, 0, 0), canvas_cell(&canvas, 0, 1)));
	assert_int_equal(canvas.clusters.n, 1);
	for (uint32_t i = 0; i < CLUSTERS_MOST + 1; i++) {
		n = put_marked(i, bytes);
		put(&canvas, 0, 0, 4, (struct span){bytes, n});
	}
	uint32_t age = canvas.clusters.age;
	assert_int_equal(canvas.clusters.n, CLUSTERS_MOST + 1);
	assert_sound(&canvas);
	canvas_clear(&canvas);
	assert_int_equal(canvas.clusters.n, 0);
	assert_int_not_equal(canvas.clusters.age, age);
	canvas_finish(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_is_put),
		cmocka_unit_test(test_text_is_clipped),
		cmocka_unit_test(test_wide_is_whole_or_not),
		cmocka_unit_test(test_marks_share_a_cell),
		cmocka_unit_test(test_emoji_take_their_own_cells),
		cmocka_unit_test(test_hidden_is_shown_in_its_role),
		cmocka_unit_test(test_hostile_bytes),
		cmocka_unit_test(test_fill_repeats),
		cmocka_unit_test(test_roles_are_listed),
		cmocka_unit_test(test_clusters_are_kept_once),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

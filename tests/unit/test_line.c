/* Lines and frames: what belongs to which line and area, and how wide it is. */
#include "read/frame.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_text(struct span got, const char *expected)
{
	assert_true(span_eq(got, span_of(expected)));
}

static void columns_are_those_of_the_screen(void **state)
{
	(void)state;
	assert_int_equal(lines_text_cols(SPAN("")), 0);
	assert_int_equal(lines_text_cols(SPAN("plain text")), 10);
	assert_int_equal(lines_text_cols(SPAN("e\xCC\x81t\xC3\xA9")), 3);
	assert_int_equal(lines_text_cols(SPAN("择捉島")), 6);
	assert_int_equal(lines_text_cols(SPAN("a\tb\nc")), 5);
	assert_int_equal(lines_text_cols(SPAN("a\x1B[m")), 5); /* a^[[m */
	assert_int_equal(lines_text_cols(SPAN("\xFF")), 4); /* <FF> */
}

static void lines_own_their_pieces(void **state)
{
	(void)state;
	struct lines lines = {0};
	lines_add(&lines, SPAN("one "), ROLE_TEXT, 0);
	lines_add(&lines, SPAN(""), ROLE_TEXT, 0); /* is no piece */
	lines_printf(&lines, ROLE_KEYS, STYLE_BOLD, "%d of %s", 2, "5");
	assert_int_equal(lines_cols(&lines), 10);
	lines_end(&lines, ROLE_TEXT, 0);
	assert_int_equal(lines_cols(&lines), 0);
	lines_end(&lines, ROLE_STATUS, STYLE_REVERSE); /* an empty line */
	lines_fill(&lines, SPAN("─"), 0, ROLE_RULE);
	lines_add_flagged(&lines, SPAN("x"), ROLE_TEXT, 0, PIECE_RIGHT);
	assert_int_equal(lines_cols(&lines), 1); /* the filling is none yet */
	lines_end(&lines, ROLE_RULE, 0);
	lines_fill(&lines, SPAN("─"), 7, ROLE_RULE);
	assert_int_equal(lines_cols(&lines), 7);

	assert_int_equal(lines.n, 3);
	assert_int_equal(lines.items[0].piece, 0);
	assert_int_equal(lines.items[0].npieces, 2);
	assert_text(lines.pieces[1].text, "2 of 5");
	assert_int_equal(lines.pieces[1].role, ROLE_KEYS);
	assert_int_equal(lines.pieces[1].style, STYLE_BOLD);
	assert_int_equal(lines.items[1].npieces, 0);
	assert_int_equal(lines.items[1].style, STYLE_REVERSE);
	assert_int_equal(lines.items[2].piece, 2);
	assert_int_equal(lines.items[2].npieces, 2);
	assert_int_equal(lines.pieces[2].flags, PIECE_FILL);
	assert_false(lines.failed);
	lines_finish(&lines);
}

static void blanks_are_as_many_as_asked_for(void **state)
{
	(void)state;
	struct lines lines = {0};
	for (uint32_t n = 0; n < 40; n++) {
		lines_clear(&lines);
		lines_blanks(&lines, n, ROLE_PANEL);
		assert_int_equal(lines_cols(&lines), n);
		for (uint32_t i = 0; i < lines.npieces; i++) {
			assert_int_equal(lines_text_cols(lines.pieces[i].text), lines.pieces[i].cols);
			assert_int_equal(span_trim(lines.pieces[i].text).n, 0);
		}
	}
	lines_add_known(&lines, SPAN("择捉島"), 6, ROLE_TEXT, 0, 0);
	assert_int_equal(lines_cols(&lines), 45);
	lines_finish(&lines);
}

static void copies_live_until_the_lines_are_cleared(void **state)
{
	(void)state;
	struct lines lines = {0};
	char text[] = "Kunashir";
	lines_copy(&lines, span_of(text), ROLE_PANEL, 0, PIECE_CURSOR);
	lines_end(&lines, ROLE_PANEL, 0);
	memset(text, 'x', sizeof(text) - 1);
	assert_text(lines.pieces[0].text, "Kunashir");
	assert_int_equal(lines.pieces[0].flags, PIECE_CURSOR);
	lines_clear(&lines);
	assert_int_equal(lines.n, 0);
	assert_int_equal(lines.npieces, 0);
	assert_int_equal(lines.scratch.used, 0);
	lines_finish(&lines);
}

static void refused_memory_leaves_sound_lines(void **state)
{
	(void)state;
	struct lines lines = {.scratch = {.limit = 32}};
	lines_copy(&lines, SPAN("short"), ROLE_TEXT, 0, 0);
	lines_printf(&lines, ROLE_TEXT, 0, "%0200d", 7);
	lines_end(&lines, ROLE_TEXT, 0);
	assert_true(lines.failed);
	assert_int_equal(lines.n, 1);
	assert_int_equal(lines.items[0].npieces, 1);
	assert_text(lines.pieces[0].text, "short");
	lines_finish(&lines);
}

static void areas_own_their_lines(void **state)
{
	(void)state;
	static struct frame frame;
	frame_clear(&frame, 80, 24);
	frame_area(&frame, (struct rect){0, 0, 23, 40});
	lines_end(&frame.lines, ROLE_TEXT, 0);
	lines_end(&frame.lines, ROLE_TEXT, 0);
	frame_area(&frame, (struct rect){0, 41, 23, 39}); /* stays empty */
	frame_vrule(&frame, 0, 40, 23);
	frame_area(&frame, (struct rect){23, 0, 1, 80});
	lines_end(&frame.lines, ROLE_STATUS, 0);
	frame_end(&frame);
	lines_end(&frame.lines, ROLE_TEXT, 0); /* belongs to none */

	assert_int_equal(frame.nareas, 3);
	assert_int_equal(frame.areas[0].line, 0);
	assert_int_equal(frame.areas[0].nlines, 2);
	assert_int_equal(frame.areas[1].nlines, 0);
	assert_int_equal(frame.areas[1].at.col, 41);
	assert_int_equal(frame.areas[2].line, 2);
	assert_int_equal(frame.areas[2].nlines, 1);
	assert_int_equal(frame.nvrules, 1);
	assert_int_equal(frame.vrules[0].rows, 23);

	frame_clear(&frame, 20, 6);
	assert_int_equal(frame.nareas + frame.nvrules + frame.lines.n, 0);
	assert_int_equal(frame.cols, 20);
	assert_int_equal(frame.rows, 6);
	frame_finish(&frame);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_those_of_the_screen),
		cmocka_unit_test(lines_own_their_pieces),
		cmocka_unit_test(blanks_are_as_many_as_asked_for),
		cmocka_unit_test(copies_live_until_the_lines_are_cleared),
		cmocka_unit_test(refused_memory_leaves_sound_lines),
		cmocka_unit_test(areas_own_their_lines),
	};
	return cmocka_run_group_tests_name("line", tests, set_locale, NULL);
}

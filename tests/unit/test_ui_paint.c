/* Frames on a canvas: both sides of a line, fillings, rules that meet, the cursor. */
#include "ui/paint.h"
#include "drawn.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void start(struct frame *frame, int cols, int rows)
{
	*frame = (struct frame){0};
	frame_clear(frame, cols, rows);
}

static void paint(struct frame *frame, struct canvas *canvas, bool ascii)
{
	struct err err;
	frame_end(frame);
	*canvas = (struct canvas){0};
	assert_true(canvas_resize(canvas, frame->cols, frame->rows, &err));
	paint_frame(canvas, frame, ascii);
}

static void assert_painted(struct frame *frame, bool ascii, const char *expected)
{
	struct canvas canvas;
	struct buf out = {0};
	paint(frame, &canvas, ascii);
	drawn_text(&canvas, &out);
	assert_string_equal(out.p, expected);
	buf_finish(&out);
	canvas_finish(&canvas);
}

static void rule_line(struct lines *lines, const char *title)
{
	lines_add(lines, span_of(title), ROLE_PANEL, 0);
	lines_fill(lines, SPAN("─"), 0, ROLE_RULE);
	lines_end(lines, ROLE_PANEL, 0);
}

static void test_both_sides_of_a_line(void **state)
{
	(void)state;
	struct frame frame;
	start(&frame, 20, 3);
	frame_area(&frame, (struct rect){.row = 0, .col = 1, .rows = 3, .cols = 18});
	lines_add(&frame.lines, SPAN("Etorofu"), ROLE_PANEL, 0);
	lines_add_flagged(&frame.lines, SPAN("island"), ROLE_PANEL_DIM, 0, PIECE_RIGHT);
	lines_end(&frame.lines, ROLE_PANEL, 0);
	lines_add(&frame.lines, SPAN("a"), ROLE_PANEL, 0);
	lines_fill(&frame.lines, SPAN("."), 0, ROLE_RULE);
	lines_add_flagged(&frame.lines, SPAN(" 1"), ROLE_PANEL_DIM, 0, PIECE_RIGHT);
	lines_add(&frame.lines, SPAN("/3"), ROLE_PANEL_DIM, 0);
	lines_end(&frame.lines, ROLE_PANEL, 0);
	/* No room for both: the right side stays whole. */
	lines_add(&frame.lines, SPAN("a title that is too long"), ROLE_PANEL, 0);
	lines_add_flagged(&frame.lines, SPAN(" 41%"), ROLE_PANEL_DIM, 0, PIECE_RIGHT);
	lines_end(&frame.lines, ROLE_PANEL, 0);
	assert_painted(&frame, false,
		" Etorofu     island\n a............. 1/3\n a title that i 41%\n");
	frame_finish(&frame);
}

static void test_fillings_of_so_many_columns(void **state)
{
	(void)state;
	struct frame frame;
	start(&frame, 12, 2);
	frame_area(&frame, (struct rect){.row = 0, .col = 0, .rows = 2, .cols = 10});
	lines_fill(&frame.lines, SPAN("─"), 3, ROLE_RULE);
	lines_add(&frame.lines, SPAN("x"), ROLE_PANEL, 0);
	lines_end(&frame.lines, ROLE_PANEL, 0);
	lines_add(&frame.lines, SPAN("abc"), ROLE_PANEL, 0);
	lines_fill(&frame.lines, SPAN("─"), 30, ROLE_RULE); /* ends before what stands on the right */
	lines_add_flagged(&frame.lines, SPAN("7"), ROLE_PANEL, 0, PIECE_RIGHT);
	lines_end(&frame.lines, ROLE_PANEL, 0);
	assert_painted(&frame, false, "───x\nabc──────7\n");
	frame_finish(&frame);
}

static void test_areas_are_clipped(void **state)
{
	(void)state;
	struct frame frame;
	start(&frame, 6, 2);
	frame_area(&frame, (struct rect){.row = 1, .col = 3, .rows = 5, .cols = 40});
	for (int i = 0; i < 5; i++) {
		lines_add(&frame.lines, SPAN("outside"), ROLE_TEXT, 0);
		lines_end(&frame.lines, ROLE_TEXT, 0);
	}
	frame_area(&frame, (struct rect){.row = 0, .col = 0, .rows = 0, .cols = 0});
	lines_add(&frame.lines, SPAN("nowhere"), ROLE_TEXT, 0);
	lines_end(&frame.lines, ROLE_TEXT, 0);
	assert_painted(&frame, false, "\n   out\n");
	frame_finish(&frame);
}

static void test_rules_are_joined(void **state)
{
	(void)state;
	struct frame frame;
	start(&frame, 9, 5);
	frame_area(&frame, (struct rect){.row = 0, .col = 0, .rows = 1, .cols = 9});
	rule_line(&frame.lines, "");
	frame_area(&frame, (struct rect){.row = 2, .col = 0, .rows = 1, .cols = 4});
	rule_line(&frame.lines, "");
	frame_area(&frame, (struct rect){.row = 3, .col = 5, .rows = 1, .cols = 4});
	rule_line(&frame.lines, "");
	frame_area(&frame, (struct rect){.row = 4, .col = 0, .rows = 1, .cols = 9});
	rule_line(&frame.lines, "");
	frame_vrule(&frame, 1, 4, 3);
	assert_painted(&frame, false, "────┬────\n    │\n────┤\n    ├────\n────┴────\n");
	frame_finish(&frame);
}

static void test_rules_cross(void **state)
{
	(void)state;
	struct frame frame;
	start(&frame, 5, 3);
	frame_area(&frame, (struct rect){.row = 1, .col = 0, .rows = 1, .cols = 2});
	rule_line(&frame.lines, "");
	frame_area(&frame, (struct rect){.row = 1, .col = 3, .rows = 1, .cols = 2});
	rule_line(&frame.lines, "");
	frame_vrule(&frame, 0, 2, 3);
	assert_painted(&frame, false, "  │\n──┼──\n  │\n");
	assert_painted(&frame, true, "  |\n--+--\n  |\n");
	frame_finish(&frame);
}

static void test_ascii_changes_signs_only(void **state)
{
	(void)state;
	struct frame frame;
	start(&frame, 12, 2);
	frame_area(&frame, (struct rect){.row = 0, .col = 0, .rows = 2, .cols = 12});
	lines_add(&frame.lines, SPAN("▸ ¶7 "), ROLE_PANEL_DIM, 0);
	lines_add(&frame.lines, SPAN("択—…"), ROLE_TEXT, 0);
	lines_end(&frame.lines, ROLE_PANEL, 0);
	rule_line(&frame.lines, "── ");
	assert_painted(&frame, true, "> #7 択—…\n-- ---------\n");
	frame_finish(&frame);
}

static void test_cursor_rests_on_its_piece(void **state)
{
	(void)state;
	struct frame frame;
	struct canvas canvas;
	start(&frame, 20, 2);
	frame_area(&frame, (struct rect){.row = 1, .col = 2, .rows = 1, .cols = 10});
	lines_add(&frame.lines, SPAN("of "), ROLE_TEXT, 0);
	lines_add_flagged(&frame.lines, SPAN("Iturup"), ROLE_KIND, STYLE_REVERSE, PIECE_CURSOR);
	lines_end(&frame.lines, ROLE_TEXT, 0);
	frame.cursor = true;
	paint(&frame, &canvas, false);
	assert_int_equal(canvas.cursor_row, 1);
	assert_int_equal(canvas.cursor_col, 5);
	assert_true(canvas.cursor);
	canvas_finish(&canvas);
	frame_finish(&frame);
}

/* A mention that is reversed on a reversed line would vanish in it. */
static void test_ground_reaches_the_end(void **state)
{
	(void)state;
	struct frame frame;
	struct canvas canvas;
	start(&frame, 8, 1);
	frame_area(&frame, (struct rect){.row = 0, .col = 0, .rows = 1, .cols = 8});
	lines_add(&frame.lines, SPAN("ab"), ROLE_PANEL, STYLE_REVERSE);
	lines_add(&frame.lines, SPAN("cd"), ROLE_PANEL, STYLE_BOLD);
	lines_end(&frame.lines, ROLE_CHOICE, STYLE_REVERSE);
	paint(&frame, &canvas, false);
	assert_int_equal(canvas_cell(&canvas, 0, 0)->ink.style, 0);
	assert_int_equal(canvas_cell(&canvas, 0, 2)->ink.style, STYLE_BOLD | STYLE_REVERSE);
	assert_int_equal(canvas_cell(&canvas, 0, 2)->ink.ground, ROLE_CHOICE);
	assert_int_equal(canvas_cell(&canvas, 0, 7)->ink.style, STYLE_REVERSE);
	assert_int_equal(canvas_cell(&canvas, 0, 7)->ink.role, ROLE_CHOICE);
	canvas_finish(&canvas);
	frame_finish(&frame);
}

static void test_smallest_screens(void **state)
{
	(void)state;
	for (int cols = 1; cols < 4; cols++) {
		for (int rows = 1; rows < 4; rows++) {
			struct frame frame;
			struct canvas canvas;
			start(&frame, cols, rows);
			frame_area(&frame, (struct rect){.row = 0, .col = 0, .rows = rows,
				.cols = cols});
			lines_add_flagged(&frame.lines, SPAN("島 wide"), ROLE_TEXT, 0, PIECE_CURSOR);
			lines_add_flagged(&frame.lines, SPAN("right"), ROLE_TEXT, 0, PIECE_RIGHT);
			lines_end(&frame.lines, ROLE_TEXT, 0);
			frame_vrule(&frame, 0, cols - 1, rows);
			paint(&frame, &canvas, false);
			assert_in_range(canvas.cursor_row, 0, rows - 1);
			assert_in_range(canvas.cursor_col, 0, cols - 1);
			canvas_finish(&canvas);
			frame_finish(&frame);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_sides_of_a_line),
		cmocka_unit_test(test_fillings_of_so_many_columns),
		cmocka_unit_test(test_areas_are_clipped),
		cmocka_unit_test(test_rules_are_joined),
		cmocka_unit_test(test_rules_cross),
		cmocka_unit_test(test_ascii_changes_signs_only),
		cmocka_unit_test(test_cursor_rests_on_its_piece),
		cmocka_unit_test(test_ground_reaches_the_end),
		cmocka_unit_test(test_smallest_screens),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

/* From what is shown to what is to be shown: what the bytes hold. Screens are compared in walk. */
#include "ui/route.h"
#include "ui/update.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A terminal in a plain theme. */
struct screen {
	struct update update;
	struct canvas canvas;
	struct theme theme;
	struct buf out;
};

/* What the database does for capabilities of another shape, as far as these have no numbers. */
static void put_as_is(struct buf *out, const char *capability, int a, int b)
{
	(void)a;
	(void)b;
	buf_puts(out, capability);
}

static void screen_make(struct screen *screen, int cols, int rows)
{
	struct err err;
	memset(screen, 0, sizeof(*screen));
	for (size_t i = 0; i < COUNT_OF(screen->theme.looks); i++) {
		screen->theme.looks[i] = (struct look){COLOUR_DEFAULT, COLOUR_DEFAULT, 0};
	}
	screen->update.pen.ways.capability[WAY_CURSOR] = "\033[%i%p1%d;%p2%dH";
	screen->update.pen.ways.capability[WAY_CLEAR] = "\033[H\033[2J";
	screen->update.pen.ways.capability[WAY_ERASE_RIGHT] = "\033[K";
	screen->update.pen.ways.capability[WAY_ERASE] = "\033[%p1%dX";
	screen->update.pen.ways.capability[WAY_REGION] = "\033[%i%p1%d;%p2%dr";
	screen->update.pen.ways.capability[WAY_FORWARD] = "\n";
	screen->update.pen.ways.capability[WAY_BACK] = "\033M";
	screen->update.pen.ways.expand = put_as_is;
	ways_settle(&screen->update.pen.ways);
	screen->update.pen.ways.shape[WAY_CLEAR] = (struct way_shape){.end = 'J'};
	assert_true(canvas_resize(&screen->canvas, cols, rows, &err));
	assert_true(update_resize(&screen->update, cols, rows, &err));
}

static void screen_finish(struct screen *screen)
{
	update_finish(&screen->update);
	canvas_finish(&screen->canvas);
	buf_finish(&screen->out);
}

/* Draws a text on an empty canvas; the bytes of the update. */
static const char *show(struct screen *screen, struct span text)
{
	canvas_clear(&screen->canvas);
	canvas_put(&screen->canvas, (struct run){.end = screen->canvas.cols}, text);
	buf_clear(&screen->out);
	update_put(&screen->update, &screen->canvas, &screen->theme, &screen->out);
	buf_putc(&screen->out, '\0');
	return screen->out.p;
}

static void test_only_what_changed_is_sent(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 40, 1);
	const char *all = show(&screen, SPAN("between Iturup and Urup"));
	assert_non_null(strstr(all, "between Iturup and Urup"));
	assert_string_equal(show(&screen, SPAN("between Iturup and Urup")), "");
	assert_string_equal(show(&screen, SPAN("between Iturup and Urop")), "\033[1;22Ho\033[1;1H");
	assert_string_equal(show(&screen, SPAN("between Iturup")), "\033[1;16H\033[K\033[1;1H");
	screen_finish(&screen);
}

/* The blanks that were some before are erased with the words around them. */
static void test_blanks_are_erased_at_once(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 40, 1);
	show(&screen, SPAN("aa bb cc dd ee ff gg hh ii"));
	assert_string_equal(show(&screen, SPAN("aa                      ii")),
		"\033[1;4H\033[20X\033[1;1H");
	/* A move would be longer than what stands before it. */
	assert_string_equal(show(&screen, SPAN("aa   bb                 ii")), "aa   bb\033[1;1H");
	/* A few before a word that changes are written with it. */
	assert_string_equal(show(&screen, SPAN("aa       cc             ii")),
		"aa       cc\033[1;1H");
	screen_finish(&screen);
}

/* What lies between two changes is written again where that is shorter than a move. */
static void test_short_gaps_are_written_again(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 60, 1);
	screen.update.pen.ways.capability[WAY_RIGHT] = "\033[%p1%dC";
	ways_settle(&screen.update.pen.ways);
	screen.update.pen.ways.shape[WAY_CLEAR] = (struct way_shape){.end = 'J'};
	show(&screen, SPAN("Iturup lies between Urup and Kunashir"));
	assert_string_equal(show(&screen, SPAN("Iturup lies betwixt Urup or Kunashir")),
		"\033[16Cixt\033[6Cor Kunashir \033[1;1H");
	assert_string_equal(show(&screen, SPAN("Iturup lies betaixx Urup or Kunashir")),
		"\033[15Caixx\033[1;1H");
	assert_string_equal(show(&screen, SPAN("Iturup lies bewaixt  rup or Kunashir")),
		"\033[14Cwaixt  \033[1;1H");
	screen_finish(&screen);
}

/* A screen of words, and of two rows of figures beside them in looks of their own. */
static const char *show_figures(struct screen *screen, char name, int figure)
{
	canvas_clear(&screen->canvas);
	for (int row = 0; row < 3; row++) {
		struct run words = {.row = row, .end = screen->canvas.cols};
		struct run names = {.row = row, .col = 20, .end = 40, .ink = {.role = ROLE_QUOTE}};
		struct run figures = {.row = row, .col = 30, .end = 40, .ink = {.role = ROLE_CODE}};
		char texts[] = {name, name, (char)('0' + figure + row), '-'};
		canvas_put(&screen->canvas, words, (struct span){texts + 3, row == 1 ? 0 : 1});
		canvas_put(&screen->canvas, names, (struct span){texts, row < 2 ? 2 : 0});
		canvas_put(&screen->canvas, figures, (struct span){texts + 2, row < 2 ? 1 : 0});
	}
	buf_clear(&screen->out);
	update_put(&screen->update, &screen->canvas, &screen->theme, &screen->out);
	buf_putc(&screen->out, '\0');
	return screen->out.p;
}

/* And all of it before the last row. */
static void test_parts_of_one_look_are_drawn_together(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 40, 3);
	screen.update.pen.ways.capability[WAY_PLAIN] = "\033[m";
	screen.update.pen.ways.capability[WAY_BOLD] = "\033[1m";
	screen.update.pen.ways.capability[WAY_UNDERLINE] = "\033[4m";
	screen.update.pen.ways.moves_styled = true;
	ways_settle(&screen.update.pen.ways);
	screen.update.pen.ways.shape[WAY_CLEAR] = (struct way_shape){.end = 'J'};
	screen.theme.looks[ROLE_QUOTE].style = STYLE_BOLD;
	screen.theme.looks[ROLE_CODE].style = STYLE_UNDERLINE;
	const char *all = show_figures(&screen, 'a', 1);
	assert_non_null(strstr(all, "\033[1;21H\033[1maa\033[2;21Haa"
		"\033[1;31H\033[0;4m1\033[2;31H2\033[3;1H\033[m-"));
	assert_string_equal(show_figures(&screen, 'b', 1),
		"\033[1;21H\033[1mbb\033[2;21Hbb\033[m\033[1;1H");
	assert_string_equal(show_figures(&screen, 'b', 2),
		"\033[1;31H\033[4m2\033[2;31H3\033[m\033[1;1H");
	assert_string_equal(show_figures(&screen, 'b', 2), "");
	screen_finish(&screen);
}

/* Numbered lines from one on, above empty rows. */
static const char *show_lines(struct screen *screen, int first, int n)
{
	canvas_clear(&screen->canvas);
	for (int row = 0; row < n; row++) {
		char text[40];
		int length = snprintf(text, sizeof(text), "%d is the number of this line", first + row);
		canvas_put(&screen->canvas, (struct run){.row = row, .end = screen->canvas.cols},
			(struct span){text, (size_t)length});
	}
	buf_clear(&screen->out);
	update_put(&screen->update, &screen->canvas, &screen->theme, &screen->out);
	buf_putc(&screen->out, '\0');
	return screen->out.p;
}

static void test_lines_that_moved_are_scrolled(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 40, 12);
	show_lines(&screen, 10, 8);
	const char *bytes = show_lines(&screen, 11, 8);
	assert_non_null(strstr(bytes, "\033[1;8r\033[8;1H\n\033[r"));
	assert_non_null(strstr(bytes, "18 is the number of this line"));
	assert_null(strstr(bytes, "17 is"));
	bytes = show_lines(&screen, 10, 8);
	assert_non_null(strstr(bytes, "\033[1;8r\033[1;1H\033M\033[r"));
	assert_null(strstr(bytes, "11 is"));
	screen_finish(&screen);
}

/* A text of lines from `first` on, beside a rule and a list of four names that stays. */
static const char *show_beside(struct screen *screen, int first)
{
	canvas_clear(&screen->canvas);
	for (int row = 0; row < screen->canvas.rows; row++) {
		struct run left = {.row = row, .end = 40}, right = {.row = row, .col = 42, .end = 60};
		struct run rule = {.row = row, .col = 40, .end = 41, .ink = {.role = ROLE_RULE}};
		char text[40];
		int length = snprintf(text, sizeof(text), "%d is the number of this line", first + row);
		canvas_put(&screen->canvas, left, (struct span){text, (size_t)length});
		canvas_sign(&screen->canvas, rule, 0x2502);
		canvas_put(&screen->canvas, right, row < 4 ? SPAN("Iturup") : SPAN(""));
	}
	buf_clear(&screen->out);
	update_put(&screen->update, &screen->canvas, &screen->theme, &screen->out);
	buf_putc(&screen->out, '\0');
	return screen->out.p;
}

/* The text moves with all that stands beside it, and what stood right there is written again. */
static void test_a_text_beside_a_list_is_scrolled(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 60, 12);
	show_beside(&screen, 10);
	const char *bytes = show_beside(&screen, 11);
	assert_non_null(strstr(bytes, "\033[1;12r\033[12;1H\n\033[r"));
	assert_non_null(strstr(bytes, "22 is the number"));
	assert_null(strstr(bytes, "21 is"));
	assert_non_null(strstr(bytes, "Iturup"));
	/* Three lines of twelve that stay on are not worth the rule beside the others. */
	assert_null(strstr(show_beside(&screen, 20), "\n\n"));
	screen_finish(&screen);
}

static void assert_route(const struct ways *ways, struct route route, const char *bytes)
{
	struct buf out = {0};
	route_put(ways, &route, &out);
	buf_putc(&out, '\0');
	assert_string_equal(out.p, bytes);
	assert_int_equal(route_cost(ways, &route), strlen(bytes));
	buf_finish(&out);
}

static void test_the_cursor_takes_the_shortest_way(void **state)
{
	(void)state;
	struct ways ways = {.capability = {[WAY_CURSOR] = "\033[%i%p1%d;%p2%dH",
		[WAY_COLUMN] = "\033[%i%p1%dG", [WAY_RIGHT] = "\033[%p1%dC", [WAY_LEFT] = "\033[%p1%dD"},
		.feeds = true, .backs = true};
	ways_settle(&ways);
	assert_route(&ways, (struct route){4, 7, 4, 7}, "");
	assert_route(&ways, (struct route){4, 7, 4, 8}, "\033[C");
	assert_route(&ways, (struct route){4, 7, 4, 5}, "\b\b");
	assert_route(&ways, (struct route){4, 70, 4, 60}, "\033[10D");
	assert_route(&ways, (struct route){4, 70, 4, 2}, "\033[3G");
	assert_route(&ways, (struct route){4, 70, 4, 0}, "\r");
	assert_route(&ways, (struct route){4, 7, 5, 7}, "\n");
	assert_route(&ways, (struct route){4, 70, 6, 0}, "\r\n\n");
	assert_route(&ways, (struct route){4, 118, 5, 109}, "\n\033[9D");
	assert_route(&ways, (struct route){4, 70, 12, 30}, "\033[13;31H");
	assert_route(&ways, (struct route){4, 7, 3, 7}, "\033[4;8H");
	assert_route(&ways, (struct route){-1, 7, 3, 7}, "\033[4;8H");
	ways.feeds = ways.backs = false; /* line feeds may do more than they should */
	assert_route(&ways, (struct route){4, 7, 5, 7}, "\033[6;8H");
	assert_route(&ways, (struct route){4, 7, 4, 5}, "\033[2D");
}

static void test_marks_are_sent_with_their_letter(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 10, 1);
	assert_non_null(strstr(show(&screen, SPAN("O\xcc\x84tsu")), "O\xcc\x84\033[1;2Htsu"));
	assert_string_equal(show(&screen, SPAN("O\xcc\x84tsu")), "");
	assert_string_equal(show(&screen, SPAN("O\xcc\x81tsu")), "O\xcc\x81\033[1;1H");
	screen_finish(&screen);
}

/* One number names one cluster, then another: what is shown must not be taken for it. */
static void test_forgotten_clusters_are_sent_again(void **state)
{
	(void)state;
	struct screen screen;
	screen_make(&screen, 10, 1);
	show(&screen, SPAN("O\xcc\x84tsu"));
	uint32_t number = canvas_cell(&screen.canvas, 0, 0)->text;
	screen.canvas.clusters.n = CLUSTERS_MOST + 1; /* the next frame begins anew */
	assert_string_equal(show(&screen, SPAN("O\xcc\x81tsu")), "O\xcc\x81\033[1;1H");
	assert_int_equal(canvas_cell(&screen.canvas, 0, 0)->text, number);
	screen_finish(&screen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_what_changed_is_sent),
		cmocka_unit_test(test_blanks_are_erased_at_once),
		cmocka_unit_test(test_short_gaps_are_written_again),
		cmocka_unit_test(test_parts_of_one_look_are_drawn_together),
		cmocka_unit_test(test_lines_that_moved_are_scrolled),
		cmocka_unit_test(test_a_text_beside_a_list_is_scrolled),
		cmocka_unit_test(test_the_cursor_takes_the_shortest_way),
		cmocka_unit_test(test_marks_are_sent_with_their_letter),
		cmocka_unit_test(test_forgotten_clusters_are_sent_again),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

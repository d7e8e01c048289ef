/* Views: scrolling, ends, and a place that no resize loses. */
#include "read/view.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct doc doc;
static struct view view;

/* n paragraphs of prose whose words tell where they stand: p3w17. */
static int setup(void **state)
{
	struct config config = {.read_encoding = "UTF-8"};
	struct doc_about about = {.path = SPAN("test.txt")};
	struct buf bytes = {0};
	struct err err;

	(void)state;
	for (int p = 1; p <= 30; p++) {
		for (int w = 1; w <= 60; w++) {
			buf_printf(&bytes, "p%dw%d%s", p, w, w == 60 ? ".\n\n" : " ");
		}
	}
	assert_true(doc_read(&doc, &bytes, &about, &config, &err));
	assert_int_equal(doc.nparas, 30);
	view_set(&view, &doc, (doc_id){0});
	view_size(&view, 80, 22, 72);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	view_finish(&view);
	doc_finish(&doc);
	return 0;
}

static const char *word_at(uint32_t off)
{
	static char word[16];
	size_t n = strcspn(doc.text.p + off, " .\n");

	snprintf(word, sizeof(word), "%.*s", (int)n, doc.text.p + off);
	return word;
}

static const char *top_word(void)
{
	assert_true(view_update(&view));
	return word_at(view.rows.items[view.first].at.start);
}

static void scrolling_down_and_up_is_the_same_way(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_true(view_scroll(&view, 1));
	}
	assert_string_not_equal(top_word(), "p1w1");
	assert_true(view_scroll(&view, -100));
	assert_string_equal(top_word(), "p1w1");
	assert_false(view_scroll(&view, -1));
	assert_true(view_scroll(&view, 57));
	for (int i = 0; i < 57; i++) {
		assert_true(view_scroll(&view, -1));
	}
	assert_string_equal(top_word(), "p1w1");
}

static void the_end_stands_at_the_bottom(void **state)
{
	(void)state;
	view_top(&view, (uint32_t)doc.text.n);
	assert_true(view_update(&view));
	assert_int_equal(view.count, 22);
	assert_true(view_shows(&view, doc.paras[29].at.end - 1));
	assert_int_equal(view_percent(&view), 100);
	assert_false(view_scroll(&view, 1));
	view_top(&view, doc.paras[29].at.start);
	assert_true(view_update(&view));
	assert_int_equal(view.count, 22);
}

static void resizes_keep_the_first_word(void **state)
{
	static const int widths[] = {40, 120, 200, 25, 80, 3, 1, 80};
	char before[16];

	(void)state;
	view_top(&view, doc.paras[7].at.start + 100);
	snprintf(before, sizeof(before), "%s", top_word());
	for (uint32_t i = 0; i < COUNT_OF(widths); i++) {
		view_size(&view, widths[i], 10 + (int)i, 72);
		assert_true(view_update(&view));
		assert_true(view_shows(&view, view.top));
		assert_string_equal(word_at(view.top), before);
	}
	view_size(&view, 80, 22, 72);
	assert_string_equal(top_word(), before);
}

static void revealing_moves_only_what_is_not_seen(void **state)
{
	uint32_t off = doc.paras[3].at.start, top;

	(void)state;
	view_reveal(&view, off);
	top = view.top;
	assert_true(view_update(&view) && view_shows(&view, off));
	view_reveal(&view, doc.paras[3].at.start + 20);
	assert_int_equal(view.top, top);
	view_reveal(&view, doc.paras[20].at.start);
	assert_true(view_update(&view) && view_shows(&view, doc.paras[20].at.start));
	assert_false(view_shows(&view, off));
}

static void the_cursor_stays_on_the_screen(void **state)
{
	(void)state;
	assert_true(view_update(&view));
	view_scroll(&view, 50);
	assert_true(view_update(&view));
	assert_true(view_shows(&view, view.cursor));
}

static void pages_count_from_one(void **state)
{
	uint32_t page, pages, before = 0;

	(void)state;
	assert_true(view_page(&view, &page, &pages));
	assert_int_equal(page, 1);
	do {
		assert_true(view_page(&view, &page, &pages));
		assert_true(page >= before && page <= pages);
		before = page;
	} while (view_scroll(&view, view.height));
	assert_int_equal(page, pages);
}

static void the_longest_texts_have_no_pages(void **state)
{
	struct doc longer = doc;
	struct view other = {0};
	uint32_t page, pages;

	(void)state;
	longer.text.n = VIEW_COUNTED + 1; /* of which only the first bytes are there, and looked at */
	view_set(&other, &longer, (doc_id){1});
	view_size(&other, 80, 22, 72);
	assert_false(view_page(&other, &page, &pages));
	assert_false(other.uncounted);
	assert_int_equal(view_pages_likely(&other), 0);
	longer.text.n = VIEW_COUNTED;
	assert_false(view_page(&other, &page, &pages));
	assert_true(other.uncounted);
	assert_true(view_pages_likely(&other) > VIEW_COUNTED / 72 / 22);
	view_finish(&other);
}

static void a_selection_is_in_order_and_whole(void **state)
{
	struct range at;

	(void)state;
	view.cursor = 10;
	view.anchor = 4;
	view.selecting = true;
	at = view_selection(&view);
	/* "p1w1 p1w2 p1w3": the blanks at the ends are no part of it. */
	assert_int_equal(at.start, 5);
	assert_int_equal(at.end, 9);
	view.cursor = 0;
	at = view_selection(&view);
	assert_int_equal(at.start, 0);
	assert_int_equal(at.end, 4);
	view.selecting = false;
	at = view_selection(&view);
	assert_int_equal(at.start, at.end);
}

static void row_starts_are_consistent(void **state)
{
	uint32_t off = 0;

	(void)state;
	for (int i = 0; i < 150; i++) {
		uint32_t next = view_row_start(&view, off, 1);

		assert_int_equal(view_row_start(&view, 0, i + 1), next);
		assert_int_equal(view_row_start(&view, next, -1), off);
		off = next;
	}
	assert_int_equal(view_row_start(&view, off, -100000), 0);
	assert_int_equal(view_row_start(&view, 0, 100000),
		view_row_start(&view, (uint32_t)doc.text.n, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(scrolling_down_and_up_is_the_same_way, setup, teardown),
		cmocka_unit_test_setup_teardown(the_end_stands_at_the_bottom, setup, teardown),
		cmocka_unit_test_setup_teardown(resizes_keep_the_first_word, setup, teardown),
		cmocka_unit_test_setup_teardown(revealing_moves_only_what_is_not_seen, setup, teardown),
		cmocka_unit_test_setup_teardown(the_cursor_stays_on_the_screen, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_count_from_one, setup, teardown),
		cmocka_unit_test_setup_teardown(the_longest_texts_have_no_pages, setup, teardown),
		cmocka_unit_test_setup_teardown(a_selection_is_in_order_and_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(row_starts_are_consistent, setup, teardown),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}

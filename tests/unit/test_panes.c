/* The split tree: no pane overlaps another, none is lost, rectangles fill the area. */
#include "read/panes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct rect whole = {0, 0, 40, 120};

static int cells(const struct panes *panes)
{
	int n = 0;

	for (uint8_t i = 0; i < PANES_MAX; i++) {
		if (panes->live[i]) {
			struct rect at = panes_rect(panes, i);

			assert_true(at.rows >= 1 && at.cols >= 1);
			n += at.rows * at.cols;
		}
	}
	return n;
}

static bool meet(struct rect a, struct rect b)
{
	return a.row < b.row + b.rows && b.row < a.row + a.rows && a.col < b.col + b.cols &&
		b.col < a.col + a.cols;
}

static void assert_apart(const struct panes *panes)
{
	for (uint8_t i = 0; i < PANES_MAX; i++) {
		for (uint8_t j = 0; j < i; j++) {
			if (panes->live[i] && panes->live[j]) {
				assert_false(meet(panes_rect(panes, i), panes_rect(panes, j)));
			}
		}
	}
}

static void one_pane_fills_the_area(void **state)
{
	struct panes panes;

	(void)state;
	panes_init(&panes);
	panes_layout(&panes, whole);
	assert_int_equal(panes_count(&panes), 1);
	assert_int_equal(cells(&panes), 40 * 120);
	assert_false(panes_close(&panes));
}

static void a_split_shares_the_area(void **state)
{
	struct panes panes;
	int below, beside;

	(void)state;
	panes_init(&panes);
	panes_layout(&panes, whole);
	below = panes_split(&panes, false);
	assert_int_equal(below, 1);
	assert_int_equal(cells(&panes), 40 * 120);
	beside = panes_split(&panes, true);
	assert_int_equal(beside, 2);
	/* The rule between two panes side by side takes one column of their rows. */
	assert_int_equal(cells(&panes), 40 * 120 - 20);
	assert_apart(&panes);
	panes.focus = (uint8_t)below;
	assert_true(panes_close(&panes));
	assert_int_equal(panes_count(&panes), 2);
	assert_int_equal(cells(&panes), 40 * 119);
}

static void no_split_without_room(void **state)
{
	struct panes panes;

	(void)state;
	panes_init(&panes);
	panes_layout(&panes, (struct rect){0, 0, 2 * PANE_MIN_ROWS - 1, 2 * PANE_MIN_COLS});
	assert_int_equal(panes_split(&panes, false), -1);
	assert_int_equal(panes_split(&panes, true), -1);
	panes_layout(&panes, (struct rect){0, 0, 2 * PANE_MIN_ROWS, 2 * PANE_MIN_COLS + 1});
	assert_int_equal(panes_split(&panes, true), 1);
}

static void equal_panes_after_uneven_splits(void **state)
{
	struct panes panes;

	(void)state;
	panes_init(&panes);
	panes_layout(&panes, (struct rect){0, 0, 30, 60});
	assert_int_equal(panes_split(&panes, false), 1);
	panes.focus = 1;
	assert_int_equal(panes_split(&panes, false), 2);
	assert_int_equal(panes_rect(&panes, 0).rows, 15);
	panes_equal(&panes);
	assert_in_range(panes_rect(&panes, 0).rows, 9, 10);
	assert_in_range(panes_rect(&panes, 1).rows, 9, 11);
	assert_in_range(panes_rect(&panes, 2).rows, 9, 11);
}

static void going_round_visits_every_pane(void **state)
{
	struct panes panes;
	uint32_t seen = 0;
	uint8_t at;

	(void)state;
	panes_init(&panes);
	panes_layout(&panes, whole);
	assert_true(panes_split(&panes, true) > 0 && panes_split(&panes, false) > 0);
	at = panes.focus;
	for (uint32_t i = 0; i < 3; i++) {
		seen |= 1u << at;
		at = panes_next(&panes, at, 1);
	}
	assert_int_equal(seen, 7);
	assert_int_equal(at, panes.focus);
	assert_int_equal(panes_next(&panes, panes_next(&panes, at, 1), -1), at);
	assert_true(panes_is_first(&panes, 0));
}

static void only_keeps_the_focus(void **state)
{
	struct panes panes;
	int pane;

	(void)state;
	panes_init(&panes);
	panes_layout(&panes, whole);
	pane = panes_split(&panes, true);
	panes.focus = (uint8_t)pane;
	panes_only(&panes);
	assert_int_equal(panes_count(&panes), 1);
	assert_int_equal(cells(&panes), 40 * 120);
	assert_int_equal(panes.focus, pane);
}

/* Any order of splits and closes keeps the tree sound. */
static void random_splits_and_closes(void **state)
{
	struct panes panes;
	uint32_t seed = 7;

	(void)state;
	panes_init(&panes);
	panes_layout(&panes, (struct rect){0, 0, 200, 400});
	for (int i = 0; i < 20000; i++) {
		seed = seed * 1664525u + 1013904223u;
		panes.focus = panes_next(&panes, panes.focus, (int)(seed >> 28));
		if (seed & 1u << 20) {
			panes_split(&panes, (seed & 1u << 21) != 0);
		} else {
			panes_close(&panes);
		}
		assert_true(panes_count(&panes) >= 1 && panes_count(&panes) <= PANES_MAX);
		assert_true(panes.live[panes.focus]);
		assert_apart(&panes);
		assert_true(cells(&panes) > 200 * 400 * 9 / 10);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_pane_fills_the_area),
		cmocka_unit_test(a_split_shares_the_area),
		cmocka_unit_test(no_split_without_room),
		cmocka_unit_test(equal_panes_after_uneven_splits),
		cmocka_unit_test(going_round_visits_every_pane),
		cmocka_unit_test(only_keeps_the_focus),
		cmocka_unit_test(random_splits_and_closes),
	};

	return cmocka_run_group_tests_name("panes", tests, NULL, NULL);
}

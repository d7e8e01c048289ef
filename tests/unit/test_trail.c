/* Back and forward: what was left is come back to, a new jump drops the way forward. */
#include "read/trail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct place at(uint32_t doc, uint32_t off)
{
	return (struct place){{doc}, off, off, ACTIVE_NONE, NULL};
}

static void back_and_forward(void **state)
{
	struct trail trail = {0};
	struct place to;

	(void)state;
	assert_false(trail_back(&trail, at(0, 0), &to));
	trail_leave(&trail, at(0, 10));
	trail_leave(&trail, at(1, 20));
	assert_true(trail_back(&trail, at(2, 30), &to));
	assert_int_equal(to.doc.i, 1);
	assert_true(trail_back(&trail, at(1, 21), &to));
	assert_int_equal(to.top, 10);
	assert_false(trail_back(&trail, at(0, 10), &to));
	assert_true(trail_forward(&trail, at(0, 10), &to));
	assert_int_equal(to.top, 21);
	assert_true(trail_forward(&trail, at(1, 21), &to));
	assert_int_equal(to.top, 30);
	assert_false(trail_forward(&trail, at(2, 30), &to));
	trail_finish(&trail);
}

static void a_jump_drops_the_way_forward(void **state)
{
	struct trail trail = {0};
	struct place to;

	(void)state;
	trail_leave(&trail, at(0, 1));
	trail_leave(&trail, at(0, 2));
	assert_true(trail_back(&trail, at(0, 3), &to));
	trail_leave(&trail, at(0, 4));
	assert_false(trail_forward(&trail, at(0, 5), &to));
	assert_true(trail_back(&trail, at(0, 5), &to));
	assert_int_equal(to.top, 4);
	trail_finish(&trail);
}

static void the_oldest_goes_first(void **state)
{
	struct trail trail = {0};
	struct place to = at(9, 9);

	(void)state;
	for (uint32_t i = 0; i < TRAIL_MAX + 5; i++) {
		trail_leave(&trail, at(0, i));
	}
	for (uint32_t i = 0; i < TRAIL_MAX; i++) {
		assert_true(trail_back(&trail, to, &to));
	}
	assert_int_equal(to.top, 5);
	assert_false(trail_back(&trail, to, &to));
	trail_finish(&trail);
}

static void a_document_that_goes_away(void **state)
{
	struct trail trail = {0};
	struct place to;

	(void)state;
	trail_leave(&trail, at(0, 1));
	trail_leave(&trail, at(7, 2));
	trail_leave(&trail, at(0, 3));
	trail_leave(&trail, at(7, 4));
	assert_true(trail_back(&trail, at(0, 5), &to));
	trail_forget(&trail, (doc_id){7});
	assert_true(trail_back(&trail, at(0, 6), &to));
	assert_int_equal(to.top, 3);
	assert_true(trail_back(&trail, to, &to));
	assert_int_equal(to.top, 1);
	assert_false(trail_back(&trail, to, &to));
	trail_finish(&trail);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(back_and_forward),
		cmocka_unit_test(a_jump_drops_the_way_forward),
		cmocka_unit_test(the_oldest_goes_first),
		cmocka_unit_test(a_document_that_goes_away),
	};

	return cmocka_run_group_tests_name("trail", tests, NULL, NULL);
}

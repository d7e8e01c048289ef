/* The nearest known name. */
#include "base/typo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_distance(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		uint32_t distance;
	} rows[] = {
		{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"theme", "THEME", 0}, {"theme", "thme", 1},
		{"theme", "themes", 1}, {"theme", "tehme", 1}, {"theme", "thyme", 1}, {"ca", "abc", 3},
		{"measure", "mesaure", 1}, {"kitten", "sitting", 3}, {"abcdef", "uvwxyz", 6},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct span a = span_of(rows[i].a), b = span_of(rows[i].b);
		assert_int_equal(typo_distance(a, b, 100), rows[i].distance);
		assert_int_equal(typo_distance(b, a, 100), rows[i].distance);
	}
	assert_int_equal(typo_distance(SPAN("abcdef"), SPAN("uvwxyz"), 2), 3);
}

static void test_long_names(void **state)
{
	(void)state;
	char name[65];
	memset(name, 'x', sizeof(name));
	assert_int_equal(typo_distance((struct span){name, 64}, (struct span){name, 64}, 3), 0);
	assert_int_equal(typo_distance((struct span){name, 65}, (struct span){name, 65}, 3), 4);
	assert_int_equal(typo_distance((struct span){name, 65}, SPAN(""), UINT32_MAX), UINT32_MAX);
}

static void test_near(void **state)
{
	(void)state;
	assert_true(typo_near(SPAN("mesure"), SPAN("measure")));
	assert_true(typo_near(SPAN("look"), SPAN("loook")));
	assert_false(typo_near(SPAN("look"), SPAN("read")));
	assert_false(typo_near(SPAN("ab"), SPAN("cd")));
	assert_false(typo_near(SPAN("x"), SPAN("y")));
	assert_true(typo_near(SPAN("a"), SPAN("A")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_distance),
		cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_near),
	};
	return cmocka_run_group_tests_name("typo", tests, NULL, NULL);
}

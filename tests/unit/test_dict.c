/* Numbers by text: what was added is found, nothing else is. */
#include "base/dict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void what_was_added_is_found(void **state)
{
	struct arena arena = {0};
	struct dict dict = {0};
	char key[16];

	(void)state;
	assert_int_equal(dict_get(&dict, SPAN("x")), UINT32_MAX);
	for (uint32_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "key %u", i);
		assert_true(dict_add(&dict, &arena, span_of(key), i));
	}
	assert_true(dict_add(&dict, &arena, SPAN("key 7"), 99));
	for (uint32_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "key %u", i);
		assert_int_equal(dict_get(&dict, span_of(key)), i);
		assert_true(span_eq(dict_key(&dict, span_of(key)), span_of(key)));
	}
	assert_int_equal(dict_get(&dict, SPAN("key 5000")), UINT32_MAX);
	assert_null(dict_key(&dict, SPAN("key")).p);
	dict_finish(&dict);
	arena_finish(&arena);
}

static void a_full_arena_is_told(void **state)
{
	struct arena arena = {.limit = 64};
	struct dict dict = {0};
	bool ok = true;
	char key[16];

	(void)state;
	for (uint32_t i = 0; i < 100 && ok; i++) {
		snprintf(key, sizeof(key), "key %u", i);
		ok = dict_add(&dict, &arena, span_of(key), i);
	}
	assert_false(ok);
	assert_int_equal(dict_get(&dict, SPAN("key 0")), 0);
	dict_finish(&dict);
	arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_added_is_found),
		cmocka_unit_test(a_full_arena_is_told),
	};

	return cmocka_run_group_tests_name("dict", tests, NULL, NULL);
}

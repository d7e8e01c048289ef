/* Memory that lives and dies together. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_zeroed(const unsigned char *piece, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(piece[i], 0);
	}
}

static void test_array(void **state)
{
	(void)state;
	struct arena arena = {0};
	for (size_t n = 1; n < 3000; n += 7) {
		unsigned char *piece = arena_array(&arena, n, 3);
		assert_non_null(piece);
		assert_int_equal((uintptr_t)piece % alignof(max_align_t), 0);
		assert_zeroed(piece, 3 * n);
		memset(piece, 0xA5, 3 * n); /* shows up as soon as pieces overlap */
	}
	unsigned char *large = arena_array(&arena, 5, 1 << 20);
	assert_non_null(large);
	assert_zeroed(large, 5 << 20);
	arena_finish(&arena);
	assert_int_equal(arena.used, 0);
	assert_non_null(arena_array(&arena, 1, 1));
	arena_finish(&arena);
	arena_finish(&arena);
}

static void test_refused(void **state)
{
	(void)state;
	struct arena arena = {0};
	assert_null(arena_array(&arena, 0, 8));
	assert_null(arena_array(&arena, 8, 0));
	assert_null(arena_array(&arena, SIZE_MAX, 2));
	assert_null(arena_array(&arena, SIZE_MAX / 2, 1));
	assert_int_equal(arena.used, 0);
	assert_null(arena.blocks);
}

static void test_limit(void **state)
{
	(void)state;
	struct arena arena = {.limit = 100};
	assert_non_null(arena_array(&arena, 33, 1));
	assert_int_equal(arena.used, 48);
	assert_null(arena_array(&arena, 60, 1));
	assert_non_null(arena_array(&arena, 48, 1));
	assert_null(arena_array(&arena, 1, 1));
	arena_finish(&arena);
	assert_int_equal(arena.limit, 100);
}

static void test_copy(void **state)
{
	(void)state;
	struct arena arena = {.limit = 16};
	struct span copy = {NULL, 0};
	assert_true(arena_copy(&arena, SPAN("Iturup"), &copy));
	assert_string_equal(copy.p, "Iturup");
	assert_int_equal(copy.n, 6);
	struct span kept = copy;
	assert_false(arena_copy(&arena, SPAN("Urup"), &copy));
	assert_ptr_equal(copy.p, kept.p);
	arena.limit = 0;
	assert_true(arena_copy(&arena, span_of(NULL), &copy));
	assert_string_equal(copy.p, "");
	arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_array),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_copy),
	};
	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}

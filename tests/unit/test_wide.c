/* Large memory: zero, aligned, writable to its last byte. */
#include "base/wide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_it_is_zero_and_all_of_it_is_there(void **state)
{
	static const size_t sizes[] = {1, 100, WIDE_PAGE - 1, WIDE_PAGE, 3 * WIDE_PAGE};

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		for (int again = 0; again < 3; again++) {
			char *p = wide_new(sizes[i]);

			assert_non_null(p);
			for (size_t at = 0; at < sizes[i]; at++) {
				assert_true(p[at] == 0);
			}
			memset(p, 1, sizes[i]);
			assert_true(sizes[i] < WIDE_PAGE || (uintptr_t)p % WIDE_PAGE == 0);
			wide_free(p, sizes[i]);
		}
	}
	wide_free(NULL, 1);
	wide_free(NULL, WIDE_PAGE);
}

static void test_what_there_is_not_is_refused(void **state)
{
	(void)state;
	assert_null(wide_new(SIZE_MAX / WIDE_PAGE / 4 * WIDE_PAGE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_is_zero_and_all_of_it_is_there),
		cmocka_unit_test(test_what_there_is_not_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Messages of failures. */
#include "base/err.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_set(void **state)
{
	(void)state;
	struct err err;
	assert_false(err_set(&err, "%s:%d: no date", "a.rec", 12));
	assert_string_equal(err.msg, "a.rec:12: no date");
	assert_false(err_set(&err, "%s: %s", "dossier", err.msg));
	assert_string_equal(err.msg, "dossier: a.rec:12: no date");
	assert_false(err_set(NULL, "nobody listens"));
	assert_false(err_memory(&err));
	assert_string_equal(err.msg, "out of memory");
}

static void test_errno(void **state)
{
	(void)state;
	struct err err;
	assert_false(err_errno(&err, ENOENT, "%s", "texts"));
	assert_string_equal(err.msg, "texts: No such file or directory");
	assert_false(err_errno(NULL, ENOENT, "texts"));
}

/* A long message is cut, but never within a character. */
static void test_cut(void **state)
{
	(void)state;
	for (size_t pad = 500; pad < 520; pad++) {
		char ascii[600];
		memset(ascii, 'x', pad);
		ascii[pad] = '\0';
		struct err err;
		assert_false(err_set(&err, "%s島島島", ascii));
		size_t n = strlen(err.msg), whole = sizeof(err.msg) - 1;
		size_t room = pad < whole ? (whole - pad) / 3 : 0;
		size_t expected = pad < whole ? pad + 3 * (room < 3 ? room : 3) : whole;
		assert_int_equal(n, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_errno),
		cmocka_unit_test(test_cut),
	};
	return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}

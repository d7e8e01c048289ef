/* Functions of mathematics in SQL: there, though libm is not loaded for them at each start. */
#include "notes/store_math.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

/* To a millionth: no two libraries agree on the last bit. */
static void assert_near(double is, double was)
{
	assert_true(is - was < 1e-6 && was - is < 1e-6);
}

static void test_each_is_that_of_its_name(void **state)
{
	(void)state;
	assert_near(store_math_sqrt(2) * store_math_sqrt(2), 2);
	assert_near(store_math_pow(2, 10), 1024);
	assert_near(store_math_fmod(7.5, 2), 1.5);
	assert_near(store_math_atan2(1, 1) * 4, store_math_acos(-1));
	assert_near(store_math_log(store_math_exp(3)), 3);
	assert_near(store_math_trunc(-2.5), -2);
	assert_near(store_math_asin(store_math_sin(0.5)), 0.5);
	assert_near(store_math_acos(store_math_cos(0.5)), 0.5);
	assert_near(store_math_atan(store_math_tan(0.5)), 0.5);
	assert_near(store_math_asinh(store_math_sinh(0.5)), 0.5);
	assert_near(store_math_acosh(store_math_cosh(0.5)), 0.5);
	assert_near(store_math_atanh(store_math_tanh(0.5)), 0.5);
}

/* Whatever the linker did with the names: SQL computes. */
static void test_sql_computes(void **state)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	if (sqlite3_prepare_v2(db, "SELECT pow(2, 10) + sqrt(16) + trunc(1.5)", -1, &stmt, NULL) ==
		SQLITE_OK) { /* not every SQLite is built with them */
		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		assert_near(sqlite3_column_double(stmt, 0), 1029);
		sqlite3_finalize(stmt);
	}
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_that_of_its_name),
		cmocka_unit_test(test_sql_computes),
	};
	return cmocka_run_group_tests_name("store_math", tests, NULL, NULL);
}

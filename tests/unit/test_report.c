/* Messages of loaders. */
#include "base/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_add(void **state)
{
	(void)state;
	struct report report = {0};
	report_add(&report, REPORT_ERROR, "a.rec", 12, "Date '%s' is no date", "1855-13");
	report_add(&report, REPORT_NOTE, "a.rec", 0, "empty");
	report_add(&report, REPORT_WARNING, NULL, 3, "nowhere");
	assert_int_equal(report.n, 3);
	assert_string_equal(report.items[0].text, "a.rec:12: Date '1855-13' is no date");
	assert_string_equal(report.items[1].text, "a.rec: empty");
	assert_string_equal(report.items[2].text, "nowhere");
	assert_int_equal(report_count(&report, REPORT_NOTE), 3);
	assert_int_equal(report_count(&report, REPORT_WARNING), 2);
	assert_int_equal(report_count(&report, REPORT_ERROR), 1);
	assert_int_equal(report.dropped, 0);
	report_finish(&report);
	assert_int_equal(report.n, 0);
	report_finish(&report);
}

static void test_insert(void **state)
{
	(void)state;
	struct report report = {0}, from = {0};
	report_add(&report, REPORT_NOTE, NULL, 0, "first");
	report_add(&report, REPORT_NOTE, NULL, 0, "last");
	report_insert(&report, 1, &from);
	assert_int_equal(report.n, 2);
	for (uint32_t i = 0; i < 100; i++) {
		report_add(&from, REPORT_WARNING, NULL, 0, "%u", i);
	}
	from.dropped = 3;
	report_insert(&report, 1, &from);
	assert_int_equal(from.n, 0);
	assert_null(from.items);
	assert_int_equal(report.n, 102);
	assert_int_equal(report.dropped, 3);
	assert_string_equal(report.items[0].text, "first");
	assert_string_equal(report.items[1].text, "0");
	assert_string_equal(report.items[100].text, "99");
	assert_string_equal(report.items[101].text, "last");
	report_finish(&report);
}

static void test_long(void **state)
{
	(void)state;
	struct report report = {0};
	char text[5000];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (uint32_t i = 1; i <= 100; i++) {
		report_add(&report, REPORT_NOTE, "f", i, "%s", text);
	}
	assert_int_equal(report.n, 100);
	assert_int_equal(strlen(report.items[99].text), sizeof(text) - 1 + strlen("f:100: "));
	report_finish(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add),
		cmocka_unit_test(test_insert),
		cmocka_unit_test(test_long),
	};
	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}

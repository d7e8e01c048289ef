/* Dates: the calendar, their order, and the forms in which texts write them. */
#include "texts/doc_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_put(struct doc_date date, const char *want)
{
	struct buf out = {0};

	buf_puts(&out, "<");
	doc_date_put(&date, &out);
	assert_string_equal(out.p + 1, want);
	buf_finish(&out);
}

static void writes_what_is_known(void **state)
{
	(void)state;
	assert_put((struct doc_date){1992, 1, 4}, "1992-01-04");
	assert_put((struct doc_date){2023, 12, 0}, "2023-12");
	assert_put((struct doc_date){855, 0, 0}, "0855");
	assert_put((struct doc_date){0}, "");
}

static void reads_its_own_form(void **state)
{
	static const char *const bad[] = {"", "1992-", "92", "1992-13", "1992-00", "1991-02-29",
		"1992-02-30", "1992-1-4", "1992-01-04-", "1992-01-04 ", "0000", "1992 01", "-1992",
		"19920104", "1992-01-04-05"};
	struct doc_date date = {1, 2, 3};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		assert_false(doc_date_parse(span_of(bad[i]), &date));
	}
	assert_int_equal(date.day, 3); /* untouched */
	assert_true(doc_date_parse(SPAN("1992-02-29"), &date));
	assert_int_equal(date.year, 1992);
	assert_int_equal(date.month, 2);
	assert_int_equal(date.day, 29);
	assert_true(doc_date_parse(SPAN("2023-12"), &date));
	assert_int_equal(date.day, 0);
	assert_true(doc_date_parse(SPAN("1855"), &date));
	assert_int_equal(date.month, 0);
}

static void unknown_parts_come_first_and_no_date_last(void **state)
{
	static const struct doc_date order[] = {{1855, 0, 0}, {1855, 2, 0}, {1855, 2, 7}, {1855, 2, 8},
		{1855, 3, 1}, {1956, 0, 0}, {0, 0, 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		for (size_t j = 0; j < COUNT_OF(order); j++) {
			int sign = doc_date_cmp(&order[i], &order[j]);

			assert_int_equal((sign > 0) - (sign < 0), (i > j) - (i < j));
		}
	}
}

static void assert_finds(const char *text, const char *found, const char *want)
{
	struct doc_date date;
	struct range at;
	struct buf out = {0};

	assert_true(doc_date_find(span_of(text), 0, &at, &date));
	assert_true(span_eq(span_in(span_of(text), at), span_of(found)));
	doc_date_put(&date, &out);
	assert_string_equal(out.p, want);
	buf_finish(&out);
}

static void finds_every_form(void **state)
{
	(void)state;
	assert_finds("| Updated: 2016-12-16 07:48", "2016-12-16", "2016-12-16");
	assert_finds("on 2016/1/6.", "2016/1/6", "2016-01-06");
	assert_finds("den 16.12.2016", "16.12.2016", "2016-12-16");
	assert_finds("Friday, 07 February, 2014, 3:41am", "07 February, 2014", "2014-02-07");
	assert_finds("on 20 December 1988 in", "20 December 1988", "1988-12-20");
	assert_finds("December 20, 1988", "December 20, 1988", "1988-12-20");
	assert_finds("on Jan. 14, 2019.", "Jan. 14, 2019", "2019-01-14");
	assert_finds("on Jan. 14th, 2019", "Jan. 14th, 2019", "2019-01-14");
	assert_finds("the 8th of September, 1951", "8th of September, 1951", "1951-09-08");
	assert_finds("le 1er février 1855", "1er février 1855", "1855-02-01");
	assert_finds("le 3 août 1945", "3 août 1945", "1945-08-03");
	assert_finds("Bonn, 5. März 1990", "5. März 1990", "1990-03-05");
	assert_finds("19 октября 1956 г.", "19 октября 1956", "1956-10-19");
	assert_finds("平成31年、2019年1月14日に", "2019年1月14日", "2019-01-14");
	assert_finds("broken: 20 December\n   1988", "20 December\n   1988", "1988-12-20");
	assert_finds("MAY 7, 1875", "MAY 7, 1875", "1875-05-07");
}

/* The year may stand at any distance from the start, right behind other figures, and at the end. */
static void finds_a_year_wherever_it_stands(void **state)
{
	static const char digits[] = "0 12 345 67890 123456 ";

	(void)state;
	for (size_t i = 0; i < sizeof(digits); i++) {
		char text[64];

		snprintf(text, sizeof(text), "%s-3 May 1990", digits + i);
		assert_finds(text, "3 May 1990", "1990-05-03");
	}
}

static void finds_only_full_and_real_dates(void **state)
{
	static const char *const none[] = {"", "in 1855", "December 1988", "Jan. 14", "2019-02-30",
		"31 April 1990", "May I, 1990", "12345-12-16", "2016-12-161", "version 1.2.3", "0855-02-07",
		"3 Marchand 1990", "1 000 000", "20 December\n\n1988", "12/16/2016", "1988年12月"};
	struct doc_date date;
	struct range at;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		assert_false(doc_date_find(span_of(none[i]), 0, &at, &date));
	}
}

static void goes_on_from_where_it_is_told(void **state)
{
	struct span text = SPAN("7 February 1855, 7 May 1875");
	struct doc_date date;
	struct range at;

	(void)state;
	assert_true(doc_date_find(text, 0, &at, &date));
	assert_int_equal(date.year, 1855);
	assert_true(doc_date_find(text, at.end, &at, &date));
	assert_int_equal(date.year, 1875);
	assert_false(doc_date_find(text, at.end, &at, &date));
}

static void knows_months(void **state)
{
	size_t n = 0;

	(void)state;
	assert_int_equal(doc_date_month(SPAN("Sept. 8"), &n), 9);
	assert_int_equal(n, 5);
	assert_int_equal(doc_date_month(SPAN("décembre"), &n), 12);
	assert_int_equal(n, 9);
	assert_int_equal(doc_date_month(SPAN("de\xCC\x81" "cembre"), &n), 12);
	assert_int_equal(doc_date_month(SPAN("Mayor"), &n), 0);
	assert_int_equal(doc_date_month(SPAN("Januaryjanuaryjanuaryjanuaryjanuary"), &n), 0);
	assert_int_equal(doc_date_month(SPAN(""), &n), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_what_is_known),
		cmocka_unit_test(reads_its_own_form),
		cmocka_unit_test(unknown_parts_come_first_and_no_date_last),
		cmocka_unit_test(finds_every_form),
		cmocka_unit_test(finds_a_year_wherever_it_stands),
		cmocka_unit_test(finds_only_full_and_real_dates),
		cmocka_unit_test(goes_on_from_where_it_is_told),
		cmocka_unit_test(knows_months),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

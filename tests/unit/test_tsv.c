/* Tables of names: fields by heading, several values in a cell, bad rows; and the Ids made. */
#include "links/tsv.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct report report;

static void assert_records(struct span text, const char *expected)
{
	struct roster roster = {.path = "a.tsv", .report = &report};
	struct buf records = {0};
	struct err err;
	report_finish(&report);
	if (!tsv_read(text, &roster, &err) || !roster_put(&roster, &records, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_string_equal(records.p == NULL ? "" : records.p, expected);
	buf_finish(&records);
	roster_finish(&roster);
}

static void assert_reported(uint32_t i, const char *message)
{
	assert_true(i < report.n);
	assert_string_equal(report.items[i].text, message);
}

static void assert_refused(struct span text, const char *message)
{
	struct roster roster = {.path = "a.tsv", .report = &report};
	struct err err;
	assert_false(tsv_read(text, &roster, &err));
	assert_string_equal(err.msg, message);
	roster_finish(&roster);
}

static void cells_become_fields(void **state)
{
	(void)state;
	assert_records(SPAN("\xEF\xBB\xBFnote\tID\tkind\tNAME\talias\tparty\tDate\tMine\r\n"
		"one\\ntwo\tt:1\ttreaty\tPact | The Pact\tP\\tQ | Pact\tA | B\t1855-02\ta | b\\\\c\r\n"
		"\r\n"
		"\tt:2\ttreaty\tShort row\n"),
		"Id: t:1\nKind: treaty\nName: Pact\nAlias: The Pact\nAlias: P\tQ\nDate: 1855-02\n"
		"Party: A\nParty: B\nNote: one\n+ two\nMine: a | b\\c\n"
		"\nId: t:2\nKind: treaty\nName: Short row\n");
	assert_int_equal(report.n, 0);
}

static void ids_are_made_of_names(void **state)
{
	(void)state;
	assert_records(SPAN("Name\tKind\tId\nShinzō Abe\tperson\nABE, Shinzo\tperson\t\n"
		"Shinzo Abe\tperson\tperson:shinzo-abe\nShinzo Abe\tperson\n"
		"安倍晋三 | Abe 3\tperson\n安倍\tperson\nИтуруп\tостров\nO'Neill\t\n"),
		"Id: person:shinzo-abe-2\nKind: person\nName: Shinzō Abe\n"
		"\nId: person:abe-shinzo\nKind: person\nName: ABE, Shinzo\n"
		"\nId: person:shinzo-abe\nKind: person\nName: Shinzo Abe\n"
		"\nId: person:shinzo-abe-3\nKind: person\nName: Shinzo Abe\n"
		"\nId: person:abe-3\nKind: person\nName: 安倍晋三\nAlias: Abe 3\n"
		"\nId: person:6\nKind: person\nName: 安倍\n"
		"\nId: other:7\nKind: остров\nName: Итуруп\n"
		"\nId: other:oneill\nKind: other\nName: O'Neill\n");
	assert_int_equal(report.n, 0);
}

static void many_of_one_name_all_get_ids(void **state)
{
	(void)state;
	struct buf text = {0};
	buf_puts(&text, "Name\n");
	for (int i = 0; i < 20000; i++) {
		buf_puts(&text, "Abe\n");
	}
	struct roster roster = {.path = "a.tsv", .report = &report};
	struct buf records = {0};
	struct err err;
	assert_true(tsv_read(buf_span(&text), &roster, &err));
	assert_true(roster_put(&roster, &records, &err));
	assert_int_equal(roster.n, 20000);
	for (uint32_t i = 0; i < roster.n; i++) {
		assert_true(entities_id_is_good(roster.items[i].id));
	}
	buf_finish(&records);
	buf_finish(&text);
	roster_finish(&roster);
}

static void what_is_bad_is_told_with_its_line(void **state)
{
	(void)state;
	assert_records(SPAN("Name\tDate\tId\tmy field\nA\t1855-13\ta\tx\n\t\tb\nB\t\tc d\n"
		"C\t\ta\nD\t\td\tx\ty\nE\xFF\t\te\nF\t\tf\t\t\t\n"),
		"Id: a\nKind: other\nName: A\n\nId: other:b\nKind: other\nName: B\n"
		"\nId: other:c\nKind: other\nName: C\n\nId: f\nKind: other\nName: F\n");
	assert_int_equal(report.n, 7);
	assert_reported(0, "a.tsv:1: 'my field' is no name of a field: its column is left out (a letter "
			   "and letters, digits, '_' or '-')");
	assert_reported(1, "a.tsv:6: 5 cells and only 4 fields: the row is left out");
	assert_reported(2, "a.tsv:7: bytes that are no UTF-8: the row is left out");
	assert_reported(3, "a.tsv:3: an entity without a name is left out");
	assert_reported(4, "a.tsv:4: Id 'c d' may have A-Z a-z 0-9 . _ : - only; another is made");
	assert_reported(5, "a.tsv:5: a second entity with Id 'a' gets another one");
	assert_reported(6, "a.tsv:2: Date '1855-13' is no date and is left out (1956, 1956-10, "
			   "1956-10-19, or two with / between them)");
}

static void what_is_no_table_is_refused(void **state)
{
	(void)state;
	assert_refused(SPAN(""), "a.tsv: the file is empty");
	assert_refused(SPAN("Id\tKind\nx\ty\n"), "a.tsv:1: no column is called Name: the first row names "
						 "the fields, with tabs between");
	char wide[TSV_COLUMNS + 1];
	memset(wide, '\t', sizeof(wide));
	assert_refused((struct span){wide, sizeof(wide)}, "a.tsv:1: more than 256 columns");
}

static int teardown(void **state)
{
	(void)state;
	report_finish(&report);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_become_fields),
		cmocka_unit_test(ids_are_made_of_names),
		cmocka_unit_test(many_of_one_name_all_get_ids),
		cmocka_unit_test(what_is_bad_is_told_with_its_line),
		cmocka_unit_test(what_is_no_table_is_refused),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tsv", tests, NULL, teardown);
}

/* Tables of names: fields by heading, several values in a cell, bad rows; and the Ids made. */
#include "base/quote.h"
#include "base/rec.h"
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

/* One text of every kind that quote_tsv does not leave as it is, but CR: entities.rec holds none. */
static const struct span hidden[] = {
	{"a\0b", 3}, {"a\1b", 3}, {"a\x1B[31mb", 7}, {"a\bb", 3}, {"a\x7F" "b", 3},
	{"a\xC2\x85" "b", 4}, {"a\xC2\x9B" "b", 4}, {"a\xE2\x80\xAE" "b", 5}, {"a\xE2\x81\xA6" "b", 5},
	{"a\xE2\x80\x8B" "b", 5}, {"a\xEF\xBB\xBF" "b", 5}, {"a\xE2\x80\xA8" "b", 5},
	{"a\xE2\x80\xA9" "b", 5}, {"a\xF3\xA0\x81\x81" "b", 6}, {"a\xEE\x80\x80" "b", 5},
	{"a\xEF\xBF\xBE" "b", 5}, {"a\xCD\xB8" "b", 4}, {"a\xE1\x85\x9F" "b", 5}, {"a\xC2\xAD" "b", 4},
	{"a\xE2\x80\x8D" "b", 5}, {"a\xEF\xB8\x8F" "b", 5},
	{"a\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86" "b", 14}, {"a\tb", 3}, {"a\nb", 3},
	{"a\\b", 3}, {"a\\x41", 5}, {"\\\\x1B", 5},
};

/* What has been written into a table and read again, as an entity's note. */
static void assert_comes_back(struct span text)
{
	struct roster roster = {.path = "a.tsv", .report = &report};
	struct buf table = {0}, records = {0};
	struct arena arena = {0};
	struct rec_file file;
	struct err err;

	buf_puts(&table, "Name\tNote\nA\t");
	quote_tsv(&table, text);
	buf_puts(&table, "\n");
	assert_true(tsv_read(buf_span(&table), &roster, &err));
	assert_true(roster_put(&roster, &records, &err));
	assert_true(rec_parse(buf_span(&records), "a.rec", &arena, &file, &report, &err));
	assert_int_equal(file.n, 1);

	struct span note = rec_get(&file.recs[0], SPAN("Note"));

	assert_int_equal(note.n, text.n);
	assert_memory_equal(note.p, text.p, text.n);
	arena_finish(&arena);
	buf_finish(&records);
	buf_finish(&table);
	roster_finish(&roster);
}

static void what_was_hidden_comes_back(void **state)
{
	(void)state;
	report_finish(&report);
	for (size_t i = 0; i < COUNT_OF(hidden); i++) {
		assert_comes_back(hidden[i]);
	}
	assert_int_equal(report.n, 0);
}

static void bytes_are_written_in_hex(void **state)
{
	(void)state;
	assert_records(SPAN("Name\tNote\n\\x41\\x62\t\\xe6\\x8A\\x9E \\x4 \\xg1 \\\\x41 \\x\n"),
		"Id: other:ab\nKind: other\nName: Ab\nNote: 択 \\x4 \\xg1 \\x41 \\x\n");
	assert_int_equal(report.n, 0);
	assert_records(SPAN("Name\nA\\x0Db\n"), "Id: other:a-b\nKind: other\nName: A b\n");
	assert_records(SPAN("Name\nA\\xFF\nB\\xC3\\xA9\n"), "Id: other:be\nKind: other\nName: Bé\n");
	assert_int_equal(report.n, 1);
	assert_reported(0, "a.tsv:2: bytes that are no UTF-8: the row is left out");
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
		cmocka_unit_test(what_was_hidden_comes_back),
		cmocka_unit_test(bytes_are_written_in_hex),
		cmocka_unit_test(what_is_no_table_is_refused),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("tsv", tests, NULL, teardown);
}

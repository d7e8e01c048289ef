/* The alias table: what is loaded, what is left out, what is said about it. */
#include "base/file.h"
#include "links/entities.h"
#include "links/forms.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* A table loaded from text, with what was reported. */
struct table {
	struct entities ents;
	struct report report;
};

static void table_load(struct table *table, const char *text)
{
	struct err err;
	*table = (struct table){0};
	bool ok = entities_load(&table->ents, scratch_text("entities.rec", text), NULL, NULL, &table->report, &err);
	if (!ok) {
		fail_msg("%s", err.msg);
	}
}

static void table_finish(struct table *table)
{
	entities_finish(&table->ents);
	report_finish(&table->report);
}

/* Expects the only message to be PATH:LINE: and what, at this level. */
static void expect_report(const struct table *table, enum report_level level, unsigned line,
	const char *what)
{
	char expected[512];
	assert_int_equal(table->report.n, 1);
	snprintf(expected, sizeof(expected), "entities.rec:%u: %s", line, what);
	assert_string_equal(table->report.items[0].text, expected);
	assert_int_equal(table->report.items[0].level, level);
}

static bool is(struct span text, const char *expected)
{
	return span_eq(text, span_of(expected));
}

static void test_all_fields(void **state)
{
	(void)state;
	struct table t;
	table_load(&t, "Id: treaty:1855\nAlias: the 1855 treaty\nKind: treaty\nName: Treaty of Shimoda\n"
		"Alias:  Shimoda treaty \nDate: 1855-02-07\nPlace: Shimoda\nParty: Japan\n"
		"Party: Russia\nNote: a border\nIdno: Q1\n\n"
		"Id: p\nKind: Person\nName: A B\nDate: 1900/1999-12-31\n");
	assert_int_equal(t.report.n, 0);
	assert_int_equal(t.ents.n, 2);
	ent_id id = entities_find(&t.ents, SPAN("treaty:1855"));
	assert_int_equal(id.i, 0);
	const struct entity *e = &t.ents.items[0];
	assert_int_equal(e->kind, KIND_TREATY);
	assert_int_equal(e->line, 1);
	assert_int_equal(e->nnames, 3);
	assert_true(is(entities_name(&t.ents, id), "Treaty of Shimoda"));
	assert_true(t.ents.names[e->name].main);
	assert_true(is(t.ents.names[e->name + 1].text, "the 1855 treaty"));
	assert_int_equal(t.ents.names[e->name + 1].line, 2);
	assert_true(is(t.ents.names[e->name + 2].text, "Shimoda treaty"));
	assert_false(t.ents.names[e->name + 2].main);
	assert_int_equal(e->date.year, 1855);
	assert_int_equal(e->date.day, 7);
	assert_int_equal(e->nparties, 2);
	assert_true(is(t.ents.parties[e->party + 1], "Russia"));
	assert_true(is(e->place, "Shimoda") && is(e->note, "a border"));
	assert_int_equal(t.ents.items[1].kind, KIND_PERSON);
	assert_int_equal(t.ents.items[1].until.month, 12);
	table_finish(&t);
}

static void test_missing_file_is_an_empty_table(void **state)
{
	(void)state;
	struct entities ents;
	struct report report = {0};
	struct err err;
	assert_true(entities_load(&ents, "/tmp/there/is/no/such.rec", NULL, NULL, &report, &err));
	assert_int_equal(ents.n, 0);
	assert_int_equal(ents.nkinds, KIND_FIRST_OTHER);
	assert_int_equal(report.n, 0);
	assert_int_equal(entities_find(&ents, SPAN("a")).i, ENT_NONE.i);
	entities_finish(&ents);
}

static void test_unreadable_file_fails(void **state)
{
	(void)state;
	struct entities ents = {.n = 7};
	struct report report = {0};
	struct err err = {""};
	assert_false(entities_load(&ents, "/tmp", NULL, NULL, &report, &err));
	assert_int_equal(ents.n, 7);
	assert_true(span_starts(span_of(err.msg), SPAN("/tmp")));
	report_finish(&report);
}

static void test_broken_records_are_left_out(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned line;
		const char *what;
	} cases[] = {
		{"Kind: person\nName: A\n\n", 1, "a record without an Id is left out"},
		{"Kind: person\nId: a b\nName: A C\n\n", 2,
			"Id 'a b' may have A-Z a-z 0-9 . _ : - only; its record is left out"},
		{"Id: a\nKind: person\n\n", 1, "'a' has no Name and is left out"},
		{"Id: good\nKind: x\nName: Other name\n\n", 1,
			"a second record with Id 'good' is left out"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf text = {0};
		struct table t;
		bool second = i == 3;
		buf_puts(&text, second ? "" : cases[i].text);
		buf_puts(&text, "Id: good\nKind: person\nName: Good Name\n\n");
		buf_puts(&text, second ? cases[i].text : "");
		table_load(&t, text.p);
		expect_report(&t, REPORT_ERROR, second ? 5 : cases[i].line, cases[i].what);
		assert_int_equal(t.ents.n, 1);
		assert_int_equal(entities_find(&t.ents, SPAN("good")).i, 0);
		assert_true(is(entities_name(&t.ents, (ent_id){0}), "Good Name"));
		table_finish(&t);
		buf_finish(&text);
	}
}

static void test_doubtful_records_are_kept(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum report_level level;
		unsigned line;
		const char *what;
	} cases[] = {
		{"Id: a\nKind: p\nName: X Y\nAlias: Z Z\nAlias: Z Z\n", REPORT_WARNING, 5,
			"'Z Z' is listed twice, first in line 4"},
		{"Id: a\nKind: p\nName: X Y\n\nId: b\nKind: p\nName: V W\nAlias: X Y\n", REPORT_WARNING,
			8, "'X Y' is also a name of 'a' (line 3)"},
		{"Id: a\nKind: p\nName: X\n", REPORT_WARNING, 3,
			"'X' is a single letter and will match too much"},
		{"Id: a\nName: X Y\n", REPORT_WARNING, 1, "'a' has no Kind"},
		{"Id: a\nKind: p\nName: X Y\nName: V W\n", REPORT_WARNING, 4, "a second Name is passed over"},
		{"Id: a\nKind: p\nName: X Y\nAlias:\n", REPORT_WARNING, 4, "an empty Alias"},
		{"Id: a\nKind: p\nName: X Y\nParty: \n", REPORT_WARNING, 4, "an empty Party"},
		{"Id: a\nKind: p\nName: X Y\nColour: red\n", REPORT_NOTE, 4, "unknown field 'Colour' is kept"},
		{"Id: a\nKind: treaty\nName: Versailles\n", REPORT_NOTE, 1, "treaty 'a' has no kind word "
			"(treaty, pact, declaration …) in any name"},
		{"Id: a\nKind: p\nName: X Y\nDate: 1855-13\n", REPORT_ERROR, 4, "Date '1855-13' is no date "
			"(write 1956, 1956-10 or 1956-10-19, or two with / between them)"},
		{"Id: a\nKind: p\nName: X Y\nDate: 1999/1900\n", REPORT_ERROR, 4, "Date '1999/1900' is no "
			"date (write 1956, 1956-10 or 1956-10-19, or two with / between them)"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct table t;
		table_load(&t, cases[i].text);
		expect_report(&t, cases[i].level, cases[i].line, cases[i].what);
		assert_true(t.ents.n >= 1);
		assert_int_equal(t.ents.items[0].date.year, 0);
		table_finish(&t);
	}
}

static void test_shared_names_stay_with_both(void **state)
{
	(void)state;
	struct table t;
	table_load(&t, "Id: a\nKind: p\nName: X Y\n\nId: b\nKind: p\nName: X Y\n\nId: c\nKind: p\nName: X Y\n"
		"Alias: X Y\n");
	assert_int_equal(t.ents.nnames, 3);
	assert_int_equal(t.report.n, 3);
	assert_int_equal(t.ents.items[2].nnames, 1);
	table_finish(&t);
}

static void test_kind_words_in_any_script(void **state)
{
	(void)state;
	struct table t;
	table_load(&t, "Id: a\nKind: treaty\nName: 下田条約\n\nId: b\nKind: treaty\nName: Симодский трактат\n\n"
		"Id: c\nKind: treaty\nName: Traité de Paris\n\nId: d\nKind: treaty\nName: Friedensvertrag\n");
	assert_int_equal(t.report.n, 0);
	table_finish(&t);
}

static void test_kinds_are_numbered_as_they_come(void **state)
{
	(void)state;
	struct table t;
	struct buf text = {0};
	for (int i = 0; i < 100; i++) {
		buf_printf(&text, "Id: e%d\nKind: kind%d\nName: Name %d\n\n", i, i / 2, i);
	}
	table_load(&t, text.p);
	assert_int_equal(t.ents.nkinds, KIND_FIRST_OTHER + 50);
	assert_int_equal(t.ents.items[99].kind, KIND_FIRST_OTHER + 49);
	assert_true(is(t.ents.kinds[KIND_FIRST_OTHER + 49], "kind49"));
	for (int i = 0; i < 100; i++) {
		char id[16];
		snprintf(id, sizeof(id), "e%d", i);
		assert_int_equal(entities_find(&t.ents, span_of(id)).i, i);
	}
	assert_int_equal(entities_find(&t.ents, SPAN("e")).i, ENT_NONE.i);
	table_finish(&t);
	buf_finish(&text);
}

/* How many forms of the catalogue read so. */
static uint32_t count_forms(const struct forms *forms, const char *text)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < forms->n; i++) {
		n += is(forms->items[i].text, text);
	}
	return n;
}

static void test_treaties_are_turned(void **state)
{
	(void)state;
	struct table t;
	struct forms forms;
	struct err err;
	struct lexicon *lexicon = lexicon_new(NULL, &err);
	table_load(&t, "Id: a\nKind: treaty\nName: Treaty of Utrecht\n\n"
		"Id: b\nKind: treaty\nName: treaty of Ghent\n");
	assert_non_null(lexicon);
	assert_true(forms_make(&forms, &t.ents, lexicon, &err));
	assert_int_equal(count_forms(&forms, "Utrecht Treaty"), 1);
	assert_int_equal(count_forms(&forms, "Utrecht treaty"), 1);
	assert_int_equal(count_forms(&forms, "Ghent treaty"), 1);
	assert_int_equal(count_forms(&forms, "Ghent Treaty"), 0);
	forms_finish(&forms);
	lexicon_free(lexicon);
	table_finish(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_fields),
		cmocka_unit_test(test_missing_file_is_an_empty_table),
		cmocka_unit_test(test_unreadable_file_fails),
		cmocka_unit_test(test_broken_records_are_left_out),
		cmocka_unit_test(test_doubtful_records_are_kept),
		cmocka_unit_test(test_shared_names_stay_with_both),
		cmocka_unit_test(test_kind_words_in_any_script),
		cmocka_unit_test(test_kinds_are_numbered_as_they_come),
		cmocka_unit_test(test_treaties_are_turned),
	};
	return cmocka_run_group_tests(tests, scratch_enter, scratch_leave);
}

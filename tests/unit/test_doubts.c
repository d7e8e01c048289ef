/* What check finds doubtful in a catalogue. */
#include "links/doubts.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

/* What is doubtful in a catalogue, beside one text. */
static struct report find(const char *catalogue, const char *text)
{
	struct catalog catalog = {0};
	struct entities ents;
	struct xref xref;
	struct config config;
	struct report loaded = {0}, report = {0};
	struct err err;
	config_init(&config);
	scratch_text("a.txt", text);
	assert_true(catalog_load(&catalog, ".", &config, &loaded, &err));
	assert_true(entities_load(&ents, scratch_text("entities.rec", catalogue), NULL, NULL, &loaded, &err));
	assert_true(xref_build(&xref, &catalog, &ents, NULL, &loaded, &err));
	assert_true(doubts_find(&ents, &xref, &report, &err));
	xref_finish(&xref);
	entities_finish(&ents);
	catalog_finish(&catalog);
	config_finish(&config);
	report_finish(&loaded);
	return report;
}

static void assert_item(const struct report *report, uint32_t i, enum report_level level,
	const char *text)
{
	assert_true(i < report->n);
	assert_string_equal(report->items[i].text, text);
	assert_int_equal(report->items[i].level, level);
}

static void twins_are_told_once(void **state)
{
	(void)state;
	struct report report = find(
		"Id: a\nKind: person\nName: Shinzo Abe\nAlias: Abe\n\n"
		"Id: b\nKind: person\nName: ABE, Shinzō\nAlias: abe\n\n"
		"Id: c\nKind: island\nName: Abe Shinzo\n",
		"Shinzo Abe, ABE, Shinzo; Abe Shinzo and Abe are not abe\n");
	assert_int_equal(report_count(&report, REPORT_WARNING), 1);
	assert_item(&report, 0, REPORT_WARNING,
		"entities.rec:8: 'b' may be 'a' (line 3): 'ABE, Shinzō' and 'Shinzo Abe' are nearly "
		"the same");
	report_finish(&report);
}

static void other_words_are_other_names(void **state)
{
	(void)state;
	struct report report = find(
		"Id: a\nKind: treaty\nName: Treaty of 1855\nDate: 1855\n\n"
		"Id: b\nKind: treaty\nName: Treaty of 1875\nDate: 1875\n\n"
		"Id: c\nKind: island\nName: 択捉島\n\nId: d\nKind: island\nName: 捉択島\n",
		"Treaty of 1855, Treaty of 1875, 択捉島、捉択島。\n");
	assert_int_equal(report.n, 0);
	report_finish(&report);
}

static void what_is_not_found_is_noted(void **state)
{
	(void)state;
	struct report report = find(
		"Id: a\nKind: island\nName: Iturup\nAlias: Etorofu\nAlias: X1\nAlias: X2\nAlias: X3\n\n"
		"Id: b\nKind: treaty\nName: Peace of Urup\n",
		"Iturup lies there.\n");
	assert_int_equal(report.n, 3);
	assert_item(&report, 0, REPORT_NOTE,
		"entities.rec:9: treaty 'b' has no Date: no year finds it");
	assert_item(&report, 1, REPORT_NOTE,
		"entities.rec:1: 4 of 5 names of 'a' stand nowhere: 'Etorofu', 'X1', 'X2', …");
	assert_item(&report, 2, REPORT_NOTE, "entities.rec:9: 'b' is mentioned nowhere");
	report_finish(&report);
}

static void many_notes_are_counted(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int i = 0; i < DOUBTS_NOTES + 7; i++) {
		buf_printf(&text, "Id: e%d\nKind: ship\nName: Ship %d\n\n", i, i);
	}
	struct report report = find(text.p, "No ship.\n");
	assert_int_equal(report.n, DOUBTS_NOTES + 1);
	assert_item(&report, DOUBTS_NOTES, REPORT_NOTE,
		"entities.rec: 7 more entities are mentioned nowhere");
	report_finish(&report);
	buf_finish(&text);
}

static void long_and_strange_names_do_no_harm(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int k = 0; k < 2; k++) {
		buf_printf(&text, "Id: e%d\nKind: ship\nName:", k);
		for (int i = 0; i < 200; i++) {
			buf_printf(&text, "%sw%d", i % 2 == k ? " " : ", ", i);
		}
		buf_printf(&text, "\n\n");
	}
	buf_puts(&text, "Id: m\nKind: ship\nName: …\n\nId: n\nKind: ship\nName: !?\n");
	struct report report = find(text.p, "No ship.\n");
	assert_int_equal(report_count(&report, REPORT_WARNING), 0);
	report_finish(&report);
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twins_are_told_once),
		cmocka_unit_test(other_words_are_other_names),
		cmocka_unit_test(what_is_not_found_is_noted),
		cmocka_unit_test(many_notes_are_counted),
		cmocka_unit_test(long_and_strange_names_do_no_harm),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("doubts", tests, scratch_enter, scratch_leave);
}

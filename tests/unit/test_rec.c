/* Record files. */
#include "base/buf.h"
#include "base/rec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct parsed {
	struct arena arena;
	struct rec_file file;
	struct report report;
};

static void parse(struct parsed *parsed, struct span text)
{
	struct err err;
	*parsed = (struct parsed){0};
	assert_true(rec_parse(text, "t.rec", &parsed->arena, &parsed->file, &parsed->report, &err));
}

static void finish(struct parsed *parsed)
{
	arena_finish(&parsed->arena);
	report_finish(&parsed->report);
}

static void assert_value(const struct rec *rec, const char *name, const char *expected)
{
	struct span value = rec_get(rec, span_of(name));
	assert_non_null(value.p);
	if (!span_eq(value, span_of(expected))) {
		print_message("%s is '%.*s'\n", name, SPAN_ARG(value));
	}
	assert_true(span_eq(value, span_of(expected)));
}

static void test_records(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, SPAN("%rec: Entity\n"
			    "# a comment\n"
			    "\n"
			    "Id: iturup\n"
			    "Alias: Etorofu\n"
			    "# between\n"
			    "alias: 択捉島  \n"
			    "Note:one: two\n"
			    "Empty:\n"
			    "\n"
			    " \t\n"
			    "Id:  urup"));
	assert_int_equal(parsed.report.n, 0);
	assert_int_equal(parsed.file.n, 2);
	const struct rec *rec = &parsed.file.recs[0];
	assert_int_equal(rec->n, 5);
	assert_int_equal(rec->line, 4);
	assert_value(rec, "Id", "iturup");
	assert_value(rec, "ALIAS", "Etorofu");
	assert_true(span_eq(rec->fields[2].value, SPAN("択捉島")));
	assert_int_equal(rec->fields[2].line, 7);
	assert_value(rec, "Note", "one: two");
	assert_value(rec, "Empty", "");
	assert_null(rec_get(rec, SPAN("Date")).p);
	assert_null(rec_field(rec, SPAN("Date")));
	assert_value(&parsed.file.recs[1], "Id", " urup");
	assert_int_equal(parsed.file.recs[1].line, 12);
	finish(&parsed);
}

static void test_continued(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, SPAN("Note: one \n"
			    "+ two\n"
			    "# between\n"
			    "+\n"
			    "+  three \r\n"
			    "Plus: + a\n"
			    "Last:\n"
			    "+no blank"));
	assert_int_equal(parsed.report.n, 0);
	assert_int_equal(parsed.file.n, 1);
	const struct rec *rec = &parsed.file.recs[0];
	assert_value(rec, "Note", "one\ntwo\n\n three");
	assert_value(rec, "Plus", "+ a");
	assert_value(rec, "Last", "\nno blank");
	assert_int_equal(rec->fields[1].line, 6);
	finish(&parsed);
}

static void test_crlf_and_mark(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, SPAN("\xEF\xBB\xBFId: a\r\nName: b\r\n\r\nId: c\r\n"));
	assert_int_equal(parsed.report.n, 0);
	assert_int_equal(parsed.file.n, 2);
	assert_value(&parsed.file.recs[0], "Name", "b");
	finish(&parsed);
}

static void test_empty(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "\n", "# only\n%rec: x\n\n", "\xEF\xBB\xBF"};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct parsed parsed;
		parse(&parsed, span_of(texts[i]));
		assert_int_equal(parsed.file.n, 0);
		assert_int_equal(parsed.report.n, 0);
		finish(&parsed);
	}
}

static void test_bad_lines(void **state)
{
	(void)state;
	struct parsed parsed;
	parse(&parsed, SPAN("+ nothing\n"
			    "+ still nothing\n"
			    "Id: a\n"
			    "no colon here\n"
			    "+ goes with it\n"
			    "1x: digit first\n"
			    "two words: x\n"
			    " Id: indented\n"
			    "Name: \xFF\n"
			    "Name: old\rMac\n"
			    ": no name\n"
			    "Name: b\n"
			    "+ good\n"
			    "+ \xC3\n"
			    "+ lost\n"
			    "Kind: c\n"
			    "% breaks\n"
			    "+ off\n"));
	static const char *const expected[] = {
		"t.rec:1: nothing before it that '+' could continue",
		"t.rec:4: no field: a line reads 'Name: value'",
		"t.rec:6: a field's name is a letter and letters, digits, '_' or '-'",
		"t.rec:7: a field's name is a letter and letters, digits, '_' or '-'",
		"t.rec:8: a field's name is a letter and letters, digits, '_' or '-'",
		"t.rec:9: bytes that are no UTF-8",
		"t.rec:10: a carriage return within the line",
		"t.rec:11: a field's name is a letter and letters, digits, '_' or '-'",
		"t.rec:14: bytes that are no UTF-8",
		"t.rec:18: nothing before it that '+' could continue",
	};
	assert_int_equal(parsed.report.n, COUNT_OF(expected));
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_string_equal(parsed.report.items[i].text, expected[i]);
		assert_int_equal(parsed.report.items[i].level, REPORT_ERROR);
	}
	assert_int_equal(parsed.file.n, 1);
	assert_int_equal(parsed.file.recs[0].n, 3);
	assert_value(&parsed.file.recs[0], "Name", "b\ngood");
	finish(&parsed);
}

/* Out of memory is an error like others, wherever it comes. */
static void test_memory(void **state)
{
	(void)state;
	struct span text = SPAN("Id: a\nNote: b\n+ c\n\nId: d\nNote: e\n+ f\n+ g\n");
	size_t limit = 0;
	bool ok = false;
	while (!ok) {
		struct arena arena = {.limit = ++limit};
		struct rec_file file = {NULL, 77};
		struct report report = {0};
		struct err err = {{0}};
		ok = rec_parse(text, "t.rec", &arena, &file, &report, &err);
		assert_int_equal(file.n, ok ? 2 : 77);
		assert_string_equal(err.msg, ok ? "" : "out of memory");
		arena_finish(&arena);
		report_finish(&report);
		assert_true(limit < 10000);
	}
	assert_true(limit > 100);
}

/* A value of many lines costs no more than its bytes, some few times. */
static void test_long_value(void **state)
{
	(void)state;
	struct buf text = {0};
	buf_puts(&text, "Note: begin\n");
	for (int i = 0; i < 50000; i++) {
		buf_puts(&text, "+ more\n");
	}
	assert_true(buf_ok(&text, NULL));
	struct parsed parsed;
	parse(&parsed, buf_span(&text));
	assert_int_equal(rec_get(&parsed.file.recs[0], SPAN("Note")).n, 5 + 50000 * 5);
	assert_true(parsed.arena.used < 2 * text.n);
	finish(&parsed);
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_continued),
		cmocka_unit_test(test_crlf_and_mark),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_long_value),
	};
	return cmocka_run_group_tests_name("rec", tests, NULL, NULL);
}

/* Rows as TSV and JSON, and what becomes of them where nobody takes them. */
#include "ui/table.h"
#include "fixed.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const columns[] = {"doc", "start", "text"};

static void put_rows(struct output *out, bool json, const struct span *texts, size_t n)
{
	struct table table;
	table_start(&table, out, json, columns, COUNT_OF(columns));
	for (size_t i = 0; i < n; i++) {
		table_text(&table, SPAN("a.txt"));
		table_number(&table, (uint32_t)i);
		table_text(&table, texts[i]);
	}
	table_end(&table);
}

/* What goes through a pipe, as a program would read it. */
static void assert_piped(bool json, const struct span *texts, size_t n, const char *expected)
{
	int ends[2];
	char got[4096];
	struct err err;
	assert_int_equal(pipe(ends), 0);
	struct output out = {.fd = ends[1]};
	put_rows(&out, json, texts, n);
	assert_true(output_finish(&out, &err));
	close(ends[1]);
	ssize_t size = read(ends[0], got, sizeof(got) - 1);
	close(ends[0]);
	assert_true(size >= 0);
	got[size] = '\0';
	assert_string_equal(got, expected);
}

static const struct span texts[] = {
	{"plain", 5},
	{"tab\tline\nback\\slash", 19},
	{"\"quoted\" \x1b[31m\x7f", 15},
	{"\xff\xc3 択捉 O\xcc\x84", 13},
	{"\xe2\x80\xae\xf3\xa0\x81\x81", 7},
	{"", 0},
};

static void test_tsv(void **state)
{
	(void)state;
	assert_piped(false, texts, 2,
		"doc\tstart\ttext\na.txt\t0\tplain\na.txt\t1\ttab\\tline\\nback\\\\slash\n");
	assert_piped(false, texts, 0, "doc\tstart\ttext\n");
	/* What is hidden or no text at all comes as an escape, to programs too. */
	assert_piped(false, &texts[3], 1, "doc\tstart\ttext\na.txt\t0\t\\xFF\\xC3 択捉 O\xcc\x84\n");
}

static void test_json(void **state)
{
	(void)state;
	assert_piped(true, texts, 0, "[\n]\n");
	assert_piped(true, texts, COUNT_OF(texts),
		"[\n{\"doc\":\"a.txt\",\"start\":0,\"text\":\"plain\"},\n"
		"{\"doc\":\"a.txt\",\"start\":1,\"text\":\"tab\\tline\\nback\\\\slash\"},\n"
		"{\"doc\":\"a.txt\",\"start\":2,\"text\":\"\\\"quoted\\\" \\u001b[31m\\u007f\"},\n"
		"{\"doc\":\"a.txt\",\"start\":3,\"text\":\"\xef\xbf\xbd\xef\xbf\xbd 択捉 O\xcc\x84\"},\n"
		"{\"doc\":\"a.txt\",\"start\":4,\"text\":\"\\u202e\\udb40\\udc41\"},\n"
		"{\"doc\":\"a.txt\",\"start\":5,\"text\":\"\"}\n]\n");
}

static void fill(struct output *out)
{
	for (int i = 0; i < 20000 && output_spill(out); i++) {
		buf_puts(&out->buf, "a line of no great length\n");
	}
}

static void test_full_disk(void **state)
{
	(void)state;
	struct err err;
	struct output out = {.fd = open("/dev/full", O_WRONLY)};
	if (out.fd < 0) {
		return; /* not here */
	}
	fill(&out);
	assert_int_not_equal(out.error, 0);
	assert_false(output_finish(&out, &err));
	assert_string_equal(err.msg, "standard output: No space left on device");
	close(out.fd);
}

static void test_reader_gone(void **state)
{
	(void)state;
	int ends[2];
	struct err err;
	assert_int_equal(pipe(ends), 0);
	close(ends[0]);
	struct output out = {.fd = ends[1]};
	fill(&out);
	assert_false(output_finish(&out, &err));
	assert_string_equal(err.msg, "");
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tsv),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_reader_gone),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

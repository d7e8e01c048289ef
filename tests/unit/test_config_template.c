/* The config.ini that is written from the table of options. */
#include "base/config.h"
#include "base/file.h"
#include "base/visible.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

/* Reads text as a file of the user's, which must be without fault. */
static void read_faultless(struct config *config, struct span text)
{
	struct report report = {0};
	struct err err = {{0}};
	config_init(config);
	scratch_file("config.ini", text);
	bool ok = config_read(config, "config.ini", CONFIG_ALL, &report, &err);
	assert_string_equal(err.msg, "");
	assert_true(ok);
	for (uint32_t i = 0; i < report.n; i++) {
		print_message("%s\n", report.items[i].text);
	}
	assert_int_equal(report.n, 0);
	report_finish(&report);
}

static void test_reads_as_the_defaults(void **state)
{
	(void)state;
	struct buf text = {0};
	struct config config;
	config_template(&text);
	assert_true(buf_ok(&text, NULL));
	read_faultless(&config, buf_span(&text));
	for (size_t i = 0; i < config_noptions; i++) {
		struct buf value = {0}, line = {0};
		config_value(&config, &config_options[i], &value);
		assert_string_equal(value.p, config_options[i].def);
		buf_printf(&line, "\n%s = ", config_options[i].key);
		assert_true(span_find(buf_span(&text), buf_span(&line), 0) < text.n);
		buf_finish(&value);
		buf_finish(&line);
	}
	config_finish(&config);
	buf_finish(&text);
}

/* With the sign of the comment taken away, the examples are good lines. */
static void test_examples(void **state)
{
	(void)state;
	struct buf text = {0}, examples = {0};
	struct config config;
	config_template(&text);
	struct span rest = buf_span(&text), line;
	while (span_cut(&rest, '\n', &line)) {
		bool example = line.n > 1 && line.p[0] == '#' && line.p[1] != ' ';
		buf_add(&examples, line.p + example, line.n - example);
		buf_putc(&examples, '\n');
	}
	read_faultless(&config, buf_span(&examples));
	for (int i = 0; i < CONFIG_TABLES; i++) {
		assert_true(config.ntables[i] > 0);
	}
	config_finish(&config);
	buf_finish(&text);
	buf_finish(&examples);
}

static void test_narrow(void **state)
{
	(void)state;
	struct buf text = {0};
	config_template(&text);
	struct span rest = buf_span(&text), line;
	while (span_cut(&rest, '\n', &line)) {
		assert_true(visible_cols(line) <= 78);
	}
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_as_the_defaults),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_narrow),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("config_template", tests, scratch_enter, scratch_leave);
}

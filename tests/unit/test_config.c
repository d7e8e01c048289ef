/* Settings: the table of options, and setting them one by one. */
#include "base/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Every option of the table: named once, its default within its bounds and written as it reads. */
static void test_table(void **state)
{
	(void)state;
	struct config config;
	struct err err;
	config_init(&config);
	for (size_t i = 0; i < config_noptions; i++) {
		const struct config_option *option = &config_options[i];
		struct buf before = {0}, after = {0};
		char name[100];
		snprintf(name, sizeof(name), "%s.%s", option->section, option->key);
		config_value(&config, option, &before);
		assert_string_equal(before.p, option->def);
		if (!config_set(&config, span_of(name), span_of(option->def), &err)) {
			fail_msg("%s", err.msg);
		}
		config_value(&config, option, &after);
		assert_string_equal(after.p, option->def);
		assert_ptr_equal(config_find(span_of(option->section), span_of(option->key)), option);
		assert_true(option->text[0] != '\0');
		buf_finish(&before);
		buf_finish(&after);
	}
	config_finish(&config);
	config_finish(&config);
}

static void assert_refused(struct config *config, const char *name, const char *value,
	const char *message)
{
	struct err err;
	assert_false(config_set(config, span_of(name), span_of(value), &err));
	assert_string_equal(err.msg, message);
}

static void test_set(void **state)
{
	(void)state;
	struct config config;
	struct err err;
	config_init(&config);
	assert_true(config_set(&config, SPAN("layout.measure"), SPAN(" 64 "), &err));
	assert_int_equal(config.layout_measure, 64);
	assert_true(config_set(&config, SPAN("Measure"), SPAN("65"), &err));
	assert_int_equal(config.layout_measure, 65);
	assert_true(config_set(&config, SPAN("theme"), SPAN("Light"), &err));
	assert_string_equal(config.look_theme, "light");
	assert_refused(&config, "", "x", "no option named");
	assert_refused(&config, "mesure", "x", "no option 'mesure'; did you mean 'layout.measure'?");
	assert_refused(&config, "look.measure", "x",
		"no option 'look.measure'; did you mean 'layout.measure'?");
	assert_refused(&config, "zzzzzz", "x", "no option 'zzzzzz'");
	assert_refused(&config, "look.zzzzzz", "x", "no option 'look.zzzzzz'");
	assert_refused(&config, "measure", "x", "measure: 'x' is no whole number");
	assert_int_equal(config.layout_measure, 65);
	config.arena.limit = config.arena.used;
	assert_refused(&config, "theme", "dark", "out of memory");
	assert_string_equal(config.look_theme, "light");
	config_finish(&config);
}

static void test_find(void **state)
{
	(void)state;
	assert_non_null(config_find(SPAN("Layout"), SPAN("MEASURE")));
	assert_null(config_find(SPAN("look"), SPAN("measure")));
	const struct config_option *near = config_near(SPAN("look"), SPAN("hint"));
	assert_non_null(near);
	assert_string_equal(near->key, "hints");
	assert_null(config_near(SPAN("look"), SPAN("qqqqqqq")));
	/* As near in two sections: the one that was named. */
	near = config_near(SPAN("read"), SPAN("panel"));
	assert_string_equal(near->section, "read");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_set),
	};
	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}

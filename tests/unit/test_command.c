/* The table of commands: names, help, and finding one by what somebody typed. */
#include "read/command.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void names_are_unique_and_plain(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		const char *name = commands[i].name;
		assert_true(strlen(name) > 0 && strlen(name) <= 24);
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"), strlen(name));
		for (uint32_t k = 0; k < i; k++) {
			assert_string_not_equal(name, commands[k].name);
		}
	}
}

static void help_fits_beside_the_keys(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		const char *text = commands[i].text;
		size_t n = strlen(text);
		assert_true(n > 0 && n <= 54);
		assert_true(text[n - 1] != '.');
		for (size_t k = 0; k < n; k++) {
			assert_true(isprint((unsigned char)text[k]));
		}
		assert_true(commands[i].group < GROUP_COUNT);
	}
}

static void every_group_has_commands_in_a_row(void **state)
{
	(void)state;
	assert_int_equal(commands[0].group, 0);
	for (uint32_t i = 1; i < COMMAND_COUNT; i++) {
		uint32_t step = commands[i].group - commands[i - 1].group;
		assert_true(step <= 1);
	}
	assert_int_equal(commands[COMMAND_COUNT - 1].group, GROUP_COUNT - 1);
}

static void assert_found(const char *name, enum command_id expected)
{
	struct err err = {""};
	assert_int_equal(command_find(span_of(name), &err), expected);
}

static void commands_are_found_by_name_and_beginning(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		assert_found(commands[i].name, (enum command_id)i);
	}
	assert_found("search", COMMAND_search); /* though others begin so */
	assert_found("HELP", COMMAND_help);
	assert_found("conc", COMMAND_concordance);
	assert_found("q", COMMAND_quit);
}

static void assert_unknown(const char *name, const char *message)
{
	struct err err = {""};
	assert_int_equal(command_find(span_of(name), &err), COMMAND_NONE);
	assert_string_equal(err.msg, message);
}

static void what_is_no_command_names_the_nearest(void **state)
{
	(void)state;
	assert_unknown("serach", "no command is named 'serach'; did you mean 'search'?");
	assert_unknown("page-dwon", "no command is named 'page-dwon'; did you mean 'page-down'?");
	assert_unknown("xylophone", "no command is named 'xylophone'");
	assert_unknown("", "no command is named ''");
	assert_unknown("sea", "'sea' could be search, search-back, search-next, search-previous, "
		"search-all, search-order");
}

static void config_asks_for_whole_names(void **state)
{
	(void)state;
	struct err err = {""};
	assert_int_equal(command_named(SPAN("Hints"), &err), COMMAND_hints);
	assert_int_equal(command_named(SPAN("hint"), &err), COMMAND_NONE);
	assert_string_equal(err.msg, "no command is named 'hint'; did you mean 'hints'?");
	assert_int_equal(command_named(SPAN("hint"), NULL), COMMAND_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_unique_and_plain),
		cmocka_unit_test(help_fits_beside_the_keys),
		cmocka_unit_test(every_group_has_commands_in_a_row),
		cmocka_unit_test(commands_are_found_by_name_and_beginning),
		cmocka_unit_test(what_is_no_command_names_the_nearest),
		cmocka_unit_test(config_asks_for_whole_names),
	};
	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}

/* Roles turned into looks: words, themes by number of colours, lines of config.ini. */
#include "ui/theme.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct span kinds[] = {{"person", 6}, {"treaty", 6}, {"island", 6}, {"ship", 4}};

static struct look parse(const char *words)
{
	struct look look;
	struct err err = {{0}};
	if (!theme_parse(span_of(words), &look, &err)) {
		fail_msg("%s: %s", words, err.msg);
	}
	return look;
}

static void assert_refused(const char *words, const char *message)
{
	struct look look = {1, 2, 3};
	struct err err = {{0}};
	assert_false(theme_parse(span_of(words), &look, &err));
	assert_non_null(strstr(err.msg, message));
	assert_int_equal(look.fg, 1);
}

static void test_words(void **state)
{
	(void)state;
	struct look look = parse("bold Red on bright-blue  underline");
	assert_int_equal(look.fg, 1);
	assert_int_equal(look.bg, 12);
	assert_int_equal(look.style, STYLE_BOLD | STYLE_UNDERLINE);
	look = parse("on 237");
	assert_int_equal(look.fg, COLOUR_DEFAULT);
	assert_int_equal(look.bg, 237);
	look = parse("#Ff8000 on default italic dim reverse");
	assert_int_equal(look.fg, COLOUR_RGB | 0xFF8000);
	assert_int_equal(look.bg, COLOUR_DEFAULT);
	assert_int_equal(look.style, STYLE_ITALIC | STYLE_DIM | STYLE_REVERSE);
	look = parse("");
	assert_int_equal(look.style, 0);
}

static void test_bad_words(void **state)
{
	(void)state;
	assert_refused("bald", "'bald' is no colour and no style; did you mean 'bold'?");
	assert_refused("grene", "did you mean 'green'?");
	assert_refused("256", "'256' is no colour");
	assert_refused("#12345", "'#12345' is no colour");
	assert_refused("#12345x", "'#12345x' is no colour");
	assert_refused("red on", "'on' wants a colour");
	assert_refused("red on bold", "'bold' is no colour");
}

static void test_reduce(void **state)
{
	(void)state;
	assert_int_equal(theme_reduce(COLOUR_DEFAULT, 256), COLOUR_DEFAULT);
	assert_int_equal(theme_reduce(130, 256), 130);
	assert_int_equal(theme_reduce(9, 8), 1);
	assert_int_equal(theme_reduce(9, 16), 9);
	assert_int_equal(theme_reduce(196, 16), 9);
	assert_int_equal(theme_reduce(130, 0), COLOUR_DEFAULT);
	assert_int_equal(theme_reduce(COLOUR_RGB | 0xAF5F00, 256), 130);
	assert_int_equal(theme_reduce(COLOUR_RGB | 0x080808, 256), 232);
	assert_int_equal(theme_reduce(COLOUR_RGB | 0x123456, 1 << 24), COLOUR_RGB | 0x123456);
	assert_int_equal(theme_reduce(130, 1 << 24), COLOUR_RGB | 0xAF5F00);
	assert_int_equal(theme_reduce(3, 1 << 24), 3);
}

/* A config with lines for one table, as config_read would leave them. */
struct made_config {
	struct config config;
	struct config_entry lines[8];
};

static void add_line(struct made_config *made, enum config_table table, const char *name,
	const char *value)
{
	uint32_t n = made->config.ntables[table]++;
	made->lines[n] = (struct config_entry){.name = span_of(name), .value = span_of(value),
		.path = "config.ini", .line = n + 1};
	made->config.tables[table] = made->lines;
}

static struct theme make(const struct made_config *made, int colours, struct report *report)
{
	struct theme theme;
	struct theme_how how = {.config = &made->config, .kinds = kinds,
		.nkinds = COUNT_OF(kinds), .colours = colours};
	theme_make(&theme, &how, report);
	return theme;
}

static bool look_same(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.style == b.style;
}

/* What must never look alike, on any terminal: with the styles that the reader gives them. */
static void assert_told_apart(const struct theme *theme)
{
	static const struct ink inks[] = {
		{ROLE_TEXT, ROLE_TEXT, 0},
		{ROLE_HEADING, ROLE_TEXT, 0},
		{ROLE_HIT, ROLE_TEXT, 0},
		{ROLE_KIND, ROLE_TEXT, STYLE_UNDERLINE},
		{ROLE_KIND, ROLE_TEXT, STYLE_REVERSE},
	};
	for (size_t i = 0; i < COUNT_OF(inks); i++) {
		for (size_t j = 0; j < i; j++) {
			assert_false(look_same(theme_look(theme, inks[i]), theme_look(theme, inks[j])));
		}
	}
}

static void test_every_theme_everywhere(void **state)
{
	(void)state;
	static const char *const names[] = {"auto", "dark", "light", "mono"};
	static const int colours[] = {0, 8, 16, 88, 256, 1 << 24};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		for (size_t j = 0; j < COUNT_OF(colours); j++) {
			struct made_config made = {.config = {.look_theme = names[i]}};
			struct report report = {0};
			struct theme theme = make(&made, colours[j], &report);
			assert_int_equal(report.n, 0);
			assert_told_apart(&theme);
			for (int role = 0; role <= ROLE_MAX; role++) {
				struct look look = theme.looks[role];
				bool plain = colours[j] == 0 || i == 3;
				assert_true(!plain || (look.fg == COLOUR_DEFAULT &&
					look.bg == COLOUR_DEFAULT));
				assert_true(look.fg < colours[j] || (look.fg & COLOUR_RGB));
			}
		}
	}
}

static void test_the_ground_stays(void **state)
{
	(void)state;
	struct made_config made = {.config = {.look_theme = "auto"}};
	struct report report = {0};
	struct theme theme = make(&made, 256, &report);
	struct look text = theme_look(&theme, (struct ink){ROLE_TEXT, ROLE_TEXT, 0});
	assert_int_equal(text.fg, COLOUR_DEFAULT);
	assert_int_equal(text.bg, COLOUR_DEFAULT);
	for (int kind = 0; kind < 4; kind++) {
		struct look look = theme.looks[ROLE_KIND + kind];
		assert_int_equal(look.bg, COLOUR_DEFAULT);
		assert_int_not_equal(look.fg, COLOUR_DEFAULT);
		assert_int_not_equal(look.fg, theme.looks[ROLE_KIND + (kind + 1) % 4].fg);
	}
}

static void test_lines_of_config(void **state)
{
	(void)state;
	struct made_config made = {.config = {.look_theme = "auto"}};
	struct report report = {0};
	add_line(&made, CONFIG_THEME, "heading", "red on 17");
	add_line(&made, CONFIG_THEME, "headng", "red");
	add_line(&made, CONFIG_THEME, "text", "bald");
	add_line(&made, CONFIG_THEME, "zzz", "red");
	struct theme theme = make(&made, 256, &report);
	assert_int_equal(theme.looks[ROLE_HEADING].fg, 1);
	assert_int_equal(theme.looks[ROLE_HEADING].bg, 17);
	assert_int_equal(theme.looks[ROLE_HEADING].style, 0);
	assert_int_equal(theme.looks[ROLE_TEXT].style, 0);
	assert_int_equal(report.n, 3);
	assert_string_equal(report.items[0].text,
		"config.ini:2: [theme] has no 'headng'; did you mean 'heading'?");
	assert_string_equal(report.items[1].text,
		"config.ini:3: text: 'bald' is no colour and no style; did you mean 'bold'?");
	assert_string_equal(report.items[2].text, "config.ini:4: [theme] has no 'zzz'");
	report_finish(&report);
}

static void test_kinds_of_config(void **state)
{
	(void)state;
	struct made_config made = {.config = {.look_theme = "auto"}};
	struct report report = {0};
	add_line(&made, CONFIG_KINDS, "island", "bold 33 ▲");
	add_line(&made, CONFIG_KINDS, "ship", "5");
	add_line(&made, CONFIG_KINDS, "person", "☺");
	add_line(&made, CONFIG_KINDS, "treaty", "rde !");
	add_line(&made, CONFIG_KINDS, "planet", "red *");
	struct theme theme = make(&made, 256, &report);
	assert_int_equal(theme.looks[ROLE_KIND + 2].fg, 33);
	assert_int_equal(theme.looks[ROLE_KIND + 2].style, STYLE_BOLD);
	assert_true(span_eq(theme.signs[2], SPAN("▲")));
	assert_int_equal(theme.looks[ROLE_KIND + 3].fg, 5);
	assert_true(theme.signs[3].n > 0);
	assert_true(span_eq(theme.signs[0], SPAN("☺")));
	assert_int_equal(report.n, 1);
	assert_string_equal(report.items[0].text,
		"config.ini:4: treaty: 'rde' is no colour and no style; did you mean 'red'?");
	report_finish(&report);
}

/* Colours say nothing where there are none; what they stood for must still be seen. */
static void test_colours_only_lines_without_colours(void **state)
{
	(void)state;
	struct made_config made = {.config = {.look_theme = "auto"}};
	struct report report = {0};
	add_line(&made, CONFIG_THEME, "hit", "black on yellow");
	add_line(&made, CONFIG_THEME, "heading", "underline red");
	struct theme theme = make(&made, 0, &report);
	assert_true(theme.looks[ROLE_HIT].style & STYLE_REVERSE);
	assert_int_equal(theme.looks[ROLE_HEADING].style, STYLE_UNDERLINE);
	assert_int_equal(report.n, 0);
}

static void test_grounds(void **state)
{
	(void)state;
	struct made_config made = {.config = {.look_theme = "auto"}};
	struct report report = {0};
	add_line(&made, CONFIG_THEME, "choice", "white on blue");
	add_line(&made, CONFIG_THEME, "title-dim", "243");
	struct theme theme = make(&made, 256, &report);
	struct look look = theme_look(&theme, (struct ink){ROLE_PANEL, ROLE_CHOICE, 0});
	assert_int_equal(look.fg, 7);
	assert_int_equal(look.bg, 4);
	look = theme_look(&theme, (struct ink){ROLE_KIND, ROLE_CHOICE, 0});
	assert_int_equal(look.fg, theme.looks[ROLE_KIND].fg);
	assert_int_equal(look.bg, 4);
	/* A line without a background lends no colour to its pieces. */
	look = theme_look(&theme, (struct ink){ROLE_TITLE, ROLE_TITLE_DIM, 0});
	assert_int_equal(look.fg, COLOUR_DEFAULT);
	theme = make(&made, 0, &report);
	look = theme_look(&theme, (struct ink){ROLE_KIND, ROLE_SELECTION, 0});
	assert_int_equal(look.style & STYLE_REVERSE, STYLE_REVERSE);
	look = theme_look(&theme, (struct ink){ROLE_KIND, ROLE_SELECTION, STYLE_REVERSE});
	assert_int_equal(look.style & STYLE_REVERSE, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_bad_words),
		cmocka_unit_test(test_reduce),
		cmocka_unit_test(test_every_theme_everywhere),
		cmocka_unit_test(test_the_ground_stays),
		cmocka_unit_test(test_lines_of_config),
		cmocka_unit_test(test_kinds_of_config),
		cmocka_unit_test(test_colours_only_lines_without_colours),
		cmocka_unit_test(test_grounds),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

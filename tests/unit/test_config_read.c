/* Reading settings: files over files, and the traps of iniparser. */
#include "base/config.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#define FILE_NAME "config.ini"

struct read {
	struct config config;
	struct report report;
};

static void read_more(struct read *read, struct span text, enum config_trust trust)
{
	struct err err;
	scratch_file(FILE_NAME, text);
	if (!config_read(&read->config, FILE_NAME, trust, &read->report, &err)) {
		fail_msg("%s", err.msg);
	}
}

static void read_text(struct read *read, const char *text)
{
	*read = (struct read){0};
	config_init(&read->config);
	read_more(read, span_of(text), CONFIG_ALL);
}

static void finish(struct read *read)
{
	config_finish(&read->config);
	report_finish(&read->report);
}

/* The messages without the name of the file, a line each. */
static void assert_reports(const struct read *read, const char *expected)
{
	struct buf found = {0};
	buf_puts(&found, "");
	for (uint32_t i = 0; i < read->report.n; i++) {
		struct span text = span_of(read->report.items[i].text);
		assert_true(span_starts(text, SPAN(FILE_NAME ":")));
		buf_puts(&found, text.p + strlen(FILE_NAME ":"));
		buf_putc(&found, '\n');
	}
	assert_string_equal(found.p, expected);
	buf_finish(&found);
}

static void assert_entry(const struct read *read, enum config_table table, uint32_t i,
	const char *name, const char *value, uint32_t line)
{
	assert_true(i < read->config.ntables[table]);
	const struct config_entry *entry = &read->config.tables[table][i];
	assert_true(span_eq(entry->name, span_of(name)));
	assert_true(span_eq(entry->value, span_of(value)));
	assert_string_equal(entry->path, FILE_NAME);
	assert_int_equal(entry->line, line);
}

static void test_values(void **state)
{
	(void)state;
	struct read read;
	read_text(&read,
		"# a comment \\\n"
		"; and another\n"
		"[layout]\n"
		"measure = 66\n"
		"  beside=130   ; comment\n"
		"JUSTIFY = On # comment\n"
		"[ Look ] ; comment\n"
		"theme = \"DARK\"\n"
		"hints = 'no' ; comment\n"
		"\n"
		"[read]\n"
		"encoding = koi8-r\n"
		"[layout]\n"
		"overlap = 0\n");
	assert_reports(&read, "");
	assert_int_equal(read.config.layout_measure, 66);
	assert_int_equal(read.config.layout_beside, 130);
	assert_int_equal(read.config.layout_overlap, 0);
	assert_true(read.config.layout_justify);
	assert_string_equal(read.config.look_theme, "dark");
	assert_false(read.config.look_hints);
	assert_string_equal(read.config.read_encoding, "koi8-r");
	assert_int_equal(read.config.layout_second, 180);
	finish(&read);
}

static void test_tables(void **state)
{
	(void)state;
	struct read read;
	read_text(&read,
		"[keys]\n"
		"preset = vim\n"
		"next-mention = <Tab> n\n"
		"Hints = \";\" \n"
		"same-next = '#' # comment\n"
		"quit =\n"
		"previous-mention = \"\"\n"
		"go = =\n"
		"[kinds]\n"
		"ship = cyan ◆\n"
		"корабль = red\n"
		"[theme]\n"
		"hit = \"#000000 on #ffcc00\"\n");
	assert_reports(&read, "");
	assert_string_equal(read.config.keys_preset, "vim");
	assert_int_equal(read.config.ntables[CONFIG_KEYS], 6);
	assert_entry(&read, CONFIG_KEYS, 0, "next-mention", "<Tab> n", 3);
	assert_entry(&read, CONFIG_KEYS, 1, "hints", ";", 4);
	assert_entry(&read, CONFIG_KEYS, 2, "same-next", "#", 5);
	assert_entry(&read, CONFIG_KEYS, 3, "quit", "", 6);
	assert_entry(&read, CONFIG_KEYS, 4, "previous-mention", "", 7);
	assert_entry(&read, CONFIG_KEYS, 5, "go", "=", 8);
	assert_entry(&read, CONFIG_KINDS, 0, "ship", "cyan ◆", 10);
	assert_entry(&read, CONFIG_KINDS, 1, "корабль", "red", 11);
	assert_entry(&read, CONFIG_THEME, 0, "hit", "#000000 on #ffcc00", 13);
	finish(&read);
}

/* What is wrong with one line leaves the others, and the defaults. */
static void test_bad_lines(void **state)
{
	(void)state;
	struct read read;
	read_text(&read,
		"measure = 50\n"
		"[layuot]\n"
		"measure = 51\n"
		"[nothing like it]\n"
		"[layout\n"
		"[layout] x\n"
		"[a:b]\n"
		"[]\n"
		"[layout]\n"
		"mesure = 52\n"
		"theme = dark\n"
		"zzz = 1\n"
		"flag\n"
		"= 5\n"
		"a:b = 5\n"
		"measure = 53 \xFF\n"
		"beside = 120\\\n"
		"second = \"200\n"
		"second = \"200\" 3\n"
		"second = \"20\\\"\n"
		"overlap = 4\n");
	assert_reports(&read,
		"1: a line before any [section]\n"
		"2: there is no section [layuot]; did you mean [layout]?\n"
		"4: there is no section [nothing like it]\n"
		"5: a section reads [name]\n"
		"6: a section reads [name]\n"
		"7: there is no section [a:b]\n"
		"8: there is no section []\n"
		"10: [layout] has no 'mesure'; did you mean 'measure'?\n"
		"11: [layout] has no 'theme'; did you mean 'theme' in [look]?\n"
		"12: [layout] has no 'zzz'\n"
		"13: neither [section] nor key = value\n"
		"14: no key before '='\n"
		"15: a key has no ':'\n"
		"16: bytes that are no UTF-8 text\n"
		"17: a line does not end in '\\'\n"
		"18: the quotation mark is not closed\n"
		"19: text behind the closing quotation mark\n"
		"20: in quotation marks, no '\\' stands before another or at the end\n");
	assert_int_equal(read.config.layout_measure, 72);
	assert_int_equal(read.config.layout_beside, 112);
	assert_int_equal(read.config.layout_second, 180);
	assert_int_equal(read.config.layout_overlap, 4);
	finish(&read);
}

static void test_bad_values(void **state)
{
	(void)state;
	struct read read;
	read_text(&read,
		"[layout]\n"
		"measure = 12abc\n"
		"beside = 99999999999\n"
		"second = 4294967396\n"
		"overlap = -1\n"
		"panel_rows = 0x20\n"
		"panel_cols =\n"
		"justify = yellow\n"
		"[look]\n"
		"theme = drak\n"
		"lines = fancy\n");
	assert_reports(&read,
		"2: measure: '12abc' is no whole number\n"
		"3: beside: '99999999999' is no whole number\n"
		"4: second: '4294967396' is no whole number\n"
		"5: overlap: -1 is not between 0 and 20\n"
		"6: panel_rows: '0x20' is no whole number\n"
		"7: panel_cols: '' is no whole number\n"
		"8: justify: 'yellow' is neither yes nor no\n"
		"10: theme: 'drak' is none of auto dark light mono; did you mean 'dark'?\n"
		"11: lines: 'fancy' is none of auto unicode ascii\n");
	struct config defaults;
	config_init(&defaults);
	assert_int_equal(read.config.layout_measure, defaults.layout_measure);
	assert_int_equal(read.config.layout_second, defaults.layout_second);
	assert_string_equal(read.config.look_theme, "auto");
	finish(&read);
	read_text(&read, "[layout]\nmeasure = 010\nbeside = 0100\n");
	assert_reports(&read, "2: measure: 010 is not between 20 and 200\n");
	assert_int_equal(read.config.layout_beside, 100); /* no octal */
	finish(&read);
}

/* A value that iniparser would cut is never taken in part. */
static void test_cut_values(void **state)
{
	(void)state;
	struct read read;
	read_text(&read,
		"[theme]\n"
		"heading = #ff0000\n"
		"text = red;blue\n"
		"hit = red on #ffffff\n"
		"rule = red ; a comment\n");
	assert_reports(&read,
		"2: ';' and '#' begin a comment: put the value in quotation marks\n"
		"3: ';' and '#' begin a comment: put the value in quotation marks\n");
	assert_int_equal(read.config.ntables[CONFIG_THEME], 2);
	finish(&read);
}

static void test_long_lines(void **state)
{
	(void)state;
	for (size_t n = 960; n < 1060; n++) {
		struct buf text = {0};
		struct read read;
		buf_puts(&text, "[kinds]\nlong = ");
		for (size_t i = strlen("long = "); i < n; i++) {
			buf_putc(&text, 'x');
		}
		buf_puts(&text, "\nnext = red\n");
		read_text(&read, text.p);
		assert_reports(&read, n <= 1000 ? "" : "2: longer than 1000 bytes\n");
		assert_int_equal(read.config.ntables[CONFIG_KINDS], n <= 1000 ? 2 : 1);
		assert_int_equal(read.config.tables[CONFIG_KINDS][0].value.n, n <= 1000 ? n - 7 : 3);
		finish(&read);
		buf_finish(&text);
	}
}

static void test_duplicates(void **state)
{
	(void)state;
	struct read read;
	read_text(&read,
		"[layout]\n"
		"measure = 60\n"
		"[kinds]\n"
		"ship = red\n"
		"Ship = blue\n"
		"[layout]\n"
		"MEASURE = 61\n"
		"measure = 62\n");
	assert_reports(&read,
		"5: 'Ship' was set in line 4 already: this line counts\n"
		"7: 'MEASURE' was set in line 2 already: this line counts\n"
		"8: 'measure' was set in line 7 already: this line counts\n");
	assert_int_equal(read.config.layout_measure, 62);
	assert_int_equal(read.config.ntables[CONFIG_KINDS], 1);
	assert_entry(&read, CONFIG_KINDS, 0, "ship", "blue", 5);
	finish(&read);
}

/* More lines than go to iniparser at once. */
static void test_many_lines(void **state)
{
	(void)state;
	struct buf text = {0};
	struct read read;
	buf_puts(&text, "[keys]\n");
	for (int i = 0; i < 1500; i++) {
		buf_printf(&text, "command-%d = \"keys ; %d\"\n", i, i);
	}
	read_text(&read, text.p);
	assert_reports(&read, "");
	assert_int_equal(read.config.ntables[CONFIG_KEYS], 1500);
	for (uint32_t i = 0; i < 1500; i++) {
		char name[32], value[32];
		snprintf(name, sizeof(name), "command-%u", i);
		snprintf(value, sizeof(value), "keys ; %u", i);
		assert_entry(&read, CONFIG_KEYS, i, name, value, i + 2);
	}
	finish(&read);
	buf_finish(&text);
}

static void test_line_ends(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"\xEF\xBB\xBF[layout]\nmeasure = 60\nzzz",
		"[layout]\r\nmeasure = 60\r\nzzz\r\n",
		"[layout]\rmeasure = 60\rzzz\r",
		"[layout]\nmeasure = 60\nzzz\n\r\n\r",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct read read;
		read_text(&read, texts[i]);
		assert_reports(&read, "3: neither [section] nor key = value\n");
		assert_int_equal(read.config.layout_measure, 60);
		finish(&read);
	}
	struct read read = {0};
	config_init(&read.config);
	read_more(&read, SPAN("[layout]\nmeasure = 6\0" "0\n"), CONFIG_ALL);
	assert_reports(&read, "2: bytes that are no UTF-8 text\n");
	finish(&read);
	read_text(&read, "");
	assert_reports(&read, "");
	finish(&read);
}

/* The user's file, and a dossier's over it. */
static void test_files_over_files(void **state)
{
	(void)state;
	struct read read;
	read_text(&read, "[layout]\nmeasure = 60\noverlap = 5\n[kinds]\nship = red\n[read]\nmouse = yes\n");
	read_more(&read,
		SPAN("[layout]\nmeasure = 61\n"
		     "[kinds]\nship = blue\n"
		     "[read]\nmouse = no\nzzz = 1\n"
		     "[keys]\nquit = q\n"
		     "[look]\ntheme = mono\n"
		     "[limits]\n"
		     "[search]\n"),
		CONFIG_LOOKS);
	assert_reports(&read,
		"5: a dossier does not set [read]: passed over\n"
		"8: a dossier does not set [keys]: passed over\n"
		"12: a dossier does not set [limits]: passed over\n"
		"13: a dossier does not set [search]: passed over\n");
	assert_int_equal(read.config.layout_measure, 61);
	assert_int_equal(read.config.layout_overlap, 5);
	assert_string_equal(read.config.look_theme, "mono");
	assert_true(read.config.read_mouse);
	assert_int_equal(read.config.ntables[CONFIG_KEYS], 0);
	assert_entry(&read, CONFIG_KINDS, 0, "ship", "red", 5);
	assert_entry(&read, CONFIG_KINDS, 1, "ship", "blue", 4);
	finish(&read);
}

static void assert_unreadable(const char *path, enum config_trust trust, const char *why)
{
	struct config config;
	struct report report = {0};
	struct err err;
	config_init(&config);
	assert_false(config_read(&config, path, trust, &report, &err));
	assert_true(span_ends(span_of(err.msg), span_of(why)));
	assert_int_equal(config.layout_measure, 72);
	assert_int_equal(report.n, 0);
	config_finish(&config);
}

static void test_files(void **state)
{
	(void)state;
	assert_unreadable("none.ini", CONFIG_ALL, "none.ini: No such file or directory");
	assert_unreadable("none.ini", CONFIG_LOOKS, "none.ini: No such file or directory");
	assert_unreadable(".", CONFIG_ALL, ": a folder, not a regular file");
	assert_unreadable("/dev/null", CONFIG_LOOKS, "/dev/null: a device, not a regular file");
	struct read read;
	read_text(&read, "[layout]\nmeasure = 60\n");
	assert_int_equal(symlink(FILE_NAME, "link.ini"), 0);
	assert_unreadable("link.ini", CONFIG_LOOKS, "link.ini: a link, not a regular file");
	struct err err;
	read.config.layout_measure = 1;
	assert_true(config_read(&read.config, "link.ini", CONFIG_ALL, &read.report, &err));
	assert_int_equal(read.config.layout_measure, 60);
	assert_int_equal(remove("link.ini"), 0);
	finish(&read);
	struct buf large = {0};
	for (int i = 0; i < 70000; i++) {
		buf_putc(&large, '\n');
	}
	scratch_file(FILE_NAME, buf_span(&large));
	assert_unreadable(FILE_NAME, CONFIG_ALL, ": larger than 65536 bytes");
	buf_finish(&large);
}

/* Out of memory, wherever it comes, leaves all settings as they were. */
static void test_memory(void **state)
{
	(void)state;
	struct read read;
	read_text(&read, "[kinds]\nship = red\n[look]\ntheme = dark\n");
	struct err err;
	struct span text = SPAN("[kinds]\nship = blue\nboat = red\n[layout]\nmeasure = 60\n[look]\ntheme = mono\n");
	scratch_file(FILE_NAME, text);
	bool ok = false;
	int rounds = 0;
	while (!ok) {
		read.config.arena.limit = read.config.arena.used + (size_t)rounds++;
		ok = config_read(&read.config, FILE_NAME, CONFIG_ALL, &read.report, &err);
		assert_int_equal(read.config.ntables[CONFIG_KINDS], ok ? 3 : 1);
		assert_int_equal(read.config.layout_measure, ok ? 60 : 72);
		assert_string_equal(read.config.look_theme, ok ? "mono" : "dark");
		assert_string_equal(err.msg, ok && rounds == 1 ? "" : "out of memory");
		assert_true(rounds < 10000);
	}
	assert_true(rounds > 64);
	assert_int_equal(read.report.n, 0);
	finish(&read);
}

/* Random files are read to their end, and nothing is printed. */
static void test_random(void **state)
{
	(void)state;
	static const char *const pieces[] = {"[", "]", "layout", "kinds", "keys", "theme", "measure", " = ",
		"=", "\"", "'", ";", "#", "\\", "\n", "\n", "\n", "\r", " ", "60", "x", ":", "\t",
		"[layout]\n", "[kinds]\n", "measure = 60\n", "a = b\n", "\xFF", "é", "\\\n"};
	int kept = dup(STDERR_FILENO), shown[2];
	assert_int_equal(pipe(shown), 0);
	assert_true(dup2(shown[1], STDERR_FILENO) >= 0);
	close(shown[1]);
	uint32_t seed = 1;
	for (int round = 0; round < 2000; round++) {
		struct buf text = {0};
		struct read read;
		for (int i = 0; i < 60; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_puts(&text, pieces[(seed >> 16) % COUNT_OF(pieces)]);
		}
		read_text(&read, text.p);
		assert_true(read.config.layout_measure == 60 || read.config.layout_measure == 72);
		finish(&read);
		buf_finish(&text);
	}
	assert_true(dup2(kept, STDERR_FILENO) >= 0);
	close(kept);
	char byte;
	assert_int_equal(read(shown[0], &byte, 1), 0);
	close(shown[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_tables),
		cmocka_unit_test(test_bad_lines),
		cmocka_unit_test(test_bad_values),
		cmocka_unit_test(test_cut_values),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_duplicates),
		cmocka_unit_test(test_many_lines),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_files_over_files),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_random),
	};
	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("config_read", tests, scratch_enter, scratch_leave);
}

/* The key map: presets without quarrels, and what lines of config.ini make of them. */
#include "read/keymap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *const presets[] = {"less", "vim", "emacs"};

/* A map with [keys] lines ("command = keys") and what was reported about them. */
struct fixture {
	struct config_entry entries[8];
	struct config config;
	struct report report;
	struct keymap map;
};

static void make(struct fixture *f, const char *preset, const char *const *lines)
{
	struct err err;
	*f = (struct fixture){.config = {.keys_preset = preset}};
	f->config.tables[CONFIG_KEYS] = f->entries;
	for (uint32_t n = 0; lines[n] != NULL; n++) {
		struct span rest = span_of(lines[n]), name;
		assert_true(n < COUNT_OF(f->entries));
		assert_true(span_cut(&rest, '=', &name));
		f->entries[n] = (struct config_entry){.name = span_trim(name),
			.value = span_trim(rest), .path = "config.ini", .line = n + 1};
		f->config.ntables[CONFIG_KEYS] = n + 1;
	}
	assert_true(keymap_make(&f->map, &f->config, &f->report, &err));
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NO_LINES ((const char *const[]){NULL})

static void finish(struct fixture *f)
{
	keymap_finish(&f->map);
	report_finish(&f->report);
}

static enum keymap_match look(const struct fixture *f, const char *keys, enum command_id *command)
{
	struct key_sequence typed;
	struct err err;
	assert_true(key_parse(span_of(keys), &typed, &err));
	*command = COMMAND_NONE;
	return keymap_look(&f->map, &typed, command);
}

static void assert_runs(const struct fixture *f, const char *keys, enum command_id expected)
{
	enum command_id command;
	assert_int_equal(look(f, keys, &command), KEYMAP_YES);
	assert_int_equal(command, expected);
}

static void assert_match(const struct fixture *f, const char *keys, enum keymap_match expected)
{
	enum command_id command;
	assert_int_equal(look(f, keys, &command), expected);
	assert_int_equal(command, COMMAND_NONE);
}

static bool begins(const struct key_sequence *a, const struct key_sequence *b)
{
	return a->n <= b->n && memcmp(a->keys, b->keys, a->n * sizeof(a->keys[0])) == 0;
}

/* How many sequences a preset's table spells for all commands, `~` replaced. */
static uint32_t spelled(size_t preset)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
		struct span rest = span_of(commands[i].keys[preset]), word;
		while (rest.n > 0 && span_cut(&rest, ' ', &word)) {
			struct span less = span_of(commands[i].keys[0]), each;
			bool all = span_eq(word, SPAN("~"));
			n += all ? 0 : 1;
			while (all && less.n > 0 && span_cut(&less, ' ', &each)) {
				n++;
			}
		}
	}
	return n;
}

static void presets_bind_no_key_twice_nor_begin_one(void **state)
{
	(void)state;
	for (size_t p = 0; p < COUNT_OF(presets); p++) {
		struct fixture f;
		make(&f, presets[p], NO_LINES);
		assert_int_equal(f.report.n, 0);
		/* A rival would have been left out of the map. */
		assert_int_equal(f.map.n, spelled(p));
		for (uint32_t i = 0; i < f.map.n; i++) {
			for (uint32_t k = 0; k < f.map.n; k++) {
				assert_true(i == k || !begins(&f.map.items[i].keys,
					&f.map.items[k].keys));
			}
		}
		finish(&f);
	}
}

/* Whether some sequence of the command is printable characters only. */
static bool is_plain(const struct keymap *map, uint32_t command)
{
	for (uint32_t i = 0; i < map->n; i++) {
		bool plain = (uint32_t)map->items[i].command == command;
		for (uint32_t k = 0; k < map->items[i].keys.n; k++) {
			uint32_t key = map->items[i].keys.keys[k];
			plain = plain && key > ' ' && key < 0x7F;
		}
		if (plain) {
			return true;
		}
	}
	return false;
}

static void every_command_has_a_plain_key_or_a_name(void **state)
{
	(void)state;
	for (size_t p = 0; p < COUNT_OF(presets); p++) {
		struct fixture f;
		struct err err;
		uint32_t plain = 0;
		make(&f, presets[p], NO_LINES);
		assert_runs(&f, ":", COMMAND_command); /* which reaches all others */
		for (uint32_t i = 0; i < COMMAND_COUNT; i++) {
			plain += is_plain(&f.map, i) ? 1 : 0;
			assert_int_equal(command_find(span_of(commands[i].name), &err), i);
		}
		assert_true(is_plain(&f.map, COMMAND_close) && is_plain(&f.map, COMMAND_help));
		assert_true(plain * 2 > COMMAND_COUNT);
		finish(&f);
	}
}

/* Binds hints to keys in a preset: whether it was taken without a word. */
static bool takes(const char *preset, const char *line)
{
	struct fixture f;
	make(&f, preset, LINES(line));
	bool taken = f.report.n == 0;
	finish(&f);
	return taken;
}

static void presets_keep_what_must_stay_free(void **state)
{
	(void)state;
	static const char *const reserved[] = {
		"^C", "^Z", "^\\", "^]", "^Q", "^S", "~", "0", "5", "9"};
	for (size_t p = 0; p < COUNT_OF(presets); p++) {
		struct fixture f;
		make(&f, presets[p], NO_LINES);
		for (size_t i = 0; i < COUNT_OF(reserved); i++) {
			bool emacs_search = p == 2 && strcmp(reserved[i], "^S") == 0;
			if (emacs_search) {
				assert_runs(&f, "^S", COMMAND_search);
			} else {
				assert_match(&f, reserved[i], KEYMAP_NO);
			}
		}
		assert_runs(&f, "<Esc>", COMMAND_cancel);
		finish(&f);
	}
}

static void reserved_keys_are_refused(void **state)
{
	(void)state;
	static const char *const refused[] = {"^C", "^Z", "^\\", "^]", "^Q", "^S", "~", "<Esc>",
		"0", "7", "5x", "^X^Z", "g~", "V<Esc>"};
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct buf line = {0};
		buf_printf(&line, "hints = %s", refused[i]);
		assert_false(takes("less", line.p));
		assert_false(takes("vim", line.p));
		buf_finish(&line);
	}
	assert_false(takes("less", "cancel = <Esc>x"));
	assert_false(takes("less", "cancel = x<Esc>"));
	assert_true(takes("less", "cancel = <Esc>"));
	assert_true(takes("emacs", "hints = ^S"));
	assert_true(takes("less", "quit = ^X^C")); /* behind another key it cancels nothing */
	assert_true(takes("less", "split-below = ^X2"));
}

static void a_line_replaces_the_keys_of_its_command(void **state)
{
	(void)state;
	struct fixture f;
	make(&f, "less", LINES("hints = ; z", "redraw ="));
	assert_int_equal(f.report.n, 0);
	assert_runs(&f, ";", COMMAND_hints);
	assert_runs(&f, "z", COMMAND_hints);
	assert_match(&f, "^L", KEYMAP_NO);
	assert_match(&f, "R", KEYMAP_NO);
	finish(&f);

	make(&f, "less", LINES("hints = z", "hints = Z"));
	assert_match(&f, "z", KEYMAP_NO); /* the last line counts */
	assert_runs(&f, "Z", COMMAND_hints);
	finish(&f);
}

static void a_line_wins_over_the_preset(void **state)
{
	(void)state;
	struct fixture f;
	make(&f, "less", LINES("hints = f", "find-entity = ^X", "peek = :p"));
	assert_int_equal(f.report.n, 0);
	assert_runs(&f, "f", COMMAND_hints);
	assert_runs(&f, "<Space>", COMMAND_page_down);
	assert_runs(&f, "^X", COMMAND_find_entity); /* all ^X… of the preset are gone */
	assert_match(&f, "^Xs", KEYMAP_NO);
	assert_runs(&f, "^Ws", COMMAND_split_below);
	assert_match(&f, ":", KEYMAP_MORE);
	assert_runs(&f, ":p", COMMAND_peek);
	finish(&f);
}

static void assert_reported(const struct fixture *f, uint32_t i, const char *text)
{
	assert_true(i < f->report.n);
	assert_string_equal(f->report.items[i].text, text);
	assert_int_equal(f->report.items[i].level, REPORT_ERROR);
}

static void bad_lines_are_reported_and_left_out(void **state)
{
	(void)state;
	struct fixture f;
	make(&f, "less", LINES("page-dwon = z", "hints = <Tba> z", "peek = zz", "pin = ^Q Y Y"));
	assert_int_equal(f.report.n, 5);
	assert_reported(&f, 0, "config.ini:1: no command is named 'page-dwon'; "
		"did you mean 'page-down'?");
	assert_reported(&f, 1, "config.ini:2: hints: no key has the name <Tba>; "
		"did you mean <Tab>?");
	assert_reported(&f, 2, "config.ini:3: peek = zz: z is bound to hints");
	assert_reported(&f, 3, "config.ini:4: pin = ^Q: ^Q must stay free: "
		"terminals take it for going on");
	assert_reported(&f, 4, "config.ini:4: pin = Y: Y is bound to pin");
	assert_runs(&f, "z", COMMAND_hints); /* the good part of a line is taken */
	assert_runs(&f, "Y", COMMAND_pin);
	assert_runs(&f, "<Space>", COMMAND_page_down);
	finish(&f);
}

static void typed_keys_run_begin_or_miss(void **state)
{
	(void)state;
	struct fixture f;
	make(&f, "less", NO_LINES);
	assert_runs(&f, "j", COMMAND_line_down);
	assert_runs(&f, "<Enter>", COMMAND_go);
	assert_match(&f, "^W", KEYMAP_MORE);
	assert_runs(&f, "^W^W", COMMAND_pane_next);
	assert_match(&f, "^Wz", KEYMAP_NO);
	assert_match(&f, "<F12>", KEYMAP_NO);
	assert_match(&f, "島", KEYMAP_NO);
	finish(&f);
}

static void assert_keys(const struct fixture *f, enum command_id command, uint32_t most,
	const char *expected)
{
	struct buf out = {0};
	buf_puts(&out, "");
	keymap_put(&f->map, command, most, &out);
	assert_string_equal(out.n == 0 ? "" : out.p, expected);
	buf_finish(&out);
}

static void keys_are_named_in_the_order_of_the_table(void **state)
{
	(void)state;
	struct fixture f;
	make(&f, "emacs", LINES("hints = ; <F5>"));
	assert_keys(&f, COMMAND_line_down, 0, "j Down ^E ^N");
	assert_keys(&f, COMMAND_line_down, 2, "j Down");
	assert_keys(&f, COMMAND_page_up, 0, "b PgUp Alt-v");
	assert_keys(&f, COMMAND_hints, 0, "; F5");
	assert_keys(&f, COMMAND_problems, 0, "");
	finish(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(presets_bind_no_key_twice_nor_begin_one),
		cmocka_unit_test(every_command_has_a_plain_key_or_a_name),
		cmocka_unit_test(presets_keep_what_must_stay_free),
		cmocka_unit_test(reserved_keys_are_refused),
		cmocka_unit_test(a_line_replaces_the_keys_of_its_command),
		cmocka_unit_test(a_line_wins_over_the_preset),
		cmocka_unit_test(bad_lines_are_reported_and_left_out),
		cmocka_unit_test(typed_keys_run_begin_or_miss),
		cmocka_unit_test(keys_are_named_in_the_order_of_the_table),
	};
	return cmocka_run_group_tests_name("keymap", tests, NULL, NULL);
}

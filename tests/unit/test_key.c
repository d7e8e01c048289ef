/* Keys: what is written can be read again, and slips of the pen are named. */
#include "read/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Asserts that text spells these keys (n of them) and is written as `again`. */
static void assert_spelled(const char *text, const uint32_t *keys, uint32_t n, const char *again)
{
	struct key_sequence got;
	struct err err;
	struct buf out = {0};
	assert_true(key_parse(span_of(text), &got, &err));
	assert_int_equal(got.n, n);
	for (uint32_t i = 0; i < n; i++) {
		assert_int_equal(got.keys[i], keys[i]);
	}
	key_put_sequence(&out, &got);
	assert_string_equal(out.p, again);
	buf_finish(&out);
}

#define SPELLS(text, again, ...) \
	assert_spelled(text, (const uint32_t[]){__VA_ARGS__}, \
		sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t), again)

static void keys_are_read_as_people_write_them(void **state)
{
	(void)state;
	SPELLS("j", "j", 'j');
	SPELLS("^W", "^W", 0x17);
	SPELLS("^w", "^W", 0x17);
	SPELLS("<C-w>", "^W", 0x17);
	SPELLS("^Ws", "^Ws", 0x17, 's');
	SPELLS("^X^C", "^X^C", 0x18, 0x03);
	SPELLS("''", "<Apostrophe><Apostrophe>", '\'', '\'');
	SPELLS("<Tab>", "<Tab>", DKEY_TAB);
	SPELLS("^I", "<Tab>", DKEY_TAB);
	SPELLS("<ESCAPE>", "<Esc>", DKEY_ESC);
	SPELLS("^[", "<Esc>", DKEY_ESC);
	SPELLS("^?", "<BS>", DKEY_BACKSPACE);
	SPELLS("^@", "^@", 0);
	SPELLS("<pageup><PgDn>", "<PgUp><PgDn>", DKEY_PAGE_UP, DKEY_PAGE_DOWN);
	SPELLS("<S-Tab>", "<S-Tab>", DKEY_BACK_TAB);
	SPELLS(";", "<Semicolon>", ';');
	SPELLS("<lt>>", "<lt><gt>", '<', '>');
	SPELLS("<Caret>W", "<Caret>W", '^', 'W');
	SPELLS("島", "島", 0x5CF6);
}

static void alt_goes_with_any_key(void **state)
{
	(void)state;
	SPELLS("<A-x>", "<A-x>", DKEY_ALT | 'x');
	SPELLS("<a-X>", "<A-X>", DKEY_ALT | 'X');
	SPELLS("<A-Left>", "<A-Left>", DKEY_ALT | DKEY_LEFT);
	SPELLS("<A->>", "<A-gt>", DKEY_ALT | '>');
	SPELLS("<A-lt>x", "<A-lt>x", DKEY_ALT | '<', 'x');
	SPELLS("<A-}>", "<A-}>", DKEY_ALT | '}');
	SPELLS("<A-^W>", "<A-^W>", DKEY_ALT | 0x17);
	SPELLS("<A-é>", "<A-é>", DKEY_ALT | 0xE9);
	SPELLS("<A-->", "<A-->", DKEY_ALT | '-');
}

static void every_key_comes_back(void **state)
{
	(void)state;
	uint32_t n = 0;
	for (uint32_t alt = 0; alt <= DKEY_ALT; alt += DKEY_ALT) {
		for (uint32_t key = 0; key < DKEY_AFTER_NAMED; key++) {
			if (key == 0x80) {
				key = 0xA0; /* C1 controls are no keys */
			} else if (key == 0x3000) {
				key = DKEY_NAMED;
			}
			struct key_sequence sequence = {.keys = {key | alt}, .n = 1}, got;
			struct buf out = {0};
			struct err err;
			key_put(&out, key | alt);
			assert_true(key_parse(buf_span(&out), &got, &err));
			assert_memory_equal(&got.keys, &sequence.keys, sizeof(uint32_t));
			assert_int_equal(got.n, 1);
			buf_finish(&out);
			n++;
		}
	}
	assert_true(n > 20000);
}

static void assert_shown(const char *text, const char *shown)
{
	struct key_sequence sequence;
	struct buf out = {0};
	struct err err;
	assert_true(key_parse(span_of(text), &sequence, &err));
	key_show_sequence(&out, &sequence);
	assert_string_equal(out.p, shown);
	buf_finish(&out);
}

static void people_see_keys_without_brackets(void **state)
{
	(void)state;
	assert_shown("<Semicolon>", ";");
	assert_shown("<Hash>", "#");
	assert_shown("<Apostrophe><Apostrophe>", "''");
	assert_shown("<Tab>", "Tab");
	assert_shown("<Space>", "Space");
	assert_shown("<A-Left>", "Alt-Left");
	assert_shown("<A-gt>", "Alt->");
	assert_shown("^Ws", "^Ws");
	assert_shown("^W<Tab>", "^W<Tab>");
	assert_shown("<lt>", "<");
}

static void assert_refused(const char *text, const char *message)
{
	struct key_sequence sequence = {.keys = {7}, .n = 1};
	struct err err = {""};
	assert_false(key_parse(span_of(text), &sequence, &err));
	assert_string_equal(err.msg, message);
	assert_int_equal(sequence.keys[0], 7); /* untouched */
}

static void slips_are_named(void **state)
{
	(void)state;
	assert_refused("", "a key is missing");
	assert_refused("<Tba>", "no key has the name <Tba>; did you mean <Tab>?");
	assert_refused("<Qwertyuiop>", "no key has the name <Qwertyuiop>");
	assert_refused("<>", "no key has the name <>");
	assert_refused("<Tab", "'<Tab': a key's name ends with '>'; '<' itself is <lt>");
	assert_refused("^1", "'^1': '^' needs a letter behind it; '^' itself is <Caret>");
	assert_refused("x^", "'x^': '^' needs a letter behind it; '^' itself is <Caret>");
	assert_refused("abcde", "'abcde': no more than 4 keys make a command");
	assert_refused("a b", "'a b': this is no key that can be typed");
	assert_refused("\xFF", "'\xFF': this is no key that can be typed");
	assert_refused("<A-ab>", "no key has the name <A-ab>");
	assert_refused("<C-1>", "no key has the name <C-1>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_read_as_people_write_them),
		cmocka_unit_test(alt_goes_with_any_key),
		cmocka_unit_test(every_key_comes_back),
		cmocka_unit_test(people_see_keys_without_brackets),
		cmocka_unit_test(slips_are_named),
	};
	return cmocka_run_group_tests_name("key", tests, NULL, NULL);
}

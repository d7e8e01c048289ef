/* Bytes of terminals as keys: both forms, cut anywhere, pasted, clicked, unknown. */
#include "ui/input.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define ESCAPE 25

/* Takes every event at now as text: key names, "paste{…}", "click 2,3" (row, column, wheel). */
static void take(struct input *input, int64_t now, struct buf *out)
{
	struct input_event event;
	while (input_next(input, now, &event)) {
		switch (event.kind) {
		case INPUT_KEY:
			key_put(out, event.key);
			break;
		case INPUT_PASTE:
			buf_puts(out, "paste{");
			buf_put(out, event.text);
			buf_putc(out, '}');
			break;
		case INPUT_MOUSE:
			buf_printf(out, "click %d,%d,%d ", event.row, event.col, event.wheel);
			break;
		}
	}
}

static void assert_keys(struct input *input, const char *bytes, const char *expected)
{
	struct buf out = {0};
	buf_puts(&out, "");
	input_feed(input, bytes, strlen(bytes), 1000);
	take(input, 1000, &out);
	take(input, 5000, &out);
	assert_int_equal(input_wait(input, 5000), -1);
	buf_add(&out, "", 1);
	assert_string_equal(out.p, expected);
	buf_finish(&out);
}

struct sample {
	const char *bytes, *keys;
};

static const struct sample samples[] = {
	{"jk", "jk"},
	{"\r\t\x7f", "<Enter><Tab><BS>"},
	{"\x17s", "^Ws"},
	{"é択", "é択"},
	{"\033[A\033[B\033[C\033[D", "<Up><Down><Right><Left>"},
	{"\033OA\033OB\033OC\033OD", "<Up><Down><Right><Left>"},
	{"\033[H\033[F\033OH\033OF", "<Home><End><Home><End>"},
	{"\033[1~\033[4~\033[7~\033[8~", "<Home><End><Home><End>"},
	{"\033[5~\033[6~\033[2~\033[3~", "<PgUp><PgDn><Ins><Del>"},
	{"\033[Z", "<S-Tab>"},
	{"\033OP\033[11~\033[[A\033[15~\033[24~", "<F1><F1><F1><F5><F12>"},
	{"\033[1;3D\033[1;5C\033[1;9A", "<A-Left><Right><A-Up>"},
	{"\033x\033v", "<A-x><A-v>"},
	{"\033\033[D", "<A-Left>"},
	{"\033[27;5;119~\033[119;5u\033[9;2u", "^W^W<S-Tab>"},
	{"\033[200~two\nlines\033[A\033[201~q", "paste{two\nlines\033[A}q"},
	{"\033[<0;5;3M\033[<0;5;3m\033[<64;1;1M\033[<65;1;2M\033[<2;1;1M",
		"click 2,4,0 click 0,0,-1 click 1,0,1 "},
	{"\033[M %#x", "click 2,4,0 x"},
	/* What nobody knows is swallowed whole. */
	{"\033[?1;2cq", "q"},
	{"\033[I\033[Oq", "q"},
	{"\033[99~\033[1;2;3;4Xq", "q"},
	{"\033[12;40Rq", "q"},
	{"\033[1;3R\033[R", "<A-F3><F3>"},
	{"\xff\xc3q", "q"},
};

static void test_sequences(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		struct input input = {.escape = ESCAPE};
		assert_keys(&input, samples[i].bytes, samples[i].keys);
		input_finish(&input);
	}
}

/* A slow line cuts anywhere: with less than 300 ms between two bytes the keys are the same. */
static void test_cut_anywhere(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		size_t n = strlen(samples[i].bytes);
		for (size_t cut = 1; cut < n; cut++) {
			struct input input = {.escape = ESCAPE};
			struct buf out = {0};
			input_feed(&input, samples[i].bytes, cut, 1000);
			take(&input, 1000, &out);
			take(&input, 1000 + ESCAPE - 1, &out);
			input_feed(&input, samples[i].bytes + cut, n - cut, 1000 + ESCAPE - 1);
			take(&input, 1000 + ESCAPE - 1, &out);
			take(&input, 9000, &out);
			buf_add(&out, "", 1);
			assert_string_equal(out.p, samples[i].keys);
			buf_finish(&out);
			input_finish(&input);
		}
	}
}

static void feed(struct input *input, const char *bytes, int64_t now, struct buf *out)
{
	input_feed(input, bytes, strlen(bytes), now);
	take(input, now, out);
}

static void assert_out(struct buf *out, const char *expected)
{
	buf_add(out, "", 1);
	assert_string_equal(out->p, expected);
	buf_clear(out);
}

static void test_escape_alone(void **state)
{
	(void)state;
	struct input input = {.escape = ESCAPE};
	struct buf out = {0};
	feed(&input, "\033", 1000, &out);
	assert_out(&out, "");
	assert_int_equal(input_wait(&input, 1000), ESCAPE);
	assert_int_equal(input_wait(&input, 1020), 5);
	take(&input, 1000 + ESCAPE, &out);
	assert_out(&out, "<Esc>");
	assert_int_equal(input_wait(&input, 1000 + ESCAPE), -1);
	feed(&input, "\033\033", 2000, &out);
	take(&input, 2100, &out);
	assert_out(&out, "<Esc><Esc>");
	buf_finish(&out);
	input_finish(&input);
}

/* The Esc went out already; what follows is still the rest of an arrow key, not `[` and `A`. */
static void test_rest_behind_a_lone_escape(void **state)
{
	(void)state;
	struct input input = {.escape = ESCAPE};
	struct buf out = {0};
	feed(&input, "\033", 1000, &out);
	take(&input, 1100, &out);
	feed(&input, "[", 1200, &out);
	feed(&input, "A", 1400, &out);
	assert_out(&out, "<Esc><Up>");
	feed(&input, "\033", 3000, &out);
	take(&input, 3100, &out);
	feed(&input, "[1;", 3200, &out);
	feed(&input, "3D]", 3300, &out);
	assert_out(&out, "<Esc><A-Left>]");
	feed(&input, "\033", 5000, &out);
	take(&input, 5100, &out);
	feed(&input, "[200~pasted", 5200, &out);
	feed(&input, "\033[201~", 5300, &out);
	assert_out(&out, "<Esc>paste{pasted}");
	buf_finish(&out);
	input_finish(&input);
}

static void test_keys_typed_behind_an_escape(void **state)
{
	(void)state;
	struct input input = {.escape = ESCAPE};
	struct buf out = {0};
	/* A person typed `[` and nothing more. */
	feed(&input, "\033", 1000, &out);
	take(&input, 1100, &out);
	feed(&input, "[", 1200, &out);
	take(&input, 1600, &out);
	assert_out(&out, "<Esc>[");
	/* `[` and a letter that ends no sequence we know: both are keys. */
	feed(&input, "\033", 2000, &out);
	take(&input, 2100, &out);
	feed(&input, "[j", 2200, &out);
	assert_out(&out, "<Esc>[j");
	/* Later than 300 ms it is a key at once. */
	feed(&input, "\033", 3000, &out);
	take(&input, 3100, &out);
	feed(&input, "[", 3400, &out);
	assert_out(&out, "<Esc>[");
	buf_finish(&out);
	input_finish(&input);
}

static void test_defined_sequences(void **state)
{
	(void)state;
	struct input input = {.escape = ESCAPE};
	input_define(&input, "\033[7$", DKEY_HOME);
	input_define(&input, "\x1f\x41", DKEY_F9);
	input_define(&input, "plain", DKEY_F8);
	input_define(&input, "\b", DKEY_F8);
	assert_int_equal(input.ndefined, 2);
	assert_keys(&input, "\033[7$q\x1f\x41plain", "<Home>q<F9>plain");
	input_finish(&input);
}

static void test_backspace(void **state)
{
	(void)state;
	struct input input = {.escape = ESCAPE};
	assert_keys(&input, "\b", "^H");
	input.erase_is_bs = true;
	assert_keys(&input, "\b\x7f", "<BS><BS>");
	input_finish(&input);
}

/* A paste without an end does not hold the keys for ever. */
static void test_endless_paste(void **state)
{
	(void)state;
	struct input input = {.escape = ESCAPE};
	struct buf out = {0};
	feed(&input, "\033[200~never\033[20", 1000, &out);
	assert_out(&out, "");
	assert_true(input_wait(&input, 1000) > 0);
	take(&input, 9000, &out);
	assert_out(&out, "paste{never\033[20}");
	feed(&input, "q", 9001, &out);
	assert_out(&out, "q");
	buf_finish(&out);
	input_finish(&input);
}

/* Any bytes at any time: every event is sound, and in the end nothing is left over. */
static void test_noise(void **state)
{
	(void)state;
	struct input input = {.escape = ESCAPE};
	int64_t now = 1000;
	for (int round = 0; round < 20000; round++) {
		static const char often[] = "\033\033\033[[[O0123;<>?~MAuZ \xe2\x80";
		char bytes[12];
		size_t n = 1 + roll(sizeof(bytes));
		for (size_t i = 0; i < n; i++) {
			bytes[i] = roll(4) == 0 ? (char)roll(256) : often[roll(sizeof(often) - 1)];
		}
		input_feed(&input, bytes, n, now);
		struct input_event event;
		while (input_next(&input, now, &event)) {
			uint32_t bare = event.key & ~DKEY_ALT;
			assert_true(event.kind != INPUT_KEY || bare <= 0x10FFFF ||
				(bare > DKEY_BEFORE_NAMED && bare < DKEY_AFTER_NAMED));
		}
		now += roll(400);
	}
	struct buf out = {0};
	take(&input, now + 10000, &out);
	take(&input, now + 20000, &out);
	assert_int_equal(input_wait(&input, now + 20000), -1);
	buf_finish(&out);
	input_finish(&input);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sequences),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_escape_alone),
		cmocka_unit_test(test_rest_behind_a_lone_escape),
		cmocka_unit_test(test_keys_typed_behind_an_escape),
		cmocka_unit_test(test_defined_sequences),
		cmocka_unit_test(test_backspace),
		cmocka_unit_test(test_endless_paste),
		cmocka_unit_test(test_noise),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

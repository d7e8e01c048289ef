/* Other encodings, with a map back to their bytes. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/*
 * Converts and compares. map has a letter for each byte of the result: where its source starts,
 * `a` for byte 0, `b` for byte 1 and so on.
 */
static void assert_converts(struct span bytes, const char *encoding, const char *expected,
	const char *map)
{
	struct buf out = {0};
	uint32_t *offsets = NULL;
	struct err err;
	buf_puts(&out, "before");
	if (!utf8_convert(bytes, encoding, &out, &offsets, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_string_equal(out.p + 6, expected);
	char found[64];
	for (size_t i = 0; i < out.n - 6; i++) {
		assert_true(i < sizeof(found) - 1);
		found[i] = (char)('a' + offsets[i]);
	}
	found[out.n - 6] = '\0';
	assert_string_equal(found, map);
	assert_int_equal(offsets[out.n - 6], bytes.n);
	free(offsets);
	buf_finish(&out);
}

static void test_single_bytes(void **state)
{
	(void)state;
	assert_converts(SPAN("Caf\xE9!"), "ISO-8859-1", "Café!", "abcdde");
	assert_converts(SPAN("\x93x\x94 \x80"), "windows-1252", "“x” €", "aaabcccdeee");
	assert_converts(SPAN("\xE9\xD4\xD5\xD2\xD5\xD0"), "KOI8-R", "Итуруп", "aabbccddeeff");
	assert_converts(SPAN("\xC9"), "cp1251", "Й", "aa");
	/* 0x81 means nothing in this encoding. */
	assert_converts(SPAN("a\x81" "b"), "windows-1252", "a\uFFFDb", "abbbc");
	assert_converts(SPAN("a\0b"), "ISO-8859-1", "a", "abc");
	assert_converts(SPAN(""), "ISO-8859-1", "", "");
}

static void test_many_bytes(void **state)
{
	(void)state;
	assert_converts(SPAN("\x91\xF0\x91\xA8\x93\x87 a"), "Shift_JIS", "択捉島 a", "aaaccceeegh");
	assert_converts(SPAN("\xC2\xF2\xC2\xAA\xC5\xE7"), "EUC-JP", "択捉島", "aaaccceee");
	assert_converts(SPAN("\x8D\x75\x81\x30\x8A\x38"), "GB18030", "島ð", "aaacc");
	assert_converts(SPAN("\xAE\x71" "b"), "Big5", "島b", "aaac");
	/* Shift sequences belong to the character behind them. */
	assert_converts(SPAN("a\x1B$BEg\x1B(Bz"), "ISO-2022-JP", "a島z", "abbbg");
	/* Half a character at the end, and a byte that begins none. */
	assert_converts(SPAN("\x91\xF0\x91"), "Shift_JIS", "択\uFFFD", "aaaccc");
	assert_converts(SPAN("\xA0z"), "Shift_JIS", "\uFFFDz", "aaab");
	assert_converts(SPAN("\xC3\xA9\xC3z"), "UTF-8", "é\uFFFDz", "aacccd");
}

static void test_units(void **state)
{
	(void)state;
	assert_converts(SPAN("a\0\xF6\x5C"), "UTF-16LE", "a島", "accc");
	assert_converts(SPAN("\x5C\xF6\xD8\x3D\xDE\x00"), "UTF-16BE", "島😀", "aaacccc");
	/* A lone surrogate is one unit; so is an odd byte at the end. */
	assert_converts(SPAN("\x3D\xD8z\0"), "UTF-16LE", "\uFFFDz", "aaac");
	assert_converts(SPAN("z\0y"), "UTF-16LE", "z\uFFFD", "accc");
	assert_converts(SPAN("\xF6\x5C\0\0z\0\0\0"), "UTF-32LE", "島z", "aaae");
	assert_converts(SPAN("\xFF\xFF\xFF\xFFz\0\0\0"), "UTF-32LE", "\uFFFDz", "aaae");
}

/* Encodings that hold a letter back until they know whether a mark follows. */
static void test_held_back(void **state)
{
	(void)state;
	assert_converts(SPAN("abc"), "CP1258", "abc", "abc");
	assert_converts(SPAN("ha\xEC" "b"), "CP1258", "háb", "abbd");
	assert_converts(SPAN("a\xEC\x81" "a\xF2"), "CP1258", "á\uFFFDạ", "aacccddd");
	assert_converts(SPAN("\xE0\xC8\xE1"), "CP1255", "\uFB2Fב", "aaacc");
}

static void test_unknown(void **state)
{
	(void)state;
	static const char *const names[] = {"", "no-such", "UTF-16LE//IGNORE", "/", "../UTF-8",
		"utf-8,ccs=../../../../../../../../../../../../../../../../tmp/somewhere"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct buf out = {0};
		uint32_t *offsets = NULL;
		struct err err;
		buf_puts(&out, "before");
		assert_false(utf8_convert(SPAN("a"), names[i], &out, &offsets, &err));
		assert_true(span_starts(span_of(err.msg), SPAN("encoding '")));
		assert_true(span_ends(span_of(err.msg), SPAN("' is unknown")));
		assert_string_equal(out.p, "before");
		assert_null(offsets);
		buf_finish(&out);
	}
}

/* Every byte, through an encoding that knows them all, and a long text. */
static void test_long(void **state)
{
	(void)state;
	struct buf bytes = {0}, out = {0};
	uint32_t *offsets;
	for (int i = 0; i < 100000; i++) {
		buf_putc(&bytes, (char)i);
	}
	assert_true(utf8_convert(buf_span(&bytes), "ISO-8859-1", &out, &offsets, NULL));
	size_t off = 0;
	for (size_t i = 0; i < bytes.n; i++) {
		assert_int_equal(offsets[off], i);
		assert_int_equal(utf8_next(buf_span(&out), &off), (unsigned char)i);
	}
	assert_int_equal(off, out.n);
	free(offsets);
	buf_finish(&bytes);
	buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_single_bytes),
		cmocka_unit_test(test_many_bytes),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_held_back),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_long),
	};
	return cmocka_run_group_tests_name("utf8_convert", tests, NULL, NULL);
}

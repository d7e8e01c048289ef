/* From bytes to canonical text and back: every character knows the bytes that made it. */
#include "base/utf8.h"
#include "texts/decode.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define REPLACEMENT "\xEF\xBF\xBD"

static void decode(struct span bytes, const char *declared, struct decoded *out)
{
	struct buf buf = {0};
	struct err err;

	buf_put(&buf, bytes);
	assert_true(decode_bytes(&buf, declared, "windows-1252", out, &err));
	assert_null(buf.p);
	assert_int_equal(utf8_valid_prefix(out->text), out->text.n);
}

static void assert_decodes(struct span bytes, const char *declared, struct span text,
	const char *encoding, bool guessed, uint32_t nbad)
{
	struct decoded out;

	decode(bytes, declared, &out);
	assert_true(span_eq(out.text, text));
	assert_string_equal(out.encoding, encoding);
	assert_int_equal(out.guessed, guessed);
	assert_int_equal(out.nbad, nbad);
	decode_finish(&out);
}

static void clean_utf8_is_not_copied(void **state)
{
	struct decoded out;

	(void)state;
	decode(SPAN("Ōtsu\n択捉島\n\xE2\x80\xA8"), NULL, &out);
	assert_ptr_equal(out.text.p, out.bytes.p);
	assert_null(out.steps);
	assert_string_equal(out.encoding, "UTF-8");
	assert_false(out.guessed);
	assert_int_equal(decode_source(out.steps, out.nsteps, 4), 4);
	assert_int_equal(decode_canonical(out.steps, out.nsteps, 4), 4);
	decode_finish(&out);
	decode(SPAN(""), NULL, &out);
	assert_int_equal(out.text.n, 0);
	decode_finish(&out);
}

static void line_ends_become_one(void **state)
{
	(void)state;
	assert_decodes(SPAN("a\r\nb\r\nc"), NULL, SPAN("a\nb\nc"), "UTF-8", false, 0);
	assert_decodes(SPAN("a\rb\rc\nd\r"), NULL, SPAN("a\nb\nc\nd\n"), "UTF-8", false, 0);
	assert_decodes(SPAN("a\xC2\x85" "b\xC2\x85"), NULL, SPAN("a\nb\n"), "UTF-8", false, 0);
	assert_decodes(SPAN("a\0\r\0\n\0b\0"), "UTF-16LE", SPAN("a\nb"), "UTF-16LE", false, 0);
	assert_decodes(SPAN("\x93 a\x94\r\n"), NULL, SPAN("“ a”\n"), "windows-1252", true, 0);
}

/* What goes back to the start of a line in a file with LF is shown, not obeyed. */
static void other_line_ends_stay(void **state)
{
	(void)state;
	assert_decodes(SPAN("a\r\nb\rc\nd\xC2\x85" "e\r"), NULL, SPAN("a\nb\rc\nd\xC2\x85" "e\r"),
		"UTF-8", false, 0);
	assert_decodes(SPAN("\r\n\r\n\r\r\n"), NULL, SPAN("\n\n\r\n"), "UTF-8", false, 0);
	assert_decodes(SPAN("pay 1\rpay 9\n"), NULL, SPAN("pay 1\rpay 9\n"), "UTF-8", false, 0);
	assert_decodes(SPAN("p\xE9 1\rp 9\n"), "KOI8-R", SPAN("pИ 1\rp 9\n"), "KOI8-R", false, 0);
}

static void bad_units_are_counted(void **state)
{
	(void)state;
	assert_decodes(SPAN("\xFF\xFE" "a\0\0\xD8\xFD\xFF" "b\0"), NULL,
		SPAN("a" REPLACEMENT REPLACEMENT "b"), "UTF-16LE", false, 1);
}

static void marks_name_the_encoding(void **state)
{
	(void)state;
	assert_decodes(SPAN("\xEF\xBB\xBF" "a"), NULL, SPAN("a"), "UTF-8", false, 0);
	assert_decodes(SPAN("\xFF\xFE" "a\0\x01\x04"), NULL, SPAN("aЁ"), "UTF-16LE", false, 0);
	assert_decodes(SPAN("\xFE\xFF\0a\x04\x01"), NULL, SPAN("aЁ"), "UTF-16BE", false, 0);
	assert_decodes(SPAN("\xFF\xFE\0\0a\0\0\0"), NULL, SPAN("a"), "UTF-32LE", false, 0);
	assert_decodes(SPAN("\0\0\xFE\xFF\0\0\0a"), NULL, SPAN("a"), "UTF-32BE", false, 0);
	/* The mark is stronger than what was declared. */
	assert_decodes(SPAN("\xEF\xBB\xBF" "é"), "KOI8-R", SPAN("é"), "UTF-8", false, 0);
	/* A second one is a character of the text. */
	assert_decodes(SPAN("\xEF\xBB\xBF\xEF\xBB\xBF"), NULL, SPAN("\xEF\xBB\xBF"), "UTF-8", false, 0);
}

static void utf16_shows_by_its_nuls(void **state)
{
	(void)state;
	assert_decodes(SPAN("T\0h\0e\0 \0w\0a\0r\0"), NULL, SPAN("The war"), "UTF-16LE", true, 0);
	assert_decodes(SPAN("\0T\0h\0e\0 \0w\0a\0r"), NULL, SPAN("The war"), "UTF-16BE", true, 0);
	assert_decodes(SPAN("T\0\0\0h\0\0\0\x01\x04\0\0"), NULL, SPAN("ThЁ"), "UTF-32LE", true, 0);
	assert_decodes(SPAN("\0\0\0T\0\0\0h\0\0\x04\x01"), NULL, SPAN("ThЁ"), "UTF-32BE", true, 0);
	/* NULs on both sides are no UTF-16. */
	assert_decodes(SPAN("a\0\0b"), NULL, SPAN("a\0\0b"), "UTF-8", false, 0);
}

static void the_rest_is_declared_or_guessed(void **state)
{
	(void)state;
	assert_decodes(SPAN("\xE9t\xE9"), NULL, SPAN("été"), "windows-1252", true, 0);
	assert_decodes(SPAN("\xE9\xD4\xD5\xD2\xD5\xD0"), "KOI8-R", SPAN("Итуруп"), "KOI8-R", false, 0);
	assert_decodes(SPAN("\x91\xF0\x91\xA8\x93\x87"), "Shift_JIS", SPAN("択捉島"), "Shift_JIS", false, 0);
	/* Valid UTF-8 stays UTF-8, whatever was declared. */
	assert_decodes(SPAN("été"), "KOI8-R", SPAN("été"), "UTF-8", false, 0);
	/* Declared as UTF-8, it is repaired. */
	assert_decodes(SPAN("\xE9t"), "UTF-8", SPAN(REPLACEMENT "t"), "UTF-8", false, 1);
}

static void damaged_utf8_is_repaired(void **state)
{
	struct buf bytes = {0};
	struct decoded out;

	(void)state;
	for (uint32_t i = 0; i < 300; i++) {
		buf_puts(&bytes, "Итуруп ");
	}
	buf_puts(&bytes, "\xFF");
	decode(buf_span(&bytes), NULL, &out);
	assert_string_equal(out.encoding, "UTF-8");
	assert_true(out.guessed);
	assert_int_equal(out.nbad, 1);
	assert_true(span_ends(out.text, SPAN("Итуруп " REPLACEMENT)));
	decode_finish(&out);
	buf_finish(&bytes);
	/* NULs: no text in another encoding; every bad byte is one character. */
	assert_decodes(SPAN("\xC3\0\xF0\x9F\x98"), NULL,
		SPAN(REPLACEMENT "\0" REPLACEMENT REPLACEMENT REPLACEMENT), "UTF-8", true, 4);
	/* Surrogates, overlong forms and what lies above U+10FFFF are bytes. */
	assert_decodes(SPAN("\0\xED\xA0\x80\xC0\xAF"), NULL,
		SPAN("\0" REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT), "UTF-8", true, 5);
}

static void an_unknown_encoding_is_an_error(void **state)
{
	struct buf bytes = {0};
	struct decoded out;
	struct err err = {0};

	(void)state;
	buf_puts(&bytes, "\xE9t\xE9");
	assert_false(decode_bytes(&bytes, "no-such-encoding", "windows-1252", &out, &err));
	assert_null(bytes.p);
	assert_null(out.bytes.p);
	assert_non_null(strstr(err.msg, "no-such-encoding"));
}

/* What the bytes of one character are when they are decoded alone. */
static void decode_alone(struct span bytes, const char *encoding, struct buf *out)
{
	uint32_t *offsets = NULL;
	struct err err;

	if (strcmp(encoding, "UTF-8") == 0) {
		buf_put(out, bytes);
	} else {
		assert_true(utf8_convert(bytes, encoding, out, &offsets, &err));
		free(offsets);
	}
}

/* The character of the text at [off, end) is what its bytes in the file decode to. */
static void assert_made_of(const struct decoded *out, size_t off, size_t end)
{
	uint32_t start = decode_source(out->steps, out->nsteps, (uint32_t)off);
	uint32_t behind = end == out->text.n
		? (uint32_t)out->bytes.n : decode_source(out->steps, out->nsteps, (uint32_t)end);
	struct span bytes = {out->bytes.p + start, behind - start}, alone;
	struct span made = {out->text.p + off, end - off};
	struct buf buf = {0};

	assert_true(start < behind && behind <= out->bytes.n);
	assert_int_equal(decode_canonical(out->steps, out->nsteps, start), off);
	if (span_eq(made, SPAN(REPLACEMENT))) {
		assert_int_equal(bytes.n, 1); /* it may be something beside others */
		return;
	}
	decode_alone(bytes, out->encoding, &buf);
	alone = buf_span(&buf);
	if (span_eq(made, SPAN("\n"))) {
		assert_true(span_eq(alone, made) || span_eq(alone, SPAN("\r")) ||
			span_eq(alone, SPAN("\r\n")) || span_eq(alone, SPAN("\xC2\x85")));
	} else {
		assert_true(span_eq(alone, made));
	}
	buf_finish(&buf);
}

static void assert_map_is_exact(struct span bytes, const char *declared)
{
	struct decoded out;
	size_t end;

	decode(bytes, declared, &out);
	for (size_t off = 0; off < out.text.n; off = end) {
		end = off;
		(void)utf8_next(out.text, &end);
		assert_made_of(&out, off, end);
	}
	for (uint32_t i = 1; i < out.nsteps; i++) {
		assert_true(out.steps[i - 1].at < out.steps[i].at);
		assert_true(out.steps[i - 1].source < out.steps[i].source);
	}
	decode_finish(&out);
}

static void utf8_maps_back_exactly(void **state)
{
	static const char *const pieces[] = {"a", "bc", "é", "択", "\xF0\x9F\x98\x80", "\r", "\n", "\r\n",
		"\xC2\x85", "\xFF", "\xC3", "\xE2\x80", "\xC2", "\x85", " "};

	(void)state;
	for (uint32_t run = 0; run < 4000; run++) {
		struct buf bytes = {0};

		if (roll(4) == 0) {
			buf_puts(&bytes, "\xEF\xBB\xBF");
		}
		for (uint32_t n = 1 + roll(16); n > 0; n--) {
			buf_puts(&bytes, pieces[roll(COUNT_OF(pieces))]);
		}
		assert_map_is_exact(buf_span(&bytes), "UTF-8");
		buf_finish(&bytes);
	}
}

static void other_encodings_map_back_exactly(void **state)
{
	static const char *const names[] = {"windows-1252", "KOI8-R", "UTF-16LE", "Shift_JIS"};

	(void)state;
	for (uint32_t run = 0; run < 2000; run++) {
		char bytes[24];
		uint32_t n = 2 * (1 + roll(sizeof(bytes) / 2 - 1));

		for (uint32_t i = 0; i < n; i++) {
			bytes[i] = (char)(roll(4) == 0 ? (roll(2) ? '\r' : '\n') : 1 + roll(255));
		}
		bytes[n - 1] = '\x20'; /* no valid UTF-8, and no character that is cut off */
		bytes[n - 2] = '\xFF';
		if (run % COUNT_OF(names) != 2) {
			assert_map_is_exact((struct span){bytes, n}, names[run % COUNT_OF(names)]);
		}
	}
	assert_map_is_exact(SPAN("\xFF\xFE" "a\0\r\0\n\0\xA9\x7C\x3D\xD8\x00\xDE\r\0"), "UTF-16LE");
}

static void a_map_is_short_where_widths_do_not_change(void **state)
{
	struct decoded out;

	(void)state;
	decode(SPAN("\xE9\xD4\xD5\xD2\xD5\xD0 \xE9\xD4\xD5\xD2\xD5\xD0\r\n\r\n"), "KOI8-R", &out);
	assert_int_equal(out.nsteps, 4); /* a word, a blank, a word, the line ends */
	decode_finish(&out);
	decode(SPAN("\xFF\xFE" "a\0b\0c\0d\0"), NULL, &out);
	assert_int_equal(out.nsteps, 1);
	decode_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clean_utf8_is_not_copied),
		cmocka_unit_test(line_ends_become_one),
		cmocka_unit_test(other_line_ends_stay),
		cmocka_unit_test(bad_units_are_counted),
		cmocka_unit_test(marks_name_the_encoding),
		cmocka_unit_test(utf16_shows_by_its_nuls),
		cmocka_unit_test(the_rest_is_declared_or_guessed),
		cmocka_unit_test(damaged_utf8_is_repaired),
		cmocka_unit_test(an_unknown_encoding_is_an_error),
		cmocka_unit_test(utf8_maps_back_exactly),
		cmocka_unit_test(other_encodings_map_back_exactly),
		cmocka_unit_test(a_map_is_short_where_widths_do_not_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

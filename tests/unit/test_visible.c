/* The door: nothing but graphic characters passes, and the columns are those of the terminal. */
#include "base/utf8.h"
#include "base/visible.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include <cmocka.h>

/* Only graphic characters, one with columns first, and as many as the C library counts. */
static bool is_drawable(struct span drawn, size_t cols)
{
	size_t sum = 0;
	bool good = true;
	for (size_t off = 0; off < drawn.n;) {
		size_t start = off;
		uint32_t c = utf8_next(drawn, &off);
		enum utf8_class class = utf8_class(c);
		int width = wcwidth((wchar_t)c);
		good = good && width >= (start == 0) &&
			(class == UTF8_GRAPHIC || class == UTF8_BLANK || class == UTF8_ATTACHED);
		sum += (size_t)width;
	}
	return good && sum == cols;
}

/* What must hold for the glyphs of any bytes. */
static void assert_sound(struct span text)
{
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		visible_next(text, off, &g);
		assert_true(g.start == off && g.end > off && g.end <= text.n);
		assert_true(is_drawable(visible_text(text, &g), g.cols));
		assert_true(g.hidden > 0 || (g.kind != GLYPH_FORM && g.kind != GLYPH_SOFT));
		assert_true(g.cols == 0 || g.kind != GLYPH_SOFT);
	}
	struct buf out = {0};
	visible_put(&out, text, VISIBLE_LINE);
	assert_true(buf_ok(&out, NULL) && is_drawable(buf_span(&out), visible_cols(text)));
	buf_finish(&out);
}

/* The visible form of a C string on one line. */
static void assert_shows(const char *text, const char *expected)
{
	struct buf out = {0};
	visible_put(&out, span_of(text), VISIBLE_LINE);
	assert_true(buf_ok(&out, NULL));
	assert_string_equal(out.p == NULL ? "" : out.p, expected);
	assert_sound(span_of(text));
	buf_finish(&out);
}

static struct glyph glyph_of(const char *text)
{
	struct glyph g;
	visible_next(span_of(text), 0, &g);
	return g;
}

static void test_every_character(void **state)
{
	(void)state;
	/* All of the planes with small scripts, and a part of those with one kind of character. */
	for (uint32_t c = 0; c <= 0x10FFFF; c += c < 0x20000 || (c >= 0xE0000 && c < 0xE1000) ? 1 : 17) {
		if (c >= 0xD800 && c <= 0xDFFF) {
			continue;
		}
		char text[2 * UTF8_MAX + 1] = "a";
		size_t n = utf8_encode(c, text + 1);
		assert_sound((struct span){text + 1, n});
		text[n + 1] = 'b';
		assert_sound((struct span){text, n + 2});
	}
}

static void test_random_bytes(void **state)
{
	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[40];
		size_t n = 1 + roll(sizeof(text) - 1);
		for (size_t i = 0; i < n; i++) {
			text[i] = (char)roll(256);
		}
		assert_sound((struct span){text, n});
	}
}

/* Random sequences of the characters that interact: bases, marks, joiners, selectors, pictures. */
static void test_random_clusters(void **state)
{
	(void)state;
	static const uint32_t chars[] = {'a', ' ', '\n', 0xA0, 0xAD, 0x301, 0x301, 0x20E3, 0x20DD,
		0x200C, 0x200D, 0x200D, 0xFE0F, 0xFE0E, 0xE0100, 0x180B, 0x1820, 0x627, 0x64B, 0x9B0,
		0x9CD, 0x93F, 0x1F469, 0x1F3FD, 0x2764, 0x1F1E6, 0x1100, 0x1161, 0x11A8, 0xAC00,
		0x115F, 0x1160, 0x202E, 0xE0041, 0x5CF6, 0x3000, 0xFFFE, 0x378};
	for (int round = 0; round < 20000; round++) {
		char text[80];
		size_t n = 0;
		for (uint32_t left = 1 + roll(16); left > 0; left--) {
			n += utf8_encode(chars[roll(COUNT_OF(chars))], text + n);
		}
		assert_sound((struct span){text, n});
	}
}

static void test_plain(void **state)
{
	(void)state;
	assert_shows("", "");
	assert_shows("Etorofu is Iturup.", "Etorofu is Iturup.");
	assert_shows("Итуруп — 択捉島", "Итуруп — 択捉島");
	assert_shows("e\xCC\x81t\xC3\xA9", "e\xCC\x81t\xC3\xA9");
	assert_shows("한글 \xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한글 \xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB");
	assert_int_equal(glyph_of("島\xCC\x81").cols, 2);
	assert_int_equal(glyph_of("島\xCC\x81").drawn, 5);
	assert_int_equal(glyph_of("\xC2\xA0").kind, GLYPH_SPACE);
	assert_int_equal(glyph_of(" ").kind, GLYPH_SPACE);
	assert_int_equal(glyph_of("\t").kind, GLYPH_TAB);
	assert_int_equal(glyph_of("\n").kind, GLYPH_BREAK);
	assert_int_equal(glyph_of("\n").cols, 0);
}

static void test_controls(void **state)
{
	(void)state;
	assert_shows("\x1B[31m", "^[[31m");
	assert_shows("a\bb\rc\x7F", "a^Hb^Mc^?");
	assert_shows("a\tb\nc", "a^Ib^Jc");
	assert_shows("\xC2\x9B" "31m\xC2\x85", "<9B>31m<85>");
	struct glyph g;
	visible_next((struct span){"\0", 1}, 0, &g);
	assert_string_equal(g.form, "^@");
	assert_int_equal(g.hidden, 1);
}

static void test_bytes_that_are_no_utf8(void **state)
{
	(void)state;
	assert_shows("\xFF\x9B" "a\xC3", "<FF><9B>a<C3>");
	assert_shows("\xC0\xAF\xE0\x80\xAF", "<C0><AF><E0><80><AF>");
	assert_shows("\xED\xA0\x80\xF4\x90\x80\x80", "<ED><A0><80><F4><90><80><80>");
	assert_shows("\xE2\x80", "<E2><80>");
}

static void test_hidden(void **state)
{
	(void)state;
	static const uint32_t hidden[] = {0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B,
		0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2065, 0x2066,
		0x2067, 0x2068, 0x2069, 0x206A, 0x206F, 0xFEFF, 0x115F, 0x1160, 0x3164, 0xFFA0,
		0x34F, 0x17B4, 0x17B5, 0x180E, 0xFFF9, 0xFFFA, 0xFFFB, 0x1BCA0, 0x1D173, 0x1D17A,
		0xE000, 0xF8FF, 0xF0000, 0x10FFFD, 0xE0001, 0xE0020, 0xE0041, 0xE007F, 0xFDD0,
		0xFFFE, 0xFFFF, 0x1FFFE, 0x378, 0xE0FFF, 0x600, 0x6DD, 0x13430};
	for (size_t i = 0; i < COUNT_OF(hidden); i++) {
		char text[16] = "a", expected[24];
		size_t n = utf8_encode(hidden[i], text + 1);
		text[n + 1] = 'b';
		text[n + 2] = '\0';
		snprintf(expected, sizeof(expected), "a<%04X>b", hidden[i]);
		assert_shows(text, expected);
	}
}

static void test_marks(void **state)
{
	(void)state;
	assert_shows("\xCC\x81", "<0301>");
	assert_shows("a \xCC\x81", "a <0301>");
	assert_shows("\n\xCC\x81", "^J<0301>");
	assert_shows("a\xCC\x81\xCC\x81\xCC\x81\xCC\x81", "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81");
	assert_shows("a\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86" "b",
		"a\xCC\x81\xCC\x82\xCC\x83\xCC\x84<+2>b");
	struct buf zalgo = {0};
	buf_putc(&zalgo, 'x');
	for (int i = 0; i < 5000; i++) {
		buf_puts(&zalgo, "\xCC\x81");
	}
	assert_true(buf_ok(&zalgo, NULL));
	struct glyph g;
	visible_next(buf_span(&zalgo), 0, &g);
	assert_int_equal(g.end, 9);
	visible_next(buf_span(&zalgo), 9, &g);
	assert_string_equal(g.form, "<+999>");
	assert_int_equal(g.hidden, 255);
	assert_sound(buf_span(&zalgo));
	buf_finish(&zalgo);
	/* A Hangul vowel takes no column on a Latin letter: it would be drawn over it. */
	assert_shows("a\xE1\x85\xA1", "a<1161>");
}

static void test_selectors(void **state)
{
	(void)state;
	struct glyph g = glyph_of("\xE2\x9D\xA4\xEF\xB8\x8F!");
	assert_int_equal(g.end, 6);
	assert_int_equal(g.drawn, 3);
	assert_int_equal(g.cols, 1);
	assert_int_equal(g.hidden, 1);
	assert_shows("\xE2\x9D\xA4\xEF\xB8\x8F", "\xE2\x9D\xA4");
	assert_shows("1\xEF\xB8\x8F\xE2\x83\xA3", "1\xE2\x83\xA3");
	assert_int_equal(glyph_of("1\xEF\xB8\x8F\xE2\x83\xA3").end, 7);
	assert_shows("葛\xF3\xA0\x84\x80", "葛");
	/* Bytes hidden behind one letter in a row of selectors. */
	assert_shows("1\xEF\xB8\x8F\xEF\xB8\x81\xEF\xB8\x82", "1<FE01><FE02>");
	/* A byte of a message behind each letter: letters of most scripts have no variants. */
	assert_shows("H\xEF\xB8\x81i\xF3\xA0\x85\x81 д\xEF\xB8\x82", "H<FE01>i<E0141> д<FE02>");
	assert_shows("! \xEF\xB8\x8F?\xEF\xB8\x8F", "! <FE0F>?<FE0F>");
	assert_shows("0\xEF\xB8\x80", "0");
	assert_shows("❤\xF3\xA0\x84\x80", "❤<E0100>");
	assert_shows("ℹ\xEF\xB8\x8F", "ℹ");
	assert_shows(" \xEF\xB8\x8F", " <FE0F>");
	assert_shows("\xEF\xB8\x8F", "<FE0F>");
	assert_shows("a\xE1\xA0\x8B", "a<180B>");
	assert_shows("\xE1\xA0\xA0\xE1\xA0\x8B", "\xE1\xA0\xA0");
}

static void test_joiners(void **state)
{
	(void)state;
	/* Persian with U+200C, Bengali ra + U+200D + virama, Sinhala ka + virama + U+200D + ra. */
	assert_shows("می\xE2\x80\x8Cخواهم", "میخواهم");
	assert_shows("\xE0\xA6\xB0\xE2\x80\x8D\xE0\xA7\x8D\xE0\xA6\xAF",
		"\xE0\xA6\xB0\xE0\xA7\x8D\xE0\xA6\xAF");
	assert_shows("\xE0\xB6\x9A\xE0\xB7\x8A\xE2\x80\x8D\xE0\xB6\xBB",
		"\xE0\xB6\x9A\xE0\xB7\x8A\xE0\xB6\xBB");
	assert_int_equal(glyph_of("ی\xE2\x80\x8Cخ").hidden, 1);
	/* A family: three pictures, six columns, as ncurses counts. */
	const char *family = "👩\xE2\x80\x8D👩\xE2\x80\x8D👧";
	assert_shows(family, "👩👩👧");
	assert_int_equal(visible_cols(span_of(family)), 6);
	assert_shows("👍🏽", "👍🏽");
	/* Not needed: between Latin letters, twice, at an end, U+200C in emoji. */
	assert_shows("a\xE2\x80\x8D" "b\xE2\x80\x8C" "c", "a<200D>b<200C>c");
	assert_shows("ی\xE2\x80\x8C\xE2\x80\x8Cخ", "ی<200C><200C>خ");
	assert_shows("👩\xE2\x80\x8D", "👩<200D>");
	assert_shows("👩\xE2\x80\x8C👧", "👩<200C>👧");
	/* Beginning right at a needed one, as a caller may. */
	struct glyph g;
	visible_next(span_of("ی\xE2\x80\x8Cخ"), 2, &g);
	assert_int_equal(g.kind, GLYPH_SOFT);
}

static void test_soft_hyphen(void **state)
{
	(void)state;
	assert_shows("co\xC2\xADoperate", "cooperate");
	struct glyph g;
	visible_next(SPAN("o\xC2\xADo"), 1, &g);
	assert_int_equal(g.kind, GLYPH_SOFT);
	assert_int_equal(g.cols, 0);
	assert_int_equal(g.hidden, 1);
	assert_shows("co\xC2\xAD", "co");
	/* Bits of a message in rows of them, or where no word is parted. */
	assert_shows("co\xC2\xAD\xC2\xADop", "co<AD><AD>op");
	assert_shows("co\xC2\xAD op\xC2\xAD.", "co<AD> op<AD>.");
	assert_shows("\xC2\xAD", "<AD>");
}

static void test_put_text(void **state)
{
	(void)state;
	struct buf out = {0};
	visible_put(&out, SPAN("a\tb\r\n\x1B" "c\n"), VISIBLE_TEXT);
	assert_true(buf_ok(&out, NULL));
	assert_string_equal(out.p, "a\tb^M\n^[c\n");
	buf_finish(&out);
}

static void assert_cut(const char *text, size_t cols, bool ascii, const char *expected, size_t used)
{
	struct buf out = {0};
	buf_puts(&out, "> ");
	assert_int_equal(visible_put_cut(&out, span_of(text), cols, ascii), used);
	assert_true(buf_ok(&out, NULL));
	assert_string_equal(out.p + 2, expected);
	buf_finish(&out);
}

static void test_put_cut(void **state)
{
	(void)state;
	assert_cut("Iturup", 6, false, "Iturup", 6);
	assert_cut("Iturup", 5, false, "Itur…", 5);
	assert_cut("Iturup", 5, true, "Itur~", 5);
	assert_cut("Iturup", 1, false, "…", 1);
	assert_cut("Iturup", 0, false, "", 0);
	assert_cut("", 3, false, "", 0);
	assert_cut("Kunashir and Iturup\n", 12, false, "Kunashir an…", 12);
	assert_cut("Kunashir\n", 9, false, "Kunashir…", 9);
	assert_cut("Kunashir\n", 10, false, "Kunashir^J", 10);
	assert_cut("択捉島", 6, false, "択捉島", 6);
	assert_cut("択捉島", 5, false, "択捉…", 5);
	assert_cut("択捉島", 4, false, "択…", 3);
	assert_cut("a\x1B\x1B", 4, false, "a^[…", 4);
	assert_cut("e\xCC\x81" "e\xCC\x81" "ee", 3, false, "e\xCC\x81" "e\xCC\x81…", 3);
	assert_cut("ab\xC2\xAD", 2, false, "ab", 2);
}

/* What the sorts of all that is hidden in a text are counted as: "2 tags, 1 joiner". */
static void assert_counts(const char *text, const char *expected)
{
	uint32_t counts[HIDDEN_SORTS] = {0}, all = 0, sum = 0;
	struct span of = span_of(text);
	struct buf told = {0};
	struct glyph g;
	for (size_t off = 0; off < of.n; off = g.end) {
		visible_next(of, off, &g);
		visible_count(of, &g, counts);
		all += g.hidden;
	}
	for (unsigned i = 0; i < HIDDEN_SORTS; i++) {
		sum += counts[i];
		if (counts[i] > 0) {
			buf_printf(&told, "%s%u %s", told.n > 0 ? ", " : "", counts[i],
				visible_sort(i, counts[i]));
		}
	}
	assert_string_equal(told.p == NULL ? "" : told.p, expected);
	assert_int_equal(all, sum);
	buf_finish(&told);
}

/* Glyphs of one byte from off on, up to one with a wider character behind it, one by one. */
static size_t plain_slowly(struct span text, size_t off)
{
	size_t n = 0;
	struct glyph g;
	while (off + n < text.n) {
		visible_next(text, off + n, &g);
		if (g.end != off + n + 1 || (g.kind != GLYPH_PLAIN && g.kind != GLYPH_SPACE) ||
			(g.end < text.n && (unsigned char)text.p[g.end] >= 0x80)) {
			break;
		}
		n++;
	}
	return n;
}

static void test_plain_runs(void **state)
{
	const struct span texts[] = {SPAN(""), SPAN("a"), SPAN("abcdefgh"),
		SPAN("Eight letters, and more of them than twice eight."), SPAN("cafe\xCC\x81"),
		SPAN("abcdefg\xCC\x81 abcdefgh\xCC\x81 \x7F~ \x1F!\t\n"), SPAN("\xFF" "abc\xFF"),
		SPAN("\xD0\x98\xD1\x82\xD1\x83\xD1\x80\xD1\x83\xD0\xBF and Iturup"),
		SPAN("abcdefghabcdefg\x80"), SPAN("abcdefgh\nabcdefg\tabcdefghi")};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		size_t cols = 0;
		struct glyph g;
		for (size_t off = 0; off < texts[i].n; off++) {
			assert_int_equal(visible_plain(texts[i], off), plain_slowly(texts[i], off));
		}
		assert_int_equal(visible_plain(texts[i], texts[i].n), 0);
		for (size_t off = 0; off < texts[i].n; off = g.end) {
			visible_next(texts[i], off, &g);
			char c = texts[i].p[off];
			cols += c == '\n' || c == '\t' ? 2 : g.cols;
		}
		assert_int_equal(visible_cols(texts[i]), cols);
	}
}

static void test_sorts(void **state)
{
	(void)state;
	assert_counts("plain é e\xCC\x81", "");
	assert_counts("\x1B[m\b\r\x7F\xC2\x9B\xC2\x85", "6 control characters");
	assert_counts("\xFF", "1 bad byte");
	assert_counts("\xE2\x80\xAE\xE2\x80\x8F\xD8\x9C\xE2\x81\xA6", "4 bidi controls");
	assert_counts("\xF3\xA0\x81\x81\xF3\xA0\x80\x81", "2 tags");
	assert_counts("\xE2\x80\x8B\xEF\xBB\xBF\xE2\x80\xA8\xE3\x85\xA4", "4 invisible");
	assert_counts("\xEE\x80\x80\xF4\x80\x80\x80", "2 private use");
	assert_counts("\xEF\xBF\xBE\xCD\xB8", "2 unassigned");
	assert_counts("a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81 \xCC\x81", "3 surplus marks");
	assert_counts("\xE2\x9D\xA4\xEF\xB8\x8F a\xEF\xB8\x80\xEF\xB8\x81", "3 variation selectors");
	assert_counts("می\xE2\x80\x8Cخواهم a\xE2\x80\x8D", "2 joiners");
	assert_counts("co\xC2\xADop", "1 soft hyphen");
}

/* Nothing is left out where all is asked for. */
static void test_bare(void **state)
{
	(void)state;
	static const char text[] = "ی\xE2\x80\x8Cخ\xE2\x9D\xA4\xEF\xB8\x8F" "co\xC2\xADop e\xCC\x81\x1B";
	struct span of = span_of(text);
	struct buf out = {0};
	struct glyph g;
	for (size_t off = 0; off < of.n; off = g.end) {
		visible_next_bare(of, off, &g);
		buf_put(&out, visible_text(of, &g));
	}
	assert_string_equal(out.p, "ی<200C>خ\xE2\x9D\xA4<FE0F>co<AD>op e\xCC\x81^[");
	buf_finish(&out);
}

static void test_bytes(void **state)
{
	(void)state;
	struct glyph g = {.start = 0, .end = 3};
	visible_bytes(SPAN("\xFF\x00"), &g);
	assert_string_equal(g.form, "<FF><00>");
	assert_int_equal(g.cols, 8);
	visible_bytes(SPAN("\x01\x02\x03\x04\x05\x06"), &g);
	assert_string_equal(g.form, "<01><02><03><04><05>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_random_clusters),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_controls),
		cmocka_unit_test(test_bytes_that_are_no_utf8),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_selectors),
		cmocka_unit_test(test_joiners),
		cmocka_unit_test(test_soft_hyphen),
		cmocka_unit_test(test_put_text),
		cmocka_unit_test(test_put_cut),
		cmocka_unit_test(test_plain_runs),
		cmocka_unit_test(test_sorts),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_bytes),
	};
	return cmocka_run_group_tests_name("visible", tests, set_locale, NULL);
}

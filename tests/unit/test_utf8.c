/* Unicode: decoding, classes, widths, graphemes, words, folding. */
#include "base/utf8.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwbrk.h>
#include <wchar.h>

#include <cmocka.h>

/*
 * The character behind c in a walk over Unicode: all of the planes with small scripts, and a part
 * of those that are of one kind. No surrogates.
 */
static uint32_t next_char(uint32_t c)
{
	if (c == 0xD7FF) {
		return 0xE000;
	}
	return c + (c < 0x20000 || (c >= 0xE0000 && c < 0xE1000) ? 1 : 17);
}

/* The short ways past the tables say what the tables say. */
static void test_classes_against_tables(void **state)
{
	(void)state;
	for (uint32_t c = 0x80; c <= 0x10FFFF; c = next_char(c)) {
		bool word = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L |
			UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Nd | UC_CATEGORY_MASK_Nl);
		bool upper = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Lu |
			UC_CATEGORY_MASK_Lt);
		bool mark = uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M);
		if (utf8_is_word(c) != word || utf8_is_upper(c) != upper || utf8_is_mark(c) != mark ||
			utf8_is_dash(c) != uc_is_property_dash(c)) {
			fail_msg("U+%04X", c);
		}
	}
}

static void test_every_character(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c = next_char(c)) {
		char text[UTF8_MAX];
		struct span span = {text, utf8_encode(c, text)};
		size_t off = 0;
		assert_int_equal(utf8_next(span, &off), c);
		assert_int_equal(off, span.n);
		assert_int_equal(utf8_prev(span, &off), c);
		assert_int_equal(off, 0);
		assert_int_equal(utf8_valid_prefix(span), span.n);
		uint8_t expected[UTF8_MAX];
		assert_int_equal(u8_uctomb(expected, c, UTF8_MAX), span.n);
		assert_memory_equal(text, expected, span.n);
	}
}

static void test_invalid_sequences(void **state)
{
	(void)state;
	static const char *const invalid[] = {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF",
		"\xE2\x80", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
		"\xF0\x9F\x98", "\xF5\x80\x80\x80", "\xFF", "\xC3\xC3", "\xE2\x80z"};
	for (size_t i = 0; i < COUNT_OF(invalid); i++) {
		struct span text = span_of(invalid[i]);
		size_t off = 0;
		assert_true(utf8_next(text, &off) == UTF8_INVALID);
		assert_int_equal(off, 1);
		assert_int_equal(utf8_valid_prefix(text), 0);
	}
}

/* Random bytes, mostly of beginnings and ends of characters, so that some are well-formed. */
static struct span random_bytes(char *text, size_t most)
{
	static const char often[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\x80\xBF";
	size_t n = 1 + roll((uint32_t)most);
	for (size_t i = 0; i < n; i++) {
		text[i] = roll(4) ? often[roll(sizeof(often) - 1)] : (char)roll(256);
	}
	return (struct span){text, n};
}

/* Forwards and backwards meet the same characters, and libunistring agrees on what is valid. */
static void test_random_bytes(void **state)
{
	(void)state;
	for (int round = 0; round < 30000; round++) {
		char room[40];
		struct span text = random_bytes(room, sizeof(room) - 1);
		uint32_t chars[40];
		size_t offs[40], n = 0, valid = text.n;
		for (size_t off = 0; off < text.n; n++) {
			offs[n] = off;
			chars[n] = utf8_next(text, &off);
			if (chars[n] == UTF8_INVALID && offs[n] < valid) {
				valid = offs[n];
			}
		}
		assert_int_equal(utf8_valid_prefix(text), valid);
		const uint8_t *bad = u8_check((const uint8_t *)text.p, text.n);
		assert_int_equal(bad == NULL ? text.n : (size_t)(bad - (const uint8_t *)text.p), valid);
		for (size_t off = text.n; off > 0;) {
			n--;
			assert_true(utf8_prev(text, &off) == chars[n]);
			assert_int_equal(off, offs[n]);
		}
		assert_int_equal(n, 0);
	}
}

static void test_floor(void **state)
{
	(void)state;
	struct span text = SPAN("aé島😀");
	static const size_t floors[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
	for (size_t off = 0; off < COUNT_OF(floors); off++) {
		assert_int_equal(utf8_floor(text, off), floors[off]);
	}
	assert_int_equal(utf8_floor(SPAN("\x80\x80\x80\x80\x80\x80"), 5), 5);
}

static void test_cols(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10FFFF; c = next_char(c)) {
		assert_int_equal(utf8_cols(c), c == 0xAD ? 0 : wcwidth((wchar_t)c));
	}
	assert_int_equal(utf8_cols(0), -1);
	assert_int_equal(utf8_cols(UTF8_INVALID), -1);
	assert_int_equal(utf8_cols(U'島'), 2);
	assert_int_equal(utf8_cols(0x301), 0);
}

static void test_class(void **state)
{
	(void)state;
	static const struct {
		uint32_t c;
		enum utf8_class class;
	} rows[] = {
		{'a', UTF8_GRAPHIC}, {' ', UTF8_BLANK}, {0xA0, UTF8_BLANK}, {0x2003, UTF8_BLANK},
		{0x3000, UTF8_GRAPHIC}, {0x1680, UTF8_GRAPHIC}, {0x301, UTF8_ATTACHED},
		{0x1161, UTF8_ATTACHED}, {0x93F, UTF8_GRAPHIC}, {0xFE0F, UTF8_SELECTOR},
		{0xE0100, UTF8_SELECTOR}, {0x200C, UTF8_JOINER}, {0x200D, UTF8_JOINER},
		{0xAD, UTF8_SOFT}, {0, UTF8_CONTROL}, {0x7F, UTF8_CONTROL}, {0x9B, UTF8_CONTROL},
		{0x202E, UTF8_HIDDEN}, {0x115F, UTF8_HIDDEN}, {0x34F, UTF8_HIDDEN},
		{0xE000, UTF8_HIDDEN}, {0x378, UTF8_HIDDEN}, {0xFFFF, UTF8_HIDDEN},
		{UTF8_INVALID, UTF8_HIDDEN}, {0xD800, UTF8_HIDDEN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(utf8_class(rows[i].c), rows[i].class);
	}
}

static void test_questions(void **state)
{
	(void)state;
	static const struct {
		bool (*is)(uint32_t);
		const char *yes, *no;
	} rows[] = {
		{utf8_is_word, "aZ09éЖ島かア한\u0301\u0939ªⅣ", " -'_’.,²\u00AD\u200D—"},
		{utf8_is_mark, "\u0301\u20DD\u093F\u05B0", "a´`\u200D"},
		{utf8_is_upper, "AZÉЖΣǅ", "az09éжσß島"},
		{utf8_is_digit, "09٣०", "a²Ⅳ½"},
		{utf8_is_ideograph, "島かカー々〇ｶ𠮷", "a한ก、。・\u3000\u0301"},
		{utf8_is_space, " \t\n\xC2\x85\u00A0\u2003\u2028\u3000", "a\u200B\u2060-"},
		{utf8_is_dash, "-‐‑–—―−", "_\u00AD~ー"},
		{utf8_is_apostrophe, "'‘’ʼ′＇`´", "\"“”,"},
		{utf8_is_joining, "\u0627\u0924\u09CD\u0D9A\u1820", "aЖ島\u05D0"},
		{utf8_is_pictograph, "👩❤😀🏽", "a1#島🇫"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct span yes = span_of(rows[i].yes), no = span_of(rows[i].no);
		for (size_t off = 0; off < yes.n;) {
			assert_true(rows[i].is(utf8_next(yes, &off)));
		}
		for (size_t off = 0; off < no.n;) {
			assert_false(rows[i].is(utf8_next(no, &off)));
		}
	}
}

static void test_graphemes(void **state)
{
	(void)state;
	static const char *const clusters[] = {"a", "e\u0301", "\r\n", "👩\u200D👩\u200D👧", "👍🏽", "🇫🇷",
		"\u1112\u1161\u11AB", "\u0915\u094D", "❤\uFE0F", "島", "\u00E9\u0323"};
	for (size_t i = 0; i < COUNT_OF(clusters); i++) {
		for (size_t j = 0; j < COUNT_OF(clusters); j++) {
			if (i == 5 && j == 5) {
				continue; /* two flags need what is before them to be told apart */
			}
			struct buf text = {0};
			buf_puts(&text, clusters[i]);
			size_t n = text.n;
			buf_puts(&text, clusters[j]);
			assert_int_equal(utf8_grapheme_end(buf_span(&text), 0), n);
			assert_int_equal(utf8_grapheme_end(buf_span(&text), n), text.n);
			buf_finish(&text);
		}
	}
}

static void test_long_graphemes(void **state)
{
	(void)state;
	struct buf text = {0};
	buf_putc(&text, 'a');
	for (int i = 0; i < 1000; i++) {
		buf_puts(&text, "\u0301");
		size_t end = utf8_grapheme_end(buf_span(&text), 0);
		assert_int_equal(end, text.n < 256 ? text.n : 255);
	}
	buf_finish(&text);
}

/* Characters that break rules are about, for random text. */
static const char *const pieces[] = {"a", "b", "9", " ", " ", "\n", ".", ",", "-", "'", "’", "(", ")", "«",
	"»", "“", "”", "—", "–", "é", "Ж", "ж", "島", "か", "、", "한", "\u0301", "\u200D", "\u00A0", "👩",
	"🇫", "🇷", "❤", "\uFE0F", "\u0915", "\u094D", "\u05D0", "\"", ":", "/", "$", "%", "\u3000", "…"};

static void random_text(struct buf *text, uint32_t n)
{
	buf_clear(text);
	for (uint32_t i = 0; i < n; i++) {
		buf_puts(text, pieces[roll(COUNT_OF(pieces))]);
	}
}

/* From the start of the text on, ends are where libunistring sees them in the whole. */
static void test_random_graphemes(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int round = 0; round < 20000; round++) {
		char breaks[256];
		random_text(&text, 1 + roll(50));
		u8_grapheme_breaks((const uint8_t *)text.p, text.n, breaks);
		size_t end = utf8_grapheme_end(buf_span(&text), 0);
		for (size_t i = 1; i < end; i++) {
			assert_int_equal(breaks[i], 0);
		}
		assert_true(end == text.n || breaks[end] != 0);
	}
	buf_finish(&text);
}

static void test_words(void **state)
{
	(void)state;
	struct span text = SPAN("  Hydra's re-use, O’Brien 3.1 — Итуруп.");
	static const char *const words[] = {"Hydra", "re", "use", "O’", "3.1", "Итуруп"};
	size_t off = 0;
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		off = utf8_word_next(text, off);
		assert_true(span_starts((struct span){text.p + off, text.n - off}, span_of(words[i])));
	}
	assert_int_equal(utf8_word_next(text, off), text.n);
	off = text.n;
	for (size_t i = COUNT_OF(words); i > 0; i--) {
		off = utf8_word_prev(text, off);
		assert_true(span_starts((struct span){text.p + off, text.n - off}, span_of(words[i - 1])));
	}
	assert_int_equal(utf8_word_prev(text, off), 0);
	assert_int_equal(utf8_word_prev(text, 0), 0);
	assert_int_equal(utf8_word_next(text, text.n), text.n);
	assert_int_equal(utf8_word_next(SPAN("   "), 0), 3);
	assert_int_equal(utf8_word_prev(SPAN("   "), 3), 0);
	assert_int_equal(utf8_word_prev(SPAN("ab cd"), 4), 3);
}

/* In texts longer than a window, words are where libunistring sees them in the whole. */
static void test_random_words(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int round = 0; round < 50; round++) {
		random_text(&text, 1 + roll(3000));
		struct span span = buf_span(&text);
		char *breaks = malloc(text.n);
		assert_non_null(breaks);
		u8_wordbreaks((const uint8_t *)text.p, text.n, breaks);
		size_t last = 0;
		for (size_t i = 1; i < text.n; i++) {
			size_t off = i;
			if (breaks[i] != 0 && utf8_is_word(utf8_next(span, &off))) {
				assert_int_equal(utf8_word_next(span, last), i);
				if (last > 0) {
					assert_int_equal(utf8_word_prev(span, i), last);
				}
				last = i;
			}
		}
		assert_int_equal(utf8_word_next(span, last), text.n);
		free(breaks);
	}
	buf_finish(&text);
}

/* Folds a whole text. */
static void fold_text(struct span text, bool keep_case, struct buf *out)
{
	buf_clear(out);
	for (size_t off = 0; off < text.n;) {
		uint32_t folded[UTF8_FOLD_MAX];
		size_t n = utf8_fold(utf8_next(text, &off), keep_case, folded);
		assert_true(n <= UTF8_FOLD_MAX);
		for (size_t i = 0; i < n; i++) {
			char bytes[UTF8_MAX];
			buf_add(out, bytes, utf8_encode(folded[i], bytes));
		}
	}
	buf_puts(out, "");
}

static void test_fold(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
		{"Ōtsu", "otsu", "Otsu"},
		{"O\u0304tsu", "otsu", "Otsu"},
		{"ÄÖÜß ẞ", "aouss ss", "AOUß ẞ"},
		{"İstanbul", "istanbul", "Istanbul"},
		{"Итуруп Й ё", "итуруп и е", "Итуруп И е"},
		{"ΚΑΠΟΔΊΣΤΡΙΑΣ ς", "καποδιστριασ σ", "ΚΑΠΟΔΙΣΤΡΙΑΣ ς"},
		{"Ἰωάννης ᾳ", "ιωαννησ α", "Ιωαννης α"},
		{"ﬁne ŉ Ǆ ĳ", "fine ʼn dz ij", "fine ʼn DZ ij"},
		{"Ｅｔｏｒｏｆｕ　１", "etorofu 1", "Etorofu 1"},
		{"ｴﾄﾛﾌ ｶﾞ", "エトロフ カ\u3099", "エトロフ カ\u3099"},
		{"が", "か\u3099", "か\u3099"},
		{"co\u00ADop\u200B\u2060", "coop", "coop"},
		{"x² ½ ™ …", "x² ½ ™ …", "x² ½ ™ …"},
		{"Ⅳ ſ", "iv s", "IV s"},
		{"K Å", "k a", "K A"},
		{"שָׁלוֹם", "שלום", "שלום"},
		{"مُحَمَّد ﻼ", "محمد لا", "محمد لا"},
		{"हिन्दी", "हिन्दी", "हिन्दी"},
		{"한", "\u1112\u1161\u11AB", "\u1112\u1161\u11AB"},
		{"\uFDFA", "\uFDFA", "\uFDFA"},
	};
	struct buf out = {0};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fold_text(span_of(rows[i][0]), false, &out);
		assert_string_equal(out.p, rows[i][1]);
		fold_text(span_of(rows[i][0]), true, &out);
		assert_string_equal(out.p, rows[i][2]);
	}
	buf_finish(&out);
}

/* Folding what was folded, or what was decomposed, gives the same. */
static void test_fold_every_character(void **state)
{
	(void)state;
	struct buf once = {0}, other = {0};
	for (uint32_t c = 0; c <= 0x10FFFF; c = next_char(c)) {
		char bytes[UTF8_MAX];
		struct span text = {bytes, utf8_encode(c, bytes)};
		for (int keep = 0; keep < 2; keep++) {
			fold_text(text, keep, &once);
			fold_text(buf_span(&once), keep, &other);
			assert_string_equal(once.p, other.p);
			uint8_t apart[64];
			size_t n = sizeof(apart);
			assert_ptr_equal(
				u8_normalize(UNINORM_NFD, (const uint8_t *)bytes, text.n, apart, &n), apart);
			fold_text((struct span){(char *)apart, n}, keep, &other);
			assert_string_equal(once.p, other.p);
		}
	}
	buf_finish(&once);
	buf_finish(&other);
}

/*
 * Capitals fold to what their small letters fold to. Not ı, whose capital is that of i, nor the
 * iota below a Greek letter, which is a mark when small and a letter in capitals.
 */
static void test_fold_capitals(void **state)
{
	(void)state;
	struct buf once = {0}, other = {0};
	for (uint32_t c = 0; c <= 0x10FFFF; c = next_char(c)) {
		uint32_t upper[8], apart[8];
		size_t n = COUNT_OF(upper), napart = COUNT_OF(apart);
		if (u32_toupper(&c, 1, NULL, NULL, upper, &n) != upper ||
			(n == 1 && upper[0] == c)) {
			continue;
		}
		assert_ptr_equal(u32_normalize(UNINORM_NFD, &c, 1, apart, &napart), apart);
		if (c == 0x131 || apart[napart - 1] == 0x345) {
			continue;
		}
		char bytes[8 * UTF8_MAX];
		fold_text((struct span){bytes, utf8_encode(c, bytes)}, false, &once);
		size_t nbytes = 0;
		for (size_t i = 0; i < n; i++) {
			nbytes += utf8_encode(upper[i], bytes + nbytes);
		}
		fold_text((struct span){bytes, nbytes}, false, &other);
		assert_string_equal(once.p, other.p);
	}
	buf_finish(&once);
	buf_finish(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_character),
		cmocka_unit_test(test_classes_against_tables),
		cmocka_unit_test(test_invalid_sequences),
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_floor),
		cmocka_unit_test(test_cols),
		cmocka_unit_test(test_class),
		cmocka_unit_test(test_questions),
		cmocka_unit_test(test_graphemes),
		cmocka_unit_test(test_long_graphemes),
		cmocka_unit_test(test_random_graphemes),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_random_words),
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_fold_every_character),
		cmocka_unit_test(test_fold_capitals),
	};
	return cmocka_run_group_tests_name("utf8", tests, set_locale, NULL);
}

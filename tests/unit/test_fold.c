/* The folded view: what is one to a reader is one, and every byte knows where it comes from. */
#include "base/utf8.h"
#include "texts/fold.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_folds(const char *text, unsigned flags, const char *folded)
{
	struct fold fold = {0};

	assert_true(fold_span(&fold, span_of(text), flags));
	assert_string_equal(fold.p, folded);
	assert_int_equal(fold.n, strlen(folded));
	fold_finish(&fold);
}

static void assert_same(const char *a, const char *b)
{
	struct fold left = {0}, right = {0};

	assert_true(fold_span(&left, span_of(a), 0));
	assert_true(fold_span(&right, span_of(b), 0));
	assert_string_equal(left.p, right.p);
	fold_finish(&left);
	fold_finish(&right);
}

static void control_characters_stay(void **state)
{
	struct fold fold = {0};

	(void)state;
	assert_folds("a\x01\x1B B\x7F\x7F-", 0, "a\x01\x1B b\x7F\x7F-");
	assert_true(fold_span(&fold, (struct span){"x\0\0Y", 4}, 0));
	assert_int_equal(fold.n, 4);
	assert_memory_equal(fold.p, "x\0\0y", 5);
	for (uint32_t i = 0; i < fold.n; i++) {
		assert_int_equal(fold.starts[i], i);
		assert_int_equal(fold.ends[i], i + 1);
	}
	fold_finish(&fold);
}

static void folds_case_and_marks(void **state)
{
	(void)state;
	assert_folds("", 0, "");
	assert_folds("KURIYAMA, Itō", 0, "kuriyama, ito");
	assert_folds("KURIYAMA, Itō", FOLD_KEEP_CASE, "KURIYAMA, Ito");
	assert_same("Ōtsu", "Otsu");
	assert_same("Ko\xCC\x84no", "Kōno"); /* NFD and NFC */
	assert_same("Ἰωάννης", "ιωαννης");
	assert_same("ИТУРУП", "Итуруп");
	assert_same("ﬁn", "fin");
	assert_same("Ｋｕｒｉｌ", "Kuril");
	assert_same("Straße", "STRASSE");
	assert_same("한", "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB"); /* a syllable and its letters */
}

static void folds_signs(void **state)
{
	(void)state;
	assert_folds("Japan’s", 0, "japan's");
	assert_folds("‘a’ ʼb ´c `d", 0, "'a' 'b 'c 'd");
	assert_folds("1956–1993 — Japan‑Russia −5", 0, "1956-1993 - japan-russia -5");
	assert_folds("“two” „islands“ «four»", 0, "\"two\" \"islands\" \"four\"");
	assert_folds("e\xE2\x80\x8Btorofu", 0, "etorofu"); /* a zero width space */
	assert_folds("Eto\xC2\xADrofu", 0, "etorofu"); /* a soft hyphen */
}

static void folds_blanks(void **state)
{
	(void)state;
	assert_folds("treaty  of\t1855", 0, "treaty of 1855");
	assert_folds("treaty of\n    1855", 0, "treaty of 1855");
	assert_folds("treaty\xC2\xA0of\xE3\x80\x80" "1855", 0, "treaty of 1855");
	assert_folds(" a ", 0, " a ");
	assert_folds("a \n \n b", 0, "a\nb");
	assert_folds("a \xE2\x80\x8B b", 0, "a b"); /* what is between is not there */
	assert_folds("a\xE2\x80\x8B b", 0, "a b");
	assert_folds("a\n", 0, "a ");
}

static void joins_broken_words(void **state)
{
	(void)state;
	assert_folds("negoti-\nation", 0, "negotiation");
	assert_folds("negoti- \n\t  ation", 0, "negotiation");
	assert_folds("negoti\xC2\xAD\nation", 0, "negotiation");
	assert_folds("negoti‐\nation", 0, "negotiation");
	assert_folds("Aldrich-\nMoodie", 0, "aldrichmoodie");
	assert_folds("Aldrich-\nMoodie", FOLD_KEEP_HYPHEN, "aldrich-moodie");
	assert_folds("negoti\xC2\xAD\nation", FOLD_KEEP_HYPHEN, "negotiation");
	assert_folds("1855-\n1875", 0, "1855-1875");
	assert_folds("Japan -\nRussia", 0, "japan - russia");
	assert_folds("negoti-\n\nation", 0, "negoti-\nation");
	assert_folds("negoti-\n", 0, "negoti- ");
	assert_folds("-\na", 0, "- a");
	assert_folds("well-known", 0, "well-known");
}

/* Bytes [a, b) of the folded text are those of want in the text. */
static void assert_range(const char *text, const char *found, const char *want)
{
	struct fold fold = {0};
	struct range at;
	const char *hit;

	assert_true(fold_span(&fold, span_of(text), 0));
	hit = strstr(fold.p, found);
	assert_non_null(hit);
	at = fold_range(&fold, (uint32_t)(hit - fold.p),
		(uint32_t)((size_t)(hit - fold.p) + strlen(found)));
	assert_true(span_eq(span_in(span_of(text), at), span_of(want)));
	fold_finish(&fold);
}

static void maps_back(void **state)
{
	(void)state;
	assert_range("in Ōtsu, Japan", "otsu", "Ōtsu");
	assert_range("Ko\xCC\x84no said", "kono", "Ko\xCC\x84no");
	assert_range("Kono\xCC\x84 said", "kono", "Kono\xCC\x84"); /* the mark is part of it */
	assert_range("treaty  of\n 1855.", "treaty of 1855", "treaty  of\n 1855");
	assert_range("the negoti-\n ation of", "negotiation", "negoti-\n ation");
	assert_range("Japan’s", "'s", "’s");
	assert_range("Straße", "s", "S");
	assert_range("aß", "s", "ß");
	assert_range("a  \n b", " ", "  \n ");
}

static void skips_markup(void **state)
{
	const struct mark marks[] = {
		{{4, 6}, MARK_HIDE}, {{6, 14}, MARK_STRONG}, {{14, 16}, MARK_HIDE}, {{24, 26}, MARK_HIDE}};
	uint32_t outer[COUNT_OF(marks)];
	struct doc doc = {.text = SPAN("the **Kuriyama** speech\n> went on"), .marks = marks,
		.nmarks = COUNT_OF(marks), .outer = outer};
	struct fold fold = {0};
	struct range at;

	(void)state;
	doc_marks_nest(marks, COUNT_OF(marks), outer);
	assert_true(fold_make(&fold, &doc, (struct range){0, (uint32_t)doc.text.n}, 0));
	assert_string_equal(fold.p, "the kuriyama speech went on");
	at = fold_range(&fold, 4, 12);
	assert_true(span_eq(span_in(doc.text, at), SPAN("Kuriyama")));
	at = fold_range(&fold, 19, 20); /* the blank: line end, > and all before it that is shown */
	assert_int_equal(at.start, 23);
	assert_int_equal(at.end, 24);
	assert_true(fold_make(&fold, &doc, (struct range){5, 20}, 0)); /* begins inside of markup */
	assert_string_equal(fold.p, "kuriyama spe");
	assert_int_equal(fold.starts[fold.n], 20);
	fold_finish(&fold);
}

static void takes_bytes_that_are_no_utf8(void **state)
{
	struct fold fold = {0};

	(void)state;
	assert_true(fold_span(&fold, SPAN("a\xFF\0b"), 0));
	assert_int_equal(fold.n, 6);
	assert_memory_equal(fold.p, "a\xEF\xBF\xBD\0b", 6);
	assert_int_equal(fold.starts[3], 1);
	assert_int_equal(fold.ends[3], 2);
	fold_finish(&fold);
}

/* Pieces of which every mixture must keep the properties. */
static const char *const pieces[] = {
	"a", "Z", "é", "e\xCC\x81", "ß", "ﬁ", "İ", "’", "—", "“", "-\n", "\xC2\xAD", "\xC2\xAD\n", " ",
	"\n", "\t", "\xC2\xA0", "択", "捉", "한", "ж", "Ё", "\xE2\x80\x8D", "\xCC\x84", "1", "‐\n ",
	"\xF0\x9F\x98\x80", "`", "\x01", "ｱ", "Σ",
};

/*
 * The range of every folded character lies in the text, and folds to that character: alone, or, for
 * one of several that a character becomes, to all of those.
 */
static void assert_sound(struct span text, unsigned flags)
{
	struct fold fold = {0}, again = {0};

	assert_true(fold_span(&fold, text, flags));
	assert_int_equal(utf8_valid_prefix((struct span){fold.p, fold.n}), fold.n);
	for (uint32_t i = 0; i < fold.n; i++) {
		uint32_t first = i, last = i;
		struct range at = {fold.starts[i], fold.ends[i]};

		assert_true(at.start < at.end && at.end <= text.n);
		assert_true(i == 0 || fold.starts[i - 1] <= at.start);
		assert_true(i == 0 || fold.ends[i - 1] <= at.end);
		while (first > 0 && fold.starts[first - 1] == at.start) {
			first--;
		}
		while (last + 1 < fold.n && fold.starts[last + 1] == at.start) {
			last++;
		}
		assert_true(fold_span(&again, span_in(text, at), flags));
		assert_int_equal(again.n, last + 1 - first);
		assert_memory_equal(again.p, fold.p + first, again.n);
	}
	assert_int_equal(fold.starts[fold.n], text.n);
	fold_finish(&again);
	fold_finish(&fold);
}

static void every_character_maps_to_what_folds_to_it(void **state)
{
	(void)state;
	for (uint32_t run = 0; run < 3000; run++) {
		struct buf text = {0};

		for (uint32_t n = 1 + roll(20); n > 0; n--) {
			buf_puts(&text, pieces[roll(COUNT_OF(pieces))]);
		}
		assert_sound(buf_span(&text), 0);
		assert_sound(buf_span(&text), FOLD_KEEP_CASE | FOLD_KEEP_HYPHEN);
		buf_finish(&text);
	}
}

static void random_bytes_do_no_harm(void **state)
{
	struct fold fold = {0};

	(void)state;
	for (uint32_t run = 0; run < 3000; run++) {
		char bytes[48];
		uint32_t n = roll(sizeof(bytes));

		for (uint32_t i = 0; i < n; i++) {
			bytes[i] = (char)(roll(3) == 0 ? roll(256) : 0x20 + roll(0x60));
		}
		assert_true(fold_span(&fold, (struct span){bytes, n}, roll(4)));
		assert_int_equal(utf8_valid_prefix((struct span){fold.p, fold.n}), fold.n);
		for (uint32_t i = 0; i < fold.n; i++) {
			assert_true(fold.starts[i] < fold.ends[i] && fold.ends[i] <= n);
		}
	}
	fold_finish(&fold);
}

static void folding_again_changes_nothing(void **state)
{
	struct fold once = {0}, twice = {0};
	char bytes[UTF8_MAX];

	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c >= 0xD800 && c < 0xE000) {
			continue;
		}
		assert_true(fold_span(&once, (struct span){bytes, utf8_encode(c, bytes)}, c & 1));
		assert_true(fold_span(&twice, (struct span){once.p, once.n}, c & 1));
		assert_string_equal(once.p, twice.p);
		assert_true(once.n < 2 || strchr(once.p, ' ') == NULL);
	}
	fold_finish(&once);
	fold_finish(&twice);
}

static void a_long_text_is_folded_again_and_again(void **state)
{
	struct buf text = {0};
	struct fold fold = {0};

	(void)state;
	for (uint32_t i = 0; i < 5000; i++) {
		buf_puts(&text, "ﷺ ﬃ ẞ Ǆ -\n");
	}
	assert_true(fold_span(&fold, SPAN("Short"), 0));
	assert_true(fold_span(&fold, buf_span(&text), 0));
	assert_true(fold.n > 5000 * 9);
	assert_true(fold_span(&fold, SPAN("Short"), 0));
	assert_string_equal(fold.p, "short");
	fold_finish(&fold);
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_characters_stay),
		cmocka_unit_test(folds_case_and_marks),
		cmocka_unit_test(folds_signs),
		cmocka_unit_test(folds_blanks),
		cmocka_unit_test(joins_broken_words),
		cmocka_unit_test(maps_back),
		cmocka_unit_test(skips_markup),
		cmocka_unit_test(takes_bytes_that_are_no_utf8),
		cmocka_unit_test(every_character_maps_to_what_folds_to_it),
		cmocka_unit_test(random_bytes_do_no_harm),
		cmocka_unit_test(folding_again_changes_nothing),
		cmocka_unit_test(a_long_text_is_folded_again_and_again),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

/* Dates beside names, and the tokens they are made of. */
#include "links/when.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct place {
	struct doc doc;
	struct words words;
};

static int set_up(void **state)
{
	struct err err;
	*state = lexicon_new(NULL, &err);
	return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
	lexicon_free(*state);
	return 0;
}

static struct place place_of(const struct lexicon *lexicon, const char *text)
{
	struct place place = {.doc = {.text = span_of(text)}};
	place.words.lexicon = lexicon;
	place.words.para = (struct range){0, (uint32_t)place.doc.text.n};
	return place;
}

/* The date at the start of text as "year-month-day", with that of the other style behind "/". */
static void expect_date(const struct lexicon *lexicon, const char *text, const char *date, const char *rest)
{
	struct place place = place_of(lexicon, text);
	struct when when;
	struct buf out = {0};
	buf_add(&out, "", 0);
	place.words.doc = &place.doc;
	if (when_read(&place.words, 0, &when)) {
		buf_printf(&out, "%d-%d-%d", when.date.year, when.date.month, when.date.day);
		if (when.other.year != 0) {
			buf_printf(&out, "/%d-%d-%d", when.other.year, when.other.month,
				when.other.day);
		}
		assert_string_equal(text + when.at.end, rest);
	}
	assert_string_equal(out.p, date);
	buf_finish(&out);
}

static void test_dates(void **state)
{
	const struct lexicon *lexicon = *state;
	expect_date(lexicon, "1956", "1956-0-0", "");
	expect_date(lexicon, "1956, and", "1956-0-0", ", and");
	expect_date(lexicon, "October 1956.", "1956-10-0", ".");
	expect_date(lexicon, "January of 1960", "1960-1-0", "");
	expect_date(lexicon, "19 October 1956 was", "1956-10-19", " was");
	expect_date(lexicon, "29\nSeptember 1956", "1956-9-29", "");
	expect_date(lexicon, "19th of October, 1956", "1956-10-19", "");
	expect_date(lexicon, "October 19, 1956", "1956-10-19", "");
	expect_date(lexicon, "Oct. 19, 1956", "1956-10-19", "");
	expect_date(lexicon, "20 novembre 1815", "1815-11-20", "");
	expect_date(lexicon, "30. Mai 1814", "1814-5-30", "");
	expect_date(lexicon, "22 апреля 1960 года,", "1960-4-22", ",");
	expect_date(lexicon, "1855 года.", "1855-0-0", ".");
	expect_date(lexicon, "1956-10-19", "1956-10-19", "");
	expect_date(lexicon, "19.10.1956", "1956-10-19", "");
	expect_date(lexicon, "1855年2月7日の", "1855-2-7", "の");
	expect_date(lexicon, "1956年の", "1956-0-0", "の");
	expect_date(lexicon, "8/20 novembre 1815", "1815-11-20/1815-11-8", "");
	expect_date(lexicon, "25 September/7 October 1826", "1826-10-7/1826-9-25", "");
	expect_date(lexicon, "26 vendémiaire an VI", "1797-10-17", "");
	expect_date(lexicon, "20 pluviôse an IX", "1801-2-9", "");
}

static void test_no_dates(void **state)
{
	static const char *const none[] = {"", "the", "855", "10", "12345", "1,855", "3000", "1951-52", "1951/52",
		"1855-B", "32 October 1956", "October", "19 October", "1956.5"};
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		expect_date(*state, none[i], "", "");
	}
}

static void test_dates_before(void **state)
{
	static const struct {
		const char *text;
		uint32_t start;
	} cases[] = {
		{"the 1855 ", 4},
		{"the 19 October 1956 ", 4},
		{"on October 19, 1956", 3},
		{"of January of 1960", 3},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct place place = place_of(*state, cases[i].text);
		struct when when;
		place.words.doc = &place.doc;
		assert_true(when_read_back(&place.words, place.words.para.end, &when));
		assert_int_equal(when.at.start, cases[i].start);
	}
	struct place place = place_of(*state, "the treaty ");
	struct when when;
	place.words.doc = &place.doc;
	assert_false(when_read_back(&place.words, place.words.para.end, &when));
}

static void test_fits(void **state)
{
	(void)state;
	struct doc_date none = {0}, day = {1815, 11, 20}, year = {1815, 0, 0}, until = {1820, 0, 0};
	struct when when = {.date = {1815, 0, 0}};
	assert_true(when_fits(&when, &day, &none));
	assert_false(when_same_day(&when, &day));
	when.date = (struct doc_date){1815, 11, 20};
	assert_true(when_fits(&when, &day, &none) && when_same_day(&when, &day));
	assert_true(when_fits(&when, &year, &none));
	assert_false(when_same_day(&when, &year));
	when.date.day = 21;
	assert_false(when_fits(&when, &day, &none));
	when.other = day;
	assert_true(when_fits(&when, &day, &none) && when_same_day(&when, &day));
	when = (struct when){.date = {1818, 3, 1}};
	assert_true(when_fits(&when, &day, &until));
	assert_false(when_fits(&when, &day, &none));
	assert_false(when_fits(&when, &none, &none));
}

/* Walks the tokens of text to the right, then to the left: the same ones. */
static void test_tokens(void **state)
{
	static const char text[] = "Mr. O’Neil—he’s\n10th “Ab” 択捉 É2.";
	static const char *const expected[] = {"Mr", ".", "O", "’", "Neil", "—", "he", "’", "s", "10th",
		"“", "Ab", "”", "択", "捉", "É2", "."};
	struct place place = place_of(*state, text);
	struct token token, back;
	uint32_t off = 0, n = 0;
	place.words.doc = &place.doc;
	while (token_next(&place.words, off, &token)) {
		struct span word = span_in(place.doc.text, token.at);
		assert_true(n < COUNT_OF(expected));
		assert_true(span_eq(word, span_of(expected[n])));
		assert_true(token_prev(&place.words, token.at.end, &back));
		assert_int_equal(back.at.start, token.at.start);
		assert_int_equal(back.kind, token.kind);
		assert_true(back.glued);
		off = token.at.end;
		n++;
	}
	assert_int_equal(n, COUNT_OF(expected));
	assert_false(token_prev(&place.words, 0, &token));
}

static void test_token_kinds(void **state)
{
	struct place place = place_of(*state, "10th Treaty — x");
	struct token token;
	place.words.doc = &place.doc;
	assert_true(token_next(&place.words, 0, &token));
	assert_int_equal(token.kind, TOKEN_NUMBER);
	assert_int_equal(token.number, 10);
	assert_int_equal(token.digits, 2);
	assert_true(token_next(&place.words, token.at.end, &token));
	assert_int_equal(token.kind, TOKEN_WORD);
	assert_true(token.capital && !token.glued);
	assert_int_equal(token.letters, 6);
	assert_true((token.lexeme.flags & LEX_DEED) != 0);
	assert_true(token_next(&place.words, token.at.end, &token));
	assert_int_equal(token.kind, TOKEN_SIGN);
	assert_int_equal(token.sign, '-');
}

static void test_sentences_begin(void **state)
{
	static const struct {
		const char *text;
		const char *word;
		bool begins;
	} cases[] = {
		{"Abe came.", "Abe", true},
		{"He left. Abe came.", "Abe", true},
		{"“Abe came.”", "Abe", true},
		{"He said: Abe came.", "Abe", true},
		{"Then Abe came.", "Abe", false},
		{"left, Abe came.", "Abe", false},
		{"why? (Abe came)", "Abe", true},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct place place = place_of(*state, cases[i].text);
		place.words.doc = &place.doc;
		size_t at = span_find(place.doc.text, span_of(cases[i].word), 0);
		assert_int_equal(token_begins(&place.words, (uint32_t)at), cases[i].begins);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_no_dates),
		cmocka_unit_test(test_dates_before),
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_token_kinds),
		cmocka_unit_test(test_sentences_begin),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* Names in other spellings. */
#include "links/spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka wants the headers above before it. */
#include <cmocka.h>

/* What has been appended is this, or nothing where `expected` is NULL. */
static void expect(bool made, struct buf *out, const char *expected)
{
	assert_int_equal(made, expected != NULL);
	buf_putc(out, '\0');
	assert_false(out->failed);
	assert_string_equal(out->p, expected != NULL ? expected : "");
	buf_clear(out);
}

static void test_hyphens(void **state)
{
	struct buf out = {0};
	(void)state;
	expect(spelling_unhyphened(SPAN("María López-García"), &out), &out, "María López García");
	expect(spelling_unhyphened(SPAN("Kim Il-sung"), &out), &out, "Kim Il sung");
	expect(spelling_unhyphened(SPAN("Shinzo Abe"), &out), &out, NULL);
	expect(spelling_unhyphened(SPAN(""), &out), &out, NULL);
	buf_finish(&out);
}

static void test_lengths(void **state)
{
	struct buf out = {0};
	(void)state;
	expect(spelling_shortened(SPAN("Saint Helena"), SPELLING_SHORT, &out), &out, "St Helena");
	expect(spelling_shortened(SPAN("Saint Helena"), SPELLING_STOP, &out), &out, "St. Helena");
	expect(spelling_shortened(SPAN("Saint Helena"), SPELLING_WHOLE, &out), &out, NULL);
	expect(spelling_shortened(SPAN("St. Helena"), SPELLING_WHOLE, &out), &out, "Saint Helena");
	expect(spelling_shortened(SPAN("Treaty of Saint-Germain"), SPELLING_STOP, &out), &out,
		"Treaty of St. Germain");
	expect(spelling_shortened(SPAN("Mt Fuji and Fort St. Elmo"), SPELLING_WHOLE, &out), &out,
		"Mount Fuji and Fort Saint Elmo");
	buf_finish(&out);
}

/* A name that ends with such a word, or is nothing else, is called so. */
static void test_lengths_of_others(void **state)
{
	struct buf out = {0};
	(void)state;
	expect(spelling_shortened(SPAN("Mount"), SPELLING_STOP, &out), &out, NULL);
	expect(spelling_shortened(SPAN("Pleasant Mount"), SPELLING_STOP, &out), &out, NULL);
	expect(spelling_shortened(SPAN("Mount Saint"), SPELLING_STOP, &out), &out, "Mt. Saint");
	expect(spelling_shortened(SPAN("Stalin Street"), SPELLING_WHOLE, &out), &out, NULL);
	expect(spelling_shortened(SPAN(""), SPELLING_WHOLE, &out), &out, NULL);
	buf_finish(&out);
}

static void test_capitals(void **state)
{
	struct err err;
	struct lexicon *lexicon = lexicon_new(NULL, &err);
	struct buf out = {0};
	(void)state;
	assert_non_null(lexicon);
	expect(spelling_softened(lexicon, SPAN("METTERNICH"), &out), &out, "Metternich");
	expect(spelling_softened(lexicon, SPAN("VAN DER BERG-ÉCLAIR"), &out), &out,
		"van der Berg-Éclair");
	expect(spelling_softened(lexicon, SPAN("O'NEILL"), &out), &out, "O'Neill");
	expect(spelling_softened(lexicon, SPAN("ABE"), &out), &out, NULL);
	expect(spelling_softened(lexicon, SPAN("MacBride"), &out), &out, NULL);
	expect(spelling_softened(lexicon, SPAN("1956"), &out), &out, NULL);
	buf_finish(&out);
	lexicon_free(lexicon);
}

static void test_and(void **state)
{
	struct buf out = {0};
	(void)state;
	expect(spelling_and(SPAN("Vinson & Elkins"), &out), &out, "Vinson and Elkins");
	expect(spelling_and(SPAN("Marks and Spencer"), &out), &out, "Marks & Spencer");
	expect(spelling_and(SPAN("A & B & C and D"), &out), &out, "A and B and C and D");
	expect(spelling_and(SPAN("Holland"), &out), &out, NULL);
	expect(spelling_and(SPAN("& Sons"), &out), &out, NULL);
	expect(spelling_and(SPAN(""), &out), &out, NULL);
	buf_finish(&out);
}

static void expect_stops(const char *name, const char *bare, const char *stopped, const char *spaced)
{
	struct buf out = {0};
	struct span text = span_of(name);

	expect(spelling_abbreviated(text, SPELLING_BARE, &out), &out, bare);
	expect(spelling_abbreviated(text, SPELLING_STOPPED, &out), &out, stopped);
	expect(spelling_abbreviated(text, SPELLING_SPACED, &out), &out, spaced);
	buf_finish(&out);
}

static void test_abbreviations(void **state)
{
	(void)state;
	expect_stops("SEC", NULL, "S.E.C.", "S. E. C.");
	expect_stops("U.S.S.R.", "USSR", NULL, "U. S. S. R.");
	expect_stops("J. P. Morgan", "JP Morgan", "J.P. Morgan", NULL);
	expect_stops("US-Japan Security Treaty", NULL, "U.S.-Japan Security Treaty",
		"U. S.-Japan Security Treaty");
	expect_stops("Charter of the UN", NULL, "Charter of the U.N.", "Charter of the U. N.");
	expect_stops("World War II", NULL, NULL, NULL);
	expect_stops("KURIL ISLANDS AND SEA", NULL, NULL, NULL);
	expect_stops("LJM2 Investment", NULL, NULL, NULL);
	expect_stops("UNESCO", NULL, NULL, NULL);
	expect_stops("A. Smith", NULL, NULL, NULL);
	expect_stops("McDonald", NULL, NULL, NULL);
	expect_stops("", NULL, NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hyphens),
		cmocka_unit_test(test_and),
		cmocka_unit_test(test_abbreviations),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_lengths_of_others),
		cmocka_unit_test(test_capitals),
	};
	return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}

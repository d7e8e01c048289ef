/* The sieve may say yes too often, never no too often. */
#include "find/sieve.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static bool holds(const char *needle, const char *text)
{
	struct sieve sieve;
	sieve_init(&sieve, span_of(needle), false);
	return sieve_may_hold(&sieve, span_of(text));
}

static bool holds_case(const char *needle, const char *text)
{
	struct sieve sieve;
	sieve_init(&sieve, span_of(needle), true);
	return sieve_may_hold(&sieve, span_of(text));
}

static void plain_text_is_told_apart(void **state)
{
	(void)state;
	assert_true(holds("iturup", "south of Iturup and Urup"));
	assert_true(holds("iturup", "ITURUP"));
	assert_true(holds("iturup", "iturup"));
	assert_false(holds("iturup", "south of Urup"));
	assert_false(holds("iturup", "itur"));
	assert_false(holds("iturup", "turup"));
	assert_false(holds("iturup", ""));
	assert_true(holds("1855", "in 1855."));
	assert_false(holds("1855", "in 1854 and 1856."));
}

static void case_matters_on_demand(void **state)
{
	(void)state;
	assert_true(holds_case("Bush", "President Bush"));
	assert_false(holds_case("Bush", "a bush"));
	assert_false(holds_case("bush", "President Bush"));
}

static void white_space_is_one_blank(void **state)
{
	(void)state;
	assert_true(holds("treaty of 1855", "the Treaty\n\t of   1855"));
	assert_false(holds("treaty of 1855", "the Treaty\n\t on   1855"));
	assert_false(holds("a treaty", "x treaty"));
	assert_false(holds("treaty of", "treatyof"));
}

static void what_folding_may_change_passes(void **state)
{
	(void)state;
	assert_true(holds("iturup", "Itu-\nrup"));
	assert_true(holds("iturup", "Iturup-\n"));
	assert_true(holds("aldrich-moodie", "Aldrich-\nMoodie"));
	assert_true(holds("soviet-zen", "Soviet-\nZen"));
	assert_true(holds("iturup", "Itu\xC2\xAD\nrup"));
	assert_true(holds("iturup", "I\xCC\x81turup"));
	assert_true(holds("otsu", "\xC5\x8Ctsu"));
	assert_true(holds("otsu", "ots\xC5\xAB"));
	assert_true(holds("it's", "it\xE2\x80\x99s"));
	assert_true(holds("a-b", "A\xE2\x80\x94" "B"));
	assert_true(holds("treaty of", "treaty\xC2\xA0of"));
	assert_true(holds("fisk", "\xEF\xAC\x81sk"));
	assert_true(holds("k", "\xE2\x84\xAA"));
	assert_true(holds("abc", "\xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\xA3"));
	assert_true(holds("ab", "a\x01" "b"));
}

static void other_scripts_need_their_bytes(void **state)
{
	(void)state;
	assert_true(holds("\xE6\x8D\x89", "island \xE6\x8D\x89"));
	assert_false(holds("\xE6\x8D\x89", "an island, and nothing else"));
	assert_false(holds("iturup", "\xD0\x98\xD1\x82\xD1\x83\xD1\x80\xD1\x83\xD0\xBF"));
	assert_false(holds("iturup", "\xE6\x8D\x89 \xE2\x80\x9C\xE2\x80\x9D \xC3\xA9"));
	assert_true(holds("...", "no letter to go by"));
}

/* Whatever folds to a letter or digit of ASCII passes a sieve for that letter or digit. */
static void no_character_of_unicode_is_missed(void **state)
{
	(void)state;
	uint32_t passed = 0;
	for (uint32_t c = 0x80; c < 0x110000; c++) {
		uint32_t folded[UTF8_FOLD_MAX];
		size_t n = c >= 0xD800 && c < 0xE000 ? 0 : utf8_fold(c, false, folded);
		for (size_t i = 0; i < n; i++) {
			char needle = (char)folded[i], text[UTF8_MAX];
			bool letter = folded[i] < 0x80 && ((needle >= '0' && needle <= '9') ||
				(needle >= 'a' && needle <= 'z'));
			if (!letter) {
				continue;
			}
			struct sieve sieve;
			sieve_init(&sieve, (struct span){&needle, 1}, false);
			assert_true(sieve_may_hold(&sieve, (struct span){text, utf8_encode(c, text)}));
			passed++;
		}
	}
	assert_true(passed > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_text_is_told_apart),
		cmocka_unit_test(case_matters_on_demand),
		cmocka_unit_test(white_space_is_one_blank),
		cmocka_unit_test(what_folding_may_change_passes),
		cmocka_unit_test(other_scripts_need_their_bytes),
		cmocka_unit_test(no_character_of_unicode_is_missed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

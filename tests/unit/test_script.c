/* Words that mix scripts, and what they look like. */
#include "base/script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_mixes(const char *text, const char *which)
{
	struct buf out = {0};
	script_tell(span_of(text), &out);
	assert_string_equal(out.p == NULL ? "" : out.p, which);
	assert_int_equal(script_mixes(span_of(text)), which[0] != '\0');
	buf_finish(&out);
}

static void mixtures_are_told(void **state)
{
	(void)state;
	assert_mixes("\xD0\x90" "be", "Latin and Cyrillic"); /* А Cyrillic */
	assert_mixes("Aleksandr Gr\xD0\xBEmyko", "Latin and Cyrillic");
	assert_mixes("\xCE\x91" "lpha", "Latin and Greek"); /* Α Greek */
	assert_mixes("Ябe", "Latin and Cyrillic");
	assert_mixes("Ωо", "Greek and Cyrillic");
}

static void honest_words_are_none(void **state)
{
	(void)state;
	static const char *const honest[] = {"", "Abe", "Громыко", "Итуруп (Iturup)",
		"Etorofu-то",
		"G7-Абе", "択捉島Etorofu", "JR北海道", "Tokyo東京", "МиГ-29", "kΩ", "λmax", "µm", "μm", "Ĵū ñ",
		"Ａｂｅ", "1-й", "А4", "H2O", "e\xCC\x81", "и\xCC\x86", "\xFF\xFE", "сталь-X"};
	for (size_t i = 0; i < COUNT_OF(honest); i++) {
		assert_mixes(honest[i], "");
	}
}

static void assert_looks(const char *text, const char *like, bool taken)
{
	struct buf out = {0};
	assert_int_equal(script_skeleton(span_of(text), &out), taken);
	assert_string_equal(out.p == NULL ? "" : out.p, like);
	buf_finish(&out);
}

static void look_alikes_are_latin(void **state)
{
	(void)state;
	assert_looks("\xD0\x90" "be", "Abe", true);
	assert_looks("Gr\xD0\xBEmyk\xCE\xBF", "Gromyko", true);
	assert_looks("АВЕ", "ABE", true);
	assert_looks("Громыко", "Гpoмыko", false);
	assert_looks("Abe", "Abe", false);
	assert_looks("\xFFx", "\xFFx", false);
}

static void the_next_one_is_found(void **state)
{
	(void)state;
	struct span text = span_of("In Tokyo \xD0\x90" "be met Gr\xD0\xBEmyko.");
	struct range at = {0, 0};
	assert_true(script_find(text, 0, &at));
	assert_true(span_eq(span_in(text, at), SPAN("\xD0\x90" "be")));
	assert_true(script_find(text, at.end, &at));
	assert_true(span_eq(span_in(text, at), SPAN("Gr\xD0\xBEmyko")));
	assert_false(script_find(text, at.end, &at));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mixtures_are_told),
		cmocka_unit_test(honest_words_are_none),
		cmocka_unit_test(look_alikes_are_latin),
		cmocka_unit_test(the_next_one_is_found),
	};
	return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}

/* Lines: their measures, and the signs at their start. */
#include "texts/textline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct textline line(const char *text)
{
	return textline_of(span_of(text), 0, (uint32_t)strlen(text));
}

static void splits_and_measures(void **state)
{
	struct span text = SPAN("one\n\n  two \t\n\tthree\n択捉 島\xE3\x80\x80\n\xE2\x80\xA8");
	struct textlines lines = {0};

	(void)state;
	assert_true(textline_split(text, &lines));
	assert_int_equal(lines.n, 6);
	assert_true(span_eq(span_in(text, textline_range(&lines.items[0])), SPAN("one")));
	assert_true(textline_is_blank(&lines.items[1]));
	assert_int_equal(lines.items[2].indent, 2);
	assert_int_equal(lines.items[2].cols, 3);
	assert_int_equal(lines.items[3].indent, 8);
	assert_int_equal(lines.items[4].cols, 7); /* three wide ones and a blank */
	assert_false(textline_is_blank(&lines.items[5])); /* U+2028 has to be seen */
	textline_finish(&lines);
}

static void knows_rules(void **state)
{
	static const struct {
		const char *text;
		uint32_t sign;
	} cases[] = {{"---", '-'}, {" * * *", '*'}, {"-----------", '-'}, {"———", 0x2014}, {"--", 0},
		{"-*-", 0}, {"--- a", 0}, {"", 0}, {"...", 0}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct textline of = line(cases[i].text);

		assert_int_equal(textline_rule(span_of(cases[i].text), &of), cases[i].sign);
	}
}

static void knows_ends(void **state)
{
	static const char *const ends[] = {"a.", "a!", "a?\"", "a.)", "a:", "a;", "a…", "島。", "島。」",
		"a.**", "a.’", "a.»"};
	static const char *const not[] = {"a", "a,", "a-", "", "a\"", ".a", "島、"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct textline of = line(ends[i]);

		assert_true(textline_ends(span_of(ends[i]), &of));
	}
	for (size_t i = 0; i < COUNT_OF(not); i++) {
		struct textline of = line(not[i]);

		assert_false(textline_ends(span_of(not[i]), &of));
	}
}

static void knows_list_signs(void **state)
{
	static const struct {
		const char *text;
		enum textline_sign_kind kind;
		uint32_t value, roman, cols;
	} cases[] = {
		{"- a", SIGN_BULLET, 0, 0, 2}, {"•   a", SIGN_BULLET, 0, 0, 4}, {"– a", SIGN_BULLET, 0, 0, 2},
		{"1. a", SIGN_NUMBER, 1, 0, 3}, {"12) a", SIGN_NUMBER, 12, 0, 4}, {"(3) a", SIGN_NUMBER, 3, 0, 4},
		{"[4] a", SIGN_NUMBER, 4, 0, 4}, {"a. b", SIGN_LETTER, 1, 0, 3}, {"(b) b", SIGN_LETTER, 2, 0, 4},
		{"A) b", SIGN_LETTER, 1, 0, 3}, {"iv. a", SIGN_LETTER, 0, 4, 4}, {"IX. a", SIGN_LETTER, 0, 9, 4},
		{"(i) a", SIGN_LETTER, 9, 1, 4}, {"xlviii) a", SIGN_LETTER, 0, 48, 8},
	};
	static const char *const none[] = {"", "-", "- ", "-a", "1.", "1.5 hours", "1956. gada", "A. Gromyko",
		"V. Putin", "4. Juli war", "(see) a", "ill. a", "iiv. a", "[a] b", "(1] a", "1 a", "— a", "Iv. a"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct textline of = line(cases[i].text);
		struct textline_sign sign = textline_sign(span_of(cases[i].text), &of);

		assert_int_equal(sign.kind, cases[i].kind);
		assert_int_equal(sign.value, cases[i].value);
		assert_int_equal(sign.roman, cases[i].roman);
		assert_int_equal(sign.cols, cases[i].cols);
	}
	for (size_t i = 0; i < COUNT_OF(none); i++) {
		struct textline of = line(none[i]);

		assert_int_equal(textline_sign(span_of(none[i]), &of).kind, SIGN_NONE);
	}
}

static bool follows(const char *a, const char *b)
{
	struct textline first = line(a), second = line(b);
	struct textline_sign one = textline_sign(span_of(a), &first);
	struct textline_sign two = textline_sign(span_of(b), &second);

	return textline_sign_follows(&one, &two);
}

static void counts_on(void **state)
{
	(void)state;
	assert_true(follows("1. a", "2. b"));
	assert_true(follows("- a", "- b"));
	assert_true(follows("(h) a", "(i) b"));
	assert_true(follows("(i) a", "(ii) b"));
	assert_true(follows("iv. a", "v. b"));
	assert_false(follows("1. a", "1. b"));
	assert_false(follows("1. a", "2) b"));
	assert_false(follows("1. a", "3. b"));
	assert_false(follows("- a", "* b"));
	assert_false(follows("- a", "b"));
	assert_false(follows("a", "b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_and_measures),
		cmocka_unit_test(knows_rules),
		cmocka_unit_test(knows_ends),
		cmocka_unit_test(knows_list_signs),
		cmocka_unit_test(counts_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

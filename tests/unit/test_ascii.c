/* Letters and signs for terminals that show ASCII and no more. */
#include "base/ascii.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *text, const char *ascii)
{
	struct span span = {text, strlen(text)};
	char got[64];
	size_t n = 0;
	for (size_t off = 0; off < span.n;) {
		got[n++] = ascii_for(utf8_next(span, &off));
	}
	got[n] = '\0';
	assert_string_equal(got, ascii);
}

static void letters_lose_their_marks(void **state)
{
	(void)state;
	expect("Ōtsu, Kōno, naïveté", "Otsu, Kono, naivete");
	expect("Łódź, Øresund, Æsir", "Lodz, Oresund, Asir");
	expect("plain ~ASCII~", "plain ~ASCII~");
}

static void signs_become_what_is_like_them(void **state)
{
	(void)state;
	expect("“it’s” — 1855–75…", "\"it's\" - 1855-75~");
	expect("‹a› ¶14", "<a> #14");
}

static void others_are_question_marks(void **state)
{
	(void)state;
	expect("択捉島", "???");
	expect("Итуруп", "??????");
	assert_int_equal(ascii_for(0x1B), '?');
	assert_int_equal(ascii_for(0x7F), '?');
	assert_int_equal(ascii_for(0x9B), '?');
}

static void nothing_else_ever_comes_out(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10FFFF; c++) {
		char ascii = ascii_for(c);
		assert_true(ascii >= 0x20 && ascii < 0x7F);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_lose_their_marks),
		cmocka_unit_test(signs_become_what_is_like_them),
		cmocka_unit_test(others_are_question_marks),
		cmocka_unit_test(nothing_else_ever_comes_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

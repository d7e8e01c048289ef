/* Unicode: decoding, classes, widths, boundaries, folding. */
#include "base/utf8.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unilbrk.h>

#include <cmocka.h>

#define BYTES_MOST 8192

static uint32_t seed = 1;

/* xorshift32: the same numbers on every machine. */
static uint32_t roll(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

static int set_locale(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") == NULL;
}

static void test_line_breaks_ascii(void **state)
{
	(void)state;
	static const char often[] = "  \n\tab 1.,:;-/()[]{}!?'\"$%+\\|&~";
	for (int round = 0; round < 50000; round++) {
		char text[64], expected[64];
		unsigned char breaks[64];
		size_t n = 1 + roll(sizeof(text) - 1);
		text[0] = (char)('!' + roll(94));
		for (size_t i = 1; i < n; i++) {
			text[i] = roll(3) ? often[roll(sizeof(often) - 1)] : (char)('!' + roll(94));
		}
		struct span span = {text, n};
		utf8_line_breaks(span, breaks);
		char blanked[64];
		for (size_t i = 0; i < n; i++) {
			blanked[i] = text[i] == '\n' ? ' ' : text[i];
		}
		u8_possible_linebreaks((const uint8_t *)blanked, n, "UTF-8", expected);
		for (size_t i = 1; i < n; i++) {
			bool stop = strchr(".,:;", text[i - 1]) != NULL;
			bool allowed = expected[i] == UC_BREAK_POSSIBLE &&
				!(stop && utf8_is_word((unsigned char)text[i]));
			if (allowed != breaks[i]) {
				print_message("'%.*s' at %zu\n", (int)n, text, i);
			}
			assert_int_equal(breaks[i], allowed);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_breaks_ascii),
	};
	return cmocka_run_group_tests_name("utf8", tests, set_locale, NULL);
}

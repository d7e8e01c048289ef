/* Where a line of text may be broken. */
#include "base/utf8.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unilbrk.h>

#include <cmocka.h>

/* The breaks of the whole text as libunistring sees them, blanks for line ends. */
static char *ask_library(struct span text)
{
	uint8_t *blanked = malloc(text.n);
	char *breaks = malloc(text.n);
	assert_non_null(blanked);
	assert_non_null(breaks);
	for (size_t i = 0; i < text.n; i++) {
		blanked[i] = (uint8_t)(text.p[i] == '\n' ? ' ' : text.p[i]);
	}
	u8_possible_linebreaks(blanked, text.n, "UTF-8", breaks);
	for (size_t i = 0; i < text.n; i++) {
		breaks[i] = breaks[i] == UC_BREAK_POSSIBLE;
	}
	free(blanked);
	return breaks;
}

static unsigned char *ask_us(struct span text)
{
	unsigned char *breaks = malloc(text.n);
	assert_non_null(breaks);
	memset(breaks, 0xA5, text.n);
	utf8_line_breaks(text, breaks);
	return breaks;
}

/* ASCII goes another way than the rest: the answers are those of the library, and the veto. */
static void test_ascii(void **state)
{
	(void)state;
	static const char often[] = "  \n\tab 1.,:;-/()[]{}!?'\"$%+\\|&~";
	for (int round = 0; round < 50000; round++) {
		char room[64];
		struct span text = {room, 1 + roll(sizeof(room) - 1)};
		room[0] = (char)('!' + roll(94));
		for (size_t i = 1; i < text.n; i++) {
			room[i] = roll(3) ? often[roll(sizeof(often) - 1)] : (char)('!' + roll(94));
		}
		unsigned char *breaks = ask_us(text);
		char *expected = ask_library(text);
		assert_int_equal(breaks[0], 0);
		for (size_t i = 1; i < text.n; i++) {
			bool stop = strchr(".,:;", room[i - 1]) != NULL;
			bool veto = stop && utf8_is_word((unsigned char)room[i]);
			assert_int_equal(breaks[i], expected[i] && !veto);
		}
		free(breaks);
		free(expected);
	}
}

/* ASCII with one foreign letter behind it gives the same breaks as without. */
static void test_both_ways(void **state)
{
	(void)state;
	static const char chars[] = "abc de.,:;-/()!?'\"$%+ \n12";
	for (int round = 0; round < 20000; round++) {
		char room[66];
		size_t n = 1 + roll(60);
		for (size_t i = 0; i < n; i++) {
			room[i] = chars[roll(sizeof(chars) - 1)];
		}
		memcpy(room + n, "é", strlen("é"));
		unsigned char *ascii = ask_us((struct span){room, n});
		unsigned char *other = ask_us((struct span){room, n + strlen("é")});
		assert_memory_equal(ascii, other, n);
		free(ascii);
		free(other);
	}
}

/* Texts longer than a window: the answers are those for the whole. No characters with vetoes. */
static void test_windows(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a", "b", "word", "длинное", "слово", " ", " ", "  ", "\n", "-",
		"—", "(", ")", "“", "”", "島", "か", "、", "한국", "👩", "🇫🇷", "é", "e\u0301", "/",
		"12", "\u00A0", "%", "…"};
	for (int round = 0; round < 100; round++) {
		struct buf text = {0};
		buf_puts(&text, "é");
		for (uint32_t i = roll(6000); i > 0; i--) {
			buf_puts(&text, pieces[roll(COUNT_OF(pieces))]);
		}
		unsigned char *breaks = ask_us(buf_span(&text));
		char *expected = ask_library(buf_span(&text));
		assert_memory_equal(breaks, expected, text.n);
		free(breaks);
		free(expected);
		buf_finish(&text);
	}
}

/* A long text without a blank in it has windows, too. */
static void test_no_blanks(void **state)
{
	(void)state;
	struct buf text = {0};
	for (int i = 0; i < 10000; i++) {
		buf_puts(&text, "島");
	}
	unsigned char *breaks = ask_us(buf_span(&text));
	for (size_t i = 0; i < text.n; i++) {
		assert_int_equal(breaks[i], i > 0 && i % 3 == 0);
	}
	free(breaks);
	buf_finish(&text);
}

/* `|` in marked stands where a break is allowed. */
static void assert_breaks(const char *marked)
{
	struct buf text = {0}, found = {0};
	for (const char *p = marked; *p != '\0'; p++) {
		if (*p != '|') {
			buf_putc(&text, *p);
		}
	}
	unsigned char *breaks = ask_us(buf_span(&text));
	for (size_t i = 0; i < text.n; i++) {
		if (breaks[i]) {
			buf_putc(&found, '|');
		}
		buf_putc(&found, text.p[i]);
	}
	assert_string_equal(found.p, marked);
	free(breaks);
	buf_finish(&text);
	buf_finish(&found);
}

static void test_examples(void **state)
{
	(void)state;
	static const char *const examples[] = {
		"The |quick |fox",
		"line\n|end\n  |here",
		"  leading |blanks",
		"U.S.A. |and |κ.τ.λ.",
		"e.g. |3.1 |or |1,000 |at |12:30",
		"see |example.org",
		"dit |« mot » |et |« deux |mots »",
		"« Oui ; |non : |peut-|être ! » |dit-|il ?",
		"»Wort« |und |»zwei«",
		"Kunashir|—|Iturup",
		"no |break|——|inside",
		"Aldrich-|Moodie",
		"島々|の|名",
		"10 |% |of |$ |5",
		"",
	};
	for (size_t i = 0; i + 1 < COUNT_OF(examples); i++) {
		assert_breaks(examples[i]);
	}
}

/* Asked for one place from behind, the answer is that of all of them. */
static void test_last(void **state)
{
	(void)state;
	static const char often[] = "  \n ab 1.,:;-/()[]{}!?'\"$%+\\|&~abcdefgh";
	for (int round = 0; round < 5000; round++) {
		char room[64];
		struct span text = {room, 2 + roll(sizeof(room) - 2)};
		for (size_t i = 0; i < text.n; i++) {
			room[i] = often[roll(sizeof(often) - 1)];
		}
		room[0] = (char)('!' + roll(94));
		unsigned char *breaks = ask_us(text);
		size_t from = roll((unsigned)text.n);
		while (room[from] == ' ' || room[from] == '\n') {
			from--;
		}
		for (size_t last = from, found = from; last < text.n; last++) {
			found = last > from && breaks[last] ? last : found;
			assert_int_equal(utf8_line_break_last(text, from, last), found);
		}
		free(breaks);
	}
}

static void test_empty(void **state)
{
	(void)state;
	unsigned char breaks[1] = {7};
	utf8_line_breaks(SPAN(""), breaks);
	assert_int_equal(breaks[0], 7);
	utf8_line_breaks(SPAN(" "), breaks);
	assert_int_equal(breaks[0], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ascii),
		cmocka_unit_test(test_both_ways),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_no_blanks),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_last),
		cmocka_unit_test(test_empty),
	};
	return cmocka_run_group_tests_name("utf8_line", tests, NULL, NULL);
}

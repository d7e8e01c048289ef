/* The words of a window, and those that may begin a form: all ways say the same, none is lost. */
#include "links/letters.h"
#include "links/match_filter.h"
#include "links/match_window.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka wants the headers above before it. */
#include <cmocka.h>

#define ROUNDS 400
#define ROOM (MATCH_WINDOW_BYTES + MATCH_WINDOW_AFTER)

/* Numbers that look random and are the same each time. */
static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static bool is_quote(const unsigned char *p)
{
	return p[0] == 0xE2 && p[1] == 0x80 && p[2] > 0x90 && p[2] < 0xA8;
}

/* Whether byte i of a window is of a word; *odd whether it makes that odd. */
static bool is_word(const unsigned char *p, uint32_t i, bool *odd)
{
	bool quote = is_quote(p + i) || (i > 0 && is_quote(p + i - 1)) || (i > 1 && is_quote(p + i - 2));
	*odd = p[i] >= 0x80;
	return letter_is_alnum(p[i]) || (*odd && !quote);
}

static bool is_break(const unsigned char *p)
{
	return p[0] == '-' && (p[1] <= ' ' || p[1] >= 0x80);
}

/* Holds a window's words against a walk byte by byte. */
static void check_words(const unsigned char *p, uint32_t n, const struct match_window *words)
{
	uint32_t found = 0;
	for (uint32_t i = 0; i < n; found++) {
		uint32_t start = i;
		bool odd = false, any = false;
		for (; i < n && is_word(p, i, &any); i++) {
			odd = odd || any;
		}
		if (i == start) {
			i++;
			found--;
			continue;
		}
		odd = odd || (i < n && is_break(p + i));
		assert_true(found < words->n);
		assert_int_equal(match_window_start(words, found), start);
		assert_int_equal(match_window_end(words, found), i);
		assert_int_equal(match_window_is_odd(words, found), odd);
	}
	assert_int_equal(found, words->n);
}

static struct match_window windows[MATCH_WINDOW_AVX512 + 1];

/* Cuts a window in every way that this processor has. */
static void cut(const unsigned char *p, uint32_t n)
{
	for (int by = MATCH_WINDOW_PLAIN; by <= (int)match_window_best(); by++) {
		match_window_cut((enum match_window_by)by, p, n, &windows[by]);
		check_words(p, n, &windows[by]);
	}
}

static const char *const pieces[] = {"a", "Z9", " ", "\n", "-", "-\n", "word", "Longer", "\xC3\xA9",
	"\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\xA7", "\xE2\x80\x90", "\xE6\x97\xA5", "\xC2\xAD",
	"\xE2", "\x80", ", ", "extraordinarily", "  ", "a b c d e f g h i j k l m n o p q r s t u v"};

static void fill(unsigned char text[ROOM], uint32_t *seed)
{
	uint32_t kinds = 1 + next(seed) % COUNT_OF(pieces);
	for (size_t i = 0; i < ROOM;) {
		const char *piece = pieces[next(seed) % kinds];
		size_t n = strlen(piece) < ROOM - i ? strlen(piece) : ROOM - i;
		memcpy(text + i, piece, n);
		i += n;
	}
}

static void test_random_texts(void **state)
{
	(void)state;
	static unsigned char text[ROOM];
	uint32_t seed = 1;
	for (int i = 0; i < ROUNDS; i++) {
		fill(text, &seed);
		cut(text, i % 3 == 0 ? MATCH_WINDOW_BYTES : next(&seed) % (MATCH_WINDOW_BYTES + 1));
	}
}

static void test_random_bytes(void **state)
{
	(void)state;
	static unsigned char text[ROOM];
	uint32_t seed = 2;
	for (int i = 0; i < ROUNDS; i++) {
		for (size_t k = 0; k < ROOM; k++) {
			text[k] = (unsigned char)next(&seed);
		}
		cut(text, next(&seed) % (MATCH_WINDOW_BYTES + 1));
	}
}

/* The most words and the longest ones, and what lies across every border of blocks. */
static void test_edges(void **state)
{
	(void)state;
	static unsigned char text[ROOM];
	memset(text, 'a', ROOM);
	cut(text, MATCH_WINDOW_BYTES);
	for (size_t i = 0; i < ROOM; i += 2) {
		text[i] = ' ';
	}
	cut(text, MATCH_WINDOW_BYTES);
	assert_int_equal(windows[0].n, MATCH_WINDOW_MOST);
	cut(text + 1, MATCH_WINDOW_BYTES);
	cut(text, 0);
	assert_int_equal(windows[0].n, 0);
	for (uint32_t at = 0; at < 3 * MATCH_WORDS_BLOCK; at++) {
		for (size_t i = 0; i < COUNT_OF(pieces); i++) {
			memset(text, ' ', ROOM);
			memcpy(text + at, "x", 1);
			memcpy(text + at + 1, pieces[i], strlen(pieces[i]));
			for (uint32_t n = at; n < at + 8; n++) {
				cut(text, n);
			}
		}
	}
}

static void filter_of(struct match_filter *filter, const char *const *forms, uint32_t n)
{
	assert_true(match_filter_make(filter, n));
	for (uint32_t i = 0; i < n; i++) {
		struct buf folded = {0}, small = {0};
		struct letters_folder folder = {.folded = &folded, .small = &small};
		letters_fold(&folder, span_of(forms[i]));
		match_filter_add(filter, buf_span(&folded), buf_span(&small));
		buf_finish(&folded);
		buf_finish(&small);
	}
}

/* The words that pass, in every way, one behind the other with a blank between them. */
static void expect_passed(const char *form, const char *text, bool last_odd, const char *passed)
{
	static unsigned char bytes[ROOM];
	struct match_filter filter = {0};
	struct match_filter_room room;
	filter_of(&filter, &form, 1);
	memset(bytes, 0, ROOM);
	memcpy(bytes, text, strlen(text));
	cut(bytes, (uint32_t)strlen(text));
	for (int by = MATCH_WINDOW_PLAIN; by <= (int)match_window_best(); by++) {
		struct match_window *words = &windows[by];
		struct buf out = {0};
		if (last_odd) {
			match_window_last_odd(words);
		}
		uint32_t n = match_filter_pass(&filter, (enum match_window_by)by, bytes, words,
			&room);
		for (uint32_t i = 0; i < n; i++) {
			uint32_t start = match_window_start(words, room.passed[i]);
			uint32_t end = match_window_end(words, room.passed[i]);
			buf_printf(&out, "%s%.*s", i > 0 ? " " : "", (int)(end - start),
				(const char *)bytes + start);
		}
		assert_true(span_eq(buf_span(&out), span_of(passed)));
		buf_finish(&out);
	}
	match_filter_finish(&filter);
}

static void expect(const char *form, const char *text, const char *passed)
{
	expect_passed(form, text, false, passed);
}

/* The same where markup behind the last word may hide how it goes on. */
static void expect_last(const char *form, const char *text, const char *passed)
{
	expect_passed(form, text, true, passed);
}

static void test_filter(void **state)
{
	(void)state;
	expect("Abe", "Abe abe ABE aBe About rAbe 1 Abes x", "Abe ABE");
	expect("abe", "Abe abe ABE Acts", "Abe abe ABE");
	expect("Kuril Islands", "Kuril islands, Kuril Islands; kuril Islands, Kuril. x", "Kuril");
	expect("Kuril islands", "Kuril islands, Kuril Islands; kuril Islands, Kuril\n ISLAnds x",
		"Kuril Kuril Kuril");
	expect("1956 pact", "1956 pact 1956 Pact 1956 2956 pact", "1956 1956");
	expect("Internationals", "International Internationals internationals x", "Internationals");
	expect("O'Brien", "O'Brien O\xE2\x80\x99" "Brien O Bri x", "O O");
	/* Of the last word, and before an odd one, nobody knows. */
	expect("Kuril Islands", "Kuril Isl\xC3\xA9s, Kuril Is-\nlands Kuril",
		"Kuril Isl\xC3\xA9s Kuril Is Kuril");
	expect_last("Kuril Islands", "Kuril Isl, Kuril Isl", "Kuril Isl");
	expect("\xC5\x8Ctsu Bay", "Otsu bay, \xC5\x8Ctsu bay, Otsu Bay.", "\xC5\x8Ctsu Otsu");
	expect("\xE6\x97\xA5 Bay", "Bay \xE6\x97\xA5 x", "\xE6\x97\xA5");
}

/* Each form as it is listed and with capitals is found between other words, at any place. */
static void test_nothing_is_lost(void **state)
{
	(void)state;
	static const char *const forms[] = {"A", "Abe", "Kuril Islands", "treaty of Shimoda", "x",
		"Anglo-Japanese Alliance of 1902", "1956 pact", "Extraordinarily Longwinded", "d'Abe",
		"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "J.F. Kennedy"};
	static unsigned char bytes[ROOM];
	struct match_filter filter = {0};
	struct match_filter_room room;
	filter_of(&filter, forms, COUNT_OF(forms));
	for (size_t i = 0; i < 2 * COUNT_OF(forms); i++) {
		char form[80] = "";
		memcpy(form, forms[i / 2], strlen(forms[i / 2]));
		for (char *c = form; i % 2 == 1 && *c != '\0'; c++) {
			*c = (char)(*c >= 'a' && *c <= 'z' ? *c & ~0x20 : *c);
		}
		for (uint32_t at = 0; at < MATCH_WORDS_BLOCK; at++) {
			memset(bytes, 0, ROOM);
			memset(bytes, ' ', 2 * MATCH_WORDS_BLOCK);
			memcpy(bytes + at, form, strlen(form));
			cut(bytes, at + (uint32_t)strlen(form));
			for (int by = MATCH_WINDOW_PLAIN; by <= (int)match_window_best(); by++) {
				uint32_t n = match_filter_pass(&filter, (enum match_window_by)by, bytes,
					&windows[by], &room);
				assert_true(n > 0 && room.passed[0] == 0);
			}
		}
	}
	match_filter_finish(&filter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_texts),
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_nothing_is_lost),
	};
	return cmocka_run_group_tests_name("match_window", tests, NULL, NULL);
}

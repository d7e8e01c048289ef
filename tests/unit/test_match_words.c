/* Where words are: SIMD and plain say the same, and the sieve never loses a word. */
#include "links/letters.h"
#include "links/match_sieve.h"
#include "links/match_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka wants the headers above before it. */
#include <cmocka.h>

#define ROUNDS 20000

/* Numbers that look random and are the same each time. */
static uint32_t next(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return *state >> 8;
}

static void same(const unsigned char *p)
{
	struct match_words a = match_words_find(p), b = match_words_find_plain(p);
	assert_true(a.word == b.word && a.capital == b.capital);
	assert_true(a.lead == b.lead && a.wide == b.wide);
}

static void test_every_byte(void **state)
{
	(void)state;
	unsigned char block[MATCH_WORDS_BLOCK];
	for (unsigned byte = 0; byte < 256; byte++) {
		memset(block, (int)byte, sizeof(block));
		same(block);
		memset(block, 'a', sizeof(block));
		block[byte % MATCH_WORDS_BLOCK] = (unsigned char)byte;
		same(block);
	}
	struct match_words words = match_words_find((const unsigned char *)
		"A9z @[`{/:  \xC3\xA9 \xE2\x80\x99                                             ");
	assert_true(words.word == 7 && words.capital == 1);
	assert_true(words.lead == (1u << 12 | 1u << 15) && words.wide == 1u << 15);
}

static void test_random_bytes(void **state)
{
	(void)state;
	unsigned char block[MATCH_WORDS_BLOCK];
	uint32_t seed = 1;
	for (int i = 0; i < ROUNDS; i++) {
		for (size_t k = 0; k < sizeof(block); k++) {
			block[k] = (unsigned char)next(&seed);
		}
		same(block);
	}
}

/* The places as text: every byte that is none is a full stop. */
static void expect(const char *form, const char *text, const char *places)
{
	struct match_sieve sieve = {.small = false};
	struct buf folded = {0}, small = {0};
	struct letters_folder folder = {.folded = &folded, .small = &small};
	uint16_t found[MATCH_SIEVE_PIECE];
	uint32_t n = (uint32_t)strlen(text), k = 0;
	letters_fold(&folder, span_of(form));
	match_sieve_add(&sieve, buf_span(&folded));
	uint32_t count = match_sieve_places(&sieve, span_of(text), 0, 0, n, found);
	for (uint32_t i = 0; i < n; i++) {
		bool is = k < count && found[k] == i;
		k += is;
		assert_int_equal(places[i], is ? text[i] : '.');
	}
	assert_int_equal(k, count);
	buf_finish(&folded);
	buf_finish(&small);
}

static void test_sieve(void **state)
{
	(void)state;
	expect("Abe", "Abe abe ABE aBE About rAbe 1 A-\nbe", "A.......A.......A............A....");
	expect("abe", "Abe abe ABE Acts", "A...a...A.......");
	expect("A Bay", "A, Ax a", "A..A...");
	expect("Abe", "A\xC2\xAD" "be x\xC3\xA9y \xC3\x89 e", "A..........\xC3...");
	expect("1956 pact", "1956 2956 19", "1.........1.");
}

/* Any piece, any block: a word is found wherever it stands, and at the end too. */
static void test_sieve_everywhere(void **state)
{
	(void)state;
	struct match_sieve sieve = {.small = false};
	uint16_t found[MATCH_SIEVE_PIECE];
	char text[3 * MATCH_WORDS_BLOCK];
	match_sieve_add(&sieve, SPAN("Urup"));
	for (uint32_t at = 0; at + 4 <= sizeof(text); at++) {
		memset(text, ' ', sizeof(text));
		memcpy(text + at, "Urup", 4);
		for (uint32_t end = at + 1; end <= sizeof(text); end++) {
			uint32_t n = match_sieve_places(&sieve,
				(struct span){text, sizeof(text)}, 0, 0, end, found);
			assert_int_equal(n, 1);
			assert_int_equal(found[0], at);
		}
	}
	memset(text, 'U', sizeof(text));
	struct span all = {text, sizeof(text)};
	assert_int_equal(match_sieve_places(&sieve, all, 0, 64, sizeof(text), found), 0);
	assert_int_equal(match_sieve_places(&sieve, all, 64, 64, 65, found), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_sieve),
		cmocka_unit_test(test_sieve_everywhere),
	};
	return cmocka_run_group_tests_name("match_words", tests, NULL, NULL);
}

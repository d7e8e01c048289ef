/* Where words are in 64 bytes: SIMD and plain say the same. */
#include "links/match_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
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
	assert_true(a.high == b.high && a.hyphen == b.hyphen);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_random_bytes),
	};
	return cmocka_run_group_tests_name("match_words", tests, NULL, NULL);
}

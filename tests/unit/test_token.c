/* Tokens forwards and backwards: words of every length, at both ends of a text and of a paragraph. */
#include "links/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define LETTERS 20u

static int setup(void **state)
{
	struct err err;
	*state = lexicon_new(NULL, &err);
	return *state == NULL ? -1 : 0;
}

static int teardown(void **state)
{
	lexicon_free(*state);
	return 0;
}

/* Both ways of reading must find the word at [start, end) of text, seen within para. */
static void assert_word(const struct lexicon *lexicon, struct span text, struct range para,
	struct range at)
{
	struct doc doc = {.text = text};
	struct words words = {.doc = &doc, .lexicon = lexicon, .para = para};
	for (int i = 0; i < 2; i++) {
		struct token next, prev;
		assert_true(token_next(&words, at.start, &next));
		assert_true(token_prev(&words, at.end, &prev));
		assert_int_equal(next.at.start, at.start);
		assert_int_equal(next.at.end, at.end);
		assert_memory_equal(&prev.at, &next.at, sizeof(prev.at));
		assert_int_equal(prev.kind, next.kind);
		assert_int_equal(prev.letters, next.letters);
		assert_int_equal(prev.capital, next.capital);
		assert_int_equal(prev.lexeme.flags, next.lexeme.flags);
		assert_int_equal(prev.lexeme.flags,
			lexicon_find(lexicon, span_in(text, at)).flags);
		assert_true(next.glued && prev.glued);
		/* The second time it is known. */
		token_look(&words, (struct range){at.end, at.start});
		assert_memory_equal(&words.left, &prev, sizeof(prev));
		assert_memory_equal(&words.right, &next, sizeof(next));
	}
}

/* Each length of word, before it and behind it from none to ten bytes. */
static void test_lengths(void **state)
{
	for (uint32_t n = 1; n <= LETTERS; n++) {
		for (uint32_t around = 0; around <= 10; around++) {
			char text[LETTERS + 20];
			uint32_t end = around + n;
			memset(text, ' ', sizeof(text));
			memset(text + around, 'Q', n);
			assert_word(*state, (struct span){text, end + around},
				(struct range){0, end + around}, (struct range){around, end});
			/* The paragraph ends within the letters. */
			memset(text, 'Q', sizeof(text));
			assert_word(*state, (struct span){text, end + around},
				(struct range){around, end}, (struct range){around, end});
		}
	}
}

/* What the lexicon knows it knows in any case, short or long, wherever the word stands. */
static void test_known(void **state)
{
	static const char *const words[] = {"of", "Treaty", "TREATIES", "agreement", "DECLARATION",
		"understandings", "Waffenstillstand", "déclaration"};
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct buf text = {0};
		for (uint32_t before = 0; before < 10; before++) {
			struct range at = {before, before + (uint32_t)strlen(words[i])};
			buf_clear(&text);
			for (uint32_t k = 0; k < before; k++) {
				buf_putc(&text, ' ');
			}
			buf_puts(&text, words[i]);
			assert_false(text.failed);
			assert_int_not_equal(lexicon_find(*state, span_of(words[i])).flags, 0);
			assert_word(*state, buf_span(&text), (struct range){0, at.end}, at);
		}
		buf_finish(&text);
	}
}

/* Letters that are no ASCII belong to the word, on whichever side they stand. */
static void test_mixed(void **state)
{
	assert_word(*state, SPAN("Ōtsu"), (struct range){0, 5}, (struct range){0, 5});
	assert_word(*state, SPAN("in Abcdefgé now"), (struct range){0, 16}, (struct range){3, 12});
	assert_word(*state, SPAN("in Abcdefghé now"), (struct range){0, 17}, (struct range){3, 13});
	assert_word(*state, SPAN("in éAbcdefgh now"), (struct range){0, 17}, (struct range){3, 13});
}

static void test_numbers(void **state)
{
	struct doc doc = {.text = SPAN("of 1956, 10th")};
	struct words words = {.doc = &doc, .lexicon = *state, .para = {0, 13}};
	struct token token;
	assert_true(token_next(&words, 2, &token));
	assert_int_equal(token.kind, TOKEN_NUMBER);
	assert_int_equal(token.number, 1956);
	assert_int_equal(token.digits, 4);
	assert_false(token.glued);
	assert_true(token_prev(&words, 13, &token));
	assert_int_equal(token.number, 10);
	assert_int_equal(token.digits, 2);
	assert_int_equal(token.letters, 4);
	assert_true(token_prev(&words, token.at.start, &token));
	assert_int_equal(token.kind, TOKEN_SIGN);
	assert_int_equal(token.sign, ',');
	assert_false(token_next(&words, 13, &token));
	assert_false(token_prev(&words, 0, &token));
}

/* Nothing stands before a paragraph's start and behind its end; there a sentence begins. */
static void test_edges(void **state)
{
	struct doc doc = {.text = SPAN("“Yes.” (No) it")};
	uint32_t n = (uint32_t)doc.text.n;
	struct words words = {.doc = &doc, .lexicon = *state, .para = {0, n}};
	token_look(&words, (struct range){0, n});
	assert_int_equal(words.left.kind, TOKEN_NONE);
	assert_int_equal(words.right.kind, TOKEN_NONE);
	assert_true(token_ends(&words, &words.left));
	token_look(&words, (struct range){3, 6});
	assert_int_equal(words.left.sign, 0x201C);
	assert_int_equal(words.right.sign, '.');
	assert_true(token_ends(&words, &words.left));
	assert_true(token_begins(&words, 12));
	assert_false(token_begins(&words, n - 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_mixed),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_edges),
	};
	return cmocka_run_group_tests_name("token", tests, setup, teardown);
}

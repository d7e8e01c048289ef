/* The words that the rules know, and those that config.ini adds. */
#include "links/lexicon.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define LINE(word, like, line) \
	{{word, sizeof(word) - 1}, {like, sizeof(like) - 1}, "config.ini", line}

static struct config_entry lines[] = {
	LINE("traktaat", "treaty", 3),
	LINE("verdragen", "Treaties", 4),
	LINE("blob", "no-such-word", 5),
};

static struct config config = {
	.tables = {[CONFIG_WORDS] = lines},
	.ntables = {[CONFIG_WORDS] = COUNT_OF(lines)},
};

static void shipped_words_are_known(void **state)
{
	struct err err;
	struct lexicon *lexicon = lexicon_new(NULL, &err);

	(void)state;
	assert_non_null(lexicon);
	assert_true(lexicon_find(lexicon, SPAN("Treaty")).flags & LEX_DEED);
	assert_true(lexicon_find(lexicon, SPAN("traités")).flags & LEX_PLURAL);
	assert_int_equal(lexicon_find(lexicon, SPAN("traktaat")).flags, 0);
	lexicon_free(lexicon);
}

static void added_words_are_like_known_ones(void **state)
{
	struct err err;
	struct lexicon *lexicon = lexicon_new(&config, &err);
	struct lexeme lexeme;
	struct span word;
	uint32_t seen = 0;

	(void)state;
	assert_non_null(lexicon);
	assert_true(lexicon_find(lexicon, SPAN("Traktaat")).flags & LEX_DEED);
	assert_true(lexicon_find(lexicon, SPAN("Verdragen")).flags & LEX_PLURAL);
	assert_int_equal(lexicon_find(lexicon, SPAN("blob")).flags, 0);
	for (uint32_t i = 0; lexicon_word(lexicon, i, &word, &lexeme); i++) {
		seen += span_eq(word, SPAN("traktaat")) || span_eq(word, SPAN("verdragen"));
	}
	assert_int_equal(seen, 2);
	lexicon_free(lexicon);
}

static void a_line_like_nothing_is_told(void **state)
{
	struct report report = {0};
	struct err err;

	(void)state;
	assert_true(lexicon_judge(&config, &report, &err));
	assert_int_equal(report.n, 1);
	assert_string_equal(report.items[0].text,
		"config.ini:5: words.blob: the rules know no word 'no-such-word'");
	report_finish(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_words_are_known),
		cmocka_unit_test(added_words_are_like_known_ones),
		cmocka_unit_test(a_line_like_nothing_is_told),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}

/* The words that the rules know, and those that config.ini adds. */
#include "links/lexicon.h"

#include "links/deed.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct config_entry lines[] = {
	{{"traktaat", 8}, {"treaty", 6}, "config.ini", 3},
	{{"verdragen", 9}, {"Treaties", 8}, "config.ini", 4},
	{{"blob", 4}, {"no-such-word", 12}, "config.ini", 5},
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

static int set_up(void **state)
{
	struct err err;
	*state = lexicon_new(NULL, &err);
	return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
	lexicon_free(*state);
	return 0;
}

static void test_find(void **state)
{
	static const struct {
		const char *word;
		uint32_t flags;
	} cases[] = {
		{"treaty", LEX_DEED},
		{"TREATIES", LEX_DEED | LEX_PLURAL},
		{"communique", LEX_DEED},
		{"Traité", LEX_DEED},
		{"договор", LEX_DEED},
		{"条約", LEX_DEED},
		{"May", LEX_PROPER | LEX_MONTH | LEX_COMMON},
		{"de", LEX_OF | LEX_PARTICLE},
		{"Islands", LEX_HEAD | LEX_PLURAL},
		{"Xi", LEX_FAMILY},
		{"Soviet", LEX_NATION},
		{"Mrs", LEX_TITLE | LEX_WOMAN},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct lexeme lexeme = lexicon_find(*state, span_of(cases[i].word));
		assert_int_equal(lexeme.flags & cases[i].flags, cases[i].flags);
	}
	assert_int_equal(lexicon_find(*state, SPAN("Etorofu")).flags, 0);
	assert_int_equal(lexicon_find(*state, SPAN("")).flags, 0);
	char longer[100];
	memset(longer, 'a', sizeof(longer));
	assert_int_equal(lexicon_find(*state, (struct span){longer, sizeof(longer)}).flags, 0);
}

static void test_nations(void **state)
{
	uint8_t russia = lexicon_find(*state, SPAN("Russia")).nation;
	assert_int_not_equal(russia, 0);
	assert_int_equal(lexicon_find(*state, SPAN("Soviet")).nation, russia);
	assert_int_equal(lexicon_find(*state, SPAN("Russo")).nation, russia);
	assert_int_not_equal(lexicon_find(*state, SPAN("Japan")).nation, russia);
	struct lexicon_sum sum = lexicon_sum(*state, SPAN("United States of America and United Kingdom"));
	uint8_t states = lexicon_united(SPAN("States")), kingdom = lexicon_united(SPAN("kingdom"));
	assert_true((sum.nations >> states & 1) != 0 && (sum.nations >> kingdom & 1) != 0);
	assert_int_equal(lexicon_united(SPAN("Nations")), 0);
}

/* Nation numbers fit into the 64 bits of a set, and each word has a single one. */
static void test_table(void **state)
{
	struct span word;
	struct lexeme row;
	uint32_t n = 0;
	for (uint32_t i = 0; lexicon_word(*state, i, &word, &row); i++, n++) {
		struct lexeme all = lexicon_find(*state, word);
		assert_true(word.n > 0 && row.nation < 64 && row.deed < DEED_COUNT);
		if ((all.flags & row.flags) != row.flags) {
			fail_msg("'%.*s' is not found", SPAN_ARG(word));
		}
		if ((row.flags & LEX_NATION) != 0 && all.nation != row.nation) {
			fail_msg("'%.*s' is of two nations", SPAN_ARG(word));
		}
		if ((row.flags & LEX_DEED) != 0 && all.deed != row.deed) {
			fail_msg("'%.*s' is of two kinds", SPAN_ARG(word));
		}
	}
	assert_true(n > 1000);
}

static uint32_t deed(enum lex_deed deed)
{
	return (uint32_t)1 << deed;
}

static void test_sum(void **state)
{
	assert_int_equal(lexicon_sum(*state, SPAN("Treaty of Saint Petersburg")).deeds, deed(DEED_TREATY));
	assert_int_equal(lexicon_sum(*state, SPAN("日ソ共同宣言")).deeds, deed(DEED_DECLARATION));
	assert_int_equal(lexicon_sum(*state, SPAN("Совместная декларация")).deeds,
		deed(DEED_DECLARATION));
	assert_int_equal(lexicon_sum(*state, SPAN("Etorofu")).deeds, 0);
	assert_int_equal(lexicon_sum(*state, SPAN("")).flags, 0);
}

static void test_fits(void **state)
{
	(void)state;
	uint32_t declaration = deed(DEED_DECLARATION), treaty = deed(DEED_TREATY);
	uint32_t letters = deed(DEED_LETTERS);
	assert_int_equal(lexicon_fits(DEED_TREATY, treaty), 3);
	assert_int_equal(lexicon_fits(DEED_CONVENTION, treaty), 2);
	assert_int_equal(lexicon_fits(DEED_STATEMENT, declaration), 2);
	assert_int_equal(lexicon_fits(DEED_PACT, declaration), 1);
	assert_int_equal(lexicon_fits(DEED_PACT, letters), 0);
	assert_int_equal(lexicon_fits(DEED_TREATY, declaration), 0);
	assert_int_equal(lexicon_fits(DEED_PROTOCOL, treaty), 0);
	assert_int_equal(lexicon_fits(DEED_TREATY, treaty | declaration), 3);
}

static void test_same(void **state)
{
	(void)state;
	assert_true(lexicon_same(SPAN("Ōtsu"), SPAN("OTSU")));
	assert_false(lexicon_same(SPAN("Otsu"), SPAN("Otsuki")));
	assert_false(lexicon_same(SPAN(""), SPAN("")));
	assert_true(lexicon_is_given(SPAN("Jutaro")));
	assert_false(lexicon_is_given(SPAN("Komura")));
}

/* What is seen at once is what the whole lexicon would find, and only that. */
static void test_shown_deeds_are_deeds(void **state)
{
	static const struct {
		const char *text;
		bool shown, is;
	} cases[] = {
		{"Treaty of Shimoda", true, true},
		{"TREATIES", true, true},
		{"the pact of 1956", true, true},
		{"Joint Declaration", true, true},
		{"Staatsvertrag", false, true}, /* not among the first two of its row */
		{"of  Versailles", false, false}, /* nothing between two blanks */
		{"Vertragswerk", false, false},
		{"Treatyville", false, false},
		{"Versailles", false, false},
		{"", false, false},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool is = lexicon_sum(*state, span_of(cases[i].text)).deeds != 0;
		assert_int_equal(is, cases[i].is);
		assert_int_equal(deed_shows(span_of(cases[i].text)), cases[i].shown);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_words_are_known),
		cmocka_unit_test(added_words_are_like_known_ones),
		cmocka_unit_test(a_line_like_nothing_is_told),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_nations),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_sum),
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_shown_deeds_are_deeds),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("lexicon", tests, set_up, tear_down);
}

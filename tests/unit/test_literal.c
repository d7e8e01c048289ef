/* Words that every match of an expression has in it, and no other ones. */
#include "find/pattern.h"
#include "find/search.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_what_is_certain(void **state)
{
	static const char *const all[][2] = {
		{"treaty", "treaty"},
		{"[Tt]reat(y|ies) of peace", " of peace"},
		{"[Tt]reat(y|ies) of 18\\d\\d", "reat"},
		{"the treat(y|ies)", "the treat"},
		{"colou?r", "colo"},
		{"treaties*x", "treatie"},
		{"tre{2}aty", "aty"},
		{"wo+rd", "wo"},
		{"^Peace\\b.*", "Peace"},
		{"a|treaty", ""},
		{"(treaty)", ""},
		{"(treaty|peace) talks", " talks"},
		{"(?i)treaty", ""},
		{"(*UTF)treaty", ""},
		{"\\x41bc", ""},
		{"\\Qtreaty\\E", ""},
		{"(a)\\1treaty", ""},
		{"[]x]treaty", "treaty"},
		{"[^]x\\]]treaty", "treaty"},
		{"[[:alpha:]]treaty", ""},
		{"[treaty", ""},
		{"(treaty", ""},
		{"treaty)", ""},
		{"treaty\\", ""},
		{"caf\xC3\xA9s in town", "s in town"},
		{"x", ""},
		{"1855-1875", "1855"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct span found = pattern_literal(span_of(all[i][0]));

		if (!span_eq(found, span_of(all[i][1]))) {
			fail_msg("%s: '%.*s'", all[i][0], SPAN_ARG(found));
		}
	}
}

/* Any expression at all: what it matches has the words in it. */
static void test_what_matches_has_them(void **state)
{
	static const char *const pieces[] = {"a", "b", "ab", " ", "(", ")", "|", "?", "*", "+", "{0,2}",
		"[ab]", "[^a]", ".", "\\b", "\\w", "(a|b)", "(ab)?", "^", "$", "\\s", "ba", "{2}", "??"};
	static const char text[] = "a b ab ba aab bba  abab baab\n";
	struct para para = {.at = {0, sizeof(text) - 2}, .number = 1};
	struct doc doc = {.text = {text, sizeof(text) - 1}, .paras = &para, .nparas = 1};
	uint32_t matched = 0;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct buf expression = {0};
		struct range at = {0, 0};
		struct search *search;
		struct span words;

		for (uint32_t k = 1 + roll(8); k > 0; k--) {
			buf_puts(&expression, pieces[roll(COUNT_OF(pieces))]);
		}
		words = pattern_literal(buf_span(&expression));
		search = search_new(buf_span(&expression), SEARCH_REGEX, NULL);
		while (search != NULL && words.n > 0 && search_next(search, &doc, at.end, &at)) {
			struct span found = span_in(doc.text, at);

			matched++;
			if (span_find(found, words, 0) == found.n) {
				bool stretched = memchr(found.p, ' ', found.n) != NULL &&
					span_find(found, SPAN("  "), 0) < found.n;

				if (!stretched) { /* two blanks are one in what is searched */
					fail_msg("%s: '%.*s' is not in '%.*s'", expression.p, SPAN_ARG(words),
						SPAN_ARG(found));
				}
			}
		}
		search_free(search);
		buf_finish(&expression);
	}
	assert_true(matched > 100);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_certain),
		cmocka_unit_test(test_what_matches_has_them),
	};
	return cmocka_run_group_tests_name("literal", tests, NULL, NULL);
}

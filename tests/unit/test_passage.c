/* The markup of the passages: what is expected is read as it was written. */
#include "passage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void parse(struct passages *passages, const char *text)
{
	struct err err = {0};
	*passages = (struct passages){0};
	if (!passage_parse(passages, "t.txt", span_of(text), &err)) {
		fail_msg("%s", err.msg);
	}
}

static void assert_span(struct span got, const char *expected)
{
	if (!span_eq(got, span_of(expected))) {
		fail_msg("'%.*s' is not '%s'", SPAN_ARG(got), expected);
	}
}

static void test_plain(void **state)
{
	(void)state;
	struct passages passages;
	parse(&passages, "# a: first\nNo link.\n---\n# !later b: second\nTwo\n\nlines\n");
	assert_int_equal(passages.n, 2);
	assert_span(passages.items[0].name, "a: first");
	assert_span(passages.items[0].text, "No link.\n");
	assert_false(passages.items[0].later);
	assert_int_equal(passages.items[0].nexpects, 0);
	assert_span(passages.items[1].name, "b: second");
	assert_span(passages.items[1].text, "Two\n\nlines\n");
	assert_true(passages.items[1].later);
	assert_int_equal(passages.items[1].line, 4);
	passage_finish(&passages);
}

static void test_mentions(void **state)
{
	(void)state;
	struct passages passages;
	parse(&passages, "# name\nThe [[Treaty of\nX|x-1 name sure]] and\n[[a and b|a+b * likely]], [[C|c]].\n");
	const struct passage *passage = &passages.items[0];
	assert_span(passage->text, "The Treaty of\nX and\na and b, C.\n");
	assert_int_equal(passage->nexpects, 3);
	const struct expect *expect = passage->expects;
	assert_span(span_in(passage->text, expect[0].inner), "Treaty of\nX");
	assert_int_equal(expect[0].nids, 1);
	assert_span(expect[0].ids[0], "x-1");
	assert_span(expect[0].rule, "name");
	assert_span(expect[0].certainty, "sure");
	assert_int_equal(expect[0].line, 2);
	assert_span(span_in(passage->text, expect[1].inner), "a and b");
	assert_int_equal(expect[1].nids, 2);
	assert_span(expect[1].ids[1], "b");
	assert_int_equal(expect[1].rule.n, 0);
	assert_span(expect[1].certainty, "likely");
	assert_int_equal(expect[1].line, 4);
	assert_int_equal(expect[2].rule.n + expect[2].certainty.n, 0);
	assert_false(expect[2].open || expect[2].optional);
	passage_finish(&passages);
}

static void test_free_and_open(void **state)
{
	(void)state;
	struct passages passages;
	parse(&passages, "# name\n[[{von }M{ (1)}|m]] [[A|? a|b surname open]] [[~UN|un]]");
	const struct passage *passage = &passages.items[0];
	const struct expect *expect = passage->expects;
	assert_span(passage->text, "von M (1) A UN");
	assert_span(span_in(passage->text, expect[0].inner), "M");
	assert_span(span_in(passage->text, expect[0].outer), "von M (1)");
	assert_true(expect[1].open);
	assert_int_equal(expect[1].nids, 2);
	assert_span(expect[1].ids[0], "a");
	assert_span(expect[1].ids[1], "b");
	assert_span(expect[1].rule, "surname");
	assert_true(expect[2].optional);
	assert_span(span_in(passage->text, expect[2].inner), "UN");
	passage_finish(&passages);
}

static void test_broken(void **state)
{
	(void)state;
	const struct {
		const char *text, *message;
	} cases[] = {
		{"no name\ntext", "t.txt:1: a passage begins with a line '# name'"},
		{"# name\na\n---\n# name\n\n[[b|c\n", "t.txt:6: [[ without ]]"},
		{"# name\n[[b]]\n", "t.txt:2: a mention without |"},
		{"# name\n[[b|]]\n", "t.txt:2: a mention is [[surface|ids rule certainty]]"},
		{"# name\n[[b|a name sure so]]\n", "t.txt:2: a mention is [[surface|ids rule certainty]]"},
		{"# name\n[[b|a++c]]\n", "t.txt:2: no id, or too many"},
		{"# name\n[[{b|a]]\n", "t.txt:2: { without }"},
		{"# name\n[[a{b}c|a]]\n", "t.txt:2: { in the middle of a surface"},
		{"# name\n[[{b}|a]]\n", "t.txt:2: a surface is empty"},
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct passages passages = {0};
		struct err err = {0};
		assert_false(passage_parse(&passages, "t.txt", span_of(cases[i].text), &err));
		assert_string_equal(err.msg, cases[i].message);
		passage_finish(&passages);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_mentions),
		cmocka_unit_test(test_free_and_open),
		cmocka_unit_test(test_broken),
	};
	return cmocka_run_group_tests_name("passage", tests, NULL, NULL);
}

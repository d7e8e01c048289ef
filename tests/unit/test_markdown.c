/* Markdown: what is shown of it, and how; whole texts are in test_doc.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "texts.h"

/* All paragraphs as they are shown, with their kinds before them and " ¶ " between. */
static void assert_shown(const char *text, const char *want)
{
	struct buf out = {0};
	struct doc doc;

	texts_read(&doc, "a.md", span_of(text));
	buf_puts(&out, "");
	for (uint32_t i = 0; i < doc.nparas; i++) {
		buf_printf(&out, "%s%s: ", i > 0 ? " ¶ " : "", texts_para_word(doc.paras[i].kind));
		texts_put_shown(&doc, doc.paras[i].at, &out);
	}
	assert_string_equal(out.n == 0 ? "" : out.p, want);
	doc_finish(&doc);
	buf_finish(&out);
}

static void emphasis(void **state)
{
	(void)state;
	assert_shown("*a* _b_ **c** __d__ ***e***", "prose: {i a} {i b} {b c} {b d} {i {b e}}");
	assert_shown("**a *b* c**", "prose: {b a {i b} c}");
	assert_shown("*a **b** c*", "prose: {i a {b b} c}");
	assert_shown("snake_case_name a*b*c", "prose: snake_case_name a{i b}c");
	assert_shown("2 * 3 * 4 ** 5", "prose: 2 * 3 * 4 ** 5");
	assert_shown("*a b", "prose: *a b");
	assert_shown("**a b*", "prose: *{i a b}");
	assert_shown("*a\nb*", "prose: {i a / b}");
	assert_shown("*a\n\nb*", "prose: *a ¶ prose: b*");
	assert_shown("\"*a*\" (*b*).", "prose: \"{i a}\" ({i b}).");
	assert_shown("\\*a\\* \\a \\\\", "prose: *a* \\a \\");
	assert_shown("*択捉*島", "prose: {i 択捉}島");
}

static void code(void **state)
{
	(void)state;
	assert_shown("`a *b*` ``c ` d`` `e", "prose: {c a *b*} {c c ` d} `e");
	assert_shown("```\n*a*\n\nb\n```\nc", "code: *a* /  / b ¶ prose: c");
	assert_shown("~~~~ text\na\n~~~\n~~~~\nb", "code: a / ~~~ ¶ prose: b");
	assert_shown("```\nnever closed", "code: never closed");
	assert_shown("```\n```", "");
	assert_shown("a\n    b", "prose: a /     b");
	assert_shown("a\n\n    *b*\n    c", "prose: a ¶ code:     *b* /     c");
	assert_shown("> ```\n> a\n> ```\n> b", "code: a ¶ quote: b");
}

static void links(void **state)
{
	(void)state;
	assert_shown("[a](http://b.c) d", "prose: {l a} d");
	assert_shown("[a](b \"t (x)\") [c](<d>) [e](f(g))", "prose: {l a} {l c} {l e}");
	assert_shown("![a](b.png) <http://c.d> <e@f.g>", "prose: {l a} {l http://c.d} {l e@f.g}");
	assert_shown("[*a*](b) *c [d](e) f*", "prose: {l {i a}} {i c {l d} f}");
	assert_shown("[both deputies] said [so](see below).", "prose: [both deputies] said [so](see below).");
	assert_shown("[a]( b\n[c] <d e> <f>", "prose: [a]( b / [c] <d e> <f>");
	assert_shown("[a_b](c_d) e_f_", "prose: {l a_b} e_f_");
}

static void blocks(void **state)
{
	(void)state;
	assert_shown("# a #\n## b\n#c\n####### d", "heading: a ¶ heading: b ¶ prose: #c / ####### d");
	assert_shown("# C#", "heading: C#");
	assert_shown("a\nb\n===\nc\n---\n***", "heading: a / b ¶ heading: c ¶ rule: ***");
	assert_shown("> a\n> b\nc\n\n> d", "quote: a / b / c ¶ quote: d");
	assert_shown("> *a\n> b*", "quote: {i a / b}");
	assert_shown("> # a\n>\n> - b\n> ***", "heading: a ¶ item: - b ¶ rule: ***");
	assert_shown("- a\n- b\n  c\n\n  d\n\ne", "item: - a ¶ item: - b /   c ¶ prose: d ¶ prose: e");
	assert_shown("a\n- b\n2. c", "prose: a ¶ item: - b ¶ item: 2. c");
	assert_shown("in the year\n1956. Nobody", "prose: in the year / 1956. Nobody");
	assert_shown("a\n2. b", "prose: a / 2. b");
	assert_shown("* *a*", "item: * {i a}");
	assert_shown("|a|b|\n|-|-|\n|c|d|\n\ne", "lines: |a|b| / |-|-| / |c|d| ¶ prose: e");
	assert_shown("one  \ntwo  \nthree", "lines: one   / two   / three");
	assert_shown("one  \ntwo and\nthree and\nfour", "prose: one   / two and / three and / four");
}

static void front_matter(void **state)
{
	struct doc doc;

	(void)state;
	texts_read(&doc, "a.md", SPAN("---\nauthor: x\nTitle: 'One: two'\nDATE: 2001-02-03T04:05\n---\n# Three\n"));
	assert_true(span_eq(doc.title, SPAN("One: two")));
	assert_int_equal(doc.date.day, 3);
	assert_int_equal(doc.nparas, 2);
	assert_int_equal(doc.paras[0].kind, PARA_CODE);
	doc_finish(&doc);
	texts_read(&doc, "a.md", SPAN("---\ndate: 2001-02\n...\n\n## Later\n\n# First\n"));
	assert_true(span_eq(doc.title, SPAN("First")));
	assert_int_equal(doc.date.month, 2);
	assert_int_equal(doc.date.day, 0);
	doc_finish(&doc);
	assert_shown("---\na\n", "rule: --- ¶ prose: a"); /* it is not closed */
	assert_shown("a\n---\ntitle: b\n---\n", "heading: a ¶ heading: title: b");
}

static void depths(void **state)
{
	struct doc doc;

	(void)state;
	texts_read(&doc, "a.md", SPAN("1. a\n   - b\n     - c\n2. d\n\n> > e\n\n#### f\n\n10. g\n"));
	assert_int_equal(doc.nparas, 7);
	assert_int_equal(doc.paras[0].level, 1);
	assert_int_equal(doc.paras[0].indent, 3);
	assert_int_equal(doc.paras[1].level, 2);
	assert_int_equal(doc.paras[1].indent, 2);
	assert_int_equal(doc.paras[2].level, 3);
	assert_int_equal(doc.paras[3].level, 1);
	assert_int_equal(doc.paras[4].level, 2);
	assert_int_equal(doc.paras[5].level, 4);
	assert_int_equal(doc.paras[6].indent, 4);
	doc_finish(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(emphasis),
		cmocka_unit_test(code),
		cmocka_unit_test(links),
		cmocka_unit_test(blocks),
		cmocka_unit_test(front_matter),
		cmocka_unit_test(depths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

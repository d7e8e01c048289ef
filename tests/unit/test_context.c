/* Words in what stands around them, also where the text is shorter than an index says. */
#include "read/context.h"
#include "read/flow.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "texts.h"

#define TEXT "They met on Iturup, the largest of the islands.\n"

static void assert_line(const struct doc *doc, struct range at, const char *expected)
{
	struct lines lines = {0};
	struct buf text = {0};

	context_put(doc, at, 12, 32, ROLE_HIT, 0, &lines);
	lines_end(&lines, ROLE_TEXT, 0);
	for (uint32_t i = 0; i < lines.npieces; i++) {
		buf_put(&text, lines.pieces[i].text);
	}
	assert_string_equal(text.n == 0 ? "" : text.p, expected);
	buf_finish(&text);
	lines_finish(&lines);
}

static void test_words_in_their_place(void **state)
{
	struct doc doc;

	(void)state;
	texts_read(&doc, "a.txt", SPAN(TEXT));
	assert_line(&doc, (struct range){12, 18}, "They met on Iturup, the largest…");
	doc_finish(&doc);
}

/* A file may be cut, or gone, between the index and the look at it. */
static void test_a_place_behind_the_end(void **state)
{
	struct doc doc;
	struct buf words = {0};

	(void)state;
	texts_read(&doc, "a.txt", SPAN("Cut.\n"));
	assert_line(&doc, (struct range){12, 18}, "       Cut. ");
	assert_line(&doc, (struct range){2, 4000}, "          Cut. ");
	context_flat(&doc, (struct range){12, 18}, 100, &words);
	assert_int_equal(words.n, 0);
	doc_finish(&doc);

	texts_read(&doc, "a.txt", SPAN(""));
	assert_line(&doc, (struct range){12, 18}, "");
	doc_finish(&doc);
	buf_finish(&words);
}

/* What a walk over steps draws of a paragraph up to a limit, with words passed over or one by one. */
static void walk(const struct doc *doc, uint32_t para, uint32_t limit, bool words, struct buf *out)
{
	struct flow flow;
	struct step step;

	flow_start(&flow, doc, para, doc->paras[para].at);
	do {
		uint32_t from = flow.off, end = words ? flow_words(&flow, limit) : from;

		assert_true(end == from || end <= limit);
		buf_add(out, doc->text.p + from, end - from);
		flow_pass(&flow, end);
		if (!flow_next(&flow, &step)) {
			return;
		}
		if (step.kind == STEP_GLYPH || step.kind == STEP_FORM) {
			buf_put(out, step.draw);
		} else {
			buf_puts(out, step.cols > 0 ? " " : "");
		}
	} while (true);
}

/* Whatever stands in a text, words are what one meets letter by letter, too. */
static void test_words_are_their_letters(void **state)
{
	static const char *const pieces[] = {"a", "island", " ", "  ", "\n", "\t", "-", "-\n", "*b*",
		"\xC2\xAD", "\xC2\xAD\n", "e\xCC\x81", " \xCC\x81", "\xE2\x80\x9C", "\x7F", "`c d`",
		"[x](y)", "Ha\xC3\xA9"};
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct buf text = {0}, letters = {0}, words = {0};
		struct doc doc;

		for (int i = 0; i < 12; i++) {
			seed = seed * 1664525 + 1013904223;
			buf_puts(&text, pieces[(seed >> 16) % COUNT_OF(pieces)]);
		}
		texts_read(&doc, round % 2 == 0 ? "a.txt" : "a.md", buf_span(&text));
		for (uint32_t i = 0; i < doc.nparas; i++) {
			walk(&doc, i, UINT32_MAX, false, &letters);
			walk(&doc, i, doc.paras[i].at.start + (seed >> 8) % 40, true, &words);
		}
		assert_int_equal(letters.n, words.n);
		assert_true(letters.n == 0 || memcmp(letters.p, words.p, words.n) == 0);
		doc_finish(&doc);
		buf_finish(&text);
		buf_finish(&letters);
		buf_finish(&words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_in_their_place),
		cmocka_unit_test(test_a_place_behind_the_end),
		cmocka_unit_test(test_words_are_their_letters),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}

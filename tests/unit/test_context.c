/* Words in what stands around them, also where the text is shorter than an index says. */
#include "read/context.h"

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

	context_put(doc, at, 12, 32, ROLE_HIT, 0, 0, &lines);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_in_their_place),
		cmocka_unit_test(test_a_place_behind_the_end),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Sentences: where they end and where they only seem to. */
#include "texts/sentence.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* A document of one paragraph of a kind, or of several with a blank line between them. */
static void make_doc(struct doc *doc, struct para *paras, const char *text, enum para_kind kind)
{
	const char *from = text, *end = text;

	*doc = (struct doc){.text = span_of(text), .paras = paras};
	while (end != NULL && *from != '\0') {
		end = strstr(from, "\n\n");
		paras[doc->nparas++] = (struct para){.kind = (uint8_t)kind,
			.at = {(uint32_t)(from - text),
				(uint32_t)(end == NULL ? strlen(text) : (size_t)(end - text))}};
		from = end == NULL ? from : end + 2;
	}
}

/* The sentences of a text joined by "|", walked forward; the way back finds the same ones. */
static void assert_kind(const char *text, enum para_kind kind, const char *expected)
{
	struct doc doc;
	struct para paras[8];
	struct buf forward = {0};
	struct range at, starts[32];
	uint32_t n = 0;

	make_doc(&doc, paras, text, kind);
	for (at = sentence_from(&doc, 0); at.end > at.start; at = sentence_from(&doc, at.end)) {
		buf_puts(&forward, n > 0 ? "|" : "");
		buf_put(&forward, span_in(doc.text, at));
		assert_true(n < COUNT_OF(starts));
		starts[n++] = at;
	}
	assert_string_equal(forward.p == NULL ? "" : forward.p, expected);
	at.start = (uint32_t)doc.text.n + 1;
	while (n-- > 0) {
		at = sentence_before(&doc, at.start);
		assert_int_equal(at.start, starts[n].start);
		assert_int_equal(at.end, starts[n].end);
	}
	at = sentence_before(&doc, at.start);
	assert_true(at.start == 0 && at.end == 0);
	buf_finish(&forward);
}

static void assert_sentences(const char *text, const char *expected)
{
	assert_kind(text, PARA_PROSE, expected);
}

static void stops_end_sentences(void **state)
{
	(void)state;
	assert_sentences("The boat came. It was late! Was it? Yes.",
		"The boat came.|It was late!|Was it?|Yes.");
	assert_sentences("He said: \"We go.\" She stayed (as always.) Then it rained...  And so on",
		"He said: \"We go.\"|She stayed (as always.)|Then it rained...|And so on");
	assert_sentences("A treaty of 1855. The next one of 1875.",
		"A treaty of 1855.|The next one of 1875.");
}

static void words_with_stops_do_not(void **state)
{
	(void)state;
	assert_sentences("Then Mr. Horn met Dr. Hale of St. Olaf. They agreed.",
		"Then Mr. Horn met Dr. Hale of St. Olaf.|They agreed.");
	assert_sentences("A. A. Gromyko wrote to the U.S. Government on No. 7 and Art. 3. He waited.",
		"A. A. Gromyko wrote to the U.S. Government on No. 7 and Art. 3.|He waited.");
	assert_sentences("It rose by 3.5 per cent, e.g. Holm, in Jan. 1902. The answer was no. He left.",
		"It rose by 3.5 per cent, e.g. Holm, in Jan. 1902.|The answer was no.|He left.");
	assert_sentences("\"What?\" he asked. See www.example.org for more.",
		"\"What?\" he asked.|See www.example.org for more.");
	assert_sentences("1. The first point is this.", "1. The first point is this.");
}

static void other_scripts_have_stops_of_their_own(void **state)
{
	(void)state;
	assert_sentences("島は二つある。「行こう。」誰も知らない！終わり",
		"島は二つある。|「行こう。」|誰も知らない！|終わり");
	assert_sentences("Остров мал. На нём маяк, см. карту. Всё.",
		"Остров мал.|На нём маяк, см. карту.|Всё.");
}

static void paragraphs_end_them_too(void **state)
{
	(void)state;
	assert_sentences("One line that\ngoes on. And\nanother\n\nThe next paragraph.",
		"One line that\ngoes on.|And\nanother|The next paragraph.");
	assert_sentences("", "");
	assert_sentences("  \n ", "");
	assert_kind("One. Two", PARA_HEADING, "One. Two");
	assert_kind("One\n  Two. Three", PARA_LINES, "One|Two.|Three");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stops_end_sentences),
		cmocka_unit_test(words_with_stops_do_not),
		cmocka_unit_test(other_scripts_have_stops_of_their_own),
		cmocka_unit_test(paragraphs_end_them_too),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("sentence", tests, NULL, NULL);
}

/* Passages of a text that is too long to be folded: found near where they were, or unchanged far away. */
#include "notes/anchor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define QUOTE "the boundary between Iturup and Urup was drawn by candle light"
#define LINE "Words of which nobody takes a note, number %u of a long row of them.\n"
#define LINES 250000u /* of 36 bytes and more: half of the text */

/* Lines, the passage, lines; before: put in at the start; quote: as it stands in the midst. */
static void make(struct buf *out, const char *before, size_t times, const char *quote)
{
	for (size_t i = 0; i < times; i++) {
		buf_puts(out, before);
	}
	for (uint32_t i = 0; i < 2 * LINES; i++) {
		if (i == LINES) {
			buf_printf(out, "Here %s, they say.\n", quote);
		}
		buf_printf(out, LINE, i);
	}
	assert_true(out->n > ANCHOR_LONG);
}

static struct doc doc_of(const struct buf *text, struct para *para)
{
	*para = (struct para){.at = {0, (uint32_t)text->n}, .number = 1};
	return (struct doc){.text = buf_span(text), .path = SPAN("long.txt"), .paras = para, .nparas = 1};
}

static void assert_found(const struct anchor *anchor, const struct buf *text, const char *quote,
	enum anchor_state state)
{
	size_t at = span_find(buf_span(text), span_of(quote), 0);
	struct para para;
	struct doc doc = doc_of(text, &para);
	struct anchor_text now = {.doc = &doc};
	struct anchor_found found;

	assert_true(anchor_find_all(&anchor, 1, &now, &found));
	assert_string_equal(anchor_state_word(found.state), anchor_state_word(state));
	if (state != ANCHOR_ORPHAN) {
		assert_int_equal(found.at.start, at);
		assert_int_equal(found.at.end, at + strlen(quote));
	}
	anchor_text_finish(&now);
}

static void passages_of_long_texts_are_found(void **state)
{
	static const char reworded[] = "the boundary between Iturup and Urup was shown by candle light";
	struct buf text = {0}, after = {0};
	struct arena arena = {0};
	struct anchor anchor;
	struct anchor_text before;
	struct para para;
	struct doc doc;
	size_t at;

	(void)state;
	make(&text, "", 0, QUOTE);
	doc = doc_of(&text, &para);
	before = (struct anchor_text){.doc = &doc};
	at = span_find(buf_span(&text), SPAN(QUOTE), 0);
	assert_true(anchor_make(&before, (struct range){(uint32_t)at, (uint32_t)(at + strlen(QUOTE))},
		&arena, &anchor));
	anchor_text_finish(&before);
	assert_true(anchor.prefix.n > 0 && anchor.prefix.n < 2000);
	assert_int_equal(anchor.ordinal, 0);
	assert_found(&anchor, &text, QUOTE, ANCHOR_EXACT);
	make(&after, "A line that was put in.\n", 100, QUOTE);
	assert_found(&anchor, &after, QUOTE, ANCHOR_MOVED);
	buf_clear(&after);
	make(&after, "A line that was put in.\n", 100000, QUOTE); /* out of sight */
	assert_found(&anchor, &after, QUOTE, ANCHOR_MOVED);
	buf_clear(&after);
	make(&after, "A line that was put in.\n", 100, reworded);
	assert_found(&anchor, &after, reworded, ANCHOR_REWORDED);
	buf_clear(&after);
	make(&after, "A line that was put in.\n", 100, "nothing is said of it");
	assert_found(&anchor, &after, "", ANCHOR_ORPHAN);
	arena_finish(&arena);
	buf_finish(&text);
	buf_finish(&after);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(passages_of_long_texts_are_found),
	};

	return cmocka_run_group_tests_name("anchor_long", tests, NULL, NULL);
}

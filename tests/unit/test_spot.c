/* Places: the same word again, whatever was done to the text around it. */
#include "notes/spot.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char base[] =
	"The first boat came on Tuesday, with three letters, the lamp oil and a cheese\n"
	"from Holm that has travelled badly over the sea.\n\n"
	"You ask how one lives here. One walks: from the light to the harbour, from the\n"
	"harbour to the chapel, and back over the hill to the light, and by then it is late.\n\n"
	"The people of Skerry talk of nothing but the Treaty of Holm. They say that the\n"
	"line which was drawn then runs through the best of their fishing grounds.\n";

static void read_text(struct doc *doc, const char *text)
{
	struct config config = {.read_encoding = "UTF-8"};
	struct doc_about about = {.path = SPAN("test.txt"), .title = SPAN("Test")};
	struct buf bytes = {0};
	struct err err;

	buf_puts(&bytes, text);
	assert_true(doc_read(doc, &bytes, &about, &config, &err));
}

static uint32_t off_of(const struct doc *doc, const char *word)
{
	return (uint32_t)span_find(doc->text, span_of(word), 0);
}

/* The place before `word` in the base text is found before it in another one. */
static void assert_found(const char *text, const char *word)
{
	struct doc from = {0}, to = {0};
	struct spot spot;

	read_text(&from, base);
	read_text(&to, text);
	spot = spot_make(&from, off_of(&from, word));
	assert_int_equal(spot_find(&to, &spot), off_of(&to, word));
	doc_finish(&from);
	doc_finish(&to);
}

static void the_same_text_has_every_place(void **state)
{
	struct doc doc = {0};

	(void)state;
	read_text(&doc, base);
	for (uint32_t off = 0; off <= doc.text.n; off++) {
		struct spot spot = spot_make(&doc, off);
		uint32_t found = spot_find(&doc, &spot);
		const struct para *para = &doc.paras[doc_para_at(&doc, off)];

		/* A gap is the end of the paragraph before it. */
		assert_int_equal(found, off > para->at.end ? para->at.end : off);
	}
	doc_finish(&doc);
}

static void an_edited_text_has_the_word(void **state)
{
	struct buf text = {0};

	(void)state;
	buf_puts(&text, "A paragraph that was put before all the others, by another hand, later.\n\n");
	buf_puts(&text, base);
	assert_found(text.p, "One walks");
	assert_found(text.p, "The first");
	assert_found(text.p, "fishing");
	buf_clear(&text);
	/* Wrapped anew: every line end is a blank, every blank before a long word a line end. */
	for (const char *p = base; *p != '\0'; p++) {
		bool end = p[0] == '\n' && p[1] != '\n' && p > base && p[-1] != '\n' && p[1] != '\0';

		buf_putc(&text, end ? ' ' : *p == ' ' && (p - base) % 3 == 0 ? '\n' : *p);
	}
	assert_found(text.p, "Treaty");
	assert_found(text.p, "harbour to the chapel");
	buf_finish(&text);
}

static void a_place_that_is_gone_is_near_where_it_was(void **state)
{
	struct doc from = {0}, to = {0};
	struct spot spot;
	struct buf text = {0};
	uint32_t found;

	(void)state;
	read_text(&from, base);
	for (const char *p = base; *p != '\0'; p++) {
		buf_putc(&text, *p == 'e' ? 'o' : *p);
		buf_puts(&text, *p == 't' ? "ö" : "");
	}
	read_text(&to, text.p);
	spot = spot_make(&from, (uint32_t)from.text.n / 2);
	found = spot_find(&to, &spot);
	assert_true(found > to.text.n * 4 / 10 && found < to.text.n * 6 / 10);
	doc_finish(&to);
	buf_clear(&text);
	read_text(&to, "");
	assert_int_equal(spot_find(&to, &spot), 0);
	spot = (struct spot){0, 7, 4000000000u, 4000000001u};
	assert_true(spot_find(&from, &spot) <= from.text.n);
	doc_finish(&to);
	doc_finish(&from);
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_text_has_every_place),
		cmocka_unit_test(an_edited_text_has_the_word),
		cmocka_unit_test(a_place_that_is_gone_is_near_where_it_was),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests_name("spot", tests, NULL, NULL);
}

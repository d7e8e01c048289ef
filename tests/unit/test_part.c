/* Paragraphs too long to lay out: where they are cut, what they are cited by, what is drawn. */
#include "texts/part.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "read/layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "texts.h"

/* A text of one paragraph, `unit` over and over, and its parts. */
struct cut {
	struct buf text;
	struct paras paras;
};

static void cut_make(struct cut *cut, struct span unit, uint32_t times, enum para_kind kind)
{
	*cut = (struct cut){0};
	for (uint32_t i = 0; i < times; i++) {
		buf_put(&cut->text, unit);
	}
	assert_false(cut->text.failed);
	para_add(&cut->paras, PARA_RULE, (struct range){0, 0}, 0, 0);
	para_add(&cut->paras, kind, (struct range){0, (uint32_t)cut->text.n}, 3, 4);
	assert_true(part_split(&(struct doc){.text = buf_span(&cut->text)}, &cut->paras));
}

static void cut_finish(struct cut *cut)
{
	buf_finish(&cut->text);
	para_finish(&cut->paras);
}

/* The invariants of a list that was cut: one number, in order, no byte lost but blanks. */
static void assert_covers(const struct cut *cut)
{
	uint32_t off = 0;

	assert_true(cut->paras.n > 2);
	for (uint32_t i = 1; i < cut->paras.n; i++) {
		const struct para *para = &cut->paras.items[i];

		assert_int_equal(para->number, 1);
		assert_int_equal(para->level, 3);
		assert_int_equal(para->indent, 4);
		assert_int_equal(para->part, i > 1);
		assert_true(para->at.start >= off);
		while (off < para->at.start) {
			assert_non_null(strchr(" \t\n", cut->text.p[off]));
			off++;
		}
		assert_in_range(para->at.end - para->at.start, 1, PARA_LONG);
		off = para->at.end;
	}
	assert_int_equal(off, cut->text.n);
}

static void leaves_short_ones(void **state)
{
	struct cut cut;

	(void)state;
	cut_make(&cut, SPAN("x"), PARA_LONG, PARA_PROSE);
	assert_int_equal(cut.paras.n, 2);
	assert_false(cut.paras.items[1].part);
	cut_finish(&cut);
}

static void cuts_behind_sentences(void **state)
{
	static const struct {
		const char *unit, *end; /* what every part but the last ends with */
	} cases[] = {{"of Etorofu, \"the\nisland.\" And", ".\""}, {"one two\nthree ", "two"},
		{"one two three ", "e"}, {"択捉島。国後島", "。"}, {"one\t\t\t(two.) ", ")"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct cut cut;

		cut_make(&cut, span_of(cases[i].unit), 12000, PARA_PROSE);
		if (cut.text.p[cut.text.n - 1] == ' ') {
			buf_putc(&cut.text, 'x');
			cut.paras.items[cut.paras.n - 1].at.end++;
		}
		assert_covers(&cut);
		for (uint32_t k = 1; k + 1 < cut.paras.n; k++) {
			struct span part = span_in(buf_span(&cut.text), cut.paras.items[k].at);

			assert_true(span_ends(part, span_of(cases[i].end)));
		}
		cut_finish(&cut);
	}
}

static void cuts_between_characters(void **state)
{
	static const char *const units[] = {"x", "\xC3\xA9", "\xE6\x8D\x89", "\xF0\x9F\x98\x80",
		"e\xCC\x81", "a\xCC\x81\xCC\x88"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		struct cut cut;

		cut_make(&cut, span_of(units[i]), 100000, PARA_PROSE);
		assert_covers(&cut);
		for (uint32_t k = 1; k < cut.paras.n; k++) {
			assert_int_equal(cut.paras.items[k].at.start % strlen(units[i]), 0);
		}
		cut_finish(&cut);
	}
}

static void cuts_marks_without_end(void **state)
{
	struct cut cut;

	(void)state;
	cut_make(&cut, SPAN("\xCC\x81"), 100000, PARA_PROSE);
	assert_covers(&cut);
	cut_finish(&cut);
}

static void cuts_kept_lines_at_their_ends(void **state)
{
	struct cut cut;

	(void)state;
	cut_make(&cut, SPAN("  a. b\n\n x"), 20000, PARA_LINES);
	assert_covers(&cut);
	for (uint32_t k = 2; k < cut.paras.n; k++) {
		uint32_t start = cut.paras.items[k].at.start;

		assert_int_equal(cut.text.p[start - 1], '\n');
		assert_int_equal(cut.paras.items[k - 1].at.end, start - 1);
	}
	cut_finish(&cut);
}

static void passes_over_blanks(void **state)
{
	struct cut cut = {0};

	(void)state;
	buf_putc(&cut.text, 'a');
	for (uint32_t i = 0; i < 3 * PARA_LONG; i++) {
		buf_putc(&cut.text, ' ');
	}
	buf_putc(&cut.text, 'b');
	para_add(&cut.paras, PARA_PROSE, (struct range){0, (uint32_t)cut.text.n}, 0, 0);
	assert_true(part_split(&(struct doc){.text = buf_span(&cut.text)}, &cut.paras));
	assert_int_equal(cut.paras.n, 2);
	assert_int_equal(cut.paras.items[0].at.end, 1);
	assert_int_equal(cut.paras.items[1].at.start, cut.text.n - 1);
	cut_finish(&cut);
}

/* A document with one long paragraph has one number for it, and no gap within it. */
static void document_has_parts(void **state)
{
	struct buf text = {0};
	struct rows rows = {0};
	struct doc doc;

	(void)state;
	for (uint32_t i = 0; i < 20000; i++) {
		buf_puts(&text, "Etorofu and Kunashiri were ceded. ");
	}
	buf_puts(&text, "Last\n\nThe next paragraph.\n");
	texts_read(&doc, "long.txt", buf_span(&text));
	assert_true(doc.nparas > 3);
	assert_int_equal(doc.paras[0].number, doc.paras[doc.nparas - 2].number);
	assert_int_equal(doc.paras[doc.nparas - 1].number, doc.paras[0].number + 1);
	assert_true(layout_para(&doc, 0, 72, &rows));
	assert_int_equal(rows.items[rows.n - 1].kind, ROW_TEXT);
	rows.n = 0;
	assert_true(layout_para(&doc, doc.nparas - 2, 72, &rows));
	assert_int_equal(rows.items[rows.n - 1].kind, ROW_GAP);
	rows_finish(&rows);
	doc_finish(&doc);
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leaves_short_ones),
		cmocka_unit_test(cuts_behind_sentences),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(cuts_marks_without_end),
		cmocka_unit_test(cuts_kept_lines_at_their_ends),
		cmocka_unit_test(passes_over_blanks),
		cmocka_unit_test(document_has_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

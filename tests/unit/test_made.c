/* Documents that the reader makes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "texts.h"
#include "texts/made.h"
#include "texts/part.h"

static struct doc finished(struct made *made)
{
	struct doc doc;
	struct err err;

	assert_true(made_doc(made, SPAN("Title"), &doc, &err));
	assert_null(made->text.p);
	assert_true(span_eq(doc.title, SPAN("Title")));
	assert_int_equal(utf8_valid_prefix(doc.text), doc.text.n);
	return doc;
}

static void pieces_become_paragraphs(void **state)
{
	struct made made = {0};
	struct doc doc;
	struct buf dump = {0};

	(void)state;
	made_heading(&made, 1, SPAN("Results"));
	made_line(&made, SPAN("  first"));
	made_line(&made, SPAN(""));
	made_line(&made, SPAN("second  "));
	made_break(&made);
	made_line(&made, SPAN("third"));
	made_prose(&made, SPAN(" Some prose. "));
	made_prose(&made, SPAN(" "));
	made_line(&made, SPAN("fourth"));
	doc = finished(&made);
	assert_true(span_eq(doc.text, SPAN("Results\n\n  first\n\nsecond  \n\nthird\n\n Some prose. \n\nfourth")));
	texts_dump(&doc, &dump);
	assert_string_equal(dump.p, "title: Title\ndate: \nencoding: UTF-8\n"
		"\n1 heading level 1\n    Results\n"
		"\n2 lines\n      first /  / second\n"
		"\n3 lines\n    third\n"
		"\n4 prose\n    Some prose.\n"
		"\n5 lines\n    fourth\n");
	doc_finish(&doc);
	buf_finish(&dump);
}

static void lines_have_marks_and_links(void **state)
{
	struct made made = {0};
	struct doc doc;
	uint32_t here;

	(void)state;
	assert_int_equal(made_here(&made), 0);
	made_heading(&made, 2, SPAN("Results"));
	assert_int_equal(made_here(&made), 9);
	made_line(&made, SPAN("one two"));
	made_mark(&made, 3, MARK_STRONG);
	made_link(&made, (doc_id){4}, (struct range){10, 20});
	here = made_here(&made);
	made_line(&made, SPAN("three"));
	made_mark(&made, 99, MARK_EMPH); /* never more than what was put last */
	made_link(&made, (doc_id){5}, (struct range){30, 40});
	doc = finished(&made);
	assert_int_equal(doc.nlinks, 2);
	assert_int_equal(doc.links[0].at.start, 9);
	assert_int_equal(doc.links[0].at.end, 16);
	assert_int_equal(doc.links[0].doc.i, 4);
	assert_int_equal(doc.links[1].at.start, here);
	assert_int_equal(doc.links[1].target.end, 40);
	assert_int_equal(doc.nmarks, 2);
	assert_true(span_eq(span_in(doc.text, doc.marks[0].at), SPAN("two")));
	assert_true(span_eq(span_in(doc.text, doc.marks[1].at), SPAN("three")));
	assert_int_equal(doc_mark_from(&doc, doc.marks[1].at.start), 1);
	doc_finish(&doc);
}

static void text_keeps_its_length(void **state)
{
	struct made made = {0};
	struct doc doc;

	(void)state;
	made_line(&made, SPAN("a\nb\r\nc\xFF" "d\xC2\x85" "e\x1B"));
	doc = finished(&made);
	assert_true(span_eq(doc.text, SPAN("a b  c?d  e\x1B")));
	doc_finish(&doc);
}

static void nothing_is_a_document_too(void **state)
{
	struct made made = {0};
	struct doc doc = finished(&made);

	(void)state;
	assert_int_equal(doc.text.n, 0);
	assert_int_equal(doc.nparas, 0);
	doc_finish(&doc);
	made_line(&made, SPAN("dropped"));
	made_finish(&made);
	made_finish(&made);
	doc = finished(&made);
	assert_int_equal(doc.nparas, 0);
	doc_finish(&doc);
}

/* A list of a million lines is laid out from the part on that the screen begins in. */
static void a_long_list_has_parts(void **state)
{
	enum { LINES = 5000 };
	struct made made = {0};
	struct doc doc;

	(void)state;
	for (uint32_t i = 0; i < LINES; i++) {
		made_line(&made, SPAN("1956-10-19   12        24  Joint Declaration"));
		made_link(&made, (doc_id){i}, (struct range){0, 0});
	}
	made_break(&made);
	made_line(&made, SPAN("the end"));
	doc = finished(&made);
	assert_in_range(doc.nparas, 4, 16);
	for (uint32_t i = 0; i < doc.nparas; i++) {
		const struct para *para = &doc.paras[i];

		assert_in_range(para->at.end - para->at.start, 1, PARA_LONG);
		assert_int_equal(para->kind, PARA_LINES);
		assert_int_equal(para->part, i > 0 && i + 1 < doc.nparas);
		assert_int_equal(para->number, i + 1 < doc.nparas ? 1 : 2);
		assert_true(i == 0 || doc.text.p[para->at.start - 1] == '\n');
	}
	assert_int_equal(doc.nlinks, LINES);
	doc_finish(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_become_paragraphs),
		cmocka_unit_test(lines_have_marks_and_links),
		cmocka_unit_test(text_keeps_its_length),
		cmocka_unit_test(a_long_list_has_parts),
		cmocka_unit_test(nothing_is_a_document_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

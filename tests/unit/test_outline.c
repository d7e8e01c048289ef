/* Paragraphs and marks in few bytes: what was packed is unpacked, and lies are not believed. */
#include "texts/outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "texts.h"

#define PLAIN SPAN("The minutes\n\n7 February 1855\n\nKuriyama. The isles, he said,\nwere " \
	"four.\n\nROGACHEV: Il y en a “trois” à l’île d’Itouroup.\n\n  a table   1\n  of lines  2\n\n" \
	"1. one\n2. two\n   a. deeper\n\n-----\n\nThe end, é")

#define MARKUP SPAN("# Notes on *Iturup*\n\n- Etorofu\n- 択捉島 and **Ōtsu _there_**\n\n```\n" \
	"code\n```\n\n> Quoted in [1956](http://example.org/).\n>> deeper\n\n---\n\nThe end, é\n")

static void pack(const struct doc *doc, struct buf *out)
{
	outline_put(&(struct outline){doc->paras, doc->nparas, doc->marks, doc->nmarks}, out);
	assert_false(out->failed);
}

static void assert_same(const struct doc *doc, const struct outline *outline)
{
	assert_int_equal(outline->nparas, doc->nparas);
	assert_int_equal(outline->nmarks, doc->nmarks);
	for (uint32_t i = 0; i < doc->nparas; i++) {
		const struct para *is = &outline->paras[i], *was = &doc->paras[i];

		assert_int_equal(is->at.start, was->at.start);
		assert_int_equal(is->at.end, was->at.end);
		assert_int_equal(is->number, was->number);
		assert_int_equal(is->kind, was->kind);
		assert_int_equal(is->level, was->level);
		assert_int_equal(is->indent, was->indent);
		assert_int_equal(is->part, was->part);
	}
	for (uint32_t i = 0; i < doc->nmarks; i++) {
		assert_int_equal(outline->marks[i].at.start, doc->marks[i].at.start);
		assert_int_equal(outline->marks[i].at.end, doc->marks[i].at.end);
		assert_int_equal(outline->marks[i].kind, doc->marks[i].kind);
	}
}

static void assert_comes_back(const char *path, struct span text)
{
	struct arena arena = {0};
	struct buf packed = {0};
	struct outline outline;
	struct doc doc;

	texts_read(&doc, path, text);
	pack(&doc, &packed);
	assert_true(outline_get(buf_span(&packed), doc.text, &arena, &outline));
	assert_same(&doc, &outline);
	assert_true(packed.n < 8 * (doc.nparas + doc.nmarks + 1u));
	buf_finish(&packed);
	arena_finish(&arena);
	doc_finish(&doc);
}

static void test_what_was_packed_comes_back(void **state)
{
	struct buf most = {0};

	(void)state;
	assert_comes_back("plain.txt", PLAIN);
	assert_comes_back("markup.md", MARKUP);
	for (int i = 0; i < 3000; i++) {
		buf_printf(&most, "%d words without an end ", i); /* one paragraph, in parts */
	}
	assert_comes_back("long.txt", buf_span(&most));
	buf_finish(&most);
}

/* What an outline must be true of, whatever bytes it was made of. */
static void assert_possible(struct span text, const struct outline *outline)
{
	uint32_t end = 0, start = 0;

	for (uint32_t i = 0; i < outline->nparas; i++) {
		const struct para *para = &outline->paras[i];

		assert_true(para->at.start >= end && para->at.end > para->at.start);
		assert_true(para->at.end <= text.n && para->kind <= PARA_RULE);
		assert_int_not_equal((unsigned char)text.p[para->at.start] & 0xC0, 0x80);
		end = para->at.end;
	}
	for (uint32_t i = 0; i < outline->nmarks; i++) {
		const struct mark *mark = &outline->marks[i];

		assert_true(mark->at.start >= start && mark->at.end > mark->at.start);
		assert_true(mark->at.end <= text.n && mark->kind <= MARK_FAINT);
		start = mark->at.start;
	}
}

static void test_lies_are_not_believed(void **state)
{
	struct buf packed = {0}, lies = {0};
	struct outline outline;
	struct doc doc;
	unsigned seed = 3, taken = 0;

	(void)state;
	texts_read(&doc, "markup.md", MARKUP);
	pack(&doc, &packed);
	for (size_t n = 0; n < packed.n; n++) {
		struct arena arena = {0};

		assert_false(outline_get((struct span){packed.p, n}, doc.text, &arena, &outline));
		arena_finish(&arena);
	}
	for (int round = 0; round < 5000; round++) {
		struct arena arena = {0};

		buf_clear(&lies);
		buf_put(&lies, buf_span(&packed));
		for (int k = 0; k <= round % 4; k++) {
			seed = seed * 1103515245 + 12345;
			lies.p[(seed >> 8) % lies.n] = (char)(seed >> 16);
		}
		if (outline_get(buf_span(&lies), doc.text, &arena, &outline)) {
			assert_possible(doc.text, &outline);
			taken++;
		}
		arena_finish(&arena);
	}
	assert_in_range(taken, 1, 4999); /* both were met */
	assert_false(outline_get(SPAN("\xFF\xFF\xFF\xFF\x0F\0"), doc.text, &doc.arena, &outline));
	assert_false(outline_get(SPAN("\xFF\xFF\xFF\xFF\xFF\xFF\x0F\0"), doc.text, &doc.arena, &outline));
	buf_finish(&packed);
	buf_finish(&lies);
	doc_finish(&doc);
}

static void read_known(struct doc *doc, struct span text, const struct doc_known *known)
{
	const struct doc_about about = {.path = SPAN("d.txt"), .known = known};
	struct config config = {.read_encoding = "windows-1252"};
	struct buf bytes = {0};
	struct err err;

	buf_put(&bytes, text);
	assert_true(doc_read(doc, &bytes, &about, &config, &err));
}

/* A document takes what is known of its bytes, and only that. */
static void test_a_document_is_read_by_what_is_known(void **state)
{
	struct buf packed = {0};
	struct doc doc, again;

	(void)state;
	read_known(&doc, PLAIN, NULL);
	pack(&doc, &packed);
	struct doc_known known = {.outline = buf_span(&packed), .title = SPAN("As it was"),
		.date = {1901, 2, 3}, .text_n = (uint32_t)PLAIN.n, .hidden = 7};

	read_known(&again, PLAIN, &known);
	assert_string_equal(again.title.p, "As it was");
	assert_int_equal(again.date.year, 1901);
	assert_int_equal(again.hidden, 0); /* counted, as something was to be there */
	assert_same(&doc, &(struct outline){again.paras, again.nparas, again.marks, again.nmarks});
	assert_int_equal(doc.nmarks, 0); /* and so there is nothing that encloses them */
	doc_finish(&again);
	known.text_n--;
	read_known(&again, PLAIN, &known);
	assert_string_equal(again.title.p, doc.title.p);
	assert_int_equal(again.hidden, doc.hidden);
	doc_finish(&again);
	known.text_n++;
	known.outline.n--;
	read_known(&again, PLAIN, &known);
	assert_string_equal(again.title.p, doc.title.p);
	doc_finish(&again);
	buf_finish(&packed);
	doc_finish(&doc);
}

/* How much hides in it is known by sort, as in one that was gone through. */
static void test_what_hides_is_counted_by_sort(void **state)
{
	struct span text = SPAN("One\xE2\x80\x8Btwo \xE2\x80\xAEthree\x1B[2J.\n\nFour.\n");
	struct buf packed = {0};
	struct doc doc, again;

	(void)state;
	read_known(&doc, text, NULL);
	pack(&doc, &packed);
	struct doc_known known = {.outline = buf_span(&packed), .text_n = (uint32_t)doc.text.n,
		.hidden = doc.hidden};

	read_known(&again, text, &known);
	assert_int_equal(doc.hidden, 3);
	assert_int_equal(again.hidden, 3);
	assert_memory_equal(again.hides, doc.hides, sizeof(doc.hides));
	doc_finish(&again);
	doc_finish(&doc);
	buf_finish(&packed);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_packed_comes_back),
		cmocka_unit_test(test_lies_are_not_believed),
		cmocka_unit_test(test_a_document_is_read_by_what_is_known),
		cmocka_unit_test(test_what_hides_is_counted_by_sort),
	};
	return cmocka_run_group_tests_name("outline", tests, NULL, NULL);
}

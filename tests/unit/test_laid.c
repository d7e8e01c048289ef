/* Rows and counts that are kept: always those of layout_para(), whatever was asked for before. */
#include "read/laid.h"
#include "read/paging.h"
#include "fixed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { PARAS = 3 * LAID_PARAS };

/* Paragraphs of so many words, at most; the text of a later call takes the same address. */
static void doc_make(struct doc *doc, uint32_t words)
{
	struct config config = {.read_encoding = "UTF-8"};
	struct doc_about about = {.path = SPAN("test.txt")};
	struct buf bytes = {0};
	struct err err;

	for (int i = 0; i < PARAS; i++) {
		for (uint32_t n = 1 + roll(words); n > 0; n--) {
			buf_printf(&bytes, "%.*s ", (int)(1 + roll(9)), "Shikotan and Habomai");
		}
		buf_puts(&bytes, ".\n\n");
	}
	doc_finish(doc);
	assert_true(doc_read(doc, &bytes, &about, &config, &err));
}

static void assert_rows(struct laid *laid, const struct doc *doc, uint32_t para, int measure)
{
	const struct rows *rows = laid_rows(laid, doc, para, measure);
	struct rows fresh = {0};

	assert_non_null(rows);
	assert_true(layout_para(doc, para, measure, &fresh));
	assert_int_equal(rows->n, fresh.n);
	for (uint32_t i = 0; i < rows->n; i++) {
		const struct row *a = &rows->items[i], *b = &fresh.items[i];

		assert_int_equal(a->para, para);
		assert_int_equal(a->at.start, b->at.start);
		assert_int_equal(a->at.end, b->at.end);
		assert_int_equal(a->kind, b->kind);
		assert_int_equal(a->indent, b->indent);
		assert_int_equal(a->hyphen, b->hyphen);
		assert_int_equal(a->full, b->full);
	}
	rows_finish(&fresh);
}

static void test_kept_rows_are_right(void **state)
{
	(void)state;
	struct laid laid = {0};
	static struct doc docs[2];

	doc_make(&docs[0], 60);
	doc_make(&docs[1], 9);
	for (int i = 0; i < 3000; i++) {
		const struct doc *doc = &docs[i / 200 % 2];

		assert_rows(&laid, doc, roll(doc->nparas), i / 50 % 2 ? 72 : 30);
	}
	laid_finish(&laid);
	doc_finish(&docs[0]);
	doc_finish(&docs[1]);
}

static void test_rows_are_kept(void **state)
{
	(void)state;
	struct laid laid = {0};
	struct doc doc = {0};

	doc_make(&doc, 60);
	const struct rows *rows = laid_rows(&laid, &doc, 7, 72);
	const struct row *items = rows->items;
	assert_non_null(laid_rows(&laid, &doc, 8, 72));
	assert_ptr_equal(laid_rows(&laid, &doc, 7, 72), rows);
	assert_ptr_equal(rows->items, items);
	assert_rows(&laid, &doc, 7 + LAID_PARAS, 72);
	assert_rows(&laid, &doc, 7, 72);
	laid_finish(&laid);
	doc_finish(&doc);
}

static void test_another_text_at_one_address(void **state)
{
	(void)state;
	struct laid laid = {0};
	struct doc doc = {0};

	doc_make(&doc, 60);
	assert_rows(&laid, &doc, 3, 40);
	doc_make(&doc, 9);
	laid_forget(&laid);
	assert_rows(&laid, &doc, 3, 40);
	laid_finish(&laid);
	doc_finish(&doc);
}

static void test_long_paragraphs_are_not_kept(void **state)
{
	(void)state;
	struct laid laid = {0};
	struct doc doc = {0};

	uint32_t most = 0;

	doc_make(&doc, 2000);
	for (uint32_t para = 0; para < doc.nparas; para++) {
		const struct rows *rows = laid_rows(&laid, &doc, para, 3);

		most = rows->n > most ? rows->n : most;
		assert_rows(&laid, &doc, para, 3);
	}
	assert_true(most > LAID_ROWS);
	for (int i = 0; i < LAID_PARAS; i++) {
		assert_true(laid.paras[i].rows.n <= LAID_ROWS);
	}
	laid_finish(&laid);
	doc_finish(&doc);
}

/* All that was counted: also from another point on than the last one that was asked for. */
static void assert_rows_before(struct paging *paging, const struct paging_doc *kept,
	const struct doc *doc, int measure)
{
	struct rows rows = {0};
	uint32_t before;

	for (uint32_t i = 0; i <= kept->next.para; i++) {
		assert_true(paging_rows(paging, kept, doc, i, &before));
		assert_int_equal(before, rows.n);
		assert_true(i == doc->nparas || layout_para(doc, i, measure, &rows));
	}
	rows_finish(&rows);
}

static void assert_pages(struct paging *paging, const struct doc *doc, doc_id id, int measure)
{
	struct paging_doc *kept = paging_of(paging, doc, id, measure);

	assert_non_null(kept);
	assert_true(paging_count(paging, kept, doc, true));
	assert_true(paging_is_whole(kept));
	assert_rows_before(paging, kept, doc, measure);
}

/* What is counted in slices, at two measures in turn, is what is counted at once. */
static void test_pages_in_slices(void **state)
{
	(void)state;
	static const int measures[] = {72, 40};
	struct paging paging = {0};
	struct doc doc = {0};
	uint32_t slices = 0, points = 0;
	bool whole = false;

	doc_make(&doc, 300);
	while (!whole) {
		whole = true;
		for (uint32_t i = 0; i < COUNT_OF(measures); i++) {
			struct paging_doc *kept = paging_of(&paging, &doc, (doc_id){3}, measures[i]);

			assert_non_null(kept);
			assert_true(paging_count(&paging, kept, &doc, false));
			assert_rows_before(&paging, kept, &doc, measures[i]);
			whole = whole && paging_is_whole(kept);
			points = kept->npoints;
			assert_true(points <= kept->most);
		}
		slices++;
	}
	assert_true(slices > 3);
	assert_true(points > 10);
	paging_finish(&paging);
	doc_finish(&doc);
}

static void test_pages_of_many_texts(void **state)
{
	(void)state;
	static struct doc docs[PAGING_DOCS + 3];
	struct paging paging = {0};

	for (uint32_t i = 0; i < COUNT_OF(docs); i++) {
		doc_make(&docs[i], 20);
		docs[i].stamp.ino = i + 1;
	}
	for (int i = 0; i < 200; i++) {
		uint32_t n = roll(COUNT_OF(docs));

		assert_pages(&paging, &docs[n], (doc_id){n}, roll(2) ? 72 : 40);
	}
	assert_pages(&paging, &docs[0], (doc_id){0}, 72);
	const struct paging_doc *kept = paging_of(&paging, &docs[0], (doc_id){0}, 72);
	assert_pages(&paging, &docs[1], (doc_id){1}, 72);
	assert_ptr_equal(paging_of(&paging, &docs[0], (doc_id){0}, 72), kept);
	assert_true(paging_is_whole(kept));
	/* The file was changed meanwhile, and has as many paragraphs. */
	doc_make(&docs[0], 30);
	docs[0].stamp.ino = 99;
	assert_pages(&paging, &docs[0], (doc_id){0}, 72);
	paging_finish(&paging);
	for (uint32_t i = 0; i < COUNT_OF(docs); i++) {
		doc_finish(&docs[i]);
	}
}

static void test_pages_of_made_documents(void **state)
{
	(void)state;
	struct paging paging = {0};
	struct doc doc = {0};

	doc_make(&doc, 20);
	assert_pages(&paging, &doc, (doc_id){7}, 72);
	doc_make(&doc, 30);
	paging_forget(&paging, (doc_id){7});
	assert_pages(&paging, &doc, (doc_id){7}, 72);
	paging_finish(&paging);
	doc_finish(&doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept_rows_are_right),
		cmocka_unit_test(test_rows_are_kept),
		cmocka_unit_test(test_another_text_at_one_address),
		cmocka_unit_test(test_long_paragraphs_are_not_kept),
		cmocka_unit_test(test_pages_in_slices),
		cmocka_unit_test(test_pages_of_many_texts),
		cmocka_unit_test(test_pages_of_made_documents),
	};
	return cmocka_run_group_tests(tests, set_locale, NULL);
}

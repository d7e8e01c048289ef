/* The words of a text: quick ways of cutting give what the plain one gives. */
#include "find/piece.h"
#include "find/words_cut.h"

#include "wordy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void collect(void *owner, struct span word)
{
	assert_true(word.n > 0 && word.n <= WORDS_CUT_MOST);
	assert_int_equal(word.p[word.n], 0);
	buf_put(owner, word);
	buf_putc(owner, '|');
}

static void collect_shorts(void *owner, const struct words_short *words, uint32_t n)
{
	assert_true(n > 0 && n <= WORDS_CUT_WAIT);
	for (uint32_t i = 0; i < n; i++) {
		char bytes[WORDS_CUT_SHORT + WORDS_CUT_STEP] = {0};

		memcpy(bytes, &words[i], sizeof(words[i]));
		collect(owner, span_of(bytes));
	}
}

/* Cutting ASCII by itself gives what cutting the folded text gives. */
static void test_both_ways_of_cutting_are_one(void **state)
{
	struct catalog catalog;
	struct buf quick = {0}, slow = {0};
	struct words_cut a = {.shorts = collect_shorts, .word = collect, .owner = &quick};
	struct words_cut b = {.word = collect, .owner = &slow};
	struct fold fold = {0};
	struct report report = {0};
	struct err err;

	(void)state;
	assert_true(catalog_load(&catalog, "d", &wordy_config, &report, &err));
	for (uint32_t d = 0; d < catalog.n; d++) {
		const struct doc *doc = catalog_doc(&catalog, (doc_id){d});

		for (uint32_t i = 0; i < doc->nparas; i++) {
			assert_true(words_cut_para(&a, doc, i));
			assert_true(fold_make(&fold, doc, doc->paras[i].at, 0));
			words_cut_folded(&b, (struct span){fold.p, fold.n});
		}
	}
	words_cut_flush(&a);
	assert_true(quick.n > 1000);
	assert_string_equal(quick.p, slow.p);
	assert_non_null(strstr(quick.p, "|aldrichmoodie|"));
	assert_non_null(strstr(quick.p, "|択|捉|島|"));
	assert_non_null(strstr(quick.p, "|otsu|"));
	assert_true(a.odd);
	buf_finish(&quick);
	buf_finish(&slow);
	fold_finish(&fold);
	words_cut_finish(&a);
	words_cut_finish(&b);
	catalog_finish(&catalog);
	report_finish(&report);
}

/* Whether a pattern's folded bytes may come from more than a piece sees around its own. */
static bool is_stretched(const struct fold *view)
{
	for (uint32_t i = 0; i < view->n; i++) {
		uint32_t last = i + WORDS_CUT_PATTERN < view->n ? i + WORDS_CUT_PATTERN : view->n - 1;

		if (view->ends[last] - view->starts[i] >= PIECE_AROUND - WORDS_CUT_STEP) {
			return true;
		}
	}
	return false;
}

/* A paragraph of many pieces; in every second one blanks may stand for as long as a piece. */
static void put_long(struct buf *text, bool blanks)
{
	static const char *const pieces[] = {"word ", "Etorofu, ", "pre-\n fix ", "12 ", "ōtsu ", "a-\nb",
		"---- ", "\n    "};

	buf_puts(text, "long");
	while (text->n < 60000) {
		uint32_t n = wordy_chance(200);

		if (blanks && n < 2) {
			for (uint32_t k = wordy_chance(n == 0 ? 20000 : 300); k > 0; k--) {
				buf_putc(text, ' ');
			}
		}
		buf_puts(text, pieces[n < 150 ? n % 5 : n % COUNT_OF(pieces)]);
	}
	buf_puts(text, "end");
}

/* What was found out about a paragraph that may be odd. */
struct odd {
	bool cut, folded; /* as it was cut, and as its folded text was */
	bool stretched; /* by is_stretched */
};

/* Cuts a text, which is freed, as one paragraph: the words are those of its folded text. */
static struct odd cut_both(struct buf *text, struct words_cut a)
{
	struct buf quick = {0}, slow = {0};
	struct words_cut b = {.word = collect, .owner = &slow};
	struct fold fold = {0};
	struct para para = {.at = {0, (uint32_t)text->n}, .number = 1};
	struct doc doc = {.text = buf_span(text), .paras = &para, .nparas = 1};
	struct odd odd;

	assert_false(text->failed);
	a.shorts = collect_shorts;
	a.word = collect;
	a.owner = &quick;
	assert_true(words_cut_para(&a, &doc, 0));
	words_cut_flush(&a);
	assert_true(fold_make(&fold, &doc, para.at, 0));
	words_cut_folded(&b, (struct span){fold.p, fold.n});
	assert_string_equal(quick.p, slow.p);
	odd = (struct odd){a.odd, b.odd, is_stretched(&fold)};
	fold_finish(&fold);
	words_cut_finish(&a);
	words_cut_finish(&b);
	buf_finish(text);
	buf_finish(&quick);
	buf_finish(&slow);
	return odd;
}

/* Of a long paragraph it is known whether patterns stretch, and its words are the same. */
static void test_long_paragraphs_are_cut_as_short_ones(void **state)
{
	uint32_t stretched = 0, most = 60;

	(void)state;
	for (uint32_t i = 0; i < most; i++) {
		struct buf text = {0};

		put_long(&text, i % 2 == 1);
		struct odd odd = cut_both(&text, (struct words_cut){.owner = NULL});
		assert_int_equal(odd.cut, odd.stretched);
		stretched += odd.cut;
	}
	assert_true(stretched > 2 && stretched <= most / 2);
}

/* A text of a few windows, with what may stand at their ends. */
static void put_odd(struct buf *text)
{
	static const char *const pieces[] = {"word", "Aa1", " ", " ", " ", ", ", "-", "-\n", "- \n ", "\n",
		"é", "e\xCC\x81", "\xC2\xA0", "-\xC2\xA0\n", "-\xE3\x80\x80\n", "\xC2\xAD\n", "\xE2\x80\x90\n",
		"\xC2\xAD\xC2\xA0\n", "\xE2\x80\x90 \xE3\x80\x80\n", "-\xE2\x80\x88\r\n",
		"’", "“", "—", "…", "\x08", "\x7F", "-\f\n", "択捉", "Южные ", "\xFF", "ſ"};

	while (text->n < 9000) {
		uint32_t n = wordy_chance(2000);

		for (uint32_t k = n < 3 ? 200 + n * 4000 + wordy_chance(200) : 0; k > 0; k--) {
			buf_putc(text, 'x');
		}
		buf_puts(text, pieces[n % COUNT_OF(pieces)]);
		for (uint32_t k = wordy_chance(40); n < 1500 && k > 0; k--) {
			buf_puts(text, k % 3 == 0 ? "of " : "x");
		}
	}
}

/* Words are cut alike by whatever the processor has, and as those of the folded text. */
static void test_windows_part_no_words(void **state)
{
	enum match_window_by best = match_window_best();

	(void)state;
	for (uint32_t i = 0; i < 400; i++) {
		struct buf text = {0};

		put_odd(&text);
		struct odd odd = cut_both(&text, (struct words_cut){
			.asked = true, .by = (enum match_window_by)(i % (best + 1))});
		assert_int_equal(odd.cut, odd.folded);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_both_ways_of_cutting_are_one),
		cmocka_unit_test(test_windows_part_no_words),
		cmocka_unit_test(test_long_paragraphs_are_cut_as_short_ones),
	};
	return cmocka_run_group_tests_name("words_cut", tests, wordy_enter, wordy_leave);
}

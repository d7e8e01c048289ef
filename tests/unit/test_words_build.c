/* What the word index holds, to the last place, is what a slow and simple way of counting finds. */
#include "base/file.h"
#include "find/words.h"
#include "find/words_build.h"
#include "find/words_table.h"

#include "wordy.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { ADDED = 60000 };

/* A word in a place. */
struct entry {
	char word[WORDS_CUT_MOST + 1];
	uint32_t n, place;
};

struct list {
	struct entry *items;
	uint32_t n, cap;
	uint32_t place; /* of the next word */
};

static void note(void *owner, struct span word)
{
	struct list *list = owner;
	struct entry *entry;

	assert_true(array_reserve(&list->items, &list->cap, list->n + 1, sizeof(*list->items)));
	entry = &list->items[list->n++];
	memcpy(entry->word, word.p, word.n);
	entry->n = (uint32_t)word.n;
	entry->place = list->place++;
}

static int compare(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int by_word = span_cmp((struct span){a->word, a->n}, (struct span){b->word, b->n});

	return by_word != 0 ? by_word : (a->place > b->place) - (a->place < b->place);
}

/* The words of the documents of a file, each paragraph folded as a whole. */
static void count_slowly(const struct catalog *catalog, const struct words_seg *seg, struct list *out)
{
	struct words_cut cut = {.word = note, .owner = out};
	struct fold fold = {0};

	for (uint64_t d = 0; d < seg->ndocs; d++) {
		const struct doc *doc;

		out->place = seg->docs[d].base;
		assert_true(seg->ids[d] != UINT32_MAX);
		doc = catalog_doc(catalog, (doc_id){seg->ids[d]});
		for (uint32_t i = 0; i < doc->nparas; i++) {
			assert_true(fold_make(&fold, doc, doc->paras[i].at, 0));
			words_cut_folded(&cut, (struct span){fold.p, fold.n});
		}
		assert_int_equal(out->place, seg->docs[d].base + seg->docs[d].n);
	}
	qsort(out->items, out->n, sizeof(*out->items), compare);
	fold_finish(&fold);
	words_cut_finish(&cut);
}

/* Every word of the file with every place, in their order. */
static void check_seg(const struct catalog *catalog, const struct words_seg *seg)
{
	struct list list = {0};
	struct words_term term;
	uint32_t i = 0;

	count_slowly(catalog, seg, &list);
	assert_true(list.n > 1000);
	for (bool more = words_seg_find(seg, SPAN(""), &term); more; more = words_seg_next(&term)) {
		struct words_places places;
		uint32_t place, count = 0;

		assert_true(words_seg_places(&term, &places));
		for (; words_seg_place(&places, &place); count++, i++) {
			assert_true(i < list.n);
			assert_int_equal(term.word.n, list.items[i].n);
			assert_memory_equal(term.word.p, list.items[i].word, term.word.n);
			assert_int_equal(place, list.items[i].place);
		}
		assert_true(count > 0);
		assert_int_equal(count, term.count);
	}
	assert_int_equal(i, list.n);
	free(list.items);
}

static void build(const struct words_build_how *how, struct catalog *catalog)
{
	struct report report = {0};
	struct words_built built;
	struct words_build *words;
	struct err err;

	unlink("cache/words");
	assert_true(catalog_load(catalog, "d", &wordy_config, &report, &err));
	words = words_build_new("cache/words", how, catalog, &err);
	assert_non_null(words);
	words_build_rest(words, catalog);
	if (!words_build_save(words, catalog, &built, &err)) {
		fail_msg("%s", err.msg);
	}
	words_build_free(words);
	report_finish(&report);
}

/* In memory or in many runs, by one thread or by some. */
static void test_the_index_is_what_is_there(void **state)
{
	static const struct words_build_how hows[] = {{256 << 20, 1}, {1, 1}, {1, 4}, {256 << 20, 4}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hows); i++) {
		struct catalog catalog;
		struct words words;
		struct err err;

		build(&hows[i], &catalog);
		assert_true(words_open(&words, "cache/words", &catalog, &err));
		assert_int_equal(words.covered, WORDY_DOCS);
		check_seg(&catalog, &words.segs[0]);
		words_close(&words);
		catalog_finish(&catalog);
	}
}

/* A document of more words than there is memory for goes into several runs. */
static void test_a_long_document_is_cut_into_runs(void **state)
{
	static const struct words_build_how how = {1, 1};
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	struct buf text = {0};
	struct catalog catalog;
	struct words words;
	struct err err;

	(void)state;
	for (uint32_t i = 0; i < 200000; i++) {
		buf_printf(&text, "w%u%s", wordy_chance(5000), i % 50 == 49 ? "\n\n" : " ");
	}
	assert_true(file_write("d/long.txt", buf_span(&text), true, 0644, &err));
	assert_int_equal(utimensat(AT_FDCWD, "d/long.txt", past, 0), 0);
	build(&how, &catalog);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.segs[0].ndocs, WORDY_DOCS + 1);
	check_seg(&catalog, &words.segs[0]);
	words_close(&words);
	catalog_finish(&catalog);
	assert_int_equal(unlink("d/long.txt"), 0);
	buf_finish(&text);
}

/* A paper of so many words that hardly any other has. */
static void write_many(uint32_t paper, uint32_t day)
{
	const struct timespec past[2] = {{.tv_sec = 1000000 + day}, {.tv_sec = 1000000 + day}};
	struct buf text = {0};
	char path[32];
	struct err err;

	snprintf(path, sizeof(path), "d/many%u.txt", paper);
	for (uint32_t i = 0; i < 3000; i++) {
		buf_printf(&text, "w%u%c%u%s", wordy_chance(50000), 'a' + (int)(i % 26), paper + day,
			i % 40 == 39 ? "\n\n" : " the ");
	}
	assert_true(file_write(path, buf_span(&text), true, 0644, &err));
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
	buf_finish(&text);
}

/* Three workers have a part of the papers each, whatever the machine; how many blocks are written. */
static uint64_t build_by_three(unsigned threads)
{
	const struct words_build_how how = {64 << 20, threads};
	struct report report = {0};
	struct catalog catalog;
	struct words_built built;
	struct words words;
	struct err err;
	uint64_t blocks;

	assert_true(catalog_load(&catalog, "d", &wordy_config, &report, &err));
	struct words_build *build = words_build_new("cache/words", &how, &catalog, &err);
	assert_non_null(build);
	for (uint32_t i = 0; i < catalog.n; i++) {
		words_build_take(build, catalog_head(&catalog, i)->listed, i % 3,
			catalog_doc(&catalog, (doc_id){i}));
	}
	assert_true(words_build_save(build, &catalog, &built, &err));
	words_build_free(build);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.segs[0].ndocs, WORDY_DOCS + 6);
	check_seg(&catalog, &words.segs[0]);
	blocks = words.segs[0].nblocks;
	words_close(&words);
	catalog_finish(&catalog);
	report_finish(&report);
	return blocks;
}

/* Several threads write stretches of the words, one behind the other; also of an older file. */
static void test_stretches_are_put_together(void **state)
{
	uint64_t one;

	(void)state;
	for (uint32_t i = 0; i < 6; i++) {
		write_many(i, 0);
	}
	unlink("cache/words");
	one = build_by_three(1);
	unlink("cache/words");
	assert_true(build_by_three(4) > one); /* each stretch ends with a block that is not full */
	for (uint32_t i = 0; i < 4; i++) {
		write_many(i, 1);
	}
	(void)build_by_three(4);
	for (uint32_t i = 0; i < 6; i++) {
		char path[32];

		snprintf(path, sizeof(path), "d/many%u.txt", i);
		assert_int_equal(unlink(path), 0);
	}
}

/* Words of all lengths, of which some are frequent, and steps of all sizes. */
static void test_a_table_keeps_every_place(void **state)
{
	struct words_table table = {0};
	struct list list = {0};
	struct buf steps = {0};
	uint32_t i = 0;

	(void)state;
	for (uint32_t k = 0; k < ADDED; k++) {
		char word[WORDS_CUT_MOST + 1 + WORDS_CUT_STEP] = {0};
		uint32_t kind = wordy_chance(6), number = wordy_chance(wordy_chance(4) == 0 ? 3000 : 40);
		size_t n = 1 + (kind == 0 ? number % WORDS_CUT_MOST : number % 20);

		for (size_t c = 0; c < n; c++) {
			word[c] = (char)(c + 1 == n ? 'a' + (int)number % 26 : kind == 1 ? 'x' : 'w');
		}
		if (wordy_chance(50) == 0 && k < ADDED / 2) {
			table.place += wordy_chance(1 << 24) % (1u << wordy_chance(24));
		} else if (k % (ADDED / 8) == ADDED / 8 - 1) {
			table.place += 300000000;
		}
		list.place = table.place;
		note(&list, (struct span){word, n});
		words_table_add(&table, (struct span){word, n});
	}
	qsort(list.items, list.n, sizeof(*list.items), compare);
	assert_true(words_table_sort(&table));
	for (uint32_t w = 0; w < table.n; w++) {
		struct words_item item;
		uint32_t place, step, count = 0;
		const char *p;

		words_table_item(&table, w, &item);
		buf_clear(&steps);
		words_table_steps(&item, &steps);
		place = item.first;
		p = steps.p;
		do {
			assert_true(i < list.n);
			assert_int_equal(item.word.n, list.items[i].n);
			assert_memory_equal(item.word.p, list.items[i].word, item.word.n);
			assert_int_equal(place, list.items[i].place);
			step = 0;
			i++;
			count++;
		} while (p < steps.p + steps.n &&
			words_seg_varint(&p, steps.p + steps.n, &step) && (place += step, true));
		assert_int_equal(place, item.last);
		assert_true(count > 0 && p == steps.p + steps.n);
	}
	assert_int_equal(i, ADDED);
	buf_finish(&steps);
	free(list.items);
	words_table_finish(&table);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_index_is_what_is_there),
		cmocka_unit_test(test_a_long_document_is_cut_into_runs),
		cmocka_unit_test(test_stretches_are_put_together),
		cmocka_unit_test(test_a_table_keeps_every_place),
	};
	return cmocka_run_group_tests_name("words_build", tests, wordy_enter, wordy_leave);
}

/* The word index: no document that holds a pattern is passed over, whatever became of the files. */
#include "find/search.h"
#include "find/window.h"
#include "find/words_build.h"
#include "find/words_sift.h"

#include "wordy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATTERNS = 120, MATCHES = 1 << 17 };

/* Reads the folder; with how, builds the index on the way, half of it in the pass itself. */
static void load(struct catalog *catalog, const struct words_build_how *how,
	struct words_built *built)
{
	struct report report = {0};
	struct catalog_each each = {.keep = UINT64_MAX};
	struct words_build *build = NULL;
	struct err err;

	assert_true(catalog_list(catalog, "d", &wordy_config, &report, &err));
	if (how != NULL) {
		build = words_build_new("cache/words", how, catalog, &err);
		assert_non_null(build);
		each.take = built->documents == 1 ? NULL : words_build_take;
		each.owner = build;
	}
	assert_true(catalog_read(catalog, &each, &report, &err));
	if (how != NULL) {
		words_build_rest(build, catalog);
		if (!words_build_save(build, catalog, built, &err)) {
			fail_msg("%s", err.msg);
		}
		words_build_free(build);
	}
	report_finish(&report);
	catalog->set = same_set(catalog);
}

static const struct words_build_how plenty = {.memory = 256 << 20};

static struct words_built build_again(const struct words_build_how *how)
{
	struct words_built built = {0};
	struct catalog catalog;

	load(&catalog, how, &built);
	catalog_finish(&catalog);
	return built;
}

/*
 * Each match stands in a paragraph that is to be looked at, and the paragraph read by itself has the
 * same matches as in the document.
 */
static void check_spots(const struct words *words, const struct words_spots *spots,
	struct search *search, const struct doc *doc, doc_id id)
{
	static struct range all[MATCHES], some[MATCHES];
	uint32_t n = search_all(search, doc, (struct range){0, (uint32_t)doc->text.n}, all, MATCHES);
	struct words_spots_walk walk;
	struct window window = {0};
	uint32_t at = 0;

	words_spots_start(spots, words, id, &walk);
	while (words_spots_next(&walk)) {
		const struct para *para = &doc->paras[walk.paras.index];
		struct range whole;
		uint32_t here;

		assert_true(walk.paras.index < doc->nparas);
		assert_memory_equal(&walk.paras.now.para.at, &para->at, sizeof(para->at));
		assert_int_equal(walk.paras.now.para.number, para->number);
		assert_int_equal(walk.paras.now.para.kind, para->kind);
		assert_true(window_open(&window, words->catalog, id, &walk.paras.now));
		whole = (struct range){0, (uint32_t)window.doc.text.n};
		here = search_all(search, &window.doc, whole, some, MATCHES);
		for (uint32_t i = 0; i < here; i++, at++) {
			assert_true(at < n);
			assert_int_equal(all[at].start, window.base + some[i].start);
			assert_int_equal(all[at].end, window.base + some[i].end);
		}
	}
	assert_int_equal(at, n);
	window_close(&window);
}

/* Asks the index and looks into every document. Returns how many were found, and may be. */
static void check_pattern(const struct catalog *catalog, struct words *words,
	struct span pattern, uint32_t *found, uint32_t *possible)
{
	struct err err;
	struct search *search = search_new(pattern, SEARCH_SMART, &err);
	struct words_spots spots;
	struct span plain;
	struct range at;
	bool exact;

	*found = *possible = 0;
	if (search == NULL || !search_plain(search, &plain, &exact)) {
		search_free(search);
		return;
	}
	assert_true(words_sift(words, plain, exact ? WORDS_SIFT_EXACT : 0, &spots, &err));
	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct doc *doc = catalog_doc(catalog, (doc_id){i});
		bool here = search_next(search, doc, 0, &at);

		if (here && spots.may[i] == WORDS_NOT) {
			fail_msg("'%.*s' stands in %s", SPAN_ARG(pattern), catalog->heads[i].path.p);
		}
		if (spots.may[i] == WORDS_SOME) {
			check_spots(words, &spots, search, doc, (doc_id){i});
		}
		*found += here;
		*possible += spots.may[i] != WORDS_NOT;
	}
	words_spots_finish(&spots);
	search_free(search);
}

static void check_patterns(const struct catalog *catalog, struct words *words, uint32_t n)
{
	struct buf pattern = {0};
	uint32_t found, possible;

	for (uint32_t i = 0; i < n; i++) {
		wordy_pattern(catalog, &pattern);
		check_pattern(catalog, words, buf_span(&pattern), &found, &possible);
	}
	buf_finish(&pattern);
}

/* How many documents may hold a pattern by what is on disk, and whether they do. */
static uint32_t count_possible(const char *pattern, uint32_t *found)
{
	struct catalog catalog;
	struct words words;
	struct err err;
	uint32_t possible;

	load(&catalog, NULL, NULL);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	check_pattern(&catalog, &words, span_of(pattern), found, &possible);
	words_close(&words);
	catalog_finish(&catalog);
	return possible;
}

/* Both ways to open it, at once and as it is asked for, tell the same of every document. */
static void check_both(struct catalog *catalog, struct span pattern)
{
	struct words at_once, lazy;
	struct words_spots a, b;
	uint64_t set = catalog->set;
	struct err err;

	catalog->set = 0;
	assert_true(words_open(&at_once, "cache/words", catalog, &err));
	catalog->set = set;
	assert_true(words_open(&lazy, "cache/words", catalog, &err));
	assert_false(at_once.whole);
	assert_true(lazy.whole);
	assert_true(words_sift(&at_once, pattern, 0, &a, &err));
	assert_true(words_sift(&lazy, pattern, 0, &b, &err));
	assert_memory_equal(a.may, b.may, catalog->n);
	words_spots_finish(&a);
	words_spots_finish(&b);
	words_close(&at_once);
	words_close(&lazy);
}

static void test_what_is_put_off_tells_the_same(void **state)
{
	static const char *const patterns[] = {"only17", "nly17 in her", "zzzz", "e", "the", "of the",
		"択捉", "aldrich-moodie", "Petropavlovsk", "-"};
	struct words_built built = build_again(&plenty);
	struct catalog catalog;
	struct buf pattern = {0};

	(void)state;
	assert_int_equal(built.documents, WORDY_DOCS);
	load(&catalog, NULL, NULL);
	assert_true(catalog.set != 0);
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		check_both(&catalog, span_of(patterns[i]));
	}
	for (int i = 0; i < PATTERNS; i++) {
		wordy_pattern(&catalog, &pattern);
		check_both(&catalog, buf_span(&pattern));
	}
	buf_finish(&pattern);
	catalog_finish(&catalog);
}

/* Where a document has changed, all are compared: the file is not of these any more. */
static void test_another_folder_is_compared(void **state)
{
	struct catalog catalog;
	struct words words;
	struct err err;

	(void)state;
	wordy_make(5, "Okhotsk");
	load(&catalog, NULL, NULL);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_false(words.whole);
	assert_int_equal(words.covered, WORDY_DOCS - 1);
	words_close(&words);
	catalog_finish(&catalog);
	wordy_make(5, "");
	unlink("cache/words");
	(void)build_again(&plenty);
}

static void test_nothing_is_passed_over(void **state)
{
	struct words_built built = build_again(&plenty);
	struct catalog catalog;
	struct words words;
	struct err err;
	uint32_t found, possible;

	(void)state;
	assert_true(built.written);
	assert_int_equal(built.documents, WORDY_DOCS);
	assert_int_equal(built.read, WORDY_DOCS);
	load(&catalog, NULL, NULL);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.covered, WORDY_DOCS);
	check_patterns(&catalog, &words, PATTERNS);
	check_pattern(&catalog, &words, SPAN("only17"), &found, &possible);
	assert_int_equal(found, 1);
	assert_true(possible <= 3); /* and two that are odd */
	check_pattern(&catalog, &words, SPAN("nly17 in her"), &found, &possible);
	assert_int_equal(found, 1);
	assert_true(possible <= 3);
	check_pattern(&catalog, &words, SPAN("here in only17"), &found, &possible);
	assert_int_equal(found, 0);
	assert_true(possible <= 2);
	check_pattern(&catalog, &words, SPAN("択捉"), &found, &possible);
	assert_true(found > 0 && possible <= found + 2);
	words_close(&words);
	catalog_finish(&catalog);
}

/* Many runs, on one thread and on several, read again or not: the same answers. */
static void test_memory_and_threads_change_nothing(void **state)
{
	static const struct words_build_how hows[] = {{1, 1}, {1, 4}, {256 << 20, 4}};
	uint32_t found;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hows); i++) {
		struct words_built built = {.documents = (uint32_t)i % 2};
		struct catalog catalog;
		struct words words;
		struct err err;

		unlink("cache/words");
		load(&catalog, &hows[i], &built);
		assert_int_equal(built.documents, WORDY_DOCS);
		assert_true(words_open(&words, "cache/words", &catalog, &err));
		assert_int_equal(words.covered, WORDY_DOCS);
		check_patterns(&catalog, &words, PATTERNS / 4);
		words_close(&words);
		catalog_finish(&catalog);
		assert_true(count_possible("only23 in here", &found) <= 3);
		assert_int_equal(found, 1);
	}
}

static void test_what_has_changed_goes_into_the_second(void **state)
{
	struct words_built built = build_again(&plenty);
	struct file_stamp before, after;
	uint32_t found, all;

	(void)state;
	assert_false(built.written);
	all = built.documents;
	assert_true(file_look("cache/words", &before));
	wordy_make(3, "Petropavlovsk");
	assert_true(count_possible("Petropavlovsk", &found) <= 3); /* it is not covered */
	assert_int_equal(found, 1);
	built = build_again(&plenty);
	assert_true(built.written);
	assert_int_equal(built.read, 1);
	assert_int_equal(built.documents, all); /* the old one is not counted */
	assert_true(file_look("cache/words", &after));
	assert_true(file_stamp_eq(&before, &after));
	assert_true(file_exists("cache/words-new"));
	assert_true(count_possible("only3 in here. petro", &found) <= 3);
	assert_int_equal(found, 1);
	wordy_make(4, "Anadyr");
	assert_int_equal(build_again(&plenty).read, 1);
	assert_true(count_possible("Petropavlovsk", &found) <= 3);
	assert_int_equal(found, 1);
	assert_int_equal(unlink("d/04.md"), 0);
	assert_true(count_possible("Anadyr", &found) <= 2);
	assert_int_equal(found, 0);
	wordy_make(4, "");
}

static void test_too_much_that_is_new_is_merged(void **state)
{
	struct words_built built;
	struct catalog catalog;
	struct words words;
	struct err err;

	(void)state;
	for (uint32_t i = 10; i < 25; i++) {
		wordy_make(i, "Sakhalin");
	}
	built = build_again(&plenty);
	assert_int_equal(built.read, 16); /* and the one of before */
	assert_int_equal(built.documents, WORDY_DOCS);
	assert_false(file_exists("cache/words-new"));
	load(&catalog, NULL, NULL);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.covered, WORDY_DOCS);
	assert_int_equal(words.n, 1);
	check_patterns(&catalog, &words, PATTERNS);
	words_close(&words);
	catalog_finish(&catalog);
	assert_false(build_again(&plenty).written);
}

/* Reads every paragraph that may hold something, whatever it is said to be. */
static void walk_all(const struct words *words, const struct words_spots *spots)
{
	struct words_spots_walk walk;
	struct window window = {0};

	for (uint32_t i = 0; i < words->catalog->n; i++) {
		if (spots->may[i] != WORDS_SOME) {
			continue;
		}
		words_spots_start(spots, words, (doc_id){i}, &walk);
		while (words_spots_next(&walk)) {
			(void)window_open(&window, words->catalog, (doc_id){i}, &walk.paras.now);
		}
	}
	window_close(&window);
}

/* Asks of a file that is not what was written; good: what is found must be right nevertheless. */
static void check_file(const struct catalog *catalog, const char *path, bool good)
{
	static const char *const patterns[] = {"only30 in here", "treaty", "of the", "択捉",
		"aldrich-moodie", "e"};
	struct words_spots spots;
	struct words words;
	struct err err;

	assert_true(words_open(&words, path, catalog, &err));
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		uint32_t found, possible;

		if (good) {
			check_pattern(catalog, &words, span_of(patterns[i]), &found, &possible);
		} else {
			assert_true(words_sift(&words, span_of(patterns[i]), 0, &spots, &err));
			walk_all(&words, &spots);
			words_spots_finish(&spots);
		}
	}
	words_close(&words);
}

static void test_damage_hides_nothing(void **state)
{
	struct buf bytes = {0}, broken = {0};
	struct catalog catalog;
	struct err err;

	(void)state;
	load(&catalog, NULL, NULL);
	assert_true(file_read("cache/words", 1 << 24, &bytes, NULL, &err));
	for (int i = 0; i < 160; i++) {
		size_t at = wordy_chance((uint32_t)bytes.n);

		catalog.set = i % 2 == 0 ? same_set(&catalog) : 0;
		buf_clear(&broken);
		buf_put(&broken, buf_span(&bytes));
		broken.p[at] = (char)(broken.p[at] ^ (1 << i % 8));
		broken.n = i % 10 > 7 ? at : broken.n;
		assert_true(file_write("cache/broken", buf_span(&broken), true, 0600, &err));
		check_file(&catalog, "cache/broken", true);
	}
	buf_finish(&bytes);
	buf_finish(&broken);
	catalog_finish(&catalog);
}

/* Copies an array with some bytes changed. */
static void put_lies(struct sections_out *out, const struct sections *in, uint32_t id, uint32_t element)
{
	uint64_t n;
	const void *p = sections_get(in, id, element, &n);
	unsigned char *copy = malloc(n * element + 1);

	assert_non_null(copy);
	memcpy(copy, p, n * element);
	for (int k = 0; id != WORDS_KEY && id != WORDS_TOTAL && k < 4 && n > 0; k++) {
		copy[wordy_chance((uint32_t)(n * element))] ^= (unsigned char)(1 + wordy_chance(255));
	}
	sections_add(out, id, element, copy, wordy_chance(9) == 0 ? n / 2 : n);
	free(copy);
}

/* A file whose sums are right and whose numbers are anything. Building upon it hurts nobody, too. */
static void test_lies_hurt_nobody(void **state)
{
	struct catalog catalog;

	(void)state;
	load(&catalog, NULL, NULL);
	for (int round = 0; round < 300; round++) {
		struct sections in;
		struct sections_out out;
		struct err err;

		assert_true(sections_open(&in, "cache/words", &err));
		assert_true(sections_create(&out, "cache/lies", &err));
		for (uint32_t i = 0; i < in.n; i++) {
			put_lies(&out, &in, in.table[i].id, in.table[i].element);
		}
		assert_true(sections_commit(&out, &err));
		sections_close(&in);
		check_file(&catalog, "cache/lies", false);
		struct words_build *build = words_build_new("cache/lies", &plenty, &catalog, &err);
		struct words_built built;
		assert_non_null(build);
		words_build_rest(build, &catalog);
		(void)!words_build_save(build, &catalog, &built, &err);
		words_build_free(build);
	}
	catalog_finish(&catalog);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_passed_over),
		cmocka_unit_test(test_what_is_put_off_tells_the_same),
		cmocka_unit_test(test_another_folder_is_compared),
		cmocka_unit_test(test_memory_and_threads_change_nothing),
		cmocka_unit_test(test_what_has_changed_goes_into_the_second),
		cmocka_unit_test(test_too_much_that_is_new_is_merged),
		cmocka_unit_test(test_damage_hides_nothing),
		cmocka_unit_test(test_lies_hurt_nobody),
	};
	return cmocka_run_group_tests_name("words", tests, wordy_enter, wordy_leave);
}

/* Two files of words, opened as a whole: they tell what comparing all documents tells. */
#include "base/proof.h"
#include "find/search.h"
#include "find/words_build.h"
#include "find/words_sift.h"
#include "scratch.h"

#include "wordy.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATTERNS = 60, DAMAGES = 120 };

static const char *const patterns[] = {"only3 in here", "only17", "nly17 in her", "zzzz", "e", "the",
	"of the", "択捉", "aldrich-moodie", "Petropavlovsk", "Anadyr", "Magadan", "-"};

static struct catalog catalog;

/* Reads the folder and brings the files up to date. False where that fails. */
static bool try_build(struct words_built *built)
{
	const struct words_build_how how = {.memory = 256 << 20};
	struct words_build *words;
	struct report report = {0};
	struct err err;
	bool ok;

	catalog_finish(&catalog);
	assert_true(catalog_list(&catalog, "d", &wordy_config, &report, &err));
	words = words_build_new("cache/words", &how, &catalog, &err);
	assert_non_null(words);
	assert_true(catalog_read(&catalog, &(struct catalog_each){.keep = UINT64_MAX}, &report, &err));
	words_build_rest(words, &catalog);
	ok = words_build_save(words, &catalog, built, &err);
	words_build_free(words);
	catalog.set = same_set(&catalog);
	assert_true(catalog.set != 0);
	report_finish(&report);
	return ok;
}

static struct words_built build(void)
{
	struct words_built built;

	assert_true(try_build(&built));
	return built;
}

/* No document that has the pattern is passed over. */
static void check_truth(const struct words_spots *spots, struct span pattern)
{
	struct err err;
	struct search *search = search_new(pattern, 0, &err);
	struct range at;

	assert_non_null(search);
	for (uint32_t i = 0; i < catalog.n; i++) {
		assert_true(spots->may[i] != WORDS_NOT ||
			!search_next(search, catalog_doc(&catalog, (doc_id){i}), 0, &at));
	}
	search_free(search);
}

static void check_pattern(struct span pattern, bool same)
{
	struct words at_once, lazy;
	struct words_spots a, b;
	uint64_t set = catalog.set;
	struct err err;

	catalog.set = 0;
	assert_true(words_open(&at_once, "cache/words", &catalog, &err));
	catalog.set = set;
	assert_true(words_open(&lazy, "cache/words", &catalog, &err));
	assert_false(at_once.whole);
	assert_true(words_sift(&at_once, pattern, 0, &a, &err));
	assert_true(lazy.whole || !same);
	assert_true(words_sift(&lazy, pattern, 0, &b, &err));
	check_truth(&a, pattern);
	check_truth(&b, pattern);
	if (same) {
		assert_int_equal(lazy.covered, catalog.n);
		assert_memory_equal(a.may, b.may, catalog.n);
	}
	words_spots_finish(&a);
	words_spots_finish(&b);
	words_close(&at_once);
	words_close(&lazy);
}

/* The same of many; `files` are there, and have all documents between them. */
static void check(uint32_t files)
{
	struct buf pattern = {0};
	struct words words;
	struct err err;

	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.n, files);
	assert_true(words.whole);
	words_close(&words);
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		check_pattern(span_of(patterns[i]), true);
	}
	for (int i = 0; i < PATTERNS; i++) {
		wordy_pattern(&catalog, &pattern);
		if (pattern.n > 0 && pattern.p[0] != '"') {
			check_pattern(buf_span(&pattern), true);
		}
	}
	buf_finish(&pattern);
}

static void make(const char *path, const char *text)
{
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};

	scratch_text(path, text);
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
}

static void test_two_are_a_whole(void **state)
{
	(void)state;
	assert_true(build().written);
	check(1);
	assert_int_equal(rename("d/03.txt", "kept"), 0);
	wordy_make(3, "Petropavlovsk");
	assert_int_equal(build().read, 1);
	check(2);
	/* One more, that stands before all others. */
	make("d/00-first.txt", "The first paper\n\nAnadyr and the rest.\n");
	assert_int_equal(build().read, 1);
	check(2);
	/* One is gone: nothing is read, but written down. */
	assert_int_equal(unlink("d/04.md"), 0);
	assert_true(build().written);
	check(2);
	assert_false(build().written);
	/* The first file knows this one still. */
	assert_int_equal(rename("kept", "d/03.txt"), 0);
	assert_int_equal(build().read, 0);
	check(2);
	assert_int_equal(unlink("d/00-first.txt"), 0);
	assert_int_equal(build().read, 0);
	check(2);
	wordy_make(4, "");
	assert_int_equal(build().read, 1);
	check(2);
}

/* A second file that was written beside another first one is no part of a whole. */
static void test_another_first_file(void **state)
{
	struct words words;
	struct err err;

	(void)state;
	assert_int_equal(rename("cache/words-new", "cache/aside"), 0);
	assert_int_equal(unlink("cache/words"), 0);
	wordy_make(5, "Magadan");
	assert_int_equal(build().read, WORDY_DOCS);
	check(1);
	assert_int_equal(rename("cache/aside", "cache/words-new"), 0);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.n, 2);
	assert_false(words.whole);
	assert_int_equal(words.covered, WORDY_DOCS);
	words_close(&words);
	/* Nor is one alone. */
	assert_int_equal(rename("cache/words", "cache/aside"), 0);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_false(words.whole);
	words_close(&words);
	assert_int_equal(rename("cache/aside", "cache/words"), 0);
	assert_int_equal(unlink("cache/words-new"), 0);
}

/* Bytes of either file are others: documents may be looked at for nothing, none is missed. */
static void damage(const char *path)
{
	struct buf bytes = {0};
	struct err err;

	assert_true(file_read(path, 1 << 24, &bytes, NULL, &err));
	for (int i = 0; i < DAMAGES; i++) {
		size_t at = wordy_chance((uint32_t)bytes.n);

		bytes.p[at] = (char)(bytes.p[at] ^ (1 << i % 8));
		assert_true(file_write(path, buf_span(&bytes), true, 0600, &err));
		check_pattern(span_of(patterns[(size_t)i % COUNT_OF(patterns)]), false);
		bytes.p[at] = (char)(bytes.p[at] ^ (1 << i % 8));
	}
	assert_true(file_write(path, buf_span(&bytes), true, 0600, &err));
	buf_finish(&bytes);
}

static void test_damage_hides_nothing(void **state)
{
	(void)state;
	wordy_make(6, "Petropavlovsk and Anadyr");
	assert_int_equal(build().read, 1);
	check(2);
	damage("cache/words");
	damage("cache/words-new");
	check(2);
}

/* Changes a byte in the lists of a file, and leaves a proof that this is how it was written. */
static void damage_and_prove(const char *path)
{
	struct sections file;
	struct err err;
	uint64_t n;
	off_t at;
	int fd;

	assert_true(sections_open(&file, path, &err));
	at = (const unsigned char *)sections_get(&file, WORDS_LISTS, 1, &n) - file.p + (off_t)n / 2;
	fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, &(unsigned char){file.p[at] ^ 1u}, 1, at), 1);
	assert_int_equal(close(fd), 0);
	sections_close(&file);
	assert_true(scratch_proof(path, WORDS_SEG_LAYOUT));
}

/* A proof that is wrong hides no document, and does not outlive the next index that reads the file. */
static void test_damage_behind_a_proof(void **state)
{
	struct words_built built;

	(void)state;
	damage_and_prove("cache/words");
	assert_false(build().written); /* it was believed */
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		check_pattern(span_of(patterns[i]), false);
	}
	for (uint32_t i = 10; i < 30; i++) {
		wordy_make(i, "Magadan");
	}
	assert_false(try_build(&built));
	assert_false(file_exists("cache/words" PROOF_SUFFIX));
	assert_true(build().read >= 20);
	check(1);
	catalog_finish(&catalog);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_are_a_whole),
		cmocka_unit_test(test_another_first_file),
		cmocka_unit_test(test_damage_hides_nothing),
		cmocka_unit_test(test_damage_behind_a_proof),
	};

	return cmocka_run_group_tests_name("words_two", tests, wordy_enter, wordy_leave);
}

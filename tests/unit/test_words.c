/* The word index: no document that holds a pattern is passed over, whatever became of the files. */
#include "find/search.h"
#include "find/words_build.h"
#include "find/words_sift.h"

#include "base/utf8.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { DOCS = 40, PATTERNS = 400 };

static struct config config;
static unsigned seed = 1;

static uint32_t chance(uint32_t n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 8) % n;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* Words, signs and breaks that a folded text has trouble with. */
static void put_something(struct buf *out)
{
	static const char *const between[] = {"\n\n", "\n", "", ", ", " ", " ", " ", " ", " ", " "};
	static const char *const all[] = {"treaty", "of", "Peace", "the", "Iturup", "Aldrich-\nMoodie",
		"Aldrich-Moodie", "Ōtsu", "Otsu", "cafe\xCC\x81", "e\xCC\x81t\xC3\xA9", "択捉島", "択",
		"北方領土", "カタカナ", "が", "か\xE3\x82\x99", "Straße", "STRASSE", "ﬁne", "fine",
		"it’s", "it's", "“quoted”", "well-\n  known", "co-\xC2\xADop", "so\xC2\xAD" "ft", "x\x08y",
		"1855-1875", "1855-\n1875", "a.b.c", "Южные", "Курилы", "юж", "\xE2\x80\x94", "--",
		"*em*phasis", "[link](target words)", "`code`", "_a_ b", "İstanbul", "ᾼδης", "100,000",
		"re-\n", "under-\n\nscore", "tab\there", "\xFF", "ｆｕｌｌ", "ไทย", "हिन्दी", "No.\xC2\xA0" "7"};

	buf_puts(out, all[chance(COUNT_OF(all))]);
	buf_puts(out, between[chance(COUNT_OF(between))]);
	if (chance(12) == 0) {
		buf_printf(out, " w%u ", chance(3000));
	}
}

static void write_doc(uint32_t i, struct span text)
{
	char path[32];
	const struct timespec past[2] = {{.tv_sec = 1000000 + i + (long)text.n},
		{.tv_sec = 1000000 + i + (long)text.n}};
	struct err err;

	snprintf(path, sizeof(path), "d/%02u.%s", i, i % 5 == 4 ? "md" : "txt");
	if (!file_write(path, text, true, 0644, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
}

static void make_doc(uint32_t i, const char *more)
{
	struct buf text = {0};

	buf_printf(&text, "Paper %u\n\nonly%u in here. %s\n\n", i, i, more);
	for (uint32_t k = 0, n = 20 + chance(200); k < n; k++) {
		put_something(&text);
	}
	for (uint32_t k = 0; i == 7 && k < 6000; k++) {
		buf_puts(&text, "lengthy ");
	}
	for (uint32_t k = 0; i == 8 && k < 300; k++) {
		buf_puts(&text, "ab");
	}
	buf_puts(&text, "\n");
	write_doc(i, buf_span(&text));
	buf_finish(&text);
}

static int enter(void **state)
{
	char name[] = "/tmp/dossier-words-XXXXXX";

	if (mkdtemp(name) == NULL || chdir(name) != 0 || mkdir("d", 0755) != 0 ||
		mkdir("cache", 0700) != 0) {
		return -1;
	}
	*state = strdup(name);
	config_init(&config);
	for (uint32_t i = 0; i < DOCS; i++) {
		make_doc(i, "");
	}
	return 0;
}

static int leave(void **state)
{
	int failed = chdir("/") != 0 || nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;

	free(*state);
	config_finish(&config);
	return failed;
}

/* Reads the folder; with how, builds the index on the way, half of it in the pass itself. */
static void load(struct catalog *catalog, const struct words_build_how *how,
	struct words_built *built)
{
	struct report report = {0};
	struct catalog_each each = {.keep = UINT64_MAX};
	struct words_build *build = NULL;
	struct err err;

	assert_true(catalog_list(catalog, "d", &config, &report, &err));
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

/* A piece of some document, at times with other letters, or quoted. */
static void take_pattern(const struct catalog *catalog, struct buf *out)
{
	const struct doc *doc = catalog_doc(catalog, (doc_id){chance(catalog->n)});
	struct range at = {.start = chance((uint32_t)doc->text.n)};
	bool quoted = chance(6) == 0;

	buf_clear(out);
	at.end = at.start + 1 + chance(chance(3) == 0 ? 40 : 12);
	at.start = (uint32_t)utf8_floor(doc->text, at.start);
	at.end = (uint32_t)utf8_floor(doc->text, at.end < doc->text.n ? at.end : doc->text.n);
	buf_puts(out, quoted ? "\"" : "");
	buf_put(out, span_in(doc->text, at));
	buf_puts(out, quoted ? "\"" : "");
	for (size_t i = 0; i < out->n && !quoted; i++) {
		if (out->p[i] == '\n' && chance(2) == 0) {
			out->p[i] = ' ';
		} else if (out->p[i] == ' ' && chance(8) == 0) {
			out->p[i] = '-';
		} else if (out->p[i] >= 'A' && out->p[i] <= 'Z' && chance(2) == 0) {
			out->p[i] = (char)(out->p[i] + 0x20);
		}
	}
}

/* Asks the index and looks into every document. Returns how many were found, and may be. */
static void check_pattern(const struct catalog *catalog, const struct words *words,
	struct span pattern, uint32_t *found, uint32_t *possible)
{
	bool *may = malloc(catalog->n + 1), exact;
	struct err err;
	struct search *search = search_new(pattern, SEARCH_SMART, &err);
	struct span plain;
	struct range at;

	*found = *possible = 0;
	assert_non_null(may);
	if (search == NULL || !search_plain(search, &plain, &exact)) {
		search_free(search);
		free(may);
		return;
	}
	assert_true(words_sift(words, plain, exact ? WORDS_SIFT_EXACT : 0, may, &err));
	for (uint32_t i = 0; i < catalog->n; i++) {
		bool here = search_next(search, catalog_doc(catalog, (doc_id){i}), 0, &at);

		if (here && !may[i]) {
			fail_msg("'%.*s' stands in %s", SPAN_ARG(pattern), catalog->heads[i].path.p);
		}
		*found += here;
		*possible += may[i];
	}
	search_free(search);
	free(may);
}

static void check_patterns(const struct catalog *catalog, const struct words *words, uint32_t n)
{
	struct buf pattern = {0};
	uint32_t found, possible;

	for (uint32_t i = 0; i < n; i++) {
		take_pattern(catalog, &pattern);
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

static void collect(void *owner, struct span word)
{
	assert_true(word.n > 0 && word.n <= WORDS_CUT_MOST);
	assert_int_equal(word.p[word.n], 0);
	buf_put(owner, word);
	buf_putc(owner, '|');
}

/* Cutting ASCII by itself gives what cutting the folded text gives. */
static void test_both_ways_of_cutting_are_one(void **state)
{
	struct catalog catalog;
	struct buf quick = {0}, slow = {0};
	struct words_cut a = {.word = collect, .owner = &quick}, b = {.word = collect, .owner = &slow};
	struct fold fold = {0};

	(void)state;
	load(&catalog, NULL, NULL);
	for (uint32_t d = 0; d < catalog.n; d++) {
		const struct doc *doc = catalog_doc(&catalog, (doc_id){d});

		for (uint32_t i = 0; i < doc->nparas; i++) {
			assert_true(words_cut_para(&a, doc, i));
			assert_true(fold_make(&fold, doc, doc->paras[i].at, 0));
			words_cut_folded(&b, (struct span){fold.p, fold.n});
		}
	}
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
	assert_int_equal(built.documents, DOCS);
	assert_int_equal(built.read, DOCS);
	load(&catalog, NULL, NULL);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.covered, DOCS);
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
		assert_int_equal(built.documents, DOCS);
		assert_true(words_open(&words, "cache/words", &catalog, &err));
		assert_int_equal(words.covered, DOCS);
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
	make_doc(3, "Petropavlovsk");
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
	make_doc(4, "Anadyr");
	assert_int_equal(build_again(&plenty).read, 1);
	assert_true(count_possible("Petropavlovsk", &found) <= 3);
	assert_int_equal(found, 1);
	assert_int_equal(unlink("d/04.md"), 0);
	assert_true(count_possible("Anadyr", &found) <= 2);
	assert_int_equal(found, 0);
	make_doc(4, "");
}

static void test_too_much_that_is_new_is_merged(void **state)
{
	struct words_built built;
	struct catalog catalog;
	struct words words;
	struct err err;

	(void)state;
	for (uint32_t i = 10; i < 25; i++) {
		make_doc(i, "Sakhalin");
	}
	built = build_again(&plenty);
	assert_int_equal(built.read, 16); /* and the one of before */
	assert_int_equal(built.documents, DOCS);
	assert_false(file_exists("cache/words-new"));
	load(&catalog, NULL, NULL);
	assert_true(words_open(&words, "cache/words", &catalog, &err));
	assert_int_equal(words.covered, DOCS);
	assert_int_equal(words.n, 1);
	check_patterns(&catalog, &words, PATTERNS);
	words_close(&words);
	catalog_finish(&catalog);
	assert_false(build_again(&plenty).written);
}

/* Asks of a file that is not what was written; good: what is found must be right nevertheless. */
static void check_file(const struct catalog *catalog, const char *path, bool good)
{
	static const char *const patterns[] = {"only30 in here", "treaty", "of the", "択捉", "aldrich-moodie"};
	bool *may = malloc(catalog->n + 1);
	struct words words;
	struct err err;

	assert_non_null(may);
	assert_true(words_open(&words, path, catalog, &err));
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		uint32_t found, possible;

		if (good) {
			check_pattern(catalog, &words, span_of(patterns[i]), &found, &possible);
		} else {
			assert_true(words_sift(&words, span_of(patterns[i]), 0, may, &err));
		}
	}
	words_close(&words);
	free(may);
}

static void test_damage_hides_nothing(void **state)
{
	struct buf bytes = {0}, broken = {0};
	struct catalog catalog;
	struct err err;

	(void)state;
	load(&catalog, NULL, NULL);
	assert_true(file_read("cache/words", 1 << 24, &bytes, NULL, &err));
	for (int i = 0; i < 80; i++) {
		size_t at = chance((uint32_t)bytes.n);

		buf_clear(&broken);
		buf_put(&broken, buf_span(&bytes));
		broken.p[at] = (char)(broken.p[at] ^ (1 << i % 8));
		broken.n = i % 10 == 9 ? at : broken.n;
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
	for (int k = 0; id != WORDS_KEY && k < 4 && n > 0; k++) {
		copy[chance((uint32_t)(n * element))] ^= (unsigned char)(1 + chance(255));
	}
	sections_add(out, id, element, copy, chance(9) == 0 ? n / 2 : n);
	free(copy);
}

/* A file whose sums are right and whose numbers are anything. Building upon it hurts nobody, too. */
static void test_lies_hurt_nobody(void **state)
{
	struct catalog catalog;

	(void)state;
	load(&catalog, NULL, NULL);
	for (int round = 0; round < 200; round++) {
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
		cmocka_unit_test(test_both_ways_of_cutting_are_one),
		cmocka_unit_test(test_nothing_is_passed_over),
		cmocka_unit_test(test_memory_and_threads_change_nothing),
		cmocka_unit_test(test_what_has_changed_goes_into_the_second),
		cmocka_unit_test(test_too_much_that_is_new_is_merged),
		cmocka_unit_test(test_damage_hides_nothing),
		cmocka_unit_test(test_lies_hurt_nobody),
	};
	return cmocka_run_group_tests_name("words", tests, enter, leave);
}

/* Questions: what they mean, what they find, and that sifting loses nothing. */
#include "find/query.h"
#include "find/words_build.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct config config;
static struct entities ents;
static struct catalog catalog;
static struct xref xref;
static struct words words;

static void make(const char *path, const char *text)
{
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	struct err err;

	if (!file_write(path, span_of(text), true, 0644, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
}

/* Reads the folder, with an index of its words: a second file where there is one of most. */
static void list(void)
{
	const struct words_build_how how = {.memory = 1 << 24};
	struct report report = {0};
	struct words_built built;
	struct words_build *build;
	struct err err;

	assert_true(catalog_list(&catalog, "d", &config, &report, &err));
	build = words_build_new("words", &how, &catalog, &err);
	assert_non_null(build);
	assert_true(catalog_read(&catalog, &(struct catalog_each){.keep = UINT64_MAX}, &report, &err));
	words_build_rest(build, &catalog);
	assert_true(words_build_save(build, &catalog, &built, &err));
	words_build_free(build);
	catalog.set = same_set(&catalog);
	report_finish(&report);
}

static void load(uint32_t files)
{
	struct report report = {0};
	struct err err;

	list();
	assert_true(entities_load(&ents, "entities.rec", NULL, &config, &report, &err));
	assert_true(xref_build(&xref, &catalog, &ents, NULL, &report, &err));
	assert_true(words_open(&words, "words", &catalog, &err));
	assert_int_equal(words.covered, 4);
	assert_int_equal(words.n, files);
	assert_true(words.whole);
	report_finish(&report);
}

static int enter_any(void **state)
{
	if (scratch_enter(state) != 0 || mkdir("d", 0755) != 0) {
		return -1;
	}
	config_init(&config);
	make("entities.rec", "Id: island:etorofu\nKind: island\nName: Etorofu\nAlias: Iturup\n"
		"Alias: 択捉島\n\nId: yoshida\nKind: person\nName: Shigeru Yoshida\n");
	make("d/a.txt", "Talks\n\n4 January 1990\n\nA treaty of peace for Iturup.\n\nThe Treaty, and\n"
		"some words, and many more of them, until at last here is peace.\n");
	make("d/b.txt", "Notes\n\n12 June 1992\n\nOn Etorofu.\n\nShigeru Yoshida spoke.\n\n"
		"Of Etorofu nothing. Étude of trea-\nties.\n");
	make("d/c.txt", "Islands\n\nAbout 択捉島 and the Aldrich-Moodie report.\n\n"
		"one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n"
		"fifteen sixteen seventeen eighteen nineteen twenty and so on up to a hundred\n");
	return 0;
}

static void make_last(void)
{
	make("d/d.txt", "Other\n\n3 May 1995\n\nPeace of treaty. Peace, peace.\n");
}

static int enter(void **state)
{
	int failed = enter_any(state);

	make_last();
	load(1);
	return failed;
}

/* One document was another, and one that is gone now was there, when the first file was made. */
static int enter_two(void **state)
{
	int failed = enter_any(state);

	make("d/d.txt", "Other\n\nThe treaty of peace of Etorofu. Peace, peace, peace.\n");
	make("d/aa.txt", "Gone\n\nA treaty and peace.\n");
	list();
	catalog_finish(&catalog);
	make_last();
	assert_int_equal(unlink("d/aa.txt"), 0);
	load(2);
	return failed;
}

static int leave(void **state)
{
	int failed = scratch_leave(state);

	words_close(&words);
	xref_finish(&xref);
	catalog_finish(&catalog);
	entities_finish(&ents);
	config_finish(&config);
	return failed;
}

/* The index gives the same answers; test_finder asks for their places to the byte. */
static void check_spots(const struct query *query, struct query_spots *spots, doc_id id,
	const struct query_hits *hits)
{
	struct query_hits again = {0};
	struct window window = {0};
	struct err err;
	bool whole;

	assert_true(query_in_spots(query, spots, &words, id, &xref, &window, &again, &whole, &err));
	assert_false(whole);
	assert_int_equal(again.n, hits->n);
	for (uint32_t i = 0; i < hits->n; i++) {
		assert_int_equal(again.items[i].first, hits->items[i].first);
		assert_int_equal(again.items[i].last, hits->items[i].last);
		assert_int_equal(again.items[i].para, hits->items[i].para);
		if (!again.items[i].rough) {
			assert_memory_equal(&again.items[i].at, &hits->items[i].at, sizeof(hits->items[i].at));
		}
	}
	free(again.items);
	window_close(&window);
}

/* "a:treaty of peace|Treaty b:…": what was found, by document. */
static void put_found(const struct query *query, struct buf *out)
{
	struct query_hits hits = {0};
	struct query_spots spots;
	struct err err;

	assert_true(query_sift(query, &words, &xref, &spots, &err));
	for (uint32_t i = 0; i < catalog.n; i++) {
		const struct doc *doc = catalog_doc(&catalog, (doc_id){i});

		assert_true(query_in(query, doc, (doc_id){i}, &xref, &hits, &err));
		assert_true(spots.may[i] || hits.n == 0);
		check_spots(query, &spots, (doc_id){i}, &hits);
		for (uint32_t k = 0; k < hits.n; k++) {
			struct span text = span_in(doc->text, hits.items[k].at);

			buf_printf(out, k == 0 ? "%s%c:" : "|", out->n > 0 ? " " : "", doc->path.p[0]);
			for (size_t c = 0; c < text.n; c++) {
				buf_putc(out, text.p[c] == '\n' ? ' ' : text.p[c]);
			}
		}
	}
	free(hits.items);
	query_sift_finish(&spots);
}

static void test_what_is_found(void **state)
{
	static const char *const all[][2] = {
		{"treaty AND peace", "a:treaty|peace|Treaty|peace d:Peace|treaty|Peace|peace"},
		{"treaty peace", "a:treaty|peace|Treaty|peace d:Peace|treaty|Peace|peace"},
		{"\"treaty of peace\" OR zzz", "a:treaty of peace"},
		{"\"TREATY OF PE*\" OR zzz", "a:treaty of peace"},
		{"\"treaty of pe\" OR zzz", ""},
		{"etude OR treaties", "b:Étude|trea- ties"},
		{"treat* OR zzz", "a:treaty|Treaty b:trea- ties d:treaty"},
		{"aldrich-moodie OR zzz", "c:Aldrich-Moodie"},
		{"択捉 OR zzz", "c:択捉"},
		{"treaty NEAR/2 peace", "a:treaty of peace d:treaty. Peace"},
		{"treaty NEAR/1 peace", "d:treaty. Peace"},
		{"treaty NEAR peace", "a:treaty of peace|Treaty d:treaty. Peace"},
		{"peace NEAR/1 peace", "d:Peace, peace"},
		{"treaty PARA peace", "a:treaty|peace|Treaty|peace d:Peace|treaty|Peace|peace"},
		{"entity:etorofu PARA/1 entity:yoshida", "b:Etorofu|Shigeru Yoshida|Etorofu"},
		{"entity:etorofu PARA entity:yoshida", ""},
		{"entity:Iturup", "a:Iturup b:Etorofu|Etorofu c:択捉島"},
		{"entity:\"shigeru yoshida\"", "b:Shigeru Yoshida"},
		{"entity:island:etorofu NEAR/4 treaty", "a:treaty of peace for Iturup"},
		{"kind:person", "b:Shigeru Yoshida"},
		{"peace NOT entity:iturup", "d:Peace|Peace|peace"},
		{"peace AND NOT (zzz OR yyy) before:1991", "a:peace|peace"},
		{"peace after:1990", "a:peace|peace d:Peace|Peace|peace"},
		{"(peace OR entity:iturup) after:1990-02 before:1995", "b:Etorofu|Etorofu"},
		{"entity:iturup before:2000", "a:Iturup b:Etorofu|Etorofu"},
		{"spoke OR some \"words and\"", "a:some|words, and b:spoke"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		struct buf out = {0};
		struct err err;
		struct query *query = query_new(span_of(all[i][0]), &ents, &err);

		if (query == NULL) {
			fail_msg("%s: %s", all[i][0], err.msg);
		}
		buf_puts(&out, "");
		put_found(query, &out);
		if (strcmp(out.p == NULL ? "" : out.p, all[i][1]) != 0) {
			fail_msg("%s: %s", all[i][0], out.p);
		}
		query_free(query);
		buf_finish(&out);
	}
}

static void test_what_is_wrong(void **state)
{
	static const char *const all[][2] = {
		{"a AND", "something is missing"},
		{"NOT a", "NOT needs"},
		{"(a OR b", "not closed"},
		{"a) OR b", "not opened"},
		{"entity:nobody", "no entity has the Id or the name 'nobody'"},
		{"kind:ship", "no entity is of the kind 'ship'"},
		{"a after:May", "'May' is no date"},
		{"after:1990", "dates alone"},
		{"a AND !!!", "'!!!' has no word in it"},
		{"a AND \xFF", "no UTF-8"},
	};
	struct buf deep = {0};
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		assert_null(query_new(span_of(all[i][0]), &ents, &err));
		if (strstr(err.msg, all[i][1]) == NULL) {
			fail_msg("%s: %s", all[i][0], err.msg);
		}
	}
	for (int i = 0; i < 1000; i++) {
		buf_putc(&deep, '(');
	}
	assert_null(query_new(buf_span(&deep), &ents, &err));
	assert_non_null(strstr(err.msg, "brackets in brackets"));
	buf_finish(&deep);
}

static void test_plain_patterns_stay_plain(void **state)
{
	static const char *const plain[] = {"", "treaty", "treaty of peace", "\"treaty of peace\"",
		"treat*", "(sic)", "and or not near", "~a AND b", "5\" gun", "ANDES", "NEAR/x", "a:b"};
	static const char *const asked[] = {"a AND b", "a NEAR/3 b", "a PARA b", "\"a b\" c",
		"c \"a b\"", "entity:x", "after:1990", "NOT a"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		if (query_is(span_of(plain[i]))) {
			fail_msg("%s", plain[i]);
		}
	}
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		if (!query_is(span_of(asked[i]))) {
			fail_msg("%s", asked[i]);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_is_found, enter, leave),
		cmocka_unit_test_setup_teardown(test_what_is_found, enter_two, leave),
		cmocka_unit_test_setup_teardown(test_what_is_wrong, enter, leave),
		cmocka_unit_test_setup_teardown(test_plain_patterns_stay_plain, enter, leave),
	};
	return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}

/* Folders of documents, with and without documents.rec, in a folder of our own. */
#include "texts/catalog.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct config settings(void)
{
	return (struct config){.read_encoding = "windows-1252", .limits_file_mib = 1,
		.limits_documents = 100, .limits_depth = 8, .limits_entries = 1000,
		.limits_names = 1000, .limits_total_mib = 100};
}

static void load(struct catalog *catalog, struct report *report)
{
	static struct config config;
	struct err err = {0};

	config = settings();

	if (!catalog_load(catalog, ".", &config, report, &err)) {
		fail_msg("%s", err.msg);
	}
}

/* The i-th message of the report. */
static void assert_reported(const struct report *report, uint32_t i, enum report_level level,
	const char *text)
{
	assert_true(i < report->n);
	assert_string_equal(report->items[i].text, text);
	assert_int_equal(report->items[i].level, level);
}

static void assert_paths(const struct catalog *catalog, const char *want)
{
	struct buf paths = {0};

	for (uint32_t i = 0; i < catalog->n; i++) {
		buf_printf(&paths, "%s%.*s", i > 0 ? " " : "", SPAN_ARG(catalog->heads[i].path));
		assert_int_equal(catalog_find(catalog, catalog->heads[i].path).i, i);
	}
	assert_string_equal(paths.p, want);
	assert_int_equal(catalog_find(catalog, SPAN("none.txt")).i, DOC_NONE.i);
	buf_finish(&paths);
}

static void documents_come_by_date_then_path(void **state)
{
	struct catalog catalog;
	struct report report = {0};

	(void)state;
	assert_int_equal(mkdir("sub", 0755), 0);
	scratch_file("b.txt", SPAN("4 May 1956\n\nb\n"));
	scratch_file("a.MD", SPAN("# A\n\n4 May 1956\n"));
	scratch_file("sub/c.txt", SPAN("7 February 1855\n"));
	scratch_file("z.txt", SPAN("no date\n"));
	scratch_file("y.txt", SPAN("no date\n"));
	scratch_file("notes.pdf", SPAN("not a text\n"));
	scratch_file(".hidden.txt", SPAN("not seen\n"));
	load(&catalog, &report);
	assert_paths(&catalog, "sub/c.txt a.MD b.txt y.txt z.txt");
	assert_int_equal(report.n, 0);
	assert_string_equal(catalog.root, ".");
	assert_true(catalog.heads[1].markdown);
	assert_false(catalog.heads[2].markdown);
	assert_int_equal(catalog.heads[2].stamp.size, 14);
	catalog_finish(&catalog);
	catalog_finish(&catalog);
	report_finish(&report);
}

static void records_tell_what_texts_do_not(void **state)
{
	struct catalog catalog;
	struct report report = {0};
	const struct doc *doc;

	(void)state;
	scratch_file("documents.rec", SPAN("# the list\nFile: ./b.txt\nTitle: Of B\nDate: 1875-05-07\nSource: Archive\n"
		"Language: ru\nNote: one\n+ two\nEncoding: KOI8-R\n\nFile: a.txt\nDate: 1855\n"));
	scratch_file("a.txt", SPAN("The title of A\n\n4 May 1956\n\nAnd so on, and so on, until the end of it.\n"));
	scratch_file("b.txt", SPAN("\xE9\xD4\xD5\xD2\xD5\xD0\n"));
	load(&catalog, &report);
	assert_int_equal(report.n, 0);
	assert_paths(&catalog, "a.txt b.txt");
	doc = catalog_doc(&catalog, (doc_id){0});
	assert_true(span_eq(doc->title, SPAN("The title of A")));
	assert_int_equal(doc->date.year, 1855);
	assert_int_equal(doc->date.month, 0);
	doc = catalog_doc(&catalog, (doc_id){1});
	assert_true(span_eq(doc->title, SPAN("Of B")));
	assert_int_equal(doc->date.day, 7);
	assert_true(span_eq(doc->source, SPAN("Archive")));
	assert_true(span_eq(doc->language, SPAN("ru")));
	assert_true(span_eq(doc->note, SPAN("one\ntwo")));
	assert_true(span_eq(doc->text, SPAN("Итуруп\n")));
	assert_string_equal(doc->encoding, "KOI8-R");
	catalog_finish(&catalog);
	report_finish(&report);
}

static void broken_records_are_reported_with_their_lines(void **state)
{
	struct catalog catalog;
	struct report report = {0};

	(void)state;
	scratch_file("documents.rec", SPAN("Title: no file\n\nFile: a.txt\nDate: 1855-13\nColour: red\n\nFile: a.txt\n"
		"Title: again\n\nFile: gone.txt\n\nno field\n"));
	scratch_file("a.txt", SPAN("text\n"));
	load(&catalog, &report);
	assert_int_equal(catalog.n, 1);
	assert_int_equal(catalog.heads[0].date.year, 0);
	assert_int_equal(report.n, 6);
	assert_non_null(strstr(report.items[0].text, "./documents.rec:12: "));
	assert_reported(&report, 1, REPORT_ERROR, "./documents.rec:1: a record without a File");
	assert_reported(&report, 2, REPORT_ERROR,
		"./documents.rec:4: Date '1855-13' is no date (YYYY, YYYY-MM or YYYY-MM-DD)");
	assert_reported(&report, 3, REPORT_NOTE, "./documents.rec:5: unknown field 'Colour'");
	assert_reported(&report, 4, REPORT_ERROR,
		"./documents.rec:7: a second record for 'a.txt'; the one in line 3 is taken");
	assert_reported(&report, 5, REPORT_ERROR,
		"./documents.rec:10: File 'gone.txt' is no readable document of this folder");
	catalog_finish(&catalog);
	report_finish(&report);
}

static void what_cannot_be_read_is_left_out_and_reported(void **state)
{
	struct catalog catalog;
	struct report report = {0};
	char *big = calloc(1, (1 << 20) + 1);

	(void)state;
	assert_non_null(big);
	memset(big, 'a', (1 << 20) + 1);
	scratch_file("big.txt", (struct span){big, (1 << 20) + 1});
	free(big);
	scratch_file("empty.txt", SPAN(""));
	scratch_file("blank.txt", SPAN(" \n\n\t\n"));
	scratch_file("good.txt", SPAN("text\n"));
	scratch_file("guess.txt", SPAN("\xE9t\xE9\n"));
	scratch_file("torn.txt", SPAN("\xEF\xBB\xBFtext \xFF\n"));
	assert_int_equal(mkfifo("pipe.txt", 0644), 0);
	assert_int_equal(symlink("good.txt", "link.txt"), 0);
	load(&catalog, &report);
	assert_paths(&catalog, "good.txt guess.txt torn.txt");
	assert_int_equal(report.n, 7);
	assert_non_null(strstr(report.items[0].text, "link.txt"));
	assert_non_null(strstr(report.items[1].text, "pipe.txt"));
	assert_reported(&report, 2, REPORT_ERROR, "./big.txt: larger than 1048576 bytes");
	assert_reported(&report, 3, REPORT_WARNING, "./blank.txt: nothing but blanks, left out");
	assert_reported(&report, 4, REPORT_WARNING, "./empty.txt: empty, left out");
	assert_reported(&report, 5, REPORT_NOTE,
		"./guess.txt: its encoding is not known, read as windows-1252");
	assert_reported(&report, 6, REPORT_WARNING, "./torn.txt: bytes that are not UTF-8: 1");
	catalog_finish(&catalog);
	report_finish(&report);
}

static void a_folder_without_a_document_is_an_error(void **state)
{
	struct catalog catalog = {.n = 77};
	struct report report = {0};
	struct config config = settings();
	struct err err;

	(void)state;
	assert_false(catalog_load(&catalog, ".", &config, &report, &err));
	assert_string_equal(err.msg, ".: no document to read in it (*.txt or *.md with text)");
	scratch_file("empty.txt", SPAN(""));
	assert_false(catalog_load(&catalog, ".", &config, &report, &err));
	assert_int_equal(report.n, 1);
	assert_non_null(strstr(err.msg, "with text); "));
	assert_true(span_ends(span_of(err.msg), span_of(report.items[0].text)));
	assert_false(catalog_load(&catalog, "missing", &config, &report, &err));
	assert_non_null(strstr(err.msg, "missing"));
	assert_int_equal(catalog.n, 77); /* untouched */
	report_finish(&report);
}

static void too_many_documents_are_cut(void **state)
{
	struct catalog catalog;
	struct report report = {0};
	struct config config = settings();
	struct err err;

	(void)state;
	config.limits_documents = 2;
	scratch_file("a.txt", SPAN("a\n"));
	scratch_file("b.txt", SPAN("b\n"));
	scratch_file("c.txt", SPAN("c\n"));
	assert_true(catalog_load(&catalog, ".", &config, &report, &err));
	assert_paths(&catalog, "a.txt b.txt");
	assert_reported(&report, 0, REPORT_ERROR,
		".: 3 texts, only the first 2 by name are read (limits.documents)");
	catalog_finish(&catalog);
	report_finish(&report);
}

static void too_many_bytes_are_cut(void **state)
{
	struct catalog catalog;
	struct report report = {0};
	struct config config = settings();
	struct err err;

	(void)state;
	config.limits_total_mib = 1;
	scratch_file("a.txt", SPAN("a\n"));
	scratch_file("b.txt", SPAN("b\n"));
	scratch_file("c.txt", SPAN("c\n"));
	/* Too large for itself: left out alone, and counted for nothing. */
	assert_int_equal(truncate("a.txt", (1 << 20) + 1), 0);
	assert_int_equal(truncate("c.txt", 1 << 20), 0);
	assert_true(catalog_load(&catalog, ".", &config, &report, &err));
	assert_paths(&catalog, "b.txt");
	assert_reported(&report, 0, REPORT_ERROR, ".: more than 1 MiB of texts, only the first 2 of 3 "
		"by name are read (limits.total_mib)");
	assert_reported(&report, 1, REPORT_ERROR, "./a.txt: larger than 1048576 bytes");
	assert_true(report.items[0].left_out && report.items[1].left_out);
	catalog_finish(&catalog);
	report_finish(&report);
}

static void single_files_have_the_records_of_their_folder(void **state)
{
	const char *paths[] = {"texts/a.txt", "other/a.txt"};
	struct catalog catalog;
	struct report report = {0};
	struct config config = settings();
	struct err err;

	(void)state;
	assert_int_equal(mkdir("texts", 0700), 0);
	assert_int_equal(mkdir("other", 0700), 0);
	scratch_file("texts/a.txt", SPAN("Words\n"));
	scratch_file("other/a.txt", SPAN("Other words\n"));
	scratch_file("texts/documents.rec", SPAN("File: a.txt\nTitle: By the record\nDate: 1855-02-07\n"));
	assert_true(catalog_load_files(&catalog, paths, 2, &config, &report, &err));
	assert_paths(&catalog, "texts/a.txt other/a.txt");
	assert_true(span_eq(catalog.heads[0].title, SPAN("By the record")));
	assert_int_equal(catalog.heads[0].date.year, 1855);
	assert_true(span_eq(catalog.heads[1].title, SPAN("Other words")));
	catalog_finish(&catalog);
	report_finish(&report);
}

static void single_files_have_any_name(void **state)
{
	const char *paths[] = {"minutes", "b.md", "gone.txt"};
	struct catalog catalog;
	struct report report = {0};
	struct config config = settings();
	struct err err;

	(void)state;
	scratch_file(paths[0], SPAN("4 May 1956\n"));
	scratch_file(paths[1], SPAN("# B\n\n7 February 1855\n"));
	assert_true(catalog_load_files(&catalog, paths, 3, &config, &report, &err));
	assert_paths(&catalog, "b.md minutes");
	assert_string_equal(catalog.root, "");
	assert_true(catalog.heads[0].markdown);
	assert_reported(&report, 0, REPORT_ERROR, "gone.txt: No such file or directory");
	catalog_finish(&catalog);
	assert_false(catalog_load_files(&catalog, paths + 2, 1, &config, &report, &err));
	assert_string_equal(err.msg, "gone.txt: No such file or directory");
	paths[1] = paths[2];
	assert_false(catalog_load_files(&catalog, paths + 1, 2, &config, &report, &err));
	assert_string_equal(err.msg,
		"none of the 2 files can be read; gone.txt: No such file or directory");
	report_finish(&report);
}

/* Notes which documents came by, with their lengths. */
static void take_length(void *owner, uint32_t listed, unsigned worker, const struct doc *doc)
{
	uint32_t *lengths = owner;

	(void)worker;
	lengths[listed] = (uint32_t)doc->text.n;
}

static void texts_are_read_when_they_are_asked_for(void **state)
{
	uint32_t lengths[3] = {0};
	struct config config = settings();
	struct catalog catalog;
	struct report report = {0};
	struct err err;
	const struct doc *doc;

	(void)state;
	scratch_file("documents.rec", SPAN("File: c.txt\nTitle: Told\nDate: 1855\n"));
	scratch_file("a.txt", SPAN("A headline\n\n4 May 1956\n\nText of a.\n"));
	scratch_file("b.txt", SPAN(" \n"));
	scratch_file("c.txt", SPAN("Text of c.\n\nMore of it.\n"));
	assert_true(catalog_list(&catalog, ".", &config, &report, &err));
	assert_int_equal(catalog.n, 3);
	assert_int_equal(catalog.heads[2].stamp.size, 24);
	assert_true(catalog_read(&catalog,
		&(struct catalog_each){.take = take_length, .owner = lengths, .threads = 2}, &report,
		&err));
	assert_paths(&catalog, "c.txt a.txt");
	assert_int_equal(lengths[0], 35);
	assert_int_equal(lengths[1], 0);
	assert_int_equal(lengths[2], 24);
	assert_int_equal(catalog.heads[0].listed, 2);
	assert_int_equal(catalog.heads[0].text_n, 24);
	assert_int_equal(catalog.heads[0].paras, 2);
	assert_true(span_eq(catalog.heads[1].title, SPAN("A headline")));
	assert_int_equal(catalog_loaded(&catalog), 0);
	doc = catalog_doc(&catalog, (doc_id){0});
	assert_true(span_eq(doc->text, SPAN("Text of c.\n\nMore of it.\n")));
	assert_true(span_eq(doc->title, SPAN("Told")));
	assert_int_equal(doc->date.year, 1855);
	assert_ptr_equal(catalog_doc(&catalog, (doc_id){0}), doc);
	assert_int_equal(catalog_loaded(&catalog), 24);
	catalog_drop(&catalog, (doc_id){0});
	assert_int_equal(catalog_loaded(&catalog), 0);
	assert_ptr_equal(catalog_doc(&catalog, (doc_id){0}), doc);
	assert_true(span_eq(catalog_doc(&catalog, (doc_id){1})->title, SPAN("A headline")));
	catalog_finish(&catalog);
	report_finish(&report);
}

static void texts_go_where_there_are_too_many(void **state)
{
	struct config config = settings();
	struct catalog catalog;
	struct report report = {0};
	struct buf text = {0};
	struct err err;

	(void)state;
	config.limits_memory_mib = 1;
	for (int i = 0; i < 12000; i++) {
		buf_printf(&text, "Line %d of what is read, and read again, and then forgotten.\n", i);
	}
	scratch_file("a.txt", buf_span(&text));
	scratch_file("b.txt", buf_span(&text));
	scratch_file("c.txt", SPAN("A short one.\n"));
	assert_true(catalog_load(&catalog, ".", &config, &report, &err));
	assert_int_equal(catalog_loaded(&catalog), 2 * text.n + 13);
	catalog_trim(&catalog, &(doc_id){1}, 1);
	assert_false(catalog_is_loaded(&catalog, (doc_id){0}));
	assert_true(catalog_is_loaded(&catalog, (doc_id){1}));
	assert_int_equal(catalog_loaded(&catalog), text.n);
	catalog_trim(&catalog, NULL, 0); /* few enough now */
	assert_true(catalog_is_loaded(&catalog, (doc_id){1}));
	assert_true(span_eq(catalog_doc(&catalog, (doc_id){0})->text, buf_span(&text)));
	buf_finish(&text);
	catalog_finish(&catalog);
	report_finish(&report);
}

static void a_file_that_is_gone_is_a_text_that_says_so(void **state)
{
	struct config config = settings();
	struct catalog catalog;
	struct report report = {0};
	struct err err;
	const struct doc *doc;

	(void)state;
	scratch_file("a.txt", SPAN("Text of a.\n"));
	assert_true(catalog_list(&catalog, ".", &config, &report, &err));
	assert_true(catalog_read(&catalog, &(struct catalog_each){0}, &report, &err));
	doc = catalog_doc(&catalog, (doc_id){0});
	assert_false(catalog_has_changed(&catalog, (doc_id){0}));
	catalog_drop(&catalog, (doc_id){0});
	scratch_file("a.txt", SPAN("Another text of a.\n"));
	doc = catalog_doc(&catalog, (doc_id){0});
	assert_true(catalog_has_changed(&catalog, (doc_id){0}));
	assert_false(catalog_is_lost(&catalog, (doc_id){0}));
	catalog_drop(&catalog, (doc_id){0});
	assert_int_equal(unlink("a.txt"), 0);
	doc = catalog_doc(&catalog, (doc_id){0});
	assert_true(catalog_is_lost(&catalog, (doc_id){0}));
	assert_true(span_eq(doc->text, SPAN("./a.txt: No such file or directory\n")));
	assert_int_equal(doc->nparas, 1);
	assert_true(span_eq(doc->path, SPAN("a.txt")));
	catalog_finish(&catalog);
	report_finish(&report);
}

static void many_threads_read_what_one_does(void **state)
{
	static const unsigned threads[] = {1, 7};
	struct config config = settings();
	struct report reports[2] = {0};
	struct catalog catalogs[2];
	struct err err;

	(void)state;
	for (int i = 0; i < 100; i++) {
		struct buf name = {0}, text = {0};

		buf_printf(&name, "%d.txt", i);
		for (int k = 0; k < 300; k++) {
			buf_printf(&text, "Line %d of document %d.\n", k, i);
		}
		scratch_file(name.p, i % 10 == 3 ? SPAN("") : buf_span(&text));
		buf_finish(&name);
		buf_finish(&text);
	}
	for (int i = 0; i < 2; i++) {
		assert_true(catalog_list(&catalogs[i], ".", &config, &reports[i], &err));
		assert_true(catalog_read(&catalogs[i],
			&(struct catalog_each){.threads = threads[i], .keep = UINT64_MAX},
			&reports[i], &err));
	}
	assert_int_equal(catalogs[0].n, 90);
	assert_int_equal(catalogs[1].n, 90);
	assert_int_equal(reports[0].n, reports[1].n);
	for (uint32_t i = 0; i < 90; i++) {
		assert_true(span_eq(catalogs[0].heads[i].path, catalogs[1].heads[i].path));
		assert_true(span_eq(catalog_doc(&catalogs[0], (doc_id){i})->text,
			catalog_doc(&catalogs[1], (doc_id){i})->text));
	}
	for (uint32_t i = 0; i < reports[0].n; i++) {
		assert_string_equal(reports[0].items[i].text, reports[1].items[i].text);
	}
	for (int i = 0; i < 2; i++) {
		catalog_finish(&catalogs[i]);
		report_finish(&reports[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(documents_come_by_date_then_path, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(records_tell_what_texts_do_not, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(broken_records_are_reported_with_their_lines, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_left_out_and_reported, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(a_folder_without_a_document_is_an_error, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(too_many_documents_are_cut, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(too_many_bytes_are_cut, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(single_files_have_the_records_of_their_folder,
			scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(single_files_have_any_name, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(texts_are_read_when_they_are_asked_for, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(texts_go_where_there_are_too_many, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(a_file_that_is_gone_is_a_text_that_says_so, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(many_threads_read_what_one_does, scratch_enter, scratch_leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

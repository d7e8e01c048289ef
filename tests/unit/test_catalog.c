/* Folders of documents, with and without documents.rec, in a folder of our own. */
#include "texts/catalog.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* Each test runs within an empty folder, which is taken away afterwards. */
static int enter(void **state)
{
	char name[] = "/tmp/dossier-test-XXXXXX";

	if (mkdtemp(name) == NULL || chdir(name) != 0) {
		return -1;
	}
	*state = strdup(name);
	return *state == NULL;
}

static int leave(void **state)
{
	int failed = chdir("/") != 0 || nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0;

	free(*state);
	return failed;
}

static void make(const char *path, struct span bytes)
{
	struct err err;

	if (!file_write(path, bytes, true, 0644, &err)) {
		fail_msg("%s", err.msg);
	}
}

static struct config settings(void)
{
	return (struct config){.read_encoding = "windows-1252", .limits_file_mib = 1,
		.limits_documents = 100, .limits_depth = 8};
}

static void load(struct catalog *catalog, struct report *report)
{
	struct config config = settings();
	struct err err = {0};

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
		buf_printf(&paths, "%s%.*s", i > 0 ? " " : "", SPAN_ARG(catalog->docs[i].path));
		assert_int_equal(catalog_find(catalog, catalog->docs[i].path).i, i);
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
	make("b.txt", SPAN("4 May 1956\n\nb\n"));
	make("a.MD", SPAN("# A\n\n4 May 1956\n"));
	make("sub/c.txt", SPAN("7 February 1855\n"));
	make("z.txt", SPAN("no date\n"));
	make("y.txt", SPAN("no date\n"));
	make("notes.pdf", SPAN("not a text\n"));
	make(".hidden.txt", SPAN("not seen\n"));
	load(&catalog, &report);
	assert_paths(&catalog, "sub/c.txt a.MD b.txt y.txt z.txt");
	assert_int_equal(report.n, 0);
	assert_string_equal(catalog.root, ".");
	assert_true(catalog.docs[1].markdown);
	assert_false(catalog.docs[2].markdown);
	assert_int_equal(catalog.docs[2].stamp.size, 14);
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
	make("documents.rec", SPAN("# the list\nFile: ./b.txt\nTitle: Of B\nDate: 1875-05-07\nSource: Archive\n"
		"Language: ru\nNote: one\n+ two\nEncoding: KOI8-R\n\nFile: a.txt\nDate: 1855\n"));
	make("a.txt", SPAN("The title of A\n\n4 May 1956\n\nAnd so on, and so on, until the end of it.\n"));
	make("b.txt", SPAN("\xE9\xD4\xD5\xD2\xD5\xD0\n"));
	load(&catalog, &report);
	assert_int_equal(report.n, 0);
	assert_paths(&catalog, "a.txt b.txt");
	doc = &catalog.docs[0];
	assert_true(span_eq(doc->title, SPAN("The title of A")));
	assert_int_equal(doc->date.year, 1855);
	assert_int_equal(doc->date.month, 0);
	doc = &catalog.docs[1];
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
	make("documents.rec", SPAN("Title: no file\n\nFile: a.txt\nDate: 1855-13\nColour: red\n\nFile: a.txt\n"
		"Title: again\n\nFile: gone.txt\n\nno field\n"));
	make("a.txt", SPAN("text\n"));
	load(&catalog, &report);
	assert_int_equal(catalog.n, 1);
	assert_int_equal(catalog.docs[0].date.year, 0);
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
	make("big.txt", (struct span){big, (1 << 20) + 1});
	free(big);
	make("empty.txt", SPAN(""));
	make("blank.txt", SPAN(" \n\n\t\n"));
	make("good.txt", SPAN("text\n"));
	make("guess.txt", SPAN("\xE9t\xE9\n"));
	make("torn.txt", SPAN("\xEF\xBB\xBFtext \xFF\n"));
	assert_int_equal(mkfifo("pipe.txt", 0644), 0);
	assert_int_equal(symlink("good.txt", "link.txt"), 0);
	load(&catalog, &report);
	assert_paths(&catalog, "good.txt guess.txt torn.txt");
	assert_int_equal(report.n, 7);
	assert_non_null(strstr(report.items[0].text, "link.txt"));
	assert_non_null(strstr(report.items[1].text, "pipe.txt"));
	assert_reported(&report, 2, REPORT_ERROR, "./big.txt: larger than 1048576 bytes");
	assert_reported(&report, 3, REPORT_WARNING, "./blank.txt: empty, left out");
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
	make("empty.txt", SPAN(""));
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
	make("a.txt", SPAN("a\n"));
	make("b.txt", SPAN("b\n"));
	make("c.txt", SPAN("c\n"));
	assert_true(catalog_load(&catalog, ".", &config, &report, &err));
	assert_paths(&catalog, "a.txt b.txt");
	assert_reported(&report, 0, REPORT_ERROR,
		".: 3 texts, only the first 2 by name are read (limits.documents)");
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
	make("texts/a.txt", SPAN("Words\n"));
	make("other/a.txt", SPAN("Other words\n"));
	make("texts/documents.rec", SPAN("File: a.txt\nTitle: By the record\nDate: 1855-02-07\n"));
	assert_true(catalog_load_files(&catalog, paths, 2, &config, &report, &err));
	assert_paths(&catalog, "texts/a.txt other/a.txt");
	assert_true(span_eq(catalog.docs[0].title, SPAN("By the record")));
	assert_int_equal(catalog.docs[0].date.year, 1855);
	assert_true(span_eq(catalog.docs[1].title, SPAN("Other words")));
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
	make(paths[0], SPAN("4 May 1956\n"));
	make(paths[1], SPAN("# B\n\n7 February 1855\n"));
	assert_true(catalog_load_files(&catalog, paths, 3, &config, &report, &err));
	assert_paths(&catalog, "b.md minutes");
	assert_string_equal(catalog.root, "");
	assert_true(catalog.docs[0].markdown);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(documents_come_by_date_then_path, enter, leave),
		cmocka_unit_test_setup_teardown(records_tell_what_texts_do_not, enter, leave),
		cmocka_unit_test_setup_teardown(broken_records_are_reported_with_their_lines, enter, leave),
		cmocka_unit_test_setup_teardown(what_cannot_be_read_is_left_out_and_reported, enter, leave),
		cmocka_unit_test_setup_teardown(a_folder_without_a_document_is_an_error, enter, leave),
		cmocka_unit_test_setup_teardown(too_many_documents_are_cut, enter, leave),
		cmocka_unit_test_setup_teardown(single_files_have_the_records_of_their_folder,
			enter, leave),
		cmocka_unit_test_setup_teardown(single_files_have_any_name, enter, leave),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

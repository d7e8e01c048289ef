/* dossier bookmarks: adding, printing, bringing in, checking; and a word for each mistake. */
#include "ui/cli.h"
#include "scratch.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FILE_MOST ((size_t)1 << 24)

static int enter(void **state)
{
	if (scratch_enter(state) != 0 || mkdir("d", 0755) != 0) {
		return -1;
	}
	scratch_file("d/a:b.txt", SPAN("Ä word\r\non \x93Iturup\x94.\r\n"));
	scratch_file("d/documents.rec", SPAN("File: a:b.txt\nEncoding: windows-1252\n"));
	return 0;
}

/* What a run has said. */
static struct buf said, told;
static struct err err;

/* Runs `dossier bookmarks` with these words (parted by |) on a dossier opened anew. */
static bool run(const char *words)
{
	char line[512], *argv[32] = {(char[]){"dossier"}, (char[]){"bookmarks"}}, *rest = line;
	int argc = 2;
	struct args args;
	struct dossier dossier;
	const char *const paths[] = {"d"};
	struct dossier_how how = {.paths = paths, .npaths = 1, .state = "s", .user = "me"};
	struct report report = {0};
	snprintf(line, sizeof(line), "%s", words);
	for (char *word; (word = strtok_r(rest, "|", &rest)) != NULL;) {
		argv[argc++] = word;
	}
	argv[argc++] = (char[]){"d"};
	err.msg[0] = '\0';
	buf_clear(&said);
	buf_clear(&told);
	buf_puts(&said, "");
	buf_puts(&told, "");
	if (!args_parse(argc, argv, &args, &err)) {
		return false;
	}
	FILE *file = fopen("printed", "w");
	struct output out = {.fd = fileno(file)};
	if (!dossier_open(&dossier, &how, &err) || !dossier_notes_open(&dossier, &err)) {
		fail_msg("%s", err.msg);
	}
	bool good = cli_bookmarks(&dossier, &args, &out, &report, &err);
	assert_true(output_finish(&out, &(struct err){""}));
	fclose(file);
	for (uint32_t i = 0; i < report.n; i++) {
		buf_printf(&told, "%s\n", report.items[i].text);
	}
	report_finish(&report);
	dossier_close(&dossier);
	assert_true(file_read("printed", FILE_MOST, &said, NULL, &(struct err){""}));
	return good;
}

static void assert_runs(const char *words)
{
	if (!run(words)) {
		fail_msg("%s: %s", words, err.msg);
	}
}

static void assert_fails(const char *words, const char *message)
{
	if (run(words)) {
		fail_msg("%s: done", words);
	}
	assert_string_equal(err.msg, message);
	assert_string_equal(said.p, "");
}

static void a_note_is_added_by_bytes_of_the_file(void **state)
{
	(void)state;
	char row[256];
	assert_runs("--add|a:b.txt:12-20|--note|who?|--tag|x|--tag|#y|--tag|x");
	assert_int_equal(said.n, 37);
	snprintf(row, sizeof(row), "id\tdoc\tstart\tend\tstate\tquote\tnote\ttags\tcreated\n"
		"%.36s\ta:b.txt\t12\t20\texact\t“Iturup”\twho?\tx y\t", said.p);
	assert_runs("");
	assert_int_equal(strncmp(said.p, row, strlen(row)), 0);
	assert_int_equal(said.n, strlen(row) + 21);
	assert_runs("--format|json");
	assert_non_null(strstr(said.p, "\"author\":\"me\""));
}

static void ranges_are_whole_characters(void **state)
{
	(void)state;
	scratch_file("d/u.txt", SPAN("ÄÖ x\n\n \n"));
	assert_fails("--add|u.txt:1-4", "u.txt: bytes 1-4 begin or end within a character");
	assert_fails("--add|u.txt:0-3", "u.txt: bytes 0-3 begin or end within a character");
	assert_fails("--add|u.txt:6-10", "u.txt: bytes 6-10 hold nothing but blanks");
	assert_fails("--add|u.txt:6-11", "u.txt has 10 bytes: there is no passage 6-11");
	assert_fails("--add|u.txt:4294967290-4294967295",
		"u.txt has 10 bytes: there is no passage 4294967290-4294967295");
	assert_runs("--add|u.txt:0-10");
	assert_runs("--add|u.txt:0-2");
	assert_fails("--add|nope.txt:0-2", "no document is named 'nope.txt'");
	assert_fails("--add|../d/u.txt:0-2", "no document is named '../d/u.txt'");
}

static void words_that_are_wrong(void **state)
{
	(void)state;
	assert_fails("--add|u.txt", "--add is DOC:START-END, bytes of the file, not 'u.txt'");
	assert_fails("--add|:1-2", "--add is DOC:START-END, bytes of the file, not ':1-2'");
	assert_fails("--add|a:b.txt:1-x",
		"--add is DOC:START-END, bytes of the file, not 'a:b.txt:1-x'");
	assert_fails("--add|a:b.txt:5-5", "--add: 5-5 is no passage; the end is not included");
	assert_fails("--note|x", "--note goes with --add");
	assert_fails("--tag|x|--check", "--tag goes with --add");
	assert_fails("--add|a:b.txt:0-1|--import|x", "--import does not go with --add");
	assert_fails("--check|--format|md", "--format does not go with --check");
	assert_fails("--replace", "--replace goes with --output");
	assert_fails("--format|xml", "--format is tsv|json|md|w3c|tei|bib, not 'xml'");
	assert_fails("--add|a:b.txt:0-1|--tag|two words",
		"'two words' is no tag: a word of at most 100 bytes, without blanks and commas");
}

static void nothing_is_made_by_looking(void **state)
{
	(void)state;
	assert_runs("");
	assert_string_equal(said.p, "id\tdoc\tstart\tend\tstate\tquote\tnote\ttags\tcreated\n");
	assert_runs("--check");
	assert_string_equal(said.p, "the database is sound: 0 notes\n");
	assert_int_equal(access("s", F_OK), -1);
}

static void files_come_out_and_in(void **state)
{
	(void)state;
	struct buf before = {0};
	assert_runs("--add|a:b.txt:12-20|--note|who?");
	assert_runs("--add|a:b.txt:0-6");
	assert_runs("--output|n.json");
	assert_string_equal(said.p, "");
	assert_false(run("--output|n.json"));
	assert_true(span_starts(span_of(err.msg), SPAN("n.json: ")));
	assert_runs("--output|n.json|--replace");
	assert_runs("--output|n.jsonld");
	assert_runs("--output|n.txt|--format|tei");
	assert_runs("--format|w3c");
	buf_put(&before, buf_span(&said));
	assert_runs("--import|n.json");
	assert_string_equal(said.p, "0 new, 0 newer, 2 known, 0 refused\n");
	assert_int_equal(rename("s", "old"), 0);
	assert_runs("--import|n.jsonld");
	assert_string_equal(said.p, "2 new, 0 newer, 0 known, 0 refused\n");
	assert_string_equal(told.p, "");
	assert_runs("--format|w3c");
	assert_string_equal(said.p, before.p);
	assert_runs("--check");
	assert_string_equal(said.p, "the database is sound: 2 notes\n");
	buf_finish(&before);
}

static void bad_files_leave_all_as_it_was(void **state)
{
	(void)state;
	scratch_file("bad.json", SPAN("[{\"id\":\"x\"},\n{\"target\":\"a:b.txt\",\"id\":\"y\"}]"));
	scratch_file("cut.json", SPAN("[{\"id\":\"x\"},\n{\"target\""));
	assert_fails("--import|cut.json", "cut.json:2: no colon behind the name of a member");
	assert_runs("--import|bad.json");
	assert_string_equal(said.p, "0 new, 0 newer, 0 known, 2 refused\n");
	assert_string_equal(told.p, "bad.json:1: a note without an anchor\n"
		"bad.json:2: a target without a quotation, or a position in its document\n");
	assert_false(run("--import|nowhere.json"));
	assert_true(span_starts(span_of(err.msg), SPAN("nowhere.json: ")));
	assert_runs("");
	assert_string_equal(said.p, "id\tdoc\tstart\tend\tstate\tquote\tnote\ttags\tcreated\n");
}

static int finish(void **state)
{
	(void)state;
	buf_finish(&said);
	buf_finish(&told);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_note_is_added_by_bytes_of_the_file, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(ranges_are_whole_characters, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(words_that_are_wrong, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(nothing_is_made_by_looking, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(files_come_out_and_in, enter, scratch_leave),
		cmocka_unit_test_setup_teardown(bad_files_leave_all_as_it_was, enter, scratch_leave),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, finish);
}

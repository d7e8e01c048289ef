/* The commands that print: rows that tell bytes of files, and nothing that a terminal obeys. */
#include "ui/cli.h"

#include "base/utf8.h"
#include "scratch.h"

#include <fcntl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FILE_MOST ((size_t)1 << 24)

static void load(struct dossier *dossier, const char *folder)
{
	struct err err;
	const char *const paths[] = {folder};
	struct dossier_how how = {.paths = paths, .npaths = 1};
	if (!dossier_open(dossier, &how, &err)) {
		fail_msg("%s", err.msg);
	}
}

typedef bool command(const struct cli *cli, struct err *err);

/* What a command prints, into a file of this folder, as a script would see it. */
static struct buf print(command *run, const struct dossier *dossier, const struct args *args)
{
	struct buf text = {0};
	struct err err;
	FILE *file = fopen("printed", "w");
	assert_non_null(file);
	struct output out = {.fd = fileno(file)};
	struct cli cli = {dossier, args, &out};
	if (!run(&cli, &err) || !output_finish(&out, &err)) {
		fail_msg("%s", err.msg);
	}
	fclose(file);
	assert_true(file_read("printed", FILE_MOST, &text, NULL, &err));
	return text;
}

/* A value of a table as it was before `\t \n \\` stood for what they mean. */
static void unescape(struct span value, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];
		if (c == '\\' && i + 1 < value.n) {
			c = value.p[++i];
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c;
		}
		buf_putc(out, c);
	}
}

/* The bytes [start, end) of a file of the folder. */
static void take_bytes(const char *folder, struct span name, uint32_t start, uint32_t end,
	struct buf *out)
{
	struct buf path = {0}, bytes = {0};
	struct err err;
	buf_printf(&path, "%s/%.*s", folder, SPAN_ARG(name));
	if (!file_read(path.p, FILE_MOST, &bytes, NULL, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_true(start <= end && end <= bytes.n);
	buf_clear(out);
	buf_add(out, bytes.p + start, end - start);
	buf_finish(&path);
	buf_finish(&bytes);
}

/* Splits a row into its values. */
static void split_row(struct span row, struct span *values, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_true(span_cut(&row, '\t', &values[i]));
	}
	assert_null(row.p);
}

/* Column `text` of every row is the bytes [start, end) of the document. Returns the rows. */
static uint32_t assert_rows_tell_bytes(const char *folder, struct span table, size_t columns,
	size_t text)
{
	struct buf value = {0}, bytes = {0};
	struct span row, values[16];
	uint32_t n = 0, start, end;
	assert_true(span_cut(&table, '\n', &row));
	while (span_cut(&table, '\n', &row) && row.n > 0) {
		split_row(row, values, columns);
		assert_true(span_u32(values[1], &start));
		assert_true(span_u32(values[2], &end));
		unescape(values[text], &value);
		take_bytes(folder, values[0], start, end, &bytes);
		if (!span_eq(buf_span(&value), buf_span(&bytes))) {
			fail_msg("%.*s: the bytes are '%.*s'", SPAN_ARG(row), SPAN_ARG(buf_span(&bytes)));
		}
		n++;
	}
	buf_finish(&value);
	buf_finish(&bytes);
	return n;
}

static void sample_path(struct buf *out)
{
	const char *root = getenv("DOSSIER_SOURCE_ROOT");
	assert_non_null(root);
	file_join(out, root, "texts");
}

static void test_sample_mentions(void **state)
{
	(void)state;
	struct buf folder = {0};
	struct args args = {.command = ARGS_mentions};
	sample_path(&folder);
	struct dossier dossier;
	load(&dossier, folder.p);
	struct buf table = print(cli_mentions, &dossier, &args);
	assert_true(span_starts(buf_span(&table),
		SPAN("doc\tstart\tend\tsurface\tkind\tentity\trule\tcertainty\trivals\n")));
	uint32_t n = assert_rows_tell_bytes(folder.p, buf_span(&table), 9, 3);
	assert_int_equal(n, dossier.xref.mentions.n);
	assert_true(n > 100);
	dossier_close(&dossier);
	buf_finish(&table);
	buf_finish(&folder);
}

static void test_sample_search(void **state)
{
	(void)state;
	struct buf folder = {0};
	const char *const operands[] = {"peace treaty", "texts"};
	struct args args = {.command = ARGS_search, .operands = operands, .noperands = 2};
	sample_path(&folder);
	struct dossier dossier;
	load(&dossier, folder.p);
	struct buf table = print(cli_search, &dossier, &args);
	assert_true(span_starts(buf_span(&table), SPAN("doc\tstart\tend\tparagraph\ttext\n")));
	assert_true(assert_rows_tell_bytes(folder.p, buf_span(&table), 5, 4) > 10);
	dossier_close(&dossier);
	buf_finish(&table);
	buf_finish(&folder);
}

/* The same rows, those of the best document first. */
static void test_search_by_rank(void **state)
{
	(void)state;
	scratch_file("a.txt", SPAN("First\n\nIturup is named once in this note, among others.\n"));
	scratch_file("b.txt", SPAN("Second\n\nIturup, Iturup.\n\nIturup again.\n"));
	struct dossier dossier;
	load(&dossier, ".");
	const char *operands[] = {"iturup", "."};
	struct args args = {.command = ARGS_search, .operands = operands, .noperands = 2};
	struct buf plain = print(cli_search, &dossier, &args);
	args.value[ARGS_OPT_order] = "rank";
	struct buf ranked = print(cli_search, &dossier, &args);
	assert_string_equal(plain.p, "doc\tstart\tend\tparagraph\ttext\na.txt\t7\t13\t2\tIturup\n"
		"b.txt\t8\t14\t2\tIturup\nb.txt\t16\t22\t2\tIturup\nb.txt\t25\t31\t3\tIturup\n");
	assert_string_equal(ranked.p, "doc\tstart\tend\tparagraph\ttext\nb.txt\t8\t14\t2\tIturup\n"
		"b.txt\t16\t22\t2\tIturup\nb.txt\t25\t31\t3\tIturup\na.txt\t7\t13\t2\tIturup\n");
	buf_finish(&plain);
	buf_finish(&ranked);
	dossier_close(&dossier);
}

/* Offsets are those of the file, whatever its encoding and line ends. */
static void test_other_encodings(void **state)
{
	(void)state;
	scratch_file("crlf.txt", SPAN("\xef\xbb\xbfTitle\r\n\r\nThe island of Iturup\r\nand Urup.\r\n"));
	scratch_file("latin.txt", SPAN("Caf\xe9 \xe0 Iturup, d\xe9j\xe0 vu\n"));
	scratch_file("entities.rec", SPAN("Id: iturup\nKind: island\nName: Iturup\n"));
	struct dossier dossier;
	load(&dossier, ".");
	struct args args = {.command = ARGS_mentions};
	struct buf table = print(cli_mentions, &dossier, &args);
	assert_int_equal(assert_rows_tell_bytes(".", buf_span(&table), 9, 3), 2);
	dossier_close(&dossier);
	buf_finish(&table);
}

static void test_filters(void **state)
{
	(void)state;
	scratch_file("a.txt", SPAN("Iturup and Urup, Iturup and Uno.\n"));
	scratch_file("entities.rec", SPAN("Id: iturup\nKind: island\nName: Iturup\n\n"
		"Id: urup\nKind: island\nName: Urup\n\nId: uno\nKind: person\nName: Sosuke Uno\n"));
	struct dossier dossier;
	load(&dossier, ".");
	struct args args = {.command = ARGS_mentions};
	struct err err;
	args.value[ARGS_OPT_entity] = "iturup";
	struct buf table = print(cli_mentions, &dossier, &args);
	assert_int_equal(assert_rows_tell_bytes(".", buf_span(&table), 9, 3), 2);
	buf_finish(&table);
	args.value[ARGS_OPT_entity] = NULL;
	args.value[ARGS_OPT_kind] = "island";
	table = print(cli_mentions, &dossier, &args);
	assert_int_equal(assert_rows_tell_bytes(".", buf_span(&table), 9, 3), 3);
	buf_finish(&table);
	struct output out = {.fd = -1};
	args.value[ARGS_OPT_kind] = "isle";
	assert_false(cli_mentions(&(struct cli){&dossier, &args, &out}, &err));
	assert_string_equal(err.msg, "no entity is of the kind 'isle'");
	args.value[ARGS_OPT_kind] = NULL;
	args.value[ARGS_OPT_entity] = "itrup";
	assert_false(cli_mentions(&(struct cli){&dossier, &args, &out}, &err));
	assert_string_equal(err.msg, "no entity has the Id 'itrup'; did you mean 'iturup'?");
	dossier_close(&dossier);
}

static void test_entities(void **state)
{
	(void)state;
	scratch_file("a.txt", SPAN("Iturup, Etorofu, Iturup.\n"));
	scratch_file("b.txt", SPAN("Etorofu.\n"));
	scratch_file("entities.rec", SPAN("Id: iturup\nKind: island\nName: Iturup\nAlias: Etorofu\n\n"
		"Id: urup\nKind: island\nName: Urup\n"));
	struct dossier dossier;
	load(&dossier, ".");
	struct args args = {.command = ARGS_entities};
	struct buf table = print(cli_entities, &dossier, &args);
	assert_string_equal(table.p, "id\tkind\tname\tmentions\topen\tdocuments\tnames\tby_document\n"
		"iturup\tisland\tIturup\t4\t0\t2\t2 Iturup|2 Etorofu\t3 a.txt|1 b.txt\n"
		"urup\tisland\tUrup\t0\t0\t0\t\t\n");
	dossier_close(&dossier);
	buf_finish(&table);
}

/* Text for people holds graphic characters and line ends, whatever the documents hold. */
static void assert_harmless(struct span text)
{
	assert_int_equal(utf8_valid_prefix(text), text.n);
	for (size_t off = 0; off < text.n;) {
		uint32_t c = utf8_next(text, &off);
		assert_true(c == '\n' || utf8_cols(c) > 0 || utf8_is_mark(c));
	}
}

static void test_hostile_texts(void **state)
{
	(void)state;
	scratch_file("a\x1b[31m.txt", SPAN("T\x1b]0;title\x07itle\n\nIturup \xe2\x80\xae" "evil\xc2\x9b"
		"2J \b\b\b "
		"\xf3\xa0\x81\x81 \xe2\x80\x8b end\r\nand a very long line that has to be wrapped somewhere\n"));
	scratch_file("entities.rec", SPAN("Id: iturup\nKind: is\x1bland\nName: Iturup\nAlias: I\xe2\x80\xae" "x\n"
		"Note: \x1b[2J\n"));
	scratch_file("documents.rec", SPAN("File: a\x1b[31m.txt\nTitle: \x1b[5mT\nSource: \x9b\xe2\x80\xae\n"));
	struct dossier dossier;
	load(&dossier, ".");
	const char *const operands[] = {".", "a\x1b[31m.txt"};
	struct args args = {.command = ARGS_read, .operands = operands, .noperands = 2};
	struct buf listing = print(cli_listing, &dossier, &args);
	struct buf shown = print(cli_show, &dossier, &args);
	assert_harmless(buf_span(&listing));
	assert_harmless(buf_span(&shown));
	assert_true(span_find(buf_span(&shown), SPAN("^[]0;title^G"), 0) < shown.n);
	assert_true(span_find(buf_span(&listing), SPAN("Iturup <202E>evil<9B>2J"), 0) < listing.n);
	dossier_close(&dossier);
	buf_finish(&listing);
	buf_finish(&shown);
}

static bool run_import(const struct cli *cli, struct err *err)
{
	struct report report = {0};
	bool good = cli_import("names", cli->out, &report, err);
	for (uint32_t i = 0; i < report.n; i++) {
		buf_printf(&cli->out->buf, "! %s\n", report.items[i].text);
	}
	report_finish(&report);
	return good;
}

/* A catalogue goes out as TEI and comes in as records; so does a table. */
static void test_import(void **state)
{
	(void)state;
	static const char records[] = "Id: iturup\nKind: island\nName: Iturup\nAlias: 択捉島\n"
		"Note: a < b\n";
	scratch_file("a.txt", SPAN("Iturup.\n"));
	scratch_file("entities.rec", span_of(records));
	struct args args = {.command = ARGS_entities, .tei = true};
	struct dossier dossier;
	load(&dossier, ".");
	struct buf text = print(cli_entities, &dossier, &args);
	scratch_file("names", buf_span(&text));
	buf_finish(&text);
	text = print(run_import, &dossier, &args);
	assert_string_equal(text.p, records);
	buf_finish(&text);
	scratch_file("names", SPAN("Name\tDate\nIturup\tsoon\n"));
	text = print(run_import, &dossier, &args);
	assert_non_null(strstr(text.p, "Id: other:iturup\nKind: other\nName: Iturup\n"
		"! names:2: Date 'soon' is no date"));
	buf_finish(&text);
	struct report report = {0};
	struct output out = {.fd = -1};
	struct err err;
	assert_false(cli_import("nowhere", &out, &report, &err));
	assert_int_equal(strncmp(err.msg, "nowhere: ", 9), 0);
	scratch_file("names", SPAN("<a>\n<b>"));
	assert_false(cli_import("names", &out, &report, &err));
	assert_int_equal(strncmp(err.msg, "names:2: ", 9), 0);
	dossier_close(&dossier);
}

static bool run_check(const struct cli *cli, struct err *err)
{
	bool good, found = cli_check(cli, &good, err);
	buf_puts(&cli->out->buf, good ? "good\n" : "not good\n");
	return found;
}

static void test_check(void **state)
{
	(void)state;
	scratch_file("a.txt", SPAN("Iturup.\n"));
	scratch_file("entities.rec", SPAN("Id: iturup\nKind: island\nName: Iturup\n"));
	struct args args = {.command = ARGS_check};
	struct dossier dossier;
	load(&dossier, ".");
	struct buf text = print(run_check, &dossier, &args);
	assert_string_equal(text.p, "documents: 1, entities: 1, mentions: 1; nothing is wrong\ngood\n");
	dossier_close(&dossier);
	buf_finish(&text);
	scratch_file("entities.rec", SPAN("Id: iturup\nKind: island\nName: Iturup\n\nId: x\nKind: ship\nName: \x1bX\n"));
	load(&dossier, ".");
	text = print(run_check, &dossier, &args);
	assert_string_equal(text.p, "./entities.rec:5: 'x' is mentioned nowhere\n"
		"documents: 1, entities: 2, mentions: 1, notes: 1; nothing is wrong\ngood\n");
	dossier_close(&dossier);
	buf_finish(&text);
	scratch_file("entities.rec", SPAN("Id: iturup\nKind: island\nName: Iturup\n\nKind: \x1bx\nName: Y\n"));
	load(&dossier, ".");
	text = print(run_check, &dossier, &args);
	assert_non_null(strstr(text.p, "entities.rec:5: "));
	assert_non_null(strstr(text.p, "not good\n"));
	assert_harmless(buf_span(&text));
	dossier_close(&dossier);
	buf_finish(&text);
}

/* Opens the folder `d` with a cache; words: its word index is made. What a search says of it. */
static bool tells_slow(bool words, struct err *notice)
{
	const char *const paths[] = {"d"};
	const struct dossier_how how = {.paths = paths, .npaths = 1, .cache = "cache", .state = "state",
		.words = words, .memory = 1 << 26};
	struct dossier dossier;
	struct err err;
	if (!dossier_open(&dossier, &how, &err)) {
		fail_msg("%s", err.msg);
	}
	bool slow = cli_search_slow(&dossier, "d", notice);
	dossier_close(&dossier);
	return slow;
}

static void put_long(const char *path, size_t bytes)
{
	const struct timespec past[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	struct buf text = {0};
	struct err err;
	while (text.n < bytes) {
		buf_puts(&text, "words upon words of which nobody has an index\n\n");
	}
	assert_true(file_write(path, buf_span(&text), true, 0644, &err));
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
	buf_finish(&text);
}

static void test_a_slow_search_says_so(void **state)
{
	struct err notice;
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("cache", 0700), 0);
	put_long("d/a.txt", 100);
	assert_false(tells_slow(false, &notice));
	put_long("d/b.txt", (size_t)9 << 20);
	assert_true(tells_slow(false, &notice));
	assert_string_equal(notice.msg, "2 of 2 texts (9 MB) are read for this, as no index has their "
		"words: `dossier index d` makes searching quick");
	assert_false(tells_slow(true, &notice));
	put_long("d/a.txt", 200);
	assert_false(tells_slow(false, &notice));
	put_long("d/b.txt", (size_t)10 << 20);
	assert_true(tells_slow(false, &notice));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_sample_mentions, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_sample_search, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_search_by_rank, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_a_slow_search_says_so, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_other_encodings, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_filters, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_entities, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_hostile_texts, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_import, scratch_enter, scratch_leave),
		cmocka_unit_test_setup_teardown(test_check, scratch_enter, scratch_leave),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}

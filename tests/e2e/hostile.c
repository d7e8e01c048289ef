/*
 * hostile.c - reads the hostile dossier whole, and judges every byte that reaches a terminal
 *
 *	hostile PROGRAM
 *
 * Under each of several terminals, in UTF-8 and in the C locale: every document from its first page
 * to its last, and all that can be opened beside them. The whole stream is parsed, not the screen:
 * a byte that is neither of a graphic character nor of a sequence that the terminal's entry has
 * fails, with its offset and what was on the screen then. Every command is judged in a pipe and on a
 * terminal. What was hidden must be seen: the forms stand below. Output is TAP.
 */
#define _XOPEN_SOURCE 700
#include "hostile_box.h"
#include "hostile_desk.h"
#include "hostile_lists.h"
#include "strict.h"

#include "base/base.h"

#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGES_MOST = 100 };

/* The numbers of "3 of 90" in the title line, its last one; false where it has none. */
static bool read_place(struct hostile *test, unsigned *number, unsigned *all)
{
	struct bytes row = {0};
	bool found = false;
	vt_row(test->play.vt, 0, &row);
	for (const char *at = bytes_text(&row); (at = strstr(at, " of ")); at++) {
		const char *start = at;
		while (start > row.p && start[-1] >= '0' && start[-1] <= '9') {
			start--;
		}
		if (start < at && sscanf(at, " of %u", all) == 1) {
			*number = (unsigned)strtoul(start, NULL, 10);
			found = true;
		}
	}
	bytes_finish(&row);
	return found;
}

static bool wait_place(struct hostile *test, unsigned number, unsigned *all)
{
	int64_t until = play_until(30000);
	for (bool more = true;; more = vt_wait(test->play.vt, until)) {
		unsigned now = 0;
		if (read_place(test, &now, all) && now == number) {
			bytes_clear(&test->at);
			vt_row(test->play.vt, 0, &test->at);
			return true;
		}
		if (!more) {
			bytes_print(&test->play.why, "%s: document %u does not come", test->what, number);
			return false;
		}
	}
}

/* Goes through the document's pages; whether its words to be read came by. */
static bool read_pages(struct hostile *test)
{
	bool readable = false, more = true;
	struct bytes before = {0}, now = {0};
	for (int page = 0; more && page < PAGES_MOST; page++) {
		int row = 0, col = 0, cells;
		readable |= vt_find(test->play.vt, "Readable", &row, &col, &cells);
		bytes_clear(&before);
		vt_row(test->play.vt, 0, &before);
		more = strstr(bytes_text(&before), "100%") == NULL;
		if (more) {
			hostile_type(test, " ");
		} else if (!readable) {
			hostile_settle(test); /* the title line comes before the text */
			readable = vt_find(test->play.vt, "Readable", &row, &col, &cells);
		}
		int64_t until = play_until(3000);
		for (bool waits = more; waits; waits = vt_wait(test->play.vt, until)) {
			bytes_clear(&now);
			vt_row(test->play.vt, 0, &now);
			if (strcmp(bytes_text(&before), bytes_text(&now)) != 0) {
				break;
			}
		}
	}
	bytes_finish(&before);
	bytes_finish(&now);
	return readable;
}

/* Goes to the first document: a session begins where the last one ended. */
static bool go_first(struct hostile *test, unsigned *all)
{
	unsigned number = 1;
	struct bytes keys = {0};
	bool there = hostile_wait_for(test, " of ") && read_place(test, &number, all);
	if (there && number > 1) {
		bytes_print(&keys, "%u[", number - 1);
		hostile_type(test, keys.p);
		there = wait_place(test, 1, all);
	}
	bytes_finish(&keys);
	hostile_type(test, "g");
	hostile_settle(test);
	return there;
}

/* Reads every document; *all is their number, *readable that of those with words to be read. */
static bool read_all(struct hostile *test, unsigned *all, unsigned *readable)
{
	bool good = true;
	*readable = 0;
	if (!go_first(test, all)) {
		return false;
	}
	for (unsigned number = 1;; number++) {
		bool reads = read_pages(test);
		*readable += reads;
		if (!reads) {
			printf("# without words: %s\n", bytes_text(&test->at));
		}
		good = hostile_judge(test, vt_log(test->play.vt), test->play.entry) && good;
		if (number == *all) {
			return good;
		}
		hostile_type(test, "]");
		if (!wait_place(test, number + 1, all)) {
			return false;
		}
	}
}

static bool visit(struct hostile *test)
{
	bool good = true;
	hostile_type(test, "g");
	for (size_t i = 0; i < hostile_nvisits; i++) {
		bytes_clear(&test->at);
		bytes_print(&test->at, "visit %zu", i);
		hostile_type(test, hostile_visits[i].keys);
		if (hostile_visits[i].shows && !hostile_wait_for(test, hostile_visits[i].shows)) {
			good = false;
			printf("# %s, visit %zu: no '%s'\n", test->what, i, hostile_visits[i].shows);
			struct bytes screen = {0};
			vt_screen(test->play.vt, &screen);
			printf("%s\n", bytes_text(&screen));
			bytes_finish(&screen);
		}
		hostile_settle(test);
		good = hostile_judge(test, vt_log(test->play.vt), test->play.entry) && good;
	}
	return good;
}

/* Whether all that came is ASCII: to a terminal of another character set bytes of UTF-8 may be
 * controls. */
static bool is_ascii(struct hostile *test)
{
	const struct bytes *log = vt_log(test->play.vt);
	for (size_t at = 0; at < log->n; at++) {
		if ((log->p[at] & 0x80) != 0) {
			bytes_print(&test->play.why, "%s: byte %zu is no ASCII: ", test->what, at);
			strict_show(log, at, &test->play.why);
			test->findings++;
			return false;
		}
	}
	return true;
}

/* Reads every document line by line, as with a screen reader; `all` of them. */
static void read_lines(struct hostile *test, const char *locale, unsigned all)
{
	char *program = bytes_must(strdup(test->play.program)), dir[] = "d", linear[] = "--linear";
	char *argv[] = {program, linear, dir, NULL};
	struct bytes what = {0}, place = {0};
	unsigned number = 0;
	size_t before = test->bytes;
	test->what = "line by line";
	bool good = hostile_set_out(test, "dumb", locale) && hostile_start(test, argv, 200, 50) &&
		hostile_wait_for(test, "problems");
	for (hostile_type(test, "open front.md\n"); good && number < all; number++) {
		hostile_type(test, number > 0 ? "]\n\n\n\n" : "g\n\n\n");
		bytes_clear(&place);
		bytes_print(&place, "document %u of %u", number + 1, all);
		good = number == 0 || hostile_wait_for(test, place.p);
		good = hostile_judge(test, vt_log(test->play.vt), test->play.entry) && good;
	}
	good = good && (strcmp(locale, "C") != 0 || is_ascii(test));
	hostile_type(test, "quit\n");
	bytes_print(&what, "line by line in %s: %u documents, %zu bytes", locale, number,
		test->bytes - before);
	hostile_tell(test, good, what.p);
	bytes_finish(&what);
	bytes_finish(&place);
	free(program);
}

/* All of it under one terminal; the number of documents. */
static unsigned tour(struct hostile *test, const char *term, const char *locale)
{
	char *program = bytes_must(strdup(test->play.program)), dir[] = "d";
	char *argv[] = {program, dir, NULL};
	struct bytes what = {0};
	unsigned all = 0, readable = 0;
	size_t before = test->bytes;
	bytes_print(&what, "%s in %s", term, locale);
	test->what = what.p;
	bool good = hostile_set_out(test, term, locale) && hostile_start(test, argv, 80, 24) &&
		read_all(test, &all, &readable);
	good = good && visit(test) && hostile_leave(test) && (strcmp(locale, "C") != 0 || is_ascii(test));
	/* Two files are empty or blank, one may not be read. */
	if (good && readable + 3 < all) {
		bytes_print(&test->play.why, "%u of %u documents were readable", readable, all);
		good = false;
	}
	bytes_print(&what, ": %u documents, %zu bytes", all, test->bytes - before);
	hostile_tell(test, good, what.p);
	bytes_finish(&what);
	free(program);
	return all;
}

static void show_forms(struct hostile *test)
{
	char *program = bytes_must(strdup(test->play.program)), dir[] = "d";
	char *argv[] = {program, dir, NULL};
	unsigned wrong = 0;
	test->what = "forms";
	bool good = hostile_set_out(test, "xterm-256color", "C.UTF-8") && hostile_start(test, argv, 100, 40) &&
		hostile_wait_for(test, " of ");
	for (size_t i = 0; good && i < hostile_nforms; i++) {
		struct bytes keys = {0};
		bytes_print(&keys, ":open %s\r", hostile_forms[i].path);
		hostile_type(test, keys.p);
		if (!hostile_wait_for(test, hostile_forms[i].form)) {
			printf("# %s: no %s\n", hostile_forms[i].path, hostile_forms[i].form);
			bytes_clear(&test->play.why);
			wrong++;
		}
		bytes_finish(&keys);
	}
	good = good && hostile_leave(test) && wrong == 0;
	hostile_tell(test, good, "what was hidden is seen");
	free(program);
}

/* Runs a command in a pipe and on a terminal. */
static bool judge_command(struct hostile *test, const char *const *words)
{
	char *argv[HOSTILE_WORDS + 2] = {bytes_must(strdup(test->play.program))};
	size_t n = 1;
	bytes_clear(&test->at);
	for (; words[n - 1]; n++) {
		argv[n] = bytes_must(strdup(words[n - 1]));
		bytes_print(&test->at, "%s%s", n > 1 ? " " : "", words[n - 1]);
	}
	struct child_spec spec = {.argv = argv, .envp = test->play.env.list,
		.folder = test->play.box.root};
	struct bytes shown = {0};
	wire_show(test->at.p, test->at.n, &shown);
	bytes_clear(&test->at);
	bytes_add(&test->at, shown.p, shown.n);
	bytes_finish(&shown);
	test->what = "pipe";
	bool good = plain_run(&test->play.plain, &spec, play_until(20000), &test->play.why);
	test->judged = 0;
	good = good && hostile_judge(test, &test->play.plain.out, NULL);
	test->judged = 0;
	good = hostile_judge(test, &test->play.plain.err, NULL) && good;
	test->what = "terminal";
	/* Without a command it would be the reader. */
	if (good && (words[1] || words[0][0] == '-') && hostile_start(test, argv, 200, 50)) {
		int64_t until = play_until(20000);
		int status;
		while (!vt_over(test->play.vt, &status) && vt_wait(test->play.vt, until)) {
		}
		good = hostile_judge(test, vt_log(test->play.vt), test->play.entry) && vt_over(test->play.vt, &status);
	}
	while (n-- > 0) {
		free(argv[n]);
	}
	return good;
}

static void judge_commands(struct hostile *test, const char *locale)
{
	struct bytes what = {0};
	size_t before = test->bytes;
	bool good = hostile_set_out(test, "xterm-256color", locale);
	for (size_t i = 0; i < hostile_ncommands; i++) {
		good = judge_command(test, hostile_commands[i]) && good;
	}
	for (size_t i = 0; i < hostile_nforms; i++) {
		const char *const show[HOSTILE_WORDS] = {"show", "d", hostile_forms[i].path};
		good = judge_command(test, show) && good;
	}
	bytes_print(&what, "%zu commands in %s: %zu bytes", hostile_ncommands + hostile_nforms,
		locale, test->bytes - before);
	hostile_tell(test, good, what.p);
	bytes_finish(&what);
}

/* Notes that hold what a terminal must not see: they come from other people's files, too. */
static bool make_notes(struct hostile *test)
{
	static const char *const notes[][HOSTILE_WORDS] = {
		{"bookmarks", "--add", "esc-sgr.txt:0-7", "--note", "a hostile note \033]52;c;QQ==\a\033[2J", "--tag",
			"t\033[5m", "d"},
		{"bookmarks", "--add", "bidi-marks.txt:0-5", "--note", "hostile note \xe2\x80\xae\xe2\x80\x8b", "d"},
		{"bookmarks", "--add", "esc-title.txt:14-40", "--note", "hostile note", "d"},
		{"bookmarks", "--add", "carriage.txt:17-40", "d"},
	{"bookmarks", "--add", "nul.txt:6-20", "d"}};
	bool good = true;
	env_put(&test->play.env, "LOGNAME", "eve\033[2J\xe2\x80\xae");
	for (size_t i = 0; i < COUNT_OF(notes); i++) {
		good = judge_command(test, notes[i]) && good;
	}
	return good;
}

/* The program under a name of any bytes, which it tells in what it has to say. */
static void judge_names(struct hostile *test)
{
	static const char *const words[][HOSTILE_WORDS] = {{"--help"}, {"--no-such"}, {"--format"},
		{"no-such", "d"}, {"check", "nowhere"}, {"--version"}, {"-h"}, {"mentions", "--help"}};
	const char *program = test->play.program;
	struct bytes path = {0};
	bool good = box_link(&test->play.box, program, "pro\033[2J\xe2\x80\xae\xffgram", &test->play.why);
	bytes_print(&path, "%s/pro\033[2J\xe2\x80\xae\xffgram", test->play.box.root);
	test->play.program = path.p;
	for (size_t i = 0; good && i < COUNT_OF(words); i++) {
		good = judge_command(test, words[i]) && good;
	}
	test->play.program = program;
	hostile_tell(test, good, "a name of the program that is hostile");
	bytes_finish(&path);
}

static char damaged[512];

static int find_database(const char *path, const struct stat *stat, int kind, struct FTW *at)
{
	(void)stat;
	if (kind == FTW_F && strcmp(path + at->base, "notes.db") == 0 &&
		strlen(path) < sizeof(damaged)) {
		strcpy(damaged, path);
	}
	return 0;
}

/* A database that is none: what is told of it is judged as well. */
static void judge_damage(struct hostile *test)
{
	static const char *const listing[HOSTILE_WORDS] = {"bookmarks", "d"};
	static const char *const checking[HOSTILE_WORDS] = {"bookmarks", "--check", "d"};
	char *program = bytes_must(strdup(test->play.program)), dir[] = "d";
	char *argv[] = {program, dir, NULL};
	struct bytes state = {0}, bad = {0};
	bytes_print(&state, "%s/state", test->play.box.root);
	nftw(state.p, find_database, 16, FTW_PHYS);
	bytes_add(&bad, "SQLite format 3", 16);
	for (int i = 0; i < 500; i++) {
		bytes_add_text(&bad, "\033]52;c;QQ==\a\xe2\x80\xae\xff\x9b");
	}
	bool good = damaged[0] != '\0' && bytes_write_file(&bad, damaged) &&
		hostile_set_out(test, "xterm-256color", "C.UTF-8") && judge_command(test, listing);
	good = bytes_write_file(&bad, damaged) && judge_command(test, checking) && good;
	test->what = "damaged";
	good = bytes_write_file(&bad, damaged) && hostile_start(test, argv, 80, 24) &&
		hostile_wait_for(test, " of ") && hostile_leave(test) && good;
	hostile_tell(test, good, "a database of notes that is none");
	bytes_finish(&state);
	bytes_finish(&bad);
	free(program);
}

int main(int argc, char **argv)
{
	static const char *const terms[] = {"xterm-256color", "linux", "vt100", "tmux-256color"};
	struct hostile test = {0};
	const char *source = getenv("DOSSIER_SOURCE_ROOT");
	unsigned files = 0, all = 0;
	/* Programs run in a folder of their own: names must be whole. */
	char *program = argc == 2 ? realpath(argv[1], NULL) : NULL;
	char *root = realpath(source ? source : ".", NULL);
	if (!program || !root || !setlocale(LC_CTYPE, "C.UTF-8")) {
		return 2;
	}
	bool good = play_open(&test.play, program, root) &&
		hostile_box_make(&test.play, &files) && make_notes(&test);
	printf("# %u files and names\n", files);
	hostile_tell(&test, good && files >= 60, "the hostile dossier is made");
	if (good) {
		show_forms(&test);
		judge_commands(&test, "C.UTF-8");
		judge_commands(&test, "C");
		for (size_t i = 0; i < COUNT_OF(terms); i++) {
			all = tour(&test, terms[i], "C.UTF-8");
			tour(&test, terms[i], "C");
		}
		read_lines(&test, "C.UTF-8", all);
		read_lines(&test, "C", all);
		judge_names(&test);
		judge_damage(&test);
	}
	printf("# %zu bytes judged, %u findings\n1..%u\n", test.bytes, test.findings, test.tests);
	play_close(&test.play);
	bytes_finish(&test.at);
	free(program);
	free(root);
	return test.failed > 0;
}

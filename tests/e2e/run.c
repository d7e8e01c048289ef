/* run.c - plays one case file against a program and reports in TAP
 *
 *	run PROGRAM CASE
 *
 * $DOSSIER_SOURCE_ROOT is the source tree (default: the current folder). $E2E_SLOW is a factor
 * for all deadlines; $E2E_WRAP holds words to put before the program, such as
 * "/usr/bin/valgrind -q"; $UPDATE=1 writes the goldens anew.
 *
 * A case is one instruction a line; empty lines and lines that begin with '#' do not count. Words
 * are cut at blanks. A word in double quotes may hold blanks and the escapes \e \n \t \r \a \b
 * \\ \" \xHH, one in single quotes is taken as it is. Each case has a folder of its own, in which
 * its programs run; all paths are relative to it. It also holds home, config, state and cache, for
 * HOME and the XDG_*_HOME. The environment is empty but for those, PATH, TERM, TZ=UTC and
 * LC_ALL=C.UTF-8.
 *
 * Preparing
 *	size COLSxROWS		the terminal of the next run (80x24)
 *	term NAME		its TERM (xterm-256color)
 *	env NAME=VALUE		sets a variable; without = it is removed
 *	file PATH <<END		a file with the lines up to END, escapes as in double quotes
 *	folder PATH
 *	fifo PATH
 *	link TARGET PATH	a symbolic link
 *	mode OCTAL PATH
 *	copy FROM PATH		a file or folder of the source tree
 *	times PATH N		makes a file so many times as long
 *	past PATH		gives a file a time long past, each a later one
 *	remove PATH		a file
 *	allow osc52		the program may write to the clipboard
 *	allow paste		it may have pasted text marked (mode 2004) where the entry has no
 *				word of that: every terminal of its kind takes or ignores it
 *
 * Acting
 *	run ARGS...		starts the program on a new terminal
 *	pipe ARGS...		runs it without one, to its end
 *	keys TEXT		types the rest of the line: text as it stands, and <Enter> <Tab>
 *				<S-Tab> <Esc> <Space> <BS> <Del> <Up> <Down> <Left> <Right> <PgUp>
 *				<PgDn> <Home> <End> <F1> to <F4> <C-x> <A-x> <A-Left> <A-Right>
 *				<lt> <Paste:text>
 *	resize COLSxROWS
 *	signal NAME		HUP INT QUIT TERM KILL USR1 WINCH TSTP CONT SEGV BUS ABRT FPE ILL
 *				SYS
 *	room BYTES		no file may grow beyond that from here on, as on a full disk; all: as before
 *	hangup			takes the terminal away
 *
 * Expecting. All wait until the expectation holds, five seconds at most. Where HOW "text" stands,
 * it is "text" (contained), = "text" (the whole), or no "text" (not contained). Rows and columns
 * count from 1, or with -1 from the end.
 *	row N HOW "text"
 *	screen "text"		somewhere on the screen, within one row
 *	no "text"		nowhere on the screen
 *	cell ROW COL ATTR...	how a cell looks: bold underline italic blink reverse plain, -bold
 *	cell "text" ATTR...	and so on, fg= and bg= with a palette number, default, or any (one
 *				that was set); with a text, all cells of some place of it
 *	cursor on "text"	the cursor is on its first cell
 *	cursor ROW COL
 *	golden NAME		the screen, or the output of pipe, is tests/e2e/golden/NAME.txt
 *	remember NAME row N	keeps the text of a row
 *	remember NAME word N	keeps the first word at or below row N: a run of non-blanks with a
 *				letter or digit
 *	recall NAME row N	row N contains what was remembered
 *	recall NAME word N	the first word at or below row N is what was remembered
 *	exit CODE		the program has ended so (or by a signal: exit SIGTERM) and left the
 *				terminal as it was: screen, cursor, modes, colours, line settings
 *	gone			the program has ended, somehow
 *	clean			since run, only graphic characters and what the terminal's entry
 *				allows have come; after pipe: graphic characters, newlines, tabs
 *	bytes MAX		at most so many bytes have come since the last act
 *	copied "text"		the last clipboard write contains it
 *	out HOW "text"		what pipe wrote to standard output
 *	err HOW "text"		what it wrote to standard error
 *	status CODE		how it ended, also as SIGTERM and so on
 *	holds PATH HOW "text"	the content of a file
 *	fails EXPECTATION...	that expectation does not hold, for a fifth of a second
 *
 * To keep cases honest, typing asks for something seen since run, keys behind an <Esc> for
 * something seen since it, and `no`, `golden`, `remember`, `clean` and `bytes` for something seen
 * since the last act: an empty screen lacks everything.
 */
#include "play.h"

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct play_verb *find_verb(const char *name)
{
	static const struct play_verb *const lists[] = {
		play_acts, play_screen_checks, play_run_checks};
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		for (const struct play_verb *verb = lists[i]; verb->name; verb++) {
			if (strcmp(verb->name, name) == 0) {
				return verb;
			}
		}
	}
	return NULL;
}

/* Whether the line may be played at this point; otherwise says why not. */
static bool may_play(
	struct play *play, const struct play_verb *verb, const struct script_line *line)
{
	const char *wrong = NULL;
	if (line->n - 1 < verb->least || line->n - 1 > verb->most) {
		wrong = "has too few or too many words";
	} else if (line->has_body != ((verb->flags & PLAY_HAS_TEXT) != 0)) {
		wrong = line->has_body ? "takes no text" : "needs a text: <<END";
	} else if ((verb->flags & PLAY_ON_TERMINAL) && !play->vt) {
		wrong = "needs a program started by run";
	} else if ((verb->flags & PLAY_ON_PLAIN) && !play->has_plain) {
		wrong = "needs a program run by pipe";
	} else if ((verb->flags & PLAY_CHECK) && !play->vt && !play->has_plain) {
		wrong = "needs a program";
	} else if ((verb->flags & PLAY_WANTS_SEEN) && !play->seen && !play->has_plain) {
		wrong = "proves nothing before something else was seen";
	}
	if (wrong) {
		bytes_print(&play->why, "'%s' %s", verb->name, wrong);
	}
	return !wrong;
}

/* Plays a line, again and again until it holds, `ms` milliseconds at most. */
static enum play_result play_verb(
	struct play *play, const struct play_verb *verb, const struct script_line *line, int64_t ms)
{
	int64_t until = play_until(ms);
	for (bool more = true;; more = play->vt && vt_wait(play->vt, until)) {
		bytes_clear(&play->why);
		enum play_result result = verb->run(play, line);
		if (result != PLAY_NOT_YET || !more) {
			return result;
		}
	}
}

/* What a check that held tells about the program. */
static void note_seen(struct play *play, const struct play_verb *verb)
{
	if (verb->flags & PLAY_SHOWS) {
		play->seen = true;
		play->ready = true;
		play->escaped = false;
	}
}

/* Plays a line; `*is_check` tells whether it counts as a test. */
static enum play_result play_line(struct play *play, struct script_line *line, bool *is_check)
{
	bool fails = strcmp(line->word[0], "fails") == 0 && line->n > 1;
	if (fails) {
		script_line_shift(line);
	}
	const struct play_verb *verb = find_verb(line->word[0]);
	*is_check = !verb || (verb->flags & PLAY_CHECK);
	bytes_clear(&play->why);
	if (!verb || (fails && !*is_check)) {
		bytes_print(&play->why, "no %s is called '%s'",
			fails ? "expectation" : "instruction", line->word[0]);
		return PLAY_BROKEN;
	}
	if (!may_play(play, verb, line)) {
		return PLAY_BROKEN;
	}
	enum play_result result = play_verb(play, verb, line, fails ? 200 : 5000);
	if (result == PLAY_DONE && !fails) {
		note_seen(play, verb);
	}
	if (result == PLAY_BROKEN || !fails) {
		return result;
	}
	if (result == PLAY_NOT_YET) {
		return PLAY_DONE;
	}
	bytes_add_text(&play->why, "this expectation holds");
	return PLAY_NOT_YET;
}

/* Prints each line of `text` behind `mark`, as a comment of TAP. */
static void print_comment(const char *text, const char *mark)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		printf("# %s%.*s\n", mark, (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void print_session(const struct play *play)
{
	int cols, rows, row, col, status;
	vt_size(play->vt, &cols, &rows);
	vt_cursor(play->vt, &row, &col);
	bool over = vt_over(play->vt, &status);
	printf("# screen %dx%d, cursor in row %d column %d, the program %s\n", cols, rows, row + 1,
		col + 1, over ? "has ended" : "runs");
	struct bytes screen = {0};
	vt_screen(play->vt, &screen);
	print_comment(bytes_text(&screen), "|");
	bytes_finish(&screen);
}

/* Everything that helps to see why a line failed. */
static void print_failure(const struct play *play)
{
	print_comment(bytes_text(&play->why), "");
	if (play->vt) {
		print_session(play);
	} else if (play->has_plain) {
		print_comment(bytes_text(&play->plain.out), "out|");
		print_comment(bytes_text(&play->plain.err), "err|");
	}
}

/* Prints one line of TAP. A '#' in the text would begin a directive. */
static void print_test(bool ok, unsigned test, unsigned number, const char *text)
{
	printf("%s %u - %u: ", ok ? "ok" : "not ok", test, number);
	for (; *text; text++) {
		printf(*text == '#' ? "\\%c" : "%c", *text);
	}
	putchar('\n');
}

/* Plays the lines until one fails. Returns the number of tests; `*ok` tells whether all held. */
static unsigned play_script(struct play *play, struct script *script, bool *ok)
{
	unsigned tests = 0;
	struct script_line line;
	*ok = true;
	while (*ok && script_next(script, &line, &play->why)) {
		bool is_check;
		*ok = play_line(play, &line, &is_check) == PLAY_DONE;
		if (is_check || !*ok) {
			print_test(*ok, ++tests, line.number, bytes_text(&line.source));
		}
		if (*ok) {
			bytes_clear(&play->why);
		}
		script_line_finish(&line);
	}
	if (*ok && play->why.n > 0) {
		*ok = false;
		print_test(false, ++tests, script->number, bytes_text(&line.source));
	}
	script_line_finish(&line);
	return tests;
}

/* Plays the case file at `path`; true where it has tests and all held. */
static bool play_case(struct play *play, const char *path)
{
	struct script script = {0};
	bool ok = false;
	unsigned tests = 0;
	if (script_open(&script, path, &play->why)) {
		tests = play_script(play, &script, &ok);
	}
	if (tests == 0) {
		bytes_add_text(&play->why, play->why.n > 0 ? "" : "the case expects nothing");
		ok = false;
		print_test(false, ++tests, 0, path);
	}
	if (!ok) {
		print_failure(play);
	}
	printf("1..%u\n", tests);
	script_close(&script);
	return ok;
}

/* The absolute path of a program under the name that it was given: a link is one of its names. NULL
 * where it is not there; the caller frees it. */
static char *program_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct bytes folder = {0}, whole = {0};
	bytes_print(&folder, "%.*s", slash ? (int)(slash - path + 1) : 2, slash ? path : "./");
	char *real = access(path, X_OK) == 0 ? realpath(folder.p, NULL) : NULL;
	if (real) {
		bytes_print(&whole, "%s/%s", real, slash ? slash + 1 : path);
	}
	free(real);
	bytes_finish(&folder);
	return whole.p;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: run PROGRAM CASE\n", stderr);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	const char *root = getenv("DOSSIER_SOURCE_ROOT");
	char *program = program_path(argv[1]), *source = realpath(root ? root : ".", NULL);
	struct play play = {0};
	bool ok = false;
	if (!program || !source) {
		printf("Bail out! %s: no such file\n", program ? root : argv[1]);
	} else if (!play_open(&play, program, source)) {
		printf("Bail out! %s\n", bytes_text(&play.why));
	} else {
		ok = play_case(&play, argv[2]);
	}
	play_close(&play);
	free(program);
	free(source);
	return ok ? 0 : 1;
}

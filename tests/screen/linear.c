/*
 * linear.c - sessions without a screen: what is typed, and what that leads to.
 *
 *	linear-run FILE...      each is a case, and its own golden
 *
 * A case is a transcript. Lines that begin with one of these are played, all others are what came
 * out of it:
 *
 *	#dossier texts        loads a dossier, its path relative to the root of the source
 *	#dossier texts state  the same with a state folder, new and empty, so that notes can be kept
 *	#size 80x24           the terminal, before #begin; without it there is none
 *	#ascii                our own signs are ASCII
 *	#begin                linear mode starts
 *	$ words               a line is typed
 *	#cancel               ^C
 *	#prompt               the prompt as it is now, on a line with a | at its end
 *	#done words           what the session wanted was done, and it is told that
 *	# words               a comment
 *
 * UPDATE=1 in the environment writes the cases anew: read them in review. Output is TAP, a test a
 * case.
 */
#include "base/file.h"
#include "camp.h"
#include "read/linear.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_MOST ((size_t)1 << 20)

struct play {
	struct dossier dossier;
	struct session *session;
	struct linear *linear;
	struct linear_how how;
	struct buf out; /* the transcript anew */
	char state[64];
	struct err err;
};

static bool do_dossier(struct play *play, struct span rest)
{
	struct span word = {NULL, 0};
	struct buf name = {0};
	span_cut(&rest, ' ', &word);
	buf_put(&name, word);
	const char *paths[] = {name.p};
	struct dossier_how how = {.paths = paths, .npaths = 1};
	if (span_eq(span_trim(rest), SPAN("state"))) {
		strcpy(play->state, "/tmp/dossier-linear-XXXXXX");
		how.state = camp_make(play->state) ? play->state : NULL;
	}
	bool good = dossier_open(&play->dossier, &how, &play->err);
	buf_finish(&name);
	play->session = good ? session_new(&play->dossier, &play->err) : NULL;
	return play->session != NULL;
}

static bool do_begin(struct play *play)
{
	play->linear = linear_new(play->session, &play->how, &play->err);
	if (play->linear == NULL) {
		return false;
	}
	linear_begin(play->linear, &play->out);
	return true;
}

static bool do_size(struct play *play, struct span rest)
{
	struct span cols;
	return (span_cut(&rest, 'x', &cols) && span_u32(cols, &play->how.cols) &&
		span_u32(rest, &play->how.rows)) ||
		err_set(&play->err, "#size wants COLSxROWS");
}

/* What the session wants of the world: in a case it is named, not done. */
static void put_wants(struct play *play)
{
	struct session_wants *wants = session_wants(play->session);
	if (wants->copy || wants->save) {
		buf_printf(&play->out, "[%s %.*s]\n", wants->copy ? "copy" : "save",
			SPAN_ARG(wants->copy ? SPAN("") : buf_span(&wants->path)));
	}
	if (wants->quit) {
		buf_puts(&play->out, "[quit]\n");
	}
	wants->copy = wants->save = wants->quit = false;
}

/* Plays a line that begins with a sign. */
static bool play_line(struct play *play, struct span line)
{
	struct span rest = line, word = {NULL, 0};
	span_cut(&rest, ' ', &word);
	if (span_eq(word, SPAN("$"))) {
		linear_line(play->linear, rest, &play->out);
	} else if (span_eq(word, SPAN("#dossier"))) {
		return do_dossier(play, rest);
	} else if (span_eq(word, SPAN("#size"))) {
		return do_size(play, rest);
	} else if (span_eq(word, SPAN("#ascii"))) {
		play->how.ascii = true;
	} else if (span_eq(word, SPAN("#begin"))) {
		return do_begin(play);
	} else if (span_eq(word, SPAN("#cancel"))) {
		linear_cancel(play->linear, &play->out);
	} else if (span_eq(word, SPAN("#prompt"))) {
		linear_prompt(play->linear, &play->out);
		buf_puts(&play->out, "|\n");
	} else if (span_eq(word, SPAN("#done"))) {
		session_say(play->session, false, "%.*s", SPAN_ARG(rest));
		linear_told(play->linear, &play->out);
	}
	if (play->linear != NULL) {
		put_wants(play);
	}
	return true;
}

/* Whether a line is played; others came out of what was. */
static bool is_played(const struct play *play, struct span line)
{
	static const char *const acts[] = {"#", "#dossier", "#size", "#ascii", "#begin", "#cancel",
		"#prompt", "#done"};
	struct span word = {NULL, 0};
	if (line.n > 0 && line.p[0] == '$') {
		return play->linear != NULL;
	}
	span_cut(&line, ' ', &word);
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		if (span_eq(word, span_of(acts[i]))) {
			return true;
		}
	}
	return false;
}

static bool play_all(struct play *play, struct span text)
{
	struct span line;
	while (span_cut(&text, '\n', &line)) {
		if (!is_played(play, line)) {
			continue;
		}
		buf_put(&play->out, line);
		buf_putc(&play->out, '\n');
		if (!play_line(play, line)) {
			return false;
		}
	}
	return true;
}

static void show_difference(struct span expected, struct span got)
{
	struct span a = SPAN(""), b = SPAN("");
	for (int row = 1; expected.n > 0 || got.n > 0; row++, a = b = SPAN("")) {
		span_cut(&expected, '\n', &a);
		span_cut(&got, '\n', &b);
		if (!span_eq(a, b)) {
			printf("# line %d expected |%.*s|\n#           got |%.*s|\n", row, SPAN_ARG(a),
				SPAN_ARG(b));
			return; /* all behind it is shifted */
		}
	}
}

static bool run_case(const char *path, struct err *err)
{
	struct play play = {0};
	struct buf text = {0};
	bool good = file_read(path, FILE_MOST, &text, NULL, &play.err) &&
		play_all(&play, buf_span(&text));
	if (good && getenv("UPDATE") != NULL) {
		good = file_write(path, buf_span(&play.out), true, 0644, &play.err);
	} else if (good && !span_eq(buf_span(&text), buf_span(&play.out))) {
		show_difference(buf_span(&text), buf_span(&play.out));
		good = err_set(&play.err, "the transcript is another one");
	}
	*err = play.err;
	linear_free(play.linear);
	session_free(play.session);
	dossier_close(&play.dossier);
	buf_finish(&play.out);
	buf_finish(&text);
	if (play.state[0] != '\0') {
		camp_remove(play.state);
	}
	return good;
}

int main(int argc, char **argv)
{
	int failed = 0;
	const char *root = getenv("DOSSIER_SOURCE_ROOT");
	setlocale(LC_CTYPE, "C.UTF-8");
	if (root != NULL && chdir(root) != 0) {
		return EXIT_FAILURE;
	}
	printf("1..%d\n", argc - 1);
	for (int i = 1; i < argc; i++) {
		struct err err;
		const char *name = strrchr(argv[i], '/');
		bool good = run_case(argv[i], &err);
		if (!good) {
			printf("# %s\n", err.msg);
			failed++;
		}
		printf("%s %d - %s\n", good ? "ok" : "not ok", i, name == NULL ? argv[i] : name + 1);
	}
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

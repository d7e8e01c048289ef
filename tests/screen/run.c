/*
 * run.c - whole screens without a terminal: a session, its frames, a canvas.
 *
 *	screen-run FOLDER CASE...      FOLDER/CASE.case is run, FOLDER/NAME.screen are its goldens
 *
 * A case is lines, played from the top; `#` begins a comment:
 *
 *	dossier texts         loads a dossier, its path relative to the root of the source
 *	dossier texts state   the same with a state folder, new and empty, so that notes can be kept
 *	note P|W|C|T|N|Q      a note on the words W of document P: colour, tags, text (`\` begins a line);
 *	                      Q, where it is given, is what the passage read when it was taken
 *	size 80x24            the screen, at any time
 *	ascii                 signs and lines are drawn in ASCII from here on
 *	keys jj<Tab>^Ws       keys as in config.ini; blanks part them and mean nothing
 *	type some text        keys, every character as it is
 *	golden NAME           the screen is NAME.screen
 *	roles NAME            the same, with what each stretch of it is
 *	row 3 text            row 3 (from 1; -1 is the last one) holds the text
 *	no text               no row holds the text
 *	cursor 3,7            the cursor rests in row 3, column 7 (from 1)
 *	wants copy text       the session wants that, with text in it: copy, save, quit
 *
 * UPDATE=1 in the environment writes the goldens anew: read them in review. Output is TAP, a test
 * a case.
 */
#include "base/file.h"
#include "base/utf8.h"
#include "notes/anchor.h"
#include "read/session.h"
#include "ui/paint.h"
#include "drawn.h"
#include "camp.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_MOST ((size_t)1 << 20)

struct play {
	const char *folder; /* of the cases */
	bool update;
	bool ascii;
	uint32_t line; /* of the case, from 1 */
	struct dossier dossier;
	struct session *session;
	struct frame frame;
	struct canvas canvas;
	char state[64]; /* folder of its own; empty: none yet */
	uint32_t notes; /* taken so far */
	struct err err; /* why it failed */
};

/* Takes the first word off a line, and the blanks behind it. */
static struct span take_word(struct span *line)
{
	struct span word = *line, rest = *line;
	if (!span_cut(&rest, ' ', &word)) {
		return *line;
	}
	*line = span_trim(rest);
	return word;
}

/* The row of text that begins at *at, which moves behind its end. */
static struct span take_row(struct span text, size_t *at)
{
	size_t end = span_find(text, SPAN("\n"), *at);
	struct span row = {text.p + *at, end - *at};
	*at = end < text.n ? end + 1 : end;
	return row;
}

static void draw(struct play *play)
{
	session_frame(play->session, &play->frame);
	paint_frame(&play->canvas, &play->frame, play->ascii);
}

static bool set_size(struct play *play, int cols, int rows)
{
	if (!canvas_resize(&play->canvas, cols, rows, &play->err)) {
		return false;
	}
	session_resize(play->session, cols, rows);
	draw(play);
	return true;
}

static bool do_dossier(struct play *play, struct span rest)
{
	struct buf name = {0};
	buf_put(&name, take_word(&rest));
	const char *paths[] = {name.p};
	struct dossier_how how = {.paths = paths, .npaths = 1};
	if (span_eq(rest, SPAN("state"))) {
		strcpy(play->state, "/tmp/dossier-screen-XXXXXX");
		how.state = camp_make(play->state) ? play->state : NULL;
	}
	bool good = dossier_open(&play->dossier, &how, &play->err);
	buf_finish(&name);
	play->session = good ? session_new(&play->dossier, &play->err) : NULL;
	return play->session != NULL && set_size(play, 80, 24);
}

/* Takes the next field off a line of fields. */
static struct span take_field(struct span *line)
{
	struct span field = {NULL, 0};
	span_cut(line, '|', &field);
	return field;
}

/* What the note of a case says, but for its passage; texts are in arena. False: no memory. */
static bool read_note(struct play *play, struct span *rest, struct arena *arena, struct note *note)
{
	struct span word = take_field(rest);
	char id[40];
	note_colour_of(word, &note->colour);
	if (!note_tags_parse(take_field(rest), arena, note) ||
		!arena_copy(arena, take_field(rest), &note->body)) {
		return false;
	}
	for (size_t i = 0; i < note->body.n; i++) {
		char *c = (char *)(uintptr_t)(note->body.p + i);
		*c = *c == '\\' ? '\n' : *c;
	}
	snprintf(id, sizeof(id), "00000000-0000-4000-8000-%012u", ++play->notes);
	note->rev = 1;
	note->created = note->modified = SPAN("2026-11-21T20:05:00Z");
	return arena_copy(arena, span_of(id), &note->id);
}

/* Puts a note into the store as another session would; it comes in with the next tick. */
static bool do_note(struct play *play, struct span rest)
{
	const struct catalog *catalog = &play->dossier.catalog;
	struct span path = take_field(&rest), words = take_field(&rest), quote;
	doc_id id = catalog_find(catalog, path);
	if (id.i == DOC_NONE.i) {
		return err_set(&play->err, "no document is called '%.*s'", SPAN_ARG(path));
	}
	const struct doc *doc = catalog_doc(catalog, id);
	size_t at = span_find(doc->text, words, 0);
	struct range range = {(uint32_t)at, (uint32_t)(at + words.n)};
	struct anchor_text text = {.doc = doc};
	struct arena arena = {0};
	struct note note = {0};
	uint32_t taken;
	bool good = at < doc->text.n && read_note(play, &rest, &arena, &note) &&
		anchor_make(&text, range, &arena, &note.anchor);
	quote = take_field(&rest);
	if (good && quote.n > 0) {
		note.anchor.quote = quote;
		note.anchor.text_n++; /* it was another text */
		note.anchor.at.end = note.anchor.at.start + (uint32_t)quote.n;
	}
	good = good ? store_merge(play->dossier.store, &note, 1, &taken, &play->err)
		    : err_set(&play->err, "no note can be made of this line");
	arena_finish(&arena);
	anchor_text_finish(&text);
	session_tick(play->session);
	draw(play);
	return good;
}

static bool do_ascii(struct play *play, struct span rest)
{
	(void)rest;
	play->ascii = true;
	draw(play);
	return true;
}

static bool do_size(struct play *play, struct span rest)
{
	uint32_t cols, rows;
	struct span piece;
	if (!span_cut(&rest, 'x', &piece) || !span_u32(piece, &cols) || !span_u32(rest, &rows) ||
		cols == 0 || rows == 0 || cols > 1000 || rows > 1000) {
		return err_set(&play->err, "size wants COLSxROWS");
	}
	return set_size(play, (int)cols, (int)rows);
}

/* The next key's name off the front: `<Name>`, `^X`, or one character. */
static struct span take_key(struct span *rest)
{
	struct span key = *rest;
	size_t close = span_find(key, SPAN(">"), 0), off = 0;
	if (key.p[0] == '<' && close < key.n) {
		key.n = close + 1;
	} else if (key.p[0] == '^' && key.n > 1) {
		key.n = 2;
	} else {
		utf8_next(key, &off);
		key.n = off;
	}
	*rest = (struct span){rest->p + key.n, rest->n - key.n};
	return key;
}

static bool do_keys(struct play *play, struct span rest)
{
	while (rest.n > 0) {
		struct key_sequence sequence;
		struct span name = take_key(&rest);
		if (name.p[0] == ' ') {
			continue;
		}
		if (!key_parse(name, &sequence, &play->err)) {
			return false;
		}
		session_key(play->session, sequence.keys[0]);
		draw(play);
	}
	return true;
}

static bool do_type(struct play *play, struct span rest)
{
	for (size_t off = 0; off < rest.n;) {
		session_key(play->session, utf8_next(rest, &off));
	}
	draw(play);
	return true;
}

/* Prints the rows that differ, both of each. */
static void show_difference(struct span expected, struct span got)
{
	size_t a = 0, b = 0;
	for (int row = 1; a < expected.n || b < got.n; row++) {
		struct span one = take_row(expected, &a), other = take_row(got, &b);
		if (!span_eq(one, other)) {
			printf("# %3d expected |%.*s|\n#          got |%.*s|\n", row,
				SPAN_ARG(one), SPAN_ARG(other));
		}
	}
}

static bool compare(struct play *play, struct span name, struct span got)
{
	struct buf path = {0}, golden = {0};
	buf_printf(&path, "%s/%.*s.screen", play->folder, SPAN_ARG(name));
	bool good;
	if (play->update) {
		good = file_write(path.p, got, true, 0644, &play->err);
	} else {
		good = file_read(path.p, FILE_MOST, &golden, NULL, &play->err);
		if (good && !span_eq(buf_span(&golden), got)) {
			show_difference(buf_span(&golden), got);
			good = err_set(&play->err, "the screen is not %s", path.p);
		}
	}
	buf_finish(&path);
	buf_finish(&golden);
	return good;
}

static bool do_golden(struct play *play, struct span rest)
{
	struct buf got = {0};
	drawn_text(&play->canvas, &got);
	bool good = compare(play, rest, buf_span(&got));
	buf_finish(&got);
	return good;
}

static bool do_roles(struct play *play, struct span rest)
{
	struct buf got = {0};
	drawn_roles(&play->canvas, &got);
	bool good = compare(play, rest, buf_span(&got));
	buf_finish(&got);
	return good;
}

/* Fails with the whole screen, for whoever has to see why. */
static bool refuse(struct play *play, struct span screen, const char *why, struct span text)
{
	for (size_t at = 0; at < screen.n;) {
		struct span row = take_row(screen, &at);
		printf("# |%.*s|\n", SPAN_ARG(row));
	}
	return err_set(&play->err, "%s '%.*s'", why, SPAN_ARG(text));
}

/* The number of a row as it is written: from 1, or from -1 upwards. 0: there is no such row. */
static uint32_t row_number(const struct play *play, struct span text)
{
	bool from_end = span_starts(text, SPAN("-"));
	uint32_t row, rows = (uint32_t)play->canvas.rows;
	if (from_end) {
		text = (struct span){text.p + 1, text.n - 1};
	}
	if (!span_u32(text, &row) || row == 0 || row > rows) {
		return 0;
	}
	return from_end ? rows - row + 1 : row;
}

static bool do_row(struct play *play, struct span rest)
{
	uint32_t row = row_number(play, take_word(&rest));
	struct buf screen = {0};
	struct span text = SPAN("");
	size_t at = 0;
	if (row == 0) {
		return err_set(&play->err, "row wants the number of a row, and a text");
	}
	drawn_text(&play->canvas, &screen);
	for (uint32_t i = 0; i < row; i++) {
		text = take_row(buf_span(&screen), &at);
	}
	bool good = span_find(text, rest, 0) < text.n ||
		refuse(play, buf_span(&screen), "that row does not hold", rest);
	buf_finish(&screen);
	return good;
}

static bool do_no(struct play *play, struct span rest)
{
	struct buf screen = {0};
	drawn_text(&play->canvas, &screen);
	bool good = span_find(buf_span(&screen), rest, 0) == screen.n ||
		refuse(play, buf_span(&screen), "the screen holds", rest);
	buf_finish(&screen);
	return good;
}

static bool do_cursor(struct play *play, struct span rest)
{
	struct buf at = {0};
	buf_printf(&at, "%d,%d", play->canvas.cursor_row + 1, play->canvas.cursor_col + 1);
	bool good = span_eq(rest, buf_span(&at)) ||
		err_set(&play->err, "the cursor rests at %s", at.p);
	buf_finish(&at);
	return good;
}

static bool do_wants(struct play *play, struct span rest)
{
	struct session_wants *wants = session_wants(play->session);
	struct span what = take_word(&rest);
	bool *flag = span_eq(what, SPAN("copy")) ? &wants->copy :
		span_eq(what, SPAN("save")) ? &wants->save : &wants->quit;
	if (!*flag) {
		return err_set(&play->err, "the session wants no %.*s", SPAN_ARG(what));
	}
	*flag = false;
	if (flag != &wants->quit && span_find(buf_span(&wants->text), rest, 0) == wants->text.n) {
		return err_set(&play->err, "what it wants is '%.*s'", SPAN_ARG(buf_span(&wants->text)));
	}
	return true;
}

struct act {
	const char *verb;
	bool (*run)(struct play *play, struct span rest);
};

static bool run_line(struct play *play, struct span line)
{
	static const struct act acts[] = {
		{"dossier", do_dossier}, {"size", do_size}, {"keys", do_keys}, {"type", do_type},
		{"golden", do_golden}, {"roles", do_roles}, {"row", do_row}, {"no", do_no},
		{"cursor", do_cursor}, {"wants", do_wants}, {"ascii", do_ascii},
		{"note", do_note},
	};
	struct span verb = take_word(&line);
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		if (!span_eq(verb, span_of(acts[i].verb))) {
			continue;
		}
		if ((play->session == NULL) != (i == 0)) {
			return err_set(&play->err, "the first line, and no other, is `dossier PATH`");
		}
		return acts[i].run(play, line);
	}
	return err_set(&play->err, "no act is called '%.*s'", SPAN_ARG(verb));
}

static bool run_lines(struct play *play, struct span text)
{
	for (size_t at = 0; at < text.n;) {
		struct span line = span_trim(take_row(text, &at));
		play->line++;
		if (line.n > 0 && line.p[0] != '#' && !run_line(play, line)) {
			return false;
		}
	}
	return play->session != NULL || err_set(&play->err, "nothing in it");
}

static bool run_case(const char *folder, const char *name, int number)
{
	struct play play = {.folder = folder, .update = getenv("UPDATE") != NULL};
	struct buf path = {0}, text = {0};
	buf_printf(&path, "%s/%s.case", folder, name);
	bool good = file_read(path.p, FILE_MOST, &text, NULL, &play.err) &&
		run_lines(&play, buf_span(&text));
	if (!good) {
		printf("# %s:%u: %s\n", path.p, play.line, play.err.msg);
	}
	printf("%s %d - %s\n", good ? "ok" : "not ok", number, name);
	session_free(play.session);
	dossier_close(&play.dossier);
	if (play.state[0] != '\0') {
		camp_remove(play.state);
	}
	frame_finish(&play.frame);
	canvas_finish(&play.canvas);
	buf_finish(&path);
	buf_finish(&text);
	return good;
}

int main(int argc, char **argv)
{
	const char *root = getenv("DOSSIER_SOURCE_ROOT");
	bool good = true;
	/* Paths on the screen begin where the dossier's does: there. */
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL || root == NULL || chdir(root) != 0 || argc < 3) {
		printf("Bail out! usage: DOSSIER_SOURCE_ROOT=... screen-run FOLDER CASE...\n");
		return EXIT_FAILURE;
	}
	printf("1..%d\n", argc - 2);
	for (int i = 2; i < argc; i++) {
		good = run_case(argv[1], argv[i], i - 1) && good;
	}
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

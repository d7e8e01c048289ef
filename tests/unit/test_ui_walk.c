/*
 * A reader's keys at random on the sample dossier. A child shows each frame by changing what the
 * terminal shows; an emulator replays its bytes; what is seen must be the whole frame, drawn from
 * nothing by a session of the test's own that gets the same keys.
 */
#include "emulator.h"
#include "read/session.h"
#include "ui/paint.h"
#include "ui/term.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

/* Keys of a walk; Esc is sent as `E`, Enter as `R`, Tab as `T`: no wait tells them apart then. */
static const char walk[] = "jjjkk   bdu]]]g[TT*#T(()jj   kkRjkRE%{}GbbxjXjxjto/RntqihEEjjn?N I;aEpP=r";

struct reader {
	struct dossier dossier;
	struct session *session;
	struct frame frame;
	struct theme theme;
};

static void reader_open(struct reader *reader, int colours)
{
	struct buf path = {0};
	struct err err;
	*reader = (struct reader){0};
	file_join(&path, getenv("DOSSIER_SOURCE_ROOT"), "texts");
	const char *const paths[] = {path.p};
	if (!dossier_open(&reader->dossier,
		    &(struct dossier_how){.paths = paths, .npaths = 1},
		    &err) || (reader->session = session_new(&reader->dossier, &err)) == NULL) {
		fprintf(stderr, "%s\n", err.msg);
		exit(1);
	}
	buf_finish(&path);
	emulator_theme(&reader->theme, colours);
}

static void reader_close(struct reader *reader)
{
	session_free(reader->session);
	frame_finish(&reader->frame);
	dossier_close(&reader->dossier);
}

static void reader_key(struct reader *reader, char key)
{
	uint32_t sent = (unsigned char)key;
	session_key(reader->session, key == 'E' ? DKEY_ESC : key == 'R' ? DKEY_ENTER :
		key == 'T' ? DKEY_TAB : sent);
	session_wants(reader->session)->quit = false;
	session_wants(reader->session)->redraw = false;
}

/* Whoever adds a piece and says how many columns it takes is right. */
static void assert_columns(const struct lines *lines)
{
	for (uint32_t i = 0; i < lines->npieces; i++) {
		const struct piece *piece = &lines->pieces[i];
		uint32_t cols = lines_text_cols(piece->text);
		assert_int_equal(piece->flags & PIECE_FILL ? 1 : piece->cols, cols);
	}
}

static void reader_draw(struct reader *reader, struct canvas *canvas)
{
	session_frame(reader->session, &reader->frame);
	assert_columns(&reader->frame.lines);
	paint_frame(canvas, &reader->frame, false);
}

/* The child: one frame for each key, until `Q`. */
static int be_reader(void)
{
	struct reader reader;
	struct canvas canvas = {0};
	struct term_event event;
	struct err err;
	struct terminal *term = term_open(&(struct term_how){.escape = 25}, &err);
	if (term == NULL) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	reader_open(&reader, term_colours(term));
	do {
		if (canvas.cols != term_cols(term) || canvas.rows != term_rows(term)) {
			session_resize(reader.session, term_cols(term), term_rows(term));
			if (!canvas_resize(&canvas, term_cols(term), term_rows(term), &err)) {
				break;
			}
		}
		reader_draw(&reader, &canvas);
		term_present(term, &canvas, &reader.theme);
		if (!term_event(term, -1, &event)) {
			break;
		}
		if (event.kind == TERM_INPUT && event.input.key != 'Q') {
			reader_key(&reader, (char)event.input.key);
		}
	} while (event.kind != TERM_END &&
		(event.kind != TERM_INPUT || event.input.key != 'Q'));
	term_close(term);
	reader_close(&reader);
	canvas_finish(&canvas);
	return 0;
}

/* Numbers at random, the same in every run. */
static uint32_t roll(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % below;
}

static void play_walk(const char *name, int cols, int rows, uint32_t steps, uint32_t seed)
{
	static const int sizes[][2] = {{80, 24}, {120, 40}, {200, 50}, {57, 11}, {100, 30}};
	struct emulator e;
	struct reader reader;
	emulator_start(&e, name, cols, rows, be_reader);
	reader_open(&reader, 256);
	session_resize(reader.session, cols, rows);
	reader_draw(&reader, &e.canvas);
	emulator_assert(&e, name, 0);
	for (uint32_t i = 1; i <= steps; i++) {
		if (roll(&seed, 40) == 0) {
			const int *size = sizes[roll(&seed, COUNT_OF(sizes))];
			session_resize(reader.session, size[0], size[1]);
			emulator_resize(&e, size[0], size[1]);
		} else {
			char key = walk[roll(&seed, sizeof(walk) - 1)];
			reader_key(&reader, key);
			emulator_key(&e, key);
		}
		reader_draw(&reader, &e.canvas);
		emulator_assert(&e, name, i);
	}
	emulator_key(&e, 'Q');
	assert_int_equal(emulator_reap(&e), 0);
	reader_close(&reader);
}

static void test_below(void **state)
{
	(void)state;
	play_walk("xterm-256color", 80, 24, 200, 1);
}

static void test_beside(void **state)
{
	(void)state;
	play_walk("xterm-256color", 120, 40, 200, 2);
}

/* Other ways to scroll, to erase and to change looks; fewer of them. */
static void test_terminals(void **state)
{
	(void)state;
	static const char *const names[] = {"screen-256color", "linux", "vt100", "rxvt"};
	for (uint32_t i = 0; i < COUNT_OF(names); i++) {
		play_walk(names[i], 80, 24, 60, 3 + i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_below),
		cmocka_unit_test(test_beside),
		cmocka_unit_test(test_terminals),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests_name("ui-walk", tests, NULL, NULL);
}

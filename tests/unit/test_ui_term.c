/*
 * The terminal layer on a real pseudo-terminal: frames made at random are presented by a child,
 * and what a terminal emulator then shows is compared with the canvas, cell for cell.
 */
#include "emulator.h"
#include "ui/term.h"
#include "fixed.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FRAMES 40

/*
 * Frame `number`: pieces of text at random over what the frame before it left, or over nothing.
 * No mark stands on an ASCII letter: in the last column libvterm 0.1 moves it to the next row.
 */
static void make_frame(struct canvas *canvas, uint32_t number)
{
	static const char *const texts[] = {"Iturup", "択捉島", "a", "  ", "е\xcc\x81ж",
		"Итуруп", "島\xcc\x81", "────", "the treaty of 1855", "북방 영토", "x択y捉z", "\xc3\xa9"};
	seed = 7 + number * 2654435761u;
	if (roll(4) == 0) {
		canvas_clear(canvas);
	}
	for (uint32_t n = 1 + roll(60); n > 0; n--) {
		struct run run = {.row = (int)roll((uint32_t)canvas->rows),
			.col = (int)roll((uint32_t)canvas->cols), .end = canvas->cols};
		run.ink.role = (uint8_t)roll(ROLE_KIND + 4);
		run.ink.ground = roll(3) == 0 ? ROLE_CHOICE : ROLE_TEXT;
		run.ink.style = (uint8_t)roll(32);
		canvas_put(canvas, run, span_of(texts[roll(COUNT_OF(texts))]));
	}
	canvas->cursor_row = (int)roll((uint32_t)canvas->rows);
	canvas->cursor_col = (int)roll((uint32_t)canvas->cols);
	canvas->cursor = roll(2) == 0;
}

/* The child: `n` makes and shows the next frame, `l` draws the screen anew, `q` ends. */
static int be_child(void)
{
	struct theme theme;
	struct canvas canvas = {0};
	struct term_event event;
	struct err err;
	uint32_t number = 0;
	struct terminal *term = term_open(&(struct term_how){.escape = 25}, &err);
	if (term == NULL || !canvas_resize(&canvas, term_cols(term), term_rows(term), &err)) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	emulator_theme(&theme, term_colours(term));
	make_frame(&canvas, number);
	term_present(term, &canvas, &theme);
	while (term_event(term, -1, &event) && event.kind != TERM_END) {
		if (event.kind == TERM_RESIZE) {
			if (!canvas_resize(&canvas, term_cols(term), term_rows(term), &err)) {
				break;
			}
			make_frame(&canvas, number);
		} else if (event.kind != TERM_INPUT) {
			/* the terminal takes frames again */
		} else if (event.input.key == 'n') {
			make_frame(&canvas, ++number);
		} else if (event.input.key == 'l') {
			term_redraw(term);
		} else if (event.input.key == 'q') {
			break;
		}
		term_present(term, &canvas, &theme);
	}
	term_close(term);
	canvas_finish(&canvas);
	return 0;
}

static void play_frames(const char *name, int cols, int rows)
{
	struct emulator f;
	emulator_start(&f, name, cols, rows, be_child);
	make_frame(&f.canvas, 0);
	emulator_assert(&f, name, 0);
	for (uint32_t i = 1; i < FRAMES; i++) {
		make_frame(&f.canvas, i);
		emulator_key(&f, 'n');
		emulator_assert(&f, name, i);
	}
	emulator_key(&f, 'q');
	assert_int_equal(emulator_reap(&f), 0);
}

static void test_frames(void **state)
{
	(void)state;
	static const char *const names[] = {"xterm-256color", "screen-256color", "linux", "vt100",
		"xterm-made-up"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		play_frames(names[i], 80, 24);
	}
	play_frames("xterm-256color", 132, 43);
	play_frames("xterm-256color", 2, 2);
	play_frames("vt100", 1, 1);
}

static void test_resizes(void **state)
{
	(void)state;
	static const int sizes[][2] = {{40, 10}, {120, 40}, {1, 1}, {2, 2}, {80, 24}};
	struct emulator f;
	emulator_start(&f, "xterm-256color", 80, 24, be_child);
	make_frame(&f.canvas, 0);
	emulator_assert(&f, "start", 0);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		emulator_resize(&f, sizes[i][0], sizes[i][1]);
		make_frame(&f.canvas, 0);
		emulator_assert(&f, "resize", (uint32_t)i);
	}
	emulator_key(&f, 'q');
	assert_int_equal(emulator_reap(&f), 0);
}

/* Something else wrote on the screen: one key puts it right. */
static void test_redraw(void **state)
{
	(void)state;
	struct emulator f;
	emulator_start(&f, "xterm-256color", 80, 24, be_child);
	make_frame(&f.canvas, 0);
	emulator_assert(&f, "start", 0);
	static const char noise[] = "\033[5;5Hsomething else\033[12;1H\033[2K\033[1;31mwrote here";
	vterm_input_write(f.vt, noise, sizeof(noise) - 1);
	emulator_key(&f, 'l');
	emulator_assert(&f, "redraw", 0);
	emulator_key(&f, 'q');
	assert_int_equal(emulator_reap(&f), 0);
}

/* SIGTERM, SIGHUP and a crash leave the ordinary screen, a visible cursor, and end at once. */
static void test_ends(void **state)
{
	(void)state;
	static const int signals[] = {SIGTERM, SIGHUP, SIGABRT, SIGQUIT};
	for (size_t i = 0; i < COUNT_OF(signals); i++) {
		struct emulator f;
		signal(signals[i], SIG_DFL); /* under nohup or in the background it may be ignored */
		emulator_start(&f, "xterm-256color", 40, 6, be_child);
		make_frame(&f.canvas, 0);
		emulator_assert(&f, "start", 0);
		assert_int_equal(kill(f.child, signals[i]), 0);
		assert_true(canvas_resize(&f.canvas, 40, 6, &(struct err){{0}}));
		emulator_assert(&f, "the ordinary screen", (uint32_t)signals[i]);
		int status = emulator_reap(&f);
		assert_true(signals[i] == SIGABRT || signals[i] == SIGQUIT ? WIFSIGNALED(status) :
			WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
}

/* A terminal that goes away ends the program, even one that ignores SIGHUP. */
static void test_gone(void **state)
{
	(void)state;
	struct emulator f;
	signal(SIGHUP, SIG_IGN);
	emulator_start(&f, "xterm-256color", 40, 6, be_child);
	signal(SIGHUP, SIG_DFL);
	make_frame(&f.canvas, 0);
	emulator_assert(&f, "start", 0);
	close(f.fd);
	int status = -1;
	for (int i = 0; i < EMULATOR_DEADLINE_MS / 10 && waitpid(f.child, &status, WNOHANG) == 0; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	vterm_free(f.vt);
	canvas_finish(&f.canvas);
}

/* Opens the terminal and closes it again without a frame. */
static int leave_at_once(void)
{
	struct err err;
	struct terminal *term = term_open(&(struct term_how){.escape = 25}, &err);
	term_close(term);
	return term == NULL;
}

/* A screen that was never taken is not given back: nothing is sent. */
static void test_no_frame(void **state)
{
	(void)state;
	struct emulator f;
	char bytes[64];
	emulator_start(&f, "xterm-256color", 80, 24, leave_at_once);
	assert_true(read(f.fd, bytes, sizeof(bytes)) <= 0);
	int status = emulator_reap(&f);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void test_dumb(void **state)
{
	(void)state;
	static const char *const names[] = {"dumb", ""};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct emulator f;
		emulator_start(&f, names[i], 80, 24, be_child);
		int status = emulator_reap(&f);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_frames),
		cmocka_unit_test(test_resizes),
		cmocka_unit_test(test_redraw),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_no_frame),
		cmocka_unit_test(test_dumb),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}

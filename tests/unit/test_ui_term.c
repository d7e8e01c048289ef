/*
 * The terminal layer on a real pseudo-terminal: frames made at random are presented by a child,
 * and what a terminal emulator then shows is compared with the canvas, cell for cell.
 */
#define _GNU_SOURCE /* forkpty */
#include "ui/term.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <vterm.h>

#define FRAMES 40
#define DEADLINE_MS 5000

static uint32_t seed;

/* xorshift32: child and parent make the same frames. */
static uint32_t roll(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % below;
}

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

static void make_theme(struct theme *theme, int colours)
{
	struct config config;
	struct report report = {0};
	config_init(&config);
	theme_make(theme, &(struct theme_how){.config = &config, .colours = colours}, &report);
	config_finish(&config);
	report_finish(&report);
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
	make_theme(&theme, term_colours(term));
	make_frame(&canvas, number);
	term_present(term, &canvas, &theme);
	while (term_event(term, true, &event) && event.kind != TERM_END) {
		if (event.kind == TERM_RESIZE) {
			if (!canvas_resize(&canvas, term_cols(term), term_rows(term), &err)) {
				break;
			}
			make_frame(&canvas, number);
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

/* The parent's side: the pty, the emulator, the canvas that ought to be seen. */
struct fixture {
	int fd;
	pid_t child;
	VTerm *vt;
	VTermScreen *screen;
	struct canvas canvas;
	VTermPos cursor;
	bool looks; /* colours and attributes are compared too */
	struct theme theme; /* what they ought to be */
};

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *user)
{
	struct fixture *f = user;
	(void)old, (void)visible;
	f->cursor = pos;
	return 1;
}

static void start(struct fixture *f, const char *name, int cols, int rows)
{
	static const VTermScreenCallbacks callbacks = {.movecursor = on_cursor};
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	struct err err;
	*f = (struct fixture){0};
	f->child = forkpty(&f->fd, NULL, NULL, &size);
	assert_true(f->child >= 0);
	if (f->child == 0) {
		setenv("TERM", name, 1);
		setenv("LINES", "5", 1); /* stale, as after a resize: the kernel knows better */
		unsetenv("NO_COLOR");
		exit(be_child());
	}
	f->vt = vterm_new(rows, cols);
	vterm_set_utf8(f->vt, 1);
	f->screen = vterm_obtain_screen(f->vt);
	vterm_screen_set_callbacks(f->screen, &callbacks, f);
	vterm_screen_enable_altscreen(f->screen, 1);
	vterm_screen_reset(f->screen, 1);
	assert_true(canvas_resize(&f->canvas, cols, rows, &err));
	f->looks = strcmp(name, "xterm-256color") == 0;
	make_theme(&f->theme, 256);
}

/*
 * Feeds what the child wrote to the emulator; false once it has closed its side. What comes in
 * parts is put together first: in the last column libvterm 0.1 wants a mark with its base.
 */
static bool feed(struct fixture *f, int ms)
{
	static char bytes[1 << 16];
	struct pollfd wait = {.fd = f->fd, .events = POLLIN};
	size_t n = 0;
	bool open = true;
	while (open && n < sizeof(bytes) && poll(&wait, 1, n == 0 ? ms : 2) > 0) {
		ssize_t got = read(f->fd, bytes + n, sizeof(bytes) - n);
		open = got > 0;
		n += open ? (size_t)got : 0;
	}
	vterm_input_write(f->vt, bytes, n);
	return open;
}

static bool colour_agrees(const VTermColor *shown, int32_t colour, bool standard)
{
	if (colour == COLOUR_DEFAULT) {
		return standard;
	}
	return !standard && VTERM_COLOR_IS_INDEXED(shown) && shown->indexed.idx == colour;
}

/* Whether a cell that shows something looks as the theme says (libvterm 0.1 knows no dim). */
static bool look_agrees(const struct fixture *f, const struct cell *cell,
	const VTermScreenCell *shown)
{
	struct look look = theme_look(&f->theme, cell->ink);
	if (!f->looks || cell->chars[0] == ' ') {
		return true;
	}
	return shown->attrs.bold == !!(look.style & STYLE_BOLD) &&
		shown->attrs.italic == !!(look.style & STYLE_ITALIC) &&
		!!shown->attrs.underline == !!(look.style & STYLE_UNDERLINE) &&
		shown->attrs.reverse == !!(look.style & STYLE_REVERSE) &&
		colour_agrees(&shown->fg, look.fg, VTERM_COLOR_IS_DEFAULT_FG(&shown->fg)) &&
		colour_agrees(&shown->bg, look.bg, VTERM_COLOR_IS_DEFAULT_BG(&shown->bg));
}

/* Whether the emulator's cell shows the same characters as ours, and looks the same. */
static bool cell_agrees(const struct fixture *f, int row, int col)
{
	const struct cell *cell = canvas_cell(&f->canvas, row, col);
	VTermScreenCell shown;
	vterm_screen_get_cell(f->screen, (VTermPos){.row = row, .col = col}, &shown);
	uint32_t first = shown.chars[0] == 0 ? ' ' : shown.chars[0];
	if (cell->cols == 0) {
		return true; /* the emulator keeps -1 there, or nothing */
	}
	if (first != cell->chars[0] || !look_agrees(f, cell, &shown)) {
		return false;
	}
	for (int i = 1; i < CELL_CHARS && shown.chars[i - 1] != 0; i++) {
		if (shown.chars[i] != cell->chars[i]) {
			return false;
		}
	}
	return cell->cols == 1 || shown.width == 2;
}

static bool screen_agrees(const struct fixture *f, int *row, int *col)
{
	for (*row = 0; *row < f->canvas.rows; (*row)++) {
		for (*col = 0; *col < f->canvas.cols; (*col)++) {
			if (!cell_agrees(f, *row, *col)) {
				return false;
			}
		}
	}
	return f->cursor.row == f->canvas.cursor_row && f->cursor.col == f->canvas.cursor_col;
}

static void assert_shown(struct fixture *f, const char *what, uint32_t number)
{
	struct timespec begin, now;
	int row = 0, col = 0;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	do {
		if (screen_agrees(f, &row, &col)) {
			return;
		}
		feed(f, 50);
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - begin.tv_sec) * 1000 < DEADLINE_MS);
	struct buf text = {0};
	canvas_text(&f->canvas, &text);
	fail_msg("%s, frame %u: row %d, column %d differs; cursor %d,%d for %d,%d\n%s", what, number,
		row, col, f->cursor.row, f->cursor.col, f->canvas.cursor_row, f->canvas.cursor_col,
		text.p);
}

static void send_key(struct fixture *f, char key)
{
	assert_int_equal(write(f->fd, &key, 1), 1);
}

static void resize(struct fixture *f, int cols, int rows)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	struct err err;
	vterm_set_size(f->vt, rows, cols);
	assert_true(canvas_resize(&f->canvas, cols, rows, &err));
	assert_int_equal(ioctl(f->fd, TIOCSWINSZ, &size), 0);
}

static int reap(struct fixture *f)
{
	int status = 0;
	while (feed(f, 50)) {
		if (waitpid(f->child, &status, WNOHANG) == f->child) {
			f->child = 0;
			break;
		}
	}
	if (f->child != 0) {
		assert_int_equal(waitpid(f->child, &status, 0), f->child);
	}
	vterm_free(f->vt);
	close(f->fd);
	canvas_finish(&f->canvas);
	return status;
}

static void play_frames(const char *name, int cols, int rows)
{
	struct fixture f;
	start(&f, name, cols, rows);
	make_frame(&f.canvas, 0);
	assert_shown(&f, name, 0);
	for (uint32_t i = 1; i < FRAMES; i++) {
		make_frame(&f.canvas, i);
		send_key(&f, 'n');
		assert_shown(&f, name, i);
	}
	send_key(&f, 'q');
	assert_int_equal(reap(&f), 0);
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
	struct fixture f;
	start(&f, "xterm-256color", 80, 24);
	make_frame(&f.canvas, 0);
	assert_shown(&f, "start", 0);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		resize(&f, sizes[i][0], sizes[i][1]);
		make_frame(&f.canvas, 0);
		assert_shown(&f, "resize", (uint32_t)i);
	}
	send_key(&f, 'q');
	assert_int_equal(reap(&f), 0);
}

/* Something else wrote on the screen: one key puts it right. */
static void test_redraw(void **state)
{
	(void)state;
	struct fixture f;
	start(&f, "xterm-256color", 80, 24);
	make_frame(&f.canvas, 0);
	assert_shown(&f, "start", 0);
	static const char noise[] = "\033[5;5Hsomething else\033[12;1H\033[2K\033[1;31mwrote here";
	vterm_input_write(f.vt, noise, sizeof(noise) - 1);
	send_key(&f, 'l');
	assert_shown(&f, "redraw", 0);
	send_key(&f, 'q');
	assert_int_equal(reap(&f), 0);
}

/* SIGTERM, SIGHUP and a crash leave the ordinary screen, a visible cursor, and end at once. */
static void test_ends(void **state)
{
	(void)state;
	static const int signals[] = {SIGTERM, SIGHUP, SIGABRT, SIGQUIT};
	for (size_t i = 0; i < COUNT_OF(signals); i++) {
		struct fixture f;
		start(&f, "xterm-256color", 40, 6);
		make_frame(&f.canvas, 0);
		assert_shown(&f, "start", 0);
		assert_int_equal(kill(f.child, signals[i]), 0);
		assert_true(canvas_resize(&f.canvas, 40, 6, &(struct err){{0}}));
		assert_shown(&f, "the ordinary screen", 0);
		int status = reap(&f);
		assert_true(signals[i] == SIGABRT || signals[i] == SIGQUIT ? WIFSIGNALED(status) :
			WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
}

/* A terminal that goes away ends the program, even one that ignores SIGHUP. */
static void test_gone(void **state)
{
	(void)state;
	struct fixture f;
	signal(SIGHUP, SIG_IGN);
	start(&f, "xterm-256color", 40, 6);
	signal(SIGHUP, SIG_DFL);
	make_frame(&f.canvas, 0);
	assert_shown(&f, "start", 0);
	close(f.fd);
	int status = -1;
	for (int i = 0; i < DEADLINE_MS / 10 && waitpid(f.child, &status, WNOHANG) == 0; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
	}
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	vterm_free(f.vt);
	canvas_finish(&f.canvas);
}

static void test_dumb(void **state)
{
	(void)state;
	static const char *const names[] = {"dumb", ""};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct fixture f;
		start(&f, names[i], 80, 24);
		int status = reap(&f);
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
		cmocka_unit_test(test_dumb),
	};
	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}

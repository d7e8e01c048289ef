#define _GNU_SOURCE /* forkpty */
#include "emulator.h"
#include "drawn.h"

#include <poll.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

void emulator_theme(struct theme *theme, int colours)
{
	struct config config;
	struct report report = {0};
	config_init(&config);
	theme_make(theme, &(struct theme_how){.config = &config, .colours = colours}, &report);
	config_finish(&config);
	report_finish(&report);
}

static int on_cursor(VTermPos pos, VTermPos old, int visible, void *user)
{
	struct emulator *e = user;
	(void)old, (void)visible;
	e->cursor = pos;
	return 1;
}

void emulator_start(struct emulator *e, const char *term, int cols, int rows, int (*child)(void))
{
	static const VTermScreenCallbacks callbacks = {.movecursor = on_cursor};
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	struct err err;
	*e = (struct emulator){0};
	e->child = forkpty(&e->fd, NULL, NULL, &size);
	assert_true(e->child >= 0);
	if (e->child == 0) {
		setenv("TERM", term, 1);
		setenv("LINES", "5", 1); /* stale, as after a resize: the kernel knows better */
		unsetenv("NO_COLOR");
		exit(child());
	}
	e->vt = vterm_new(rows, cols);
	vterm_set_utf8(e->vt, 1);
	e->screen = vterm_obtain_screen(e->vt);
	vterm_screen_set_callbacks(e->screen, &callbacks, e);
	vterm_screen_enable_altscreen(e->screen, 1);
	vterm_screen_reset(e->screen, 1);
	assert_true(canvas_resize(&e->canvas, cols, rows, &err));
	e->looks = strcmp(term, "xterm-256color") == 0;
	emulator_theme(&e->theme, 256);
}

/*
 * Feeds what the child wrote to the emulator; false once it has closed its side. What comes in
 * parts is put together first: in the last column libvterm 0.1 wants a mark with its base.
 */
static bool feed(struct emulator *e, int ms)
{
	static char bytes[1 << 16];
	struct pollfd wait = {.fd = e->fd, .events = POLLIN};
	size_t n = 0;
	bool open = true;
	while (open && n < sizeof(bytes) && poll(&wait, 1, n == 0 ? ms : 2) > 0) {
		ssize_t got = read(e->fd, bytes + n, sizeof(bytes) - n);
		open = got > 0;
		n += open ? (size_t)got : 0;
	}
	vterm_input_write(e->vt, bytes, n);
	return open;
}

static bool colour_agrees(const VTermColor *shown, int32_t colour, bool standard)
{
	if (colour == COLOUR_DEFAULT) {
		return standard;
	}
	return !standard && VTERM_COLOR_IS_INDEXED(shown) && shown->indexed.idx == colour;
}

/* Whether a cell looks as the theme says (libvterm 0.1 knows no dim). */
static bool look_agrees(const struct emulator *e, const struct cell *cell,
	const VTermScreenCell *shown)
{
	struct look look = theme_look(&e->theme, cell->ink);
	if (!e->looks) {
		return true;
	}
	bool agrees = !!shown->attrs.underline == !!(look.style & STYLE_UNDERLINE) &&
		shown->attrs.reverse == !!(look.style & STYLE_REVERSE) &&
		colour_agrees(&shown->bg, look.bg, VTERM_COLOR_IS_DEFAULT_BG(&shown->bg));
	if (cell->text == ' ' && (look.style & STYLE_REVERSE) == 0) {
		return agrees; /* of a blank nothing else is seen */
	}
	return agrees && shown->attrs.bold == !!(look.style & STYLE_BOLD) &&
		shown->attrs.italic == !!(look.style & STYLE_ITALIC) &&
		colour_agrees(&shown->fg, look.fg, VTERM_COLOR_IS_DEFAULT_FG(&shown->fg));
}

/* Whether the emulator's cell shows the same characters as ours, and looks the same. */
static bool cell_agrees(const struct emulator *e, int row, int col)
{
	const struct cell *cell = canvas_cell(&e->canvas, row, col);
	VTermScreenCell shown;
	vterm_screen_get_cell(e->screen, (VTermPos){.row = row, .col = col}, &shown);
	uint32_t first = shown.chars[0] == 0 ? ' ' : shown.chars[0];
	if (cell->cols == 0) {
		return true; /* the emulator keeps -1 there, or nothing */
	}
	const uint32_t *chars;
	int n = canvas_chars(&e->canvas, cell, &chars);
	if (first != chars[0] || !look_agrees(e, cell, &shown)) {
		return false;
	}
	for (int i = 1; i < CLUSTER_CHARS && shown.chars[i - 1] != 0; i++) {
		if (shown.chars[i] != (i < n ? chars[i] : 0)) {
			return false;
		}
	}
	return cell->cols == 1 || shown.width == 2;
}

static bool screen_agrees(const struct emulator *e, int *row, int *col)
{
	for (*row = 0; *row < e->canvas.rows; (*row)++) {
		for (*col = 0; *col < e->canvas.cols; (*col)++) {
			if (!cell_agrees(e, *row, *col)) {
				return false;
			}
		}
	}
	return e->cursor.row == e->canvas.cursor_row && e->cursor.col == e->canvas.cursor_col;
}

void emulator_assert(struct emulator *e, const char *what, uint32_t number)
{
	struct timespec begin, now;
	int row = 0, col = 0;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	do {
		if (screen_agrees(e, &row, &col)) {
			return;
		}
		feed(e, 50);
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((now.tv_sec - begin.tv_sec) * 1000 < EMULATOR_DEADLINE_MS);
	struct buf text = {0};
	drawn_text(&e->canvas, &text);
	fail_msg("%s, frame %u: row %d, column %d differs; cursor %d,%d for %d,%d\n%s", what, number,
		row, col, e->cursor.row, e->cursor.col, e->canvas.cursor_row, e->canvas.cursor_col,
		text.p);
}

void emulator_key(struct emulator *e, char key)
{
	assert_int_equal(write(e->fd, &key, 1), 1);
}

void emulator_resize(struct emulator *e, int cols, int rows)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	struct err err;
	vterm_set_size(e->vt, rows, cols);
	assert_true(canvas_resize(&e->canvas, cols, rows, &err));
	assert_int_equal(ioctl(e->fd, TIOCSWINSZ, &size), 0);
}

int emulator_reap(struct emulator *e)
{
	int status = 0;
	while (feed(e, 50)) {
		if (waitpid(e->child, &status, WNOHANG) == e->child) {
			e->child = 0;
			break;
		}
	}
	if (e->child != 0) {
		assert_int_equal(waitpid(e->child, &status, 0), e->child);
	}
	vterm_free(e->vt);
	close(e->fd);
	canvas_finish(&e->canvas);
	return status;
}

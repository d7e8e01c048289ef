#define NCURSES_WIDECHAR 1
#include "ui/term.h"

#include "ui/family.h"
#include "ui/tty.h"

#include <curses.h>
#include <fcntl.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

/* curses has short names of its own for what we use of it. */
_Static_assert(CCHARW_MAX >= CELL_CHARS, "a cell of ours fits into one of curses");

struct terminal {
	struct tty *tty;
	FILE *file; /* for curses */
	SCREEN *screen;
	struct input input;
	struct canvas shown; /* what the terminal shows */
	bool started; /* the screen is ours and has to be given back */
	bool fresh; /* the terminal is to be cleared before the next frame */
	cchar_t *cells; /* of one run, as many as there are columns */
	int colours;
	bool cursor; /* it is visible */
	bool ansi; /* private modes of xterm are known or at least ignored */
	bool mouse;
	char notice[200];
};

/* tputs() takes a function without an argument: the bytes are gathered here. */
static struct buf *gathered;

static int gather(int c)
{
	buf_putc(gathered, (char)c);
	return c;
}

/* Appends a capability of the terminal as the bytes that are sent. */
static void put_capability(struct buf *out, const char *capability)
{
	if (capability != NULL && capability != (const char *)-1) {
		gathered = out;
		tputs(capability, 1, gather);
		gathered = NULL;
	}
}

/* The screen and the modes taken: what is sent before the first frame, and after a stop. */
static void put_enter(const struct terminal *term, struct buf *out)
{
	put_capability(out, enter_ca_mode);
	put_capability(out, keypad_xmit);
	put_capability(out, term->cursor ? cursor_normal : cursor_invisible);
	if (term->ansi) {
		buf_puts(out, "\033[?2004h"); /* pasted text comes between signs */
	}
	if (term->ansi && term->mouse) {
		buf_puts(out, "\033[?1000h\033[?1006h");
	}
}

/* Both given back, by the shortest way: also what a handler writes when the program dies. */
static void put_leave(const struct terminal *term, struct buf *out)
{
	if (term->ansi && term->mouse) {
		buf_puts(out, "\033[?1006l\033[?1000l");
	}
	if (term->ansi) {
		buf_puts(out, "\033[?2004l");
	}
	put_capability(out, exit_attribute_mode);
	put_capability(out, cursor_normal);
	put_capability(out, keypad_local);
	if (exit_ca_mode == NULL) { /* the prompt of the shell stands on the last row */
		put_capability(out, tiparm(cursor_address, term->shown.rows - 1, 0));
		put_capability(out, clr_eol);
	}
	put_capability(out, exit_ca_mode);
}

static void send_bytes(struct terminal *term, struct buf *bytes)
{
	tty_write(term->tty, bytes->p, bytes->n);
	buf_finish(bytes);
}

static void enter_screen(struct terminal *term)
{
	struct buf enter = {0}, leave = {0};
	put_leave(term, &leave);
	tty_guard(term->tty, leave.p, leave.n);
	buf_finish(&leave);
	put_enter(term, &enter);
	send_bytes(term, &enter);
	term->fresh = true;
}

static void leave_screen(struct terminal *term)
{
	struct buf leave = {0};
	put_leave(term, &leave);
	send_bytes(term, &leave);
}

/* Lets the file of curses lead to fd. */
static void lead_to(struct terminal *term, int fd)
{
	int file = fileno(term->file);
	if (dup2(fd, file) == file) {
		fcntl(file, F_SETFD, FD_CLOEXEC);
	}
}

/*
 * Until a program has once come back from endwin(), ncurses 6.4 writes at every movement of the
 * cursor: a hundred writes a frame. So it goes there and back before the first frame, where nobody
 * sees it (it would also reset the palette that the user chose), and a frame is one write.
 */
static void settle(struct terminal *term)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null >= 0) {
		lead_to(term, null);
		endwin();
		refresh();
		lead_to(term, tty_fd(term->tty));
		close(null);
	}
}

/*
 * The first of the terminal that TERM names, its relative and vt100 that the database knows, or
 * NULL. newterm() would tell as well, but leaks where it is told an unknown one.
 */
static const char *known_terminal(const struct terminal *term, const char *name)
{
	const char *const names[] = {name, family_relative(name), "vt100"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		int status;
		if (setupterm(names[i], fileno(term->file), &status) == OK) {
			del_curterm(cur_term);
			return names[i];
		}
	}
	return NULL;
}

#define CANNOT_DRAW "the reader cannot draw. `dossier DIR | cat` prints a plain listing"

static bool refuse(const char *name, const char *why, struct err *err)
{
	return err_set(err, "the terminal '%.40s' %s: " CANNOT_DRAW, name, why);
}

static bool start_screen(struct terminal *term, struct err *err)
{
	const char *name = getenv("TERM");
	if (name == NULL || name[0] == '\0') {
		return err_set(err, "TERM is not set: " CANNOT_DRAW);
	}
	const char *known = known_terminal(term, name);
	term->screen = known == NULL ? NULL : newterm(known, term->file, term->file);
	if (term->screen == NULL) {
		return refuse(name, "is unknown", err);
	}
	if (cursor_address == NULL || clear_screen == NULL) {
		return refuse(name, "cannot place its cursor", err);
	}
	if (known != name) {
		snprintf(term->notice, sizeof(term->notice),
			"This machine does not know the terminal '%.40s': taken for %s. "
			"`infocmp -x | ssh HOST tic -x -` makes it known", name, known);
	}
	return true;
}

static void start_colours(struct terminal *term)
{
	const char *no_color = getenv("NO_COLOR");
	bool wanted = no_color == NULL || no_color[0] == '\0';
	if (wanted && has_colors() && start_color() == OK) {
		use_default_colors();
		term->colours = COLORS;
	}
}

/* Keys as the terminal's description has them, beside the forms that input.h knows anyway. */
static void define_keys(struct terminal *term)
{
	const struct {
		const char *sequence;
		uint32_t key;
	} keys[] = {
		{key_up, DKEY_UP}, {key_down, DKEY_DOWN}, {key_left, DKEY_LEFT},
		{key_right, DKEY_RIGHT}, {key_home, DKEY_HOME}, {key_end, DKEY_END},
		{key_ppage, DKEY_PAGE_UP}, {key_npage, DKEY_PAGE_DOWN}, {key_ic, DKEY_INSERT},
		{key_dc, DKEY_DELETE}, {key_btab, DKEY_BACK_TAB}, {key_enter, DKEY_ENTER},
		{key_f1, DKEY_F1}, {key_f2, DKEY_F2}, {key_f3, DKEY_F3}, {key_f4, DKEY_F4},
		{key_f5, DKEY_F5}, {key_f6, DKEY_F6}, {key_f7, DKEY_F7}, {key_f8, DKEY_F8},
		{key_f9, DKEY_F9}, {key_f10, DKEY_F10}, {key_f11, DKEY_F11}, {key_f12, DKEY_F12},
	};
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		if (keys[i].sequence != NULL && keys[i].sequence != (const char *)-1) {
			input_define(&term->input, keys[i].sequence, keys[i].key);
		}
	}
	const char *bs = key_backspace;
	term->input.erase_is_bs = tty_erase(term->tty) == '\b' ||
		(bs != NULL && bs != (const char *)-1 && strcmp(bs, "\b") == 0);
}

/* Takes the size that the kernel tells; false, and nothing changed, where memory is short. */
static bool take_size(struct terminal *term, struct err *err)
{
	int cols = COLS, rows = LINES;
	if (tty_size(term->tty, &cols, &rows) && (cols != COLS || rows != LINES)) {
		resize_term(rows, cols);
	}
	cols = COLS < 1 ? 1 : COLS;
	cchar_t *cells = realloc(term->cells, (size_t)cols * sizeof(*cells));
	if (cells == NULL) {
		return err_memory(err);
	}
	term->cells = cells;
	return canvas_resize(&term->shown, cols, LINES < 1 ? 1 : LINES, err);
}

static bool start(struct terminal *term, const struct term_how *how, struct err *err)
{
	unsetenv("LINES"); /* stale ones would win over the kernel's */
	unsetenv("COLUMNS");
	use_tioctl(TRUE);
	term->tty = tty_open(err);
	if (term->tty == NULL) {
		return false;
	}
	int fd = fcntl(tty_fd(term->tty), F_DUPFD_CLOEXEC, 3);
	term->file = fd < 0 ? NULL : fdopen(fd, "r+");
	if (term->file == NULL) {
		return err_memory(err);
	}
	if (!start_screen(term, err) || !tty_raw(term->tty, err)) {
		return false;
	}
	typeahead(-1); /* keys that wait are read before a frame, not in the middle of it */
	term->ansi = strncmp(clear_screen, "\033[", 2) == 0;
	term->mouse = how->mouse;
	term->input.escape = how->escape;
	start_colours(term);
	define_keys(term);
	if (!take_size(term, err)) {
		return false;
	}
	settle(term);
	enter_screen(term);
	term->started = true;
	return true;
}

struct terminal *term_open(const struct term_how *how, struct err *err)
{
	struct terminal *term = calloc(1, sizeof(*term));
	if (term == NULL) {
		err_memory(err);
		return NULL;
	}
	if (!start(term, how, err)) {
		term_close(term);
		return NULL;
	}
	return term;
}

int term_cols(const struct terminal *term)
{
	return term->shown.cols;
}

int term_rows(const struct terminal *term)
{
	return term->shown.rows;
}

int term_colours(const struct terminal *term)
{
	return term->colours;
}

const char *term_notice(const struct terminal *term)
{
	return term->notice[0] == '\0' ? NULL : term->notice;
}

/* The pair of two colours (ncurses finds one that it has by a tree); 0 where none is left. */
static int pair_of(const struct terminal *term, struct look look)
{
	int fg = look.fg < 0 ? -1 : look.fg & ~COLOUR_RGB;
	int bg = look.bg < 0 ? -1 : look.bg & ~COLOUR_RGB;
	bool plain = term->colours == 0 || (fg < 0 && bg < 0);
	int number = plain ? 0 : alloc_pair(fg, bg);
	return number < 0 ? 0 : number;
}

static attr_t attributes(unsigned style)
{
	return (style & STYLE_BOLD ? A_BOLD : 0) | (style & STYLE_DIM ? A_DIM : 0) |
		(style & STYLE_ITALIC ? A_ITALIC : 0) |
		(style & STYLE_UNDERLINE ? A_UNDERLINE : 0) |
		(style & STYLE_REVERSE ? A_REVERSE : 0);
}

/* Whether blanks show nothing of it: then no byte is spent on it. */
static bool is_unseen(struct look look)
{
	return look.bg == COLOUR_DEFAULT && (look.style & (STYLE_REVERSE | STYLE_UNDERLINE)) == 0;
}

/* Hands the cells of a run to curses; the run cuts no wide character in two. */
static void put_run(struct terminal *term, const struct canvas *canvas, const struct theme *theme,
	const struct run *run)
{
	int n = 0, pair = 0;
	attr_t attrs = A_NORMAL;
	const struct cell *before = NULL;
	for (int col = run->col; col < run->end; col++) {
		const struct cell *cell = canvas_cell(canvas, run->row, col);
		if (cell->cols == 0) {
			continue;
		}
		if (before == NULL || memcmp(&before->ink, &cell->ink, sizeof(cell->ink)) != 0) {
			struct look look = theme_look(theme, cell->ink);
			if (is_unseen(look) && canvas_blank(canvas, run->row, col)) {
				look = (struct look){COLOUR_DEFAULT, COLOUR_DEFAULT, 0};
			}
			attrs = attributes(look.style);
			pair = pair_of(term, look);
		}
		before = cell;
		wchar_t chars[CELL_CHARS + 1] = {0};
		for (int i = 0; i < CELL_CHARS; i++) {
			chars[i] = (wchar_t)cell->chars[i];
		}
		setcchar(&term->cells[n++], chars, attrs, 0, &pair);
	}
	mvadd_wchnstr(run->row, run->col, term->cells, n);
}

/* Shows or hides the cursor; past curses, which knows nothing of a change. */
static void show_cursor(struct terminal *term, bool visible)
{
	struct buf bytes = {0};
	if (visible != term->cursor) {
		term->cursor = visible;
		put_capability(&bytes, visible ? cursor_normal : cursor_invisible);
		send_bytes(term, &bytes);
	}
}

void term_present(struct terminal *term, const struct canvas *canvas, const struct theme *theme)
{
	if (canvas->cols != term->shown.cols || canvas->rows != term->shown.rows) {
		return; /* a frame of before the resize: the next one fits */
	}
	if (term->fresh) {
		term->fresh = false;
		canvas_clear(&term->shown);
		erase();
		clearok(curscr, TRUE);
	}
	for (int row = 0; row < canvas->rows; row++) {
		struct run run = {.row = row};
		while (canvas_changed(canvas, &term->shown, &run)) {
			put_run(term, canvas, theme, &run);
		}
	}
	memcpy(term->shown.cells, canvas->cells,
		(size_t)canvas->rows * (size_t)canvas->cols * sizeof(*canvas->cells));
	move(canvas->cursor_row, canvas->cursor_col);
	refresh();
	show_cursor(term, canvas->cursor);
}

void term_redraw(struct terminal *term)
{
	term->fresh = true;
}

/* Leaves the screen to the shell, and takes it back when the program goes on. */
static void suspend(struct terminal *term, bool stop)
{
	struct err err;
	if (stop) {
		leave_screen(term);
		tty_cooked(term->tty);
		tty_stop(term->tty);
	}
	if (tty_raw(term->tty, &err)) {
		enter_screen(term);
	}
}

/* Bytes that wait are taken. */
static void take_bytes(struct terminal *term)
{
	char bytes[4096];
	size_t n;
	if (tty_read(term->tty, bytes, sizeof(bytes), &n)) {
		input_feed(&term->input, bytes, n, tty_clock());
	}
}

/* What tty_wait() woke up for, where it is an event. */
static bool take_wake(struct terminal *term, unsigned woke, struct term_event *out)
{
	if (woke & (TTY_STOP | TTY_CONTINUED)) {
		suspend(term, (woke & TTY_STOP) != 0);
		woke |= TTY_RESIZED;
	}
	if (woke & TTY_INPUT) {
		take_bytes(term);
	}
	if (woke & TTY_END) {
		out->kind = TERM_END;
		return true;
	}
	if (woke & TTY_RESIZED) {
		struct err err;
		term->fresh = true;
		out->kind = TERM_RESIZE;
		return take_size(term, &err);
	}
	if (woke & TTY_INTERRUPT) {
		out->kind = TERM_INPUT;
		out->input = (struct input_event){.kind = INPUT_KEY, .key = 0x03};
		return true;
	}
	return false;
}

bool term_event(struct terminal *term, bool wait, struct term_event *out)
{
	for (;;) {
		int64_t now = tty_clock();
		if (input_next(&term->input, now, &out->input)) {
			out->kind = TERM_INPUT;
			return true;
		}
		int ms = wait ? input_wait(&term->input, now) : 0;
		unsigned woke = tty_wait(term->tty, ms);
		if (take_wake(term, woke, out)) {
			return true;
		}
		if (!wait && woke == 0) {
			return false;
		}
	}
}

void term_send(struct terminal *term, struct span bytes)
{
	tty_write(term->tty, bytes.p, bytes.n);
}

int term_end_signal(const struct terminal *term)
{
	return tty_end_signal(term->tty);
}

void term_close(struct terminal *term)
{
	if (term == NULL) {
		return;
	}
	if (term->screen != NULL) {
		if (term->started) {
			leave_screen(term);
		}
		delscreen(term->screen);
	}
	tty_close(term->tty);
	if (term->file != NULL) {
		fclose(term->file);
	}
	canvas_finish(&term->shown);
	input_finish(&term->input);
	free(term->cells);
	free(term);
}

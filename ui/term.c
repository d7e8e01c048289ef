#include "ui/term.h"

#include "ui/tty.h"
#include "ui/update.h"

#include <curses.h>
#include <stdlib.h>
#include <term.h>
#include <unistd.h>

enum { SIZE_MOST = 1000 };

#define MOUSE_OFF "\033[?1006l\033[?1000l"

struct terminal {
	struct tty *tty;
	struct input input;
	struct update update; /* what the terminal shows */
	struct buf out; /* the bytes of one frame */
	struct buf enter; /* what takes the screen: sent with the next frame, so that both come at once */
	bool entered; /* it was sent, and has to be taken back */
	bool known; /* its entry in the database was found */
	bool cursor; /* it is visible */
	bool owed; /* a frame was left out: the terminal was not ready */
	bool ansi; /* private modes of xterm are known or at least ignored */
	bool mouse;
	void (*stopping)(void *with); /* as in term_how */
	void *with;
	char notice[200];
};

/*
 * Appends a capability of the terminal as the bytes that are sent, without its padding: `$<5>`
 * asks for 5 ms of NULs, for lines without flow control to terminals that were slower than these.
 */
static void put_capability(struct buf *out, const char *capability)
{
	if (capability == NULL || capability == (const char *)-1) {
		return;
	}
	while (*capability != '\0') {
		const char *end = strncmp(capability, "$<", 2) == 0 ? strchr(capability, '>') : NULL;
		if (end == NULL) {
			buf_putc(out, *capability++);
		} else {
			capability = end + 1;
		}
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
		buf_puts(out, MOUSE_OFF);
	}
	if (term->ansi) {
		buf_puts(out, "\033[?2004l");
	}
	put_capability(out, exit_attribute_mode);
	put_capability(out, cursor_normal);
	put_capability(out, keypad_local);
	if (exit_ca_mode == NULL) { /* the prompt of the shell stands on the last row */
		put_capability(out, tiparm(cursor_address, term->update.shown.rows - 1, 0));
		put_capability(out, clr_eol);
	}
	put_capability(out, exit_ca_mode);
}

/* To be sent with the next frame. A terminal that shows one part of it first would flicker. */
static void enter_screen(struct terminal *term)
{
	buf_clear(&term->enter);
	put_enter(term, &term->enter);
	update_forget(&term->update);
}

/*
 * What takes the screen is about to be sent. Whoever ends the program from here on gives it back:
 * also a signal that comes while it is written.
 */
static void entering(struct terminal *term)
{
	struct buf leave = {0};
	put_leave(term, &leave);
	tty_guard(term->tty, leave.p, leave.n);
	buf_finish(&leave);
	buf_clear(&term->enter);
	term->entered = true;
}

static void leave_screen(struct terminal *term)
{
	struct buf leave = {0};
	buf_clear(&term->enter);
	if (term->entered) {
		put_leave(term, &leave);
		tty_write(term->tty, leave.p, leave.n);
		buf_finish(&leave);
	}
	term->entered = false;
}

/*
 * The first of the terminal that TERM names, its relative and vt100 that the database knows, or
 * NULL. From here on the capabilities are those of its entry.
 */
static const char *known_terminal(int fd, const char *name)
{
	const char *const names[] = {name, ways_relative(name), "vt100"};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		int status;
		if (setupterm(names[i], fd, &status) == OK) {
			return names[i];
		}
	}
	return NULL;
}

/*
 * Takes the entry of the terminal that TERM names, or of a relative. NULL, with the reason and
 * without an entry, where that cannot place its cursor.
 */
static const char *take_entry(int fd, struct err *why)
{
	static const char *taken; /* the name of the entry that cur_term holds */
	const char *name = getenv("TERM"), *known;
	if (cur_term != NULL) {
		return taken;
	}
	if (name == NULL || name[0] == '\0') {
		err_set(why, "TERM is not set");
		return NULL;
	}
	known = known_terminal(fd, name);
	if (known == NULL || cur_term == NULL) {
		err_set(why, "the terminal '%.40s' is unknown", name);
		return NULL;
	}
	if (cursor_address == NULL || clear_screen == NULL) {
		err_set(why, "the terminal '%.40s' cannot place its cursor", name);
		del_curterm(cur_term);
		return NULL;
	}
	taken = known;
	return known;
}

bool term_draws(struct err *why)
{
	return take_entry(STDOUT_FILENO, why) != NULL; /* which term_open() goes on with */
}

static bool start_screen(struct terminal *term, struct err *err)
{
	const char *name = getenv("TERM"), *known = take_entry(tty_fd(term->tty), err);
	if (known == NULL) {
		return err_set(err, "%s: the reader cannot draw. `dossier --linear` reads without",
			err->msg);
	}
	term->known = true;
	if (name != NULL && strcmp(known, name) != 0) {
		snprintf(term->notice, sizeof(term->notice),
			"This machine does not know the terminal '%.40s': taken for %s. "
			"`infocmp -x | ssh HOST tic -x -` makes it known", name, known);
	}
	return true;
}

/* A string of the entry; NULL where it has none. */
static const char *string_of(const char *capability)
{
	return capability == (const char *)-1 ? NULL : capability;
}

static bool is_text(const char *capability, const char *text)
{
	return string_of(capability) != NULL && strcmp(capability, text) == 0;
}

/*
 * Without styles and colours. Line drawing is never switched on, so what switches it off is left
 * out where the rest is the short sequence of ECMA-48.
 */
static const char *plain_of(const char *capability)
{
	capability = string_of(capability);
	return capability != NULL && strstr(capability, "\033[m") != NULL ? "\033[m" : capability;
}

/* What the terminal cannot show together with a colour, from a mask in the order of sgr. */
static uint8_t colourless_styles(int mask)
{
	return (uint8_t)((mask & 2 ? STYLE_UNDERLINE : 0) | (mask & 4 ? STYLE_REVERSE : 0) |
		(mask & 16 ? STYLE_DIM : 0) | (mask & 32 ? STYLE_BOLD : 0));
}

/* Whether a terminal of so many colours can show them, and the reader wants any. */
static bool has_colours(void)
{
	const char *no_color = getenv("NO_COLOR");
	return (no_color == NULL || no_color[0] == '\0') && max_colors > 0 && string_of(set_a_foreground) != NULL &&
		string_of(set_a_background) != NULL;
}

static void put_way(struct buf *out, const char *capability, int a, int b)
{
	put_capability(out, tiparm(capability, a, b));
}

/* Takes from the entry what the terminal can do. */
static void learn_ways(struct ways *ways)
{
	const char *const capabilities[WAYS] = {
		[WAY_CURSOR] = cursor_address, [WAY_COLUMN] = column_address,
		[WAY_RIGHT] = parm_right_cursor, [WAY_LEFT] = parm_left_cursor,
		[WAY_CLEAR] = clear_screen, [WAY_ERASE_RIGHT] = clr_eol, [WAY_ERASE] = erase_chars,
		[WAY_REGION] = change_scroll_region, [WAY_FORWARD] = scroll_forward,
		[WAY_BACK] = scroll_reverse, [WAY_PLAIN] = plain_of(exit_attribute_mode),
		[WAY_BOLD] = enter_bold_mode, [WAY_DIM] = enter_dim_mode, [WAY_ITALIC] = enter_italics_mode,
		[WAY_UNDERLINE] = enter_underline_mode, [WAY_REVERSE] = enter_reverse_mode,
		[WAY_FOREGROUND] = set_a_foreground, [WAY_BACKGROUND] = set_a_background,
	};
	bool styled = magic_cookie_glitch < 0 && capabilities[WAY_PLAIN] != NULL;
	for (int i = 0; i < WAYS; i++) {
		bool left_out = !styled && i >= WAY_BOLD;
		ways->capability[i] = left_out ? NULL : string_of(capabilities[i]);
	}
	ways->colours = styled && has_colours() ? max_colors : 0;
	ways->colourless = no_color_video > 0 ? colourless_styles(no_color_video) : 0;
	ways->wraps = auto_right_margin && !eat_newline_glitch;
	ways->moves_styled = move_standout_mode;
	ways->feeds = is_text(cursor_down, "\n") && is_text(carriage_return, "\r");
	ways->backs = is_text(cursor_left, "\b");
	ways->expand = put_way;
	ways_settle(ways);
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
	/* Of the entry, or of COLUMNS and LINES, which may say anything. */
	int cols = columns > 0 && columns <= SIZE_MOST ? columns : 80;
	int rows = lines > 0 && lines <= SIZE_MOST ? lines : 24;
	tty_size(term->tty, &cols, &rows);
	return update_resize(&term->update, cols, rows, err);
}

static bool start(struct terminal *term, const struct term_how *how, struct err *err)
{
	term->tty = tty_open(err);
	if (term->tty == NULL) {
		return false;
	}
	tty_stamp(term->tty, how->stamp);
	if (how->hard && tty_mend(term->tty)) {
		snprintf(term->notice, sizeof(term->notice), "The last session on this terminal was "
			"killed: the terminal is mended and will be left in order");
	}
	if (!start_screen(term, err) || !tty_raw(term->tty, err)) {
		return false;
	}
	term->ansi = strncmp(clear_screen, "\033[", 2) == 0;
	term->mouse = how->mouse;
	term->stopping = how->stopping;
	term->with = how->with;
	term->input.escape = how->escape;
	learn_ways(&term->update.pen.ways);
	define_keys(term);
	if (!take_size(term, err)) {
		return false;
	}
	enter_screen(term);
	buf_puts(&term->enter, how->hard && term->ansi ? MOUSE_OFF : "");
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
	return term->update.shown.cols;
}

int term_rows(const struct terminal *term)
{
	return term->update.shown.rows;
}

int term_colours(const struct terminal *term)
{
	return term->update.pen.ways.colours;
}

const char *term_notice(const struct terminal *term)
{
	return term->notice[0] == '\0' ? NULL : term->notice;
}

void term_present(struct terminal *term, const struct canvas *canvas, const struct theme *theme)
{
	const struct canvas *shown = &term->update.shown;
	struct buf *out = &term->out;
	if (canvas->cols != shown->cols || canvas->rows != shown->rows) {
		return; /* a frame of before the resize: the next one fits */
	}
	if (tty_pending(term->tty)) {
		term->owed = true; /* it still takes the one before */
		return;
	}
	buf_clear(out);
	buf_put(out, buf_span(&term->enter));
	update_put(&term->update, canvas, theme, out);
	if (canvas->cursor != term->cursor) {
		term->cursor = canvas->cursor;
		put_capability(out, term->cursor ? cursor_normal : cursor_invisible);
	}
	if (out->failed) {
		update_forget(&term->update); /* nothing of it was sent */
	} else {
		if (term->enter.n > 0) {
			entering(term);
		}
		tty_write(term->tty, out->p, out->n);
	}
}

void term_redraw(struct terminal *term)
{
	update_forget(&term->update);
}

/* Leaves the screen to the shell, and takes it back when the program goes on. */
static void suspend(struct terminal *term, bool stop)
{
	struct err err;
	if (stop) {
		if (term->stopping != NULL) {
			term->stopping(term->with);
		}
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
		out->kind = TERM_RESIZE;
		return take_size(term, &err);
	}
	if ((woke & TTY_DRAINED) && term->owed && !(woke & TTY_INTERRUPT)) {
		term->owed = false;
		out->kind = TERM_READY;
		return true;
	}
	if (woke & TTY_INTERRUPT) {
		out->kind = TERM_INPUT;
		out->input = (struct input_event){.kind = INPUT_KEY, .key = 0x03};
		return true;
	}
	return false;
}

/* The time that tty_wait may take: until the time is over, or an Esc is a key of its own. */
static int time_left(const struct terminal *term, int ms, int64_t until)
{
	int64_t now = tty_clock(), left = until > now ? until - now : 0;
	int input = input_wait(&term->input, now);
	return ms < 0 || (input >= 0 && input < left) ? input : (int)left;
}

bool term_event(struct terminal *term, int ms, struct term_event *out)
{
	int64_t until = tty_clock() + ms;
	for (;;) {
		out->kind = TERM_INPUT;
		if (input_next(&term->input, tty_clock(), &out->input)) {
			return true;
		}
		if (ms == TERM_READ) {
			return false;
		}
		unsigned woke = tty_wait(term->tty, time_left(term, ms, until));
		if (take_wake(term, woke, out)) {
			return true;
		}
		if (ms >= 0 && woke == 0 && tty_clock() >= until) {
			return input_next(&term->input, tty_clock(), &out->input);
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
	if (term->entered) {
		leave_screen(term);
	}
	if (term->known) {
		del_curterm(cur_term);
	}
	tty_close(term->tty);
	update_finish(&term->update);
	buf_finish(&term->out);
	buf_finish(&term->enter);
	input_finish(&term->input);
	free(term);
}

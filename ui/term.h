/*
 * term.h - the terminal: a canvas shown, keys taken. The one file that knows ncurses.
 *
 * Of ncurses it uses the database of terminals and what interprets its entries; update.h makes
 * the bytes of a frame out of them, and input.h keys out of the bytes that come. Everything is put
 * back by term_close(), and by a handler where the program dies.
 *
 *	struct terminal *term = term_open(&how, &err);
 *	term_present(term, &canvas, &theme);
 *	while (term_event(term, -1, &event) && event.kind != TERM_END) { … }
 *	term_close(term);
 */
#ifndef DOSSIER_UI_TERM_H
#define DOSSIER_UI_TERM_H

#include "ui/input.h"
#include "ui/theme.h"

struct term_how {
	int escape; /* milliseconds to wait behind Esc for the rest of a sequence */
	bool mouse; /* clicks and the wheel come to the program */
	bool hard; /* what drew here last was killed: what it left is mended first */
	const char *stamp; /* a file to be removed where the program dies, see stamp.h; NULL: none */
	void (*stopping)(void *with); /* called before the program is stopped; NULL: nothing is */
	void *with;
};

enum term_event_kind {
	TERM_INPUT, /* `input` says what */
	TERM_RESIZE, /* term_cols and term_rows are new, the screen is blank */
	TERM_READY, /* the terminal takes frames again: one that was left out should be drawn */
	TERM_END, /* SIGTERM, SIGHUP, or the terminal is gone */
};

#define TERM_READ (-2)

struct term_event {
	enum term_event_kind kind;
	struct input_event input; /* INPUT; valid until the next call */
};

struct terminal;

/*
 * Whether there is a terminal by the name in TERM, or a relative of it, that can place its cursor;
 * false with the reason where there is none. Opens and changes nothing.
 */
bool term_draws(struct err *why) MUST_CHECK;

/*
 * Starts on the controlling terminal. Of a terminal that its database does not know, the nearest
 * relative is taken, see term_notice(). NULL, and the message says what to do instead, where the
 * terminal cannot place its cursor. The screen is taken with the first frame, in one write.
 */
struct terminal *term_open(const struct term_how *how, struct err *err) MUST_CHECK;

/* The size of the screen, each at least 1. */
int term_cols(const struct terminal *term);
int term_rows(const struct terminal *term);

/* Colours to choose from; 0 on monochrome terminals and where NO_COLOR is set to anything. */
int term_colours(const struct terminal *term);

/* What the reader should know about the terminal, or NULL. Valid as long as the term. */
const char *term_notice(const struct terminal *term);

/*
 * Shows canvas, which has the terminal's size; leaves it out where the terminal has not taken the
 * frame before yet, see TERM_READY.
 */
void term_present(struct terminal *term, const struct canvas *canvas, const struct theme *theme);

/* The next frame is drawn whole: the screen was spoilt, or the theme is another one. */
void term_redraw(struct terminal *term);

/*
 * The next event. False where none has come in ms milliseconds; -1: waits for ever; TERM_READ: takes
 * only what was read with the one before, and asks the system for nothing.
 */
bool term_event(struct terminal *term, int ms, struct term_event *out);

/* Sends bytes of another kind, such as a string for the clipboard. Not for text that is to be seen. */
void term_send(struct terminal *term, struct span bytes);

/* The signal that asked for the end, or 0. */
int term_end_signal(const struct terminal *term);

/* Leaves the terminal as it was found. Takes NULL. */
void term_close(struct terminal *term);

#endif

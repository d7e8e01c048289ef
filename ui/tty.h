/*
 * tty.h - the terminal as a device: its modes, its signals, waiting for it, leaving it in order.
 *
 * Knows no curses and no escape sequence of its own. Signals only set flags. SIGWINCH, SIGINT,
 * SIGTSTP and SIGCONT come through while tty_wait() waits and at no other time, so none is lost
 * between a look at the flags and the wait. SIGTERM and SIGHUP come through at any time; where the
 * program has not ended a second later, it ends for good. Whatever ends it, the modes are put back
 * and the restoring bytes are written; also where the stack is used up, for there is another one. Writing never waits: what the terminal does not take at once
 * is kept and written by tty_wait; one that takes nothing for ten seconds counts as gone.
 *
 *	struct tty *tty = tty_open(&err);
 *	tty_guard(tty, restore, n);
 *	unsigned woke = tty_wait(tty, 1000);
 *	tty_close(tty);
 *
 * There is one terminal: a second tty_open() before tty_close() fails.
 */
#ifndef DOSSIER_UI_TTY_H
#define DOSSIER_UI_TTY_H

#include "base/err.h"

/* Why tty_wait() came back, or'ed. None: the time is over. */
enum tty_wake {
	TTY_INPUT = 1, /* bytes wait to be read */
	TTY_RESIZED = 2,
	TTY_INTERRUPT = 4, /* ^C */
	TTY_STOP = 8, /* ^Z */
	TTY_CONTINUED = 16, /* somebody stopped the program and let it go on */
	TTY_END = 32, /* SIGTERM, SIGHUP, or the terminal is gone */
	TTY_DRAINED = 64, /* the terminal has taken everything that was written */
};

struct tty;

/* Opens the controlling terminal, whatever stdin and stdout are, and takes over the signals. */
struct tty *tty_open(struct err *err) MUST_CHECK;

/* For reading and writing; belongs to the tty. */
int tty_fd(const struct tty *tty);

/* Single keys without echo; ^Z and ^\ stay signals, ^C, ^S and ^Q are keys. False where the terminal refuses. */
bool tty_raw(struct tty *tty, struct err *err) MUST_CHECK;

/* Back to the modes that were found at the start. */
void tty_cooked(struct tty *tty);

/* What the Backspace key sends: the erase character of the modes that were found. */
char tty_erase(const struct tty *tty);

/*
 * Puts the modes that were found right where a program that died left them: echo, lines, signals,
 * line ends. tty_close then leaves those. Returns whether anything was wrong with them.
 */
bool tty_mend(struct tty *tty);

/* A file that is removed when the program ends without tty_close(); borrowed, NULL: none. */
void tty_stamp(struct tty *tty, const char *path);

/* Bytes (at most 512) that are written when the program ends without tty_close(). */
void tty_guard(struct tty *tty, const char *bytes, size_t n);

/* Waits up to ms milliseconds (-1: for ever) and returns enum tty_wake, each reason once. */
unsigned tty_wait(struct tty *tty, int ms);

/* Reads what waits, at most size bytes. 0: nothing. False: the terminal is gone. */
bool tty_read(struct tty *tty, char *bytes, size_t size, size_t *n) MUST_CHECK;

/* Whether bytes wait for the terminal to take them: then nothing more should be drawn. */
bool tty_pending(const struct tty *tty);

/* Writes all of it as soon as the terminal takes it. Never waits. */
void tty_write(struct tty *tty, const char *bytes, size_t n);

/* Columns and rows as the kernel knows them, 1 to 1000. False where it does not. */
bool tty_size(const struct tty *tty, int *cols, int *rows);

/* Stops the program as ^Z does, and returns when it goes on. The screen is the caller's. */
void tty_stop(struct tty *tty);

/* Milliseconds of a clock that never goes back. */
int64_t tty_clock(void);

/* The signal that asked for the end, or 0. */
int tty_end_signal(const struct tty *tty);

/* Puts modes and signals back. Takes NULL. */
void tty_close(struct tty *tty);

/*
 * Blocks (SIG_BLOCK) or lets through (SIG_UNBLOCK) the signals that end the program: they may not come
 * between a look at what they leave and the wait.
 */
void tty_hold_ends(int how);

#endif

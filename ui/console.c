#define _GNU_SOURCE /* ppoll */
#include "ui/console.h"

#include "read/linear.h"
#include "ui/clip.h"
#include "ui/output.h"
#include "ui/tty.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum {
	QUIET_MS = 1000, /* without a line, and what is unsaved is written */
	WATCH_MS = 2000, /* between looks at what others have written */
	LINE_MOST = 1 << 16, /* bytes of a line; what is longer is taken in pieces */
};

struct console {
	struct dossier *dossier;
	struct session *session;
	struct linear *linear;
	struct output out;
	struct buf in; /* bytes that are no whole line yet */
	bool prompts; /* somebody sits there */
	bool ended; /* of the input */
	sigset_t outside; /* the mask that the program had, and has while it waits */
};

/* Handlers have no argument to find these by. */
static volatile sig_atomic_t interrupted, resized, end_signal;

static void on_interrupt(int signum)
{
	(void)signum;
	interrupted = 1;
}

static void on_resize(int signum)
{
	(void)signum;
	resized = 1;
}

/* Where the program has not ended a second later, it ends for good: a write may be stuck. */
static void on_end(int signum)
{
	end_signal = signum;
	alarm(1);
}

static const struct {
	int signum;
	void (*handler)(int signum);
} caught[] = {
	{SIGINT, on_interrupt}, {SIGWINCH, on_resize}, {SIGTERM, on_end}, {SIGHUP, on_end},
};

/*
 * They come through while the console waits; at other times only those that end it. What was
 * ignored (nohup) stays ignored.
 */
static void catch_signals(struct console *console, struct sigaction old[COUNT_OF(caught)])
{
	sigset_t held;
	sigemptyset(&held);
	interrupted = resized = end_signal = 0;
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		struct sigaction action = {.sa_flags = 0};
		sigemptyset(&action.sa_mask);
		action.sa_handler = caught[i].handler;
		sigaction(caught[i].signum, NULL, &old[i]);
		if (old[i].sa_handler != SIG_IGN) {
			sigaction(caught[i].signum, &action, NULL);
		}
		if (caught[i].handler != on_end) {
			sigaddset(&held, caught[i].signum);
		}
	}
	sigprocmask(SIG_BLOCK, &held, &console->outside);
}

static void release_signals(struct console *console, const struct sigaction old[COUNT_OF(caught)])
{
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		sigaction(caught[i].signum, &old[i], NULL);
	}
	alarm(0);
	sigprocmask(SIG_SETMASK, &console->outside, NULL);
}

/* The size of the terminal that is written to; 0 by 0 where it is none, or tells none. */
static void terminal_size(uint32_t *cols, uint32_t *rows)
{
	struct winsize size;
	*cols = *rows = 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
		*cols = size.ws_col;
		*rows = size.ws_row;
	}
}

/* Prints what was gathered, and behind it the words that ask for the next line. */
static void print(struct console *console)
{
	if (console->prompts && !session_wants(console->session)->quit && end_signal == 0) {
		linear_prompt(console->linear, &console->out.buf);
	}
	output_flush(&console->out);
}

/* Does what the session wants of the world outside, and tells what came of it. */
static void do_wants(struct console *console)
{
	struct session_wants *wants = session_wants(console->session);
	if (wants->copy && !clip_send(console->session, buf_span(&wants->text))) {
		session_say(console->session, true, "nothing sent: there is no clipboard here");
	}
	if (wants->save) {
		clip_save(console->session);
	}
	if (wants->copy || wants->save) {
		linear_told(console->linear, &console->out.buf);
	}
	wants->copy = wants->save = wants->redraw = wants->retheme = false;
}

static void take_line(struct console *console, struct span line)
{
	if (line.n > 0 && line.p[line.n - 1] == '\r') {
		line.n--;
	}
	linear_line(console->linear, line, &console->out.buf);
	do_wants(console);
	print(console);
}

/* Takes the whole lines that were read; what is left waits for its end. */
static void take_lines(struct console *console)
{
	struct buf *in = &console->in;
	size_t at = 0;
	while (at < in->n && !session_wants(console->session)->quit && end_signal == 0) {
		const char *end = memchr(in->p + at, '\n', in->n - at);
		if (end == NULL && !console->ended && in->n - at < LINE_MOST) {
			break;
		}
		size_t n = end == NULL ? in->n - at : (size_t)(end - (in->p + at));
		take_line(console, (struct span){in->p + at, n});
		at += n + (end != NULL);
	}
	size_t left = in->n - at;
	memmove(in->p, in->p + at, left);
	in->n = left;
}

static void take_input(struct console *console)
{
	char bytes[4096];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));
	if (n > 0) {
		buf_add(&console->in, bytes, (size_t)n);
		console->ended = console->in.failed;
	} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
		console->ended = true;
	}
	if (console->in.n > 0) {
		take_lines(console);
	}
}

/* Milliseconds until something should be looked at though nobody typed; -1: never. */
static int tick_in(struct console *console)
{
	switch (session_due(console->session)) {
	case SESSION_NEVER:
		return -1;
	case SESSION_UNSAVED:
		return QUIET_MS;
	case SESSION_WATCH:
		break;
	}
	return WATCH_MS;
}

/* What the flags say; what is said of it comes on a line of its own. */
static void take_flags(struct console *console)
{
	if (resized) {
		uint32_t cols, rows;
		resized = 0;
		terminal_size(&cols, &rows);
		linear_size(console->linear, cols, rows);
	}
	if (interrupted) {
		interrupted = 0;
		buf_clear(&console->in);
		buf_putc(&console->out.buf, '\n');
		linear_cancel(console->linear, &console->out.buf);
		print(console);
	}
}

/* Waits for a line, a signal, or the time to save. */
static void wait_once(struct console *console)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	int ms = tick_in(console);
	tty_hold_ends(SIG_BLOCK);
	ms = end_signal != 0 ? 0 : ms;
	struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
	int n = ppoll(&in, 1, ms < 0 ? NULL : &time, &console->outside), why = errno;
	tty_hold_ends(SIG_UNBLOCK);
	if (n > 0) {
		take_input(console);
	} else if (n == 0) {
		session_tick(console->session);
	} else if (why != EINTR) {
		console->ended = true;
	}
	take_flags(console);
}

static bool start(struct console *console, const struct app_how *how, struct err *err)
{
	struct linear_how linear = {.ascii = !how->utf8};
	console->session = session_new(console->dossier, err);
	if (console->session == NULL) {
		return false;
	}
	terminal_size(&linear.cols, &linear.rows);
	console->linear = linear_new(console->session, &linear, err);
	if (console->linear == NULL) {
		return false;
	}
	console->prompts = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	linear_begin(console->linear, &console->out.buf);
	if (how->notice[0] != '\0') {
		session_say(console->session, false, "%s", how->notice);
		linear_told(console->linear, &console->out.buf);
	}
	print(console);
	return true;
}

/* Whether it goes on. */
static bool goes_on(struct console *console)
{
	return !session_wants(console->session)->quit && !console->ended && end_signal == 0 &&
		console->out.error == 0;
}

bool console_run(struct dossier *dossier, const struct app_how *how, int *end, struct err *err)
{
	struct console console = {.dossier = dossier,
		.out = {.fd = STDOUT_FILENO, .stop = &end_signal}};
	struct sigaction old[COUNT_OF(caught)];
	*end = 0;
	catch_signals(&console, old);
	bool good = start(&console, how, err);
	while (good && goes_on(&console)) {
		wait_once(&console);
	}
	if (good) {
		session_end(console.session); /* first: the terminal may be gone, and time is short */
		*end = end_signal;
		if (console.prompts && console.ended && end_signal == 0) {
			buf_putc(&console.out.buf, '\n'); /* ^D leaves the prompt's line unfinished */
		}
	}
	release_signals(&console, old);
	struct err lost = {{0}};
	if (!output_finish(&console.out, good ? err : &lost) && good && *end == 0) {
		good = err->msg[0] == '\0'; /* who listened only went away */
	}
	linear_free(console.linear);
	session_free(console.session);
	buf_finish(&console.in);
	return good;
}

#define _GNU_SOURCE /* ppoll */
#include "ui/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define GUARD_MAX 512

struct tty {
	int fd;
	struct termios before;
	bool gone; /* read or poll said so */
	sigset_t outside; /* the mask that the program had, and has while it waits */
};

enum how_caught { CAUGHT_FLAG, CAUGHT_END, CAUGHT_CRASH };

/* What is done with each signal. Flags are looked at in tty_wait(). */
static const struct caught {
	int signum;
	enum how_caught how;
	unsigned wake;
} caught[] = {
	{SIGWINCH, CAUGHT_FLAG, TTY_RESIZED},
	{SIGINT, CAUGHT_FLAG, TTY_INTERRUPT},
	{SIGTSTP, CAUGHT_FLAG, TTY_STOP},
	{SIGCONT, CAUGHT_FLAG, TTY_CONTINUED},
	{SIGTERM, CAUGHT_END, TTY_END},
	{SIGHUP, CAUGHT_END, TTY_END},
	{SIGALRM, CAUGHT_CRASH, 0},
	{SIGQUIT, CAUGHT_CRASH, 0},
	{SIGSEGV, CAUGHT_CRASH, 0},
	{SIGBUS, CAUGHT_CRASH, 0},
	{SIGFPE, CAUGHT_CRASH, 0},
	{SIGILL, CAUGHT_CRASH, 0},
	{SIGABRT, CAUGHT_CRASH, 0},
};

/* Handlers have no argument to find these by. */
static struct tty the_tty = {.fd = -1};
static struct sigaction old_actions[COUNT_OF(caught)];
static volatile sig_atomic_t flags[COUNT_OF(caught)];
static volatile sig_atomic_t end_signal;
static char guard[GUARD_MAX];
static volatile sig_atomic_t guard_n;

static void on_flag(int signum)
{
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		if (caught[i].signum == signum) {
			flags[i] = 1;
		}
	}
}

static void on_end(int signum)
{
	end_signal = signum;
	on_flag(signum);
	alarm(1);
}

/* Leaves the terminal in order by the shortest way, then lets the signal do its work. */
static void on_crash(int signum)
{
	ssize_t written = write(the_tty.fd, guard, (size_t)guard_n);
	(void)written; /* there is nothing that could be done about it */
	tcsetattr(the_tty.fd, TCSANOW, &the_tty.before);
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		if (caught[i].signum == signum) {
			sigaction(signum, &old_actions[i], NULL);
		}
	}
	raise(signum);
}

/* What the program was told to ignore (nohup) stays ignored. */
static bool is_ignored(const struct sigaction *old)
{
	return (old->sa_flags & SA_SIGINFO) == 0 && old->sa_handler == SIG_IGN;
}

static void catch_signals(struct tty *tty)
{
	sigset_t only_waiting;
	sigemptyset(&only_waiting);
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		const struct caught *it = &caught[i];
		struct sigaction action = {.sa_flags = 0};
		sigemptyset(&action.sa_mask);
		action.sa_handler = it->how == CAUGHT_FLAG ? on_flag :
			it->how == CAUGHT_END ? on_end : on_crash;
		flags[i] = 0;
		sigaction(it->signum, NULL, &old_actions[i]);
		if (!is_ignored(&old_actions[i])) {
			sigaction(it->signum, &action, NULL);
		}
		if (it->how == CAUGHT_FLAG) {
			sigaddset(&only_waiting, it->signum);
		}
	}
	end_signal = 0;
	sigprocmask(SIG_BLOCK, &only_waiting, &tty->outside);
}

/* The signals that end the program may not come between a look at the flags and the wait. */
static void hold_ends(int how)
{
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigprocmask(how, &ends, NULL);
}

struct tty *tty_open(struct err *err)
{
	struct tty *tty = &the_tty;
	if (tty->fd >= 0) {
		err_set(err, "the terminal is in use already");
		return NULL;
	}
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 && isatty(STDOUT_FILENO)) {
		fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	}
	if (fd < 0 || tcgetattr(fd, &tty->before) != 0) {
		err_errno(err, errno, "the terminal");
		if (fd >= 0) {
			close(fd);
		}
		return NULL;
	}
	tty->fd = fd;
	tty->gone = false;
	guard_n = 0;
	catch_signals(tty);
	return tty;
}

int tty_fd(const struct tty *tty)
{
	return tty->fd;
}

bool tty_raw(struct tty *tty, struct err *err)
{
	struct termios modes = tty->before;
	/* IXON: the emacs preset searches with ^S, and elsewhere it must not seem to hang. */
	modes.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | ISTRIP | IXON);
	modes.c_oflag &= ~(tcflag_t)ONLCR;
	/* IEXTEN would keep ^V and ^O to itself. */
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	modes.c_lflag |= ISIG;
	/* A signal would overtake or throw away the keys before it: ^X^C must arrive as typed. */
	modes.c_cc[VINTR] = _POSIX_VDISABLE;
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	if (tcsetattr(tty->fd, TCSADRAIN, &modes) != 0) {
		return err_errno(err, errno, "the terminal");
	}
	return true;
}

void tty_cooked(struct tty *tty)
{
	tcsetattr(tty->fd, TCSADRAIN, &tty->before);
}

char tty_erase(const struct tty *tty)
{
	return (char)tty->before.c_cc[VERASE];
}

void tty_guard(struct tty *tty, const char *bytes, size_t n)
{
	(void)tty;
	guard_n = 0;
	n = n < GUARD_MAX ? n : 0;
	memcpy(guard, bytes, n);
	guard_n = (sig_atomic_t)n;
}

/* What the flags say; they are lowered. */
static unsigned take_flags(void)
{
	unsigned woke = 0;
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		if (flags[i]) {
			flags[i] = 0;
			woke |= caught[i].wake;
		}
	}
	return woke;
}

unsigned tty_wait(struct tty *tty, int ms)
{
	struct pollfd poll_tty = {.fd = tty->fd, .events = POLLIN};
	struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
	hold_ends(SIG_BLOCK);
	unsigned woke = take_flags();
	if (woke == 0) {
		int n = ppoll(&poll_tty, 1, ms < 0 ? NULL : &time, &tty->outside);
		if (n > 0 && (poll_tty.revents & POLLIN)) {
			woke |= TTY_INPUT;
		} else if (n > 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) {
			tty->gone = true;
		}
		woke |= take_flags();
	}
	hold_ends(SIG_UNBLOCK);
	return woke | (tty->gone ? (unsigned)TTY_END : 0);
}

bool tty_read(struct tty *tty, char *bytes, size_t size, size_t *n)
{
	ssize_t got = read(tty->fd, bytes, size);
	*n = got > 0 ? (size_t)got : 0;
	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
		tty->gone = true;
		return false;
	}
	return true;
}

void tty_write(struct tty *tty, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t written = write(tty->fd, bytes, n);
		if (written < 0 && errno != EINTR) {
			return;
		}
		if (written > 0) {
			bytes += written;
			n -= (size_t)written;
		}
	}
}

bool tty_size(const struct tty *tty, int *cols, int *rows)
{
	struct winsize size;
	if (ioctl(tty->fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
		return false;
	}
	*cols = size.ws_col;
	*rows = size.ws_row;
	return true;
}

void tty_stop(struct tty *tty)
{
	struct sigaction ours, dfl = {.sa_handler = SIG_DFL};
	sigset_t stop;
	(void)tty;
	sigemptyset(&dfl.sa_mask);
	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	sigaddset(&stop, SIGCONT);
	sigaction(SIGTSTP, &dfl, &ours);
	raise(SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, NULL); /* here it stops */
	sigprocmask(SIG_BLOCK, &stop, NULL);
	sigaction(SIGTSTP, &ours, NULL);
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		flags[i] = caught[i].signum == SIGCONT ? 0 : flags[i]; /* that was this one */
	}
}

int64_t tty_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 + 1;
}

int tty_end_signal(const struct tty *tty)
{
	(void)tty;
	return end_signal;
}

void tty_close(struct tty *tty)
{
	if (tty == NULL) {
		return;
	}
	tty_cooked(tty);
	guard_n = 0;
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		sigaction(caught[i].signum, &old_actions[i], NULL);
	}
	alarm(0);
	sigprocmask(SIG_SETMASK, &tty->outside, NULL);
	close(tty->fd);
	tty->fd = -1;
}

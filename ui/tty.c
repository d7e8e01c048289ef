#define _GNU_SOURCE /* ppoll */
#include "ui/tty.h"

#include "base/buf.h"
#include "base/now.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define GUARD_MAX 512
#define CRASH_STACK 65536 /* more than MINSIGSTKSZ on every machine: AVX-512 alone takes 3 KiB */

enum {
	STALL_MS = 10000, /* a terminal that takes nothing for so long is gone */
	DRAIN_MS = 200, /* what it may take to be left in order */
	NAP_MS = 20,
	SIZE_MOST = 1000, /* columns or rows: no screen has more, and each cell costs memory */
};

struct tty {
	int fd;
	int flags; /* of the open file, where others have it too; else -1 */
	struct buf queue; /* bytes that the terminal has not taken yet … */
	size_t taken; /* … from here on */
	int64_t stalled; /* when it last took one */
	struct termios before;
	bool gone; /* read or poll said so */
	stack_t stack; /* that handlers had before */
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
	{SIGTRAP, CAUGHT_CRASH, 0},
	{SIGSYS, CAUGHT_CRASH, 0},
	{SIGXCPU, CAUGHT_CRASH, 0},
};

/* Handlers have no argument to find these by. */
static struct tty the_tty = {.fd = -1};
static struct sigaction old_actions[COUNT_OF(caught)];
static volatile sig_atomic_t flags[COUNT_OF(caught)];
static volatile sig_atomic_t end_signal;
static char guard[GUARD_MAX];
static volatile sig_atomic_t guard_n;
static const char *volatile stamp; /* the file that says who draws here, or NULL */
static char crash_stack[CRASH_STACK]; /* for handlers: the other one may be used up */

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
	if (the_tty.flags >= 0) {
		fcntl(the_tty.fd, F_SETFL, the_tty.flags);
	}
	if (stamp != NULL) {
		unlink(stamp);
	}
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		if (caught[i].signum == signum) {
			sigaction(signum, &old_actions[i], NULL);
		}
	}
	raise(signum);
}

/* What the program was told to ignore (nohup, guests) stays ignored. */
static bool is_ignored(const struct sigaction *old)
{
	return (old->sa_flags & SA_SIGINFO) == 0 && old->sa_handler == SIG_IGN;
}

/* Whether a signal is ignored and stays so. */
static bool is_held(int signum)
{
	struct sigaction now;
	return sigaction(signum, NULL, &now) == 0 && is_ignored(&now);
}

static void catch_signals(struct tty *tty)
{
	sigset_t only_waiting;
	stack_t stack = {.ss_sp = crash_stack, .ss_size = sizeof(crash_stack)};
	sigemptyset(&only_waiting);
	sigaltstack(&stack, &tty->stack);
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		const struct caught *it = &caught[i];
		struct sigaction action = {.sa_flags = it->how == CAUGHT_CRASH ? SA_ONSTACK : 0};
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

void tty_hold_ends(int how)
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
	/* Opened here, nobody else has the file: that it does not block is our business alone. */
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	tty->flags = -1;
	if (fd < 0 && isatty(STDOUT_FILENO)) {
		fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
		tty->flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);
		if (tty->flags >= 0) {
			fcntl(fd, F_SETFL, tty->flags | O_NONBLOCK);
		}
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
	/* What is written is for the terminal as it stands: nothing to be looked at byte for byte. */
	modes.c_oflag &= ~(tcflag_t)OPOST;
	/* IEXTEN would keep ^V and ^O to itself. */
	modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | IEXTEN);
	modes.c_lflag |= ISIG;
	/* A signal would overtake or throw away the keys before it: ^X^C must arrive as typed. */
	modes.c_cc[VINTR] = _POSIX_VDISABLE;
	if (is_held(SIGTSTP)) {
		modes.c_cc[VSUSP] = _POSIX_VDISABLE; /* a key that stops nothing is a key like others */
	}
	modes.c_cc[VMIN] = 1;
	modes.c_cc[VTIME] = 0;
	if (tcsetattr(tty->fd, TCSADRAIN, &modes) != 0) {
		return err_errno(err, errno, "the terminal");
	}
	return true;
}

/* Writes what waits as far as the terminal takes it. Returns whether it took anything. */
static bool flush(struct tty *tty)
{
	size_t before = tty->taken;
	while (!tty->gone && tty->taken < tty->queue.n) {
		ssize_t n = write(tty->fd, tty->queue.p + tty->taken, tty->queue.n - tty->taken);
		if (n > 0) {
			tty->taken += (size_t)n;
			tty->stalled = tty_clock();
		} else if (n < 0 && errno == EAGAIN) {
			break;
		} else if (n == 0 || errno != EINTR) {
			tty->gone = true;
		}
	}
	bool took = tty->taken > before;
	if (tty->gone || tty->taken == tty->queue.n) {
		buf_clear(&tty->queue);
		tty->taken = 0;
	}
	return took;
}

bool tty_pending(const struct tty *tty)
{
	return tty->taken < tty->queue.n;
}

/* Gives it a moment to take what waits. */
static void drain(struct tty *tty)
{
	int64_t until = tty_clock() + DRAIN_MS;
	while (tty_pending(tty) && tty_clock() < until) {
		struct pollfd out = {.fd = tty->fd, .events = POLLOUT};
		poll(&out, 1, NAP_MS);
		flush(tty);
	}
}

void tty_cooked(struct tty *tty)
{
	drain(tty);
	/* To wait for a terminal that takes nothing would be for ever. */
	tcsetattr(tty->fd, tty_pending(tty) ? TCSANOW : TCSADRAIN, &tty->before);
}

bool tty_mend(struct tty *tty)
{
	struct termios modes = tty->before;
	modes.c_iflag |= ICRNL | IXON;
	modes.c_oflag |= OPOST | ONLCR;
	modes.c_lflag |= ISIG | ICANON | ECHO | ECHOE | ECHOK | IEXTEN;
	modes.c_cc[VINTR] = modes.c_cc[VINTR] == _POSIX_VDISABLE ? 0x03 : modes.c_cc[VINTR];
	bool wrong = modes.c_iflag != tty->before.c_iflag || modes.c_oflag != tty->before.c_oflag ||
		modes.c_lflag != tty->before.c_lflag ||
		modes.c_cc[VINTR] != tty->before.c_cc[VINTR];
	tty->before = modes;
	return wrong;
}

void tty_stamp(struct tty *tty, const char *path)
{
	(void)tty;
	stamp = path;
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

/* The time until a terminal that takes nothing counts as gone, at most ms (-1: no bound). */
static int until_stalled(const struct tty *tty, int ms)
{
	int64_t left = tty->stalled + STALL_MS - tty_clock();
	left = left < 0 ? 0 : left;
	return tty_pending(tty) && (ms < 0 || left < ms) ? (int)left : ms;
}

/* What poll has found: input, room for what waits, the end. */
static unsigned take_poll(struct tty *tty, short found)
{
	unsigned woke = found & POLLIN ? TTY_INPUT : 0;
	if ((found & ~(POLLIN | POLLOUT)) != 0 && !(found & POLLIN)) {
		tty->gone = true;
	}
	if ((found & POLLOUT) && tty_pending(tty)) {
		if (!flush(tty)) {
			poll(NULL, 0, NAP_MS); /* less room than what may not be cut */
		} else if (!tty_pending(tty)) {
			woke |= TTY_DRAINED;
		}
	}
	return woke;
}

unsigned tty_wait(struct tty *tty, int ms)
{
	bool pending = tty_pending(tty);
	struct pollfd poll_tty = {.fd = tty->fd,
		.events = (short)(pending ? POLLIN | POLLOUT : POLLIN)};
	int most = until_stalled(tty, ms);
	struct timespec time = {.tv_sec = most / 1000, .tv_nsec = most % 1000 * 1000000L};
	tty_hold_ends(SIG_BLOCK);
	unsigned woke = take_flags();
	if (woke == 0 && !tty->gone) {
		int n = ppoll(&poll_tty, 1, most < 0 ? NULL : &time, &tty->outside);
		if (n > 0) {
			woke |= take_poll(tty, poll_tty.revents);
		} else if (n < 0 && errno != EINTR && errno != EAGAIN) {
			tty->gone = true;
		}
		woke |= take_flags();
	}
	tty_hold_ends(SIG_UNBLOCK);
	if (tty_pending(tty) && tty_clock() - tty->stalled >= STALL_MS) {
		tty->gone = true;
	}
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
	if (!tty_pending(tty)) {
		tty->stalled = tty_clock();
	}
	buf_add(&tty->queue, bytes, n);
	tty->gone |= tty->queue.failed; /* half a frame would spoil the screen */
	flush(tty);
}

bool tty_size(const struct tty *tty, int *cols, int *rows)
{
	struct winsize size;
	if (ioctl(tty->fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
		return false;
	}
	*cols = size.ws_col < SIZE_MOST ? size.ws_col : SIZE_MOST;
	*rows = size.ws_row < SIZE_MOST ? size.ws_row : SIZE_MOST;
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
	return now_ms() + 1;
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
	stamp = NULL;
	for (size_t i = 0; i < COUNT_OF(caught); i++) {
		sigaction(caught[i].signum, &old_actions[i], NULL);
	}
	alarm(0);
	sigaltstack(&tty->stack, NULL);
	sigprocmask(SIG_SETMASK, &tty->outside, NULL);
	if (tty->flags >= 0) {
		fcntl(tty->fd, F_SETFL, tty->flags);
	}
	buf_finish(&tty->queue);
	tty->taken = 0;
	close(tty->fd);
	tty->fd = -1;
}

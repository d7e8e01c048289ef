/* The terminal as a device: one that takes nothing holds nobody, and loses nothing while it is there. */
#include "ui/stamp.h"
#include "ui/tty.h"

#include "base/buf.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { FLOOD = 1 << 20, ENDED = 42, WAIT_MS = 5000 };

/* The child: writes far more than a terminal takes unread, then waits for the end or for room. */
static int flood(void)
{
	static char bytes[FLOOD];
	struct err err;
	struct tty *tty = tty_open(&err);
	unsigned woke = 0;
	if (tty == NULL || !tty_raw(tty, &err)) {
		return 1;
	}
	for (size_t i = 0; i < FLOOD; i++) {
		bytes[i] = (char)('a' + i / 7 % 26);
	}
	tty_write(tty, bytes, FLOOD);
	if (!tty_pending(tty) && !(tty_wait(tty, 0) & TTY_END)) {
		return 2;
	}
	while (!(woke & (TTY_END | TTY_DRAINED))) {
		woke = tty_wait(tty, -1);
	}
	tty_close(tty);
	return woke & TTY_END ? ENDED : 0;
}

static double now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static pid_t start(int *master)
{
	pid_t pid = forkpty(master, NULL, NULL, NULL);
	if (pid == 0) {
		_exit(flood());
	}
	assert_true(pid > 0);
	/* The first byte is there once its modes are set. */
	struct pollfd poll_master = {.fd = *master, .events = POLLIN};
	assert_int_equal(poll(&poll_master, 1, WAIT_MS), 1);
	return pid;
}

/* Waits for the child's end and returns its status; fails where it takes over a second. */
static int end_of(pid_t pid)
{
	double from = now();
	int status;
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now() - from > 1.0) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			fail_msg("still there after a second");
		}
		poll(NULL, 0, 5);
	}
	return status;
}

static void a_signal_ends_it(void **state)
{
	int master;
	pid_t pid = start(&master);
	(void)state;
	kill(pid, SIGTERM);
	int status = end_of(pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ENDED);
	close(master);
}

static void a_hangup_ends_it(void **state)
{
	int master;
	pid_t pid = start(&master);
	(void)state;
	close(master);
	int status = end_of(pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ENDED);
}

static void nothing_is_lost_and_no_time_spent(void **state)
{
	static char bytes[1 << 16];
	struct rusage before, after;
	size_t n = 0;
	int master;
	(void)state;
	getrusage(RUSAGE_CHILDREN, &before);
	pid_t pid = start(&master);
	poll(NULL, 0, 500); /* a busy wait would show */
	while (n < FLOOD) {
		ssize_t got = read(master, bytes, sizeof(bytes));
		assert_true(got > 0);
		for (ssize_t i = 0; i < got && n < FLOOD; i++, n++) {
			assert_int_equal(bytes[i], (char)('a' + n / 7 % 26));
		}
	}
	int status = end_of(pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	getrusage(RUSAGE_CHILDREN, &after);
	double cpu = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec +
			     after.ru_stime.tv_sec - before.ru_stime.tv_sec) +
		(double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec +
			after.ru_stime.tv_usec - before.ru_stime.tv_usec) / 1e6;
	assert_true(cpu < 0.4);
	close(master);
}

static const int crashes[] = {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT, SIGTRAP, SIGSYS,
	SIGXCPU};

#define RESTORED "<restored>"

/* Uses up the stack: every call needs what the one below it made. */
static uint32_t dig(volatile uint32_t *hole)
{
	volatile uint32_t deeper[256];
	deeper[0] = *hole + 1;
	return *hole > 1u << 28 ? 0 : dig(deeper) + deeper[0];
}

/* The child: takes the terminal, and dies of a signal; of 0: by using up its stack. */
static int crash(int signum, const char *path)
{
	struct rlimit small = {1 << 20, 1 << 20};
	struct err err;
	for (size_t i = 0; i < COUNT_OF(crashes); i++) {
		signal(crashes[i], SIG_DFL); /* a sanitizer may have taken it */
	}
	setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
	setrlimit(RLIMIT_STACK, &small);
	struct tty *tty = tty_open(&err);
	if (tty == NULL || !tty_raw(tty, &err)) {
		return 1;
	}
	tty_guard(tty, RESTORED, strlen(RESTORED));
	tty_stamp(tty, path);
	if (signum == 0) {
		volatile uint32_t hole = 0;
		return (int)dig(&hole);
	}
	raise(signum);
	return 2;
}

static void expect_restored(int signum)
{
	char path[] = "/tmp/dossier-stamp-XXXXXX", bytes[256] = "";
	int master, file = mkstemp(path), status;
	size_t n = 0;
	struct termios after;
	assert_true(file >= 0);
	close(file);
	pid_t pid = forkpty(&master, NULL, NULL, NULL);
	if (pid == 0) {
		_exit(crash(signum, path));
	}
	assert_true(pid > 0);
	int slave = open(ptsname(master), O_RDWR | O_NOCTTY); /* keeps what was written readable */
	assert_true(slave >= 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(tcgetattr(slave, &after), 0);
	struct pollfd poll_master = {.fd = master, .events = POLLIN};
	while (n < sizeof(bytes) - 1 && poll(&poll_master, 1, 0) == 1) {
		ssize_t got = read(master, bytes + n, sizeof(bytes) - 1 - n);
		assert_true(got > 0);
		n += (size_t)got;
	}
	bytes[n] = '\0';
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), signum == 0 ? SIGSEGV : signum);
	assert_string_equal(bytes, RESTORED);
	assert_int_equal(after.c_lflag & (ICANON | ECHO | ISIG), ICANON | ECHO | ISIG);
	assert_int_equal(access(path, F_OK), -1);
	close(slave);
	close(master);
}

static void a_crash_leaves_it_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(crashes); i++) {
		expect_restored(crashes[i]);
	}
}

static void a_full_stack_leaves_it_in_order(void **state)
{
	(void)state;
	expect_restored(0);
}

/* The child: leaves a stamp and raw modes, and dies as by SIGKILL; or looks at what was left. */
static int visit(const char *folder, bool dies)
{
	struct stamp stamp;
	struct err err;
	bool hard = stamp_look(&stamp, folder, STDOUT_FILENO);
	stamp_leave(&stamp);
	struct tty *tty = tty_open(&err);
	if (tty == NULL || stamp.path[0] == '\0') {
		return 3;
	}
	if (dies) {
		raise(tty_raw(tty, &err) ? SIGKILL : SIGUSR1);
	}
	bool wrong = tty_mend(tty);
	tty_close(tty);
	stamp_drop(&stamp);
	return hard * 10 + wrong * 20;
}

/* Runs a visit in a session of its own on the terminal, and returns how it ended. */
static int visit_on(const char *terminal, const char *folder, bool dies)
{
	int status;
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		setsid();
		int fd = open(terminal, O_RDWR); /* becomes the controlling one */
		_exit(fd < 0 || dup2(fd, STDOUT_FILENO) < 0 ? 4 : visit(folder, dies));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void the_next_session_mends_what_a_killed_one_left(void **state)
{
	const char *folder = *state;
	int master, slave;
	struct termios after;
	assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
	const char *terminal = ptsname(master);
	int status = visit_on(terminal, folder, false);
	assert_int_equal(WEXITSTATUS(status), 0); /* nothing was left, nothing was wrong */
	status = visit_on(terminal, folder, true);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
	status = visit_on(terminal, folder, false);
	assert_int_equal(WEXITSTATUS(status), 30);
	assert_int_equal(tcgetattr(slave, &after), 0);
	assert_int_equal(after.c_lflag & (ICANON | ECHO | IEXTEN), ICANON | ECHO | IEXTEN);
	assert_int_equal(after.c_iflag & ICRNL, ICRNL);
	status = visit_on(terminal, folder, false);
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(rmdir(folder), 0); /* no stamp stayed */
	assert_int_equal(mkdir(folder, 0700), 0);
	close(slave);
	close(master);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signal_ends_it),
		cmocka_unit_test(a_hangup_ends_it),
		cmocka_unit_test(nothing_is_lost_and_no_time_spent),
		cmocka_unit_test(a_crash_leaves_it_in_order),
		cmocka_unit_test(a_full_stack_leaves_it_in_order),
		cmocka_unit_test_setup_teardown(the_next_session_mends_what_a_killed_one_left, scratch_enter, scratch_leave),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("tty", tests, NULL, NULL);
}

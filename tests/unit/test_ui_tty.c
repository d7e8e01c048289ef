/* The terminal as a device: one that takes nothing holds nobody, and loses nothing while it is there. */
#include "ui/tty.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signal_ends_it),
		cmocka_unit_test(a_hangup_ends_it),
		cmocka_unit_test(nothing_is_lost_and_no_time_spent),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("tty", tests, NULL, NULL);
}

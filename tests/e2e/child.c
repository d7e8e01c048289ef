#define _GNU_SOURCE
#include "child.h"

#include "base/base.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/capability.h>
#include <sys/prctl.h>
#endif

/* SIGCHLD only has to interrupt ppoll(); what happened is then asked with waitpid(). */
static void note_child(int sig)
{
	(void)sig;
}

/* Holds SIGCHLD back everywhere but inside ppoll(), so that no end of a child is slept through. */
static void catch_children(void)
{
	struct sigaction action = {.sa_handler = note_child};
	sigset_t set;
	sigemptyset(&action.sa_mask);
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

/* The child starts as from a login: no signal blocked, none ignored. */
static void reset_signals(void)
{
	static const int usual[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGCHLD, SIGTSTP,
		SIGTTIN, SIGTTOU, SIGWINCH};
	for (size_t i = 0; i < COUNT_OF(usual); i++) {
		signal(usual[i], SIG_DFL);
	}
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void say(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0) {
		_exit(126);
	}
}

/* Runs in the child and does not return. */
static void become(const struct child_spec *spec, const int fds[3], bool terminal)
{
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Permissions shall hold for root as well; anybody else has nothing to drop. */
	prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
	prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
#endif
	setsid();
	if (terminal) {
		ioctl(fds[0], TIOCSCTTY, 0);
	}
	for (int i = 0; i < 3; i++) {
		dup2(fds[i], i);
	}
	for (int i = 0; i < 3; i++) {
		if (fds[i] > STDERR_FILENO) {
			close(fds[i]);
		}
	}
	reset_signals();
	if (chdir(spec->folder) == 0) {
		execve(spec->argv[0], spec->argv, spec->envp);
	}
	const char *what = strerror(errno);
	say(spec->argv[0]);
	say(": ");
	say(what);
	say("\n");
	_exit(127);
}

bool child_start(struct child *child, const struct child_spec *spec, const int fds[3],
	bool terminal, struct bytes *why)
{
	catch_children();
	pid_t pid = fork();
	if (pid < 0) {
		bytes_print(why, "fork: %s", strerror(errno));
		return false;
	}
	if (pid == 0) {
		become(spec, fds, terminal);
	}
	*child = (struct child){.pid = pid};
	return true;
}

bool child_wait(struct pollfd *fds, nfds_t n, int64_t until)
{
	int64_t left = until - child_clock();
	if (left <= 0) {
		return false;
	}
	struct timespec span = {
		.tv_sec = (time_t)(left / 1000), .tv_nsec = (long)(left % 1000) * 1000000};
	sigset_t mask;
	sigprocmask(SIG_SETMASK, NULL, &mask);
	sigdelset(&mask, SIGCHLD);
	return ppoll(fds, n, &span, &mask) != 0;
}

void child_reap(struct child *child)
{
	if (child->pid > 0 && !child->ended &&
		waitpid(child->pid, &child->status, WNOHANG) == child->pid) {
		child->ended = true;
	}
}

void child_finish(struct child *child)
{
	if (child->pid > 0 && !child->ended) {
		kill(-child->pid, SIGKILL);
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR) {
		}
	}
	*child = (struct child){0};
}

int64_t child_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

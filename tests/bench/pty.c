#include "pty.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define KEYS_MOST 16
#define PATIENCE 300000 /* ms for one answer: less looks for a word in 1 GB for a minute */

static _Noreturn void child_run(const char *name, const char *const *argv, struct pty_shape shape)
{
	setsid();
	int fd = open(name, O_RDWR);
	struct winsize size = {.ws_row = (unsigned short)shape.rows,
		.ws_col = (unsigned short)shape.cols};
	ioctl(fd, TIOCSWINSZ, &size);
	for (int i = 0; i < 3; i++) {
		dup2(fd, i);
	}
	setenv("TERM", "xterm-256color", 1);
	bench_exec(argv);
}

int pty_run(const char *const *argv, struct pty_shape shape, pid_t *child)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
		bench_die("no pseudo-terminal");
	}
	const char *name = ptsname(terminal);
	*child = fork();
	if (*child == 0) {
		child_run(name, argv, shape);
	}
	return terminal;
}

struct pty_step pty_settle(int terminal, double start, int first)
{
	struct pty_step step = {0};
	struct pollfd ready = {.fd = terminal, .events = POLLIN};
	char bytes[65536];
	while (poll(&ready, 1, step.bytes > 0 ? PTY_QUIET : first) > 0) {
		ssize_t n = read(terminal, bytes, sizeof(bytes));
		if (n <= 0) {
			break;
		}
		step.ms = bench_now() - start;
		step.bytes += (double)n;
	}
	return step;
}

/* Whether a process computes, or waits for the disk or a processor, and for nothing else. */
static bool is_at_work(pid_t child)
{
	char path[64], line[512] = "";
	snprintf(path, sizeof(path), "/proc/%ld/stat", (long)child);
	FILE *file = fopen(path, "r");
	if (file == NULL || fgets(line, sizeof(line), file) == NULL) {
		line[0] = '\0';
	}
	if (file != NULL) {
		fclose(file);
	}
	const char *state = strrchr(line, ')');
	return state != NULL && (state[2] == 'R' || state[2] == 'D');
}

struct pty_step pty_settle_idle(int terminal, double start, pid_t child)
{
	struct pty_step all = {0};
	bool works = true;
	while (works && bench_now() - start < PATIENCE) {
		struct pty_step step = pty_settle(terminal, start, PTY_QUIET);
		if (step.bytes > 0) {
			all.ms = step.ms;
			all.bytes += step.bytes;
		}
		works = step.bytes > 0 || is_at_work(child);
	}
	return all;
}

void pty_type(int terminal, const char *keys)
{
	size_t n = strlen(keys);
	if (n > 0 && write(terminal, keys, n) != (ssize_t)n) {
		bench_die("the program does not take keys");
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

struct pty_step pty_press(int terminal, const char *keys)
{
	double ms[KEYS_MOST], bytes[KEYS_MOST];
	size_t n = 0;
	for (; keys[n] != '\0' && n < KEYS_MOST; n++) {
		double start = bench_now();
		pty_type(terminal, (char[]){keys[n], '\0'});
		struct pty_step one = pty_settle(terminal, start, PTY_ANSWER);
		ms[n] = one.ms;
		bytes[n] = one.bytes;
	}
	qsort(ms, n, sizeof(*ms), by_size);
	qsort(bytes, n, sizeof(*bytes), by_size);
	return (struct pty_step){ms[n / 2], bytes[n / 2]};
}

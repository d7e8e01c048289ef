/*
 * bench_keys - what a reader waits for, under a pseudo-terminal of 120 by 40: from the start to
 * the first paint, and from a key to the last byte it puts on the screen; against less on the
 * longest text of the same folder. A paint has ended when nothing came for QUIET ms; the time is
 * that of the last byte.
 *
 *	bench_keys build/dossier texts
 */
#include "bench.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define QUIET 30
#define FIRST 5000 /* ms until the first byte */
#define KEYS 20

/* What was measured once: ms and bytes. */
struct step {
	double ms;
	double bytes; /* of one key */
};

enum { START, LINE, PAGE, STEPS };

/* Reads until it has been quiet; ms since start of the last byte. */
static struct step settle(int terminal, double start)
{
	struct step step = {0};
	struct pollfd ready = {.fd = terminal, .events = POLLIN};
	char bytes[65536];
	while (poll(&ready, 1, step.bytes > 0 ? QUIET : FIRST) > 0) {
		ssize_t n = read(terminal, bytes, sizeof(bytes));
		if (n <= 0) {
			break;
		}
		step.ms = bench_now() - start;
		step.bytes += (double)n;
	}
	return step;
}

static _Noreturn void child_run(const char *name, const char *const *argv)
{
	setsid();
	int fd = open(name, O_RDWR);
	struct winsize size = {.ws_row = 40, .ws_col = 120};
	ioctl(fd, TIOCSWINSZ, &size);
	for (int i = 0; i < 3; i++) {
		dup2(fd, i);
	}
	setenv("TERM", "xterm-256color", 1);
	bench_exec(argv);
}

/* KEYS presses of a key; their means. */
static struct step press(int terminal, const char *key)
{
	struct step sum = {0};
	for (int i = 0; i < KEYS; i++) {
		double start = bench_now();
		if (write(terminal, key, 1) != 1) {
			bench_die("the program does not take keys");
		}
		struct step one = settle(terminal, start);
		sum.ms += one.ms / KEYS;
		sum.bytes += one.bytes / KEYS;
	}
	return sum;
}

/* One run of a program: the start, lines, pages. */
static void run(const char *const *argv, struct step steps[STEPS])
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
		bench_die("no pseudo-terminal");
	}
	const char *name = ptsname(terminal);
	double start = bench_now();
	pid_t child = fork();
	if (child == 0) {
		child_run(name, argv);
	}
	steps[START] = settle(terminal, start);
	if (steps[START].bytes <= 0) {
		bench_die("the program paints nothing");
	}
	steps[LINE] = press(terminal, "j");
	steps[PAGE] = press(terminal, " ");
	kill(child, SIGTERM);
	settle(terminal, bench_now());
	close(terminal);
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	static const char *const names[STEPS] = {"first paint", "a line", "a page"};
	struct step mine[STEPS], theirs[STEPS];
	double ours[STEPS][BENCH_RUNS], peer[STEPS][BENCH_RUNS];
	struct buf folder = {0}, prose = {0}, path = {0};
	if (argc < 2) {
		bench_die("usage: bench_keys DOSSIER");
	}
	bool has = bench_has("less");
	bench_folder(&folder);
	bench_prose(&prose, 40 << 10);
	bench_file(folder.p, "text.txt", buf_span(&prose));
	buf_printf(&path, "%s/text.txt", folder.p);
	const char *const reader[] = {argv[1], "--state", folder.p, path.p, NULL}, *const less[] = {"less", path.p, NULL};
	for (int i = 0; i < BENCH_RUNS; i++) {
		run(reader, mine);
		if (has) {
			run(less, theirs);
		}
		for (int k = 0; k < STEPS; k++) {
			ours[k][i] = mine[k].ms;
			peer[k][i] = has ? theirs[k].ms : 0;
		}
	}
	for (int k = 0; k < STEPS; k++) {
		char conditions[120];
		snprintf(conditions, sizeof(conditions), "40 KB, 120x40, %.0f bytes, less %.0f",
			mine[k].bytes, has ? theirs[k].bytes : 0.0);
		bench_line(names[k], ours[k], has ? peer[k] : NULL, "less", conditions);
	}
	bench_remove(folder.p);
	buf_finish(&folder);
	buf_finish(&prose);
	buf_finish(&path);
	return 0;
}

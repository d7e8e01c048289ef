/*
 * bench_long - one document of 100 MB, and one of 1 GB, under a pseudo-terminal: from the start to the
 * first paint, and from a key to the last byte that it puts on the screen. Beside less on the same file,
 * and beside ourselves on 40 KB. A rare word stands in the midst of the text and at its end. What a jump
 * shows is the same text at all sizes: a long text is not to pay for the paragraphs that happen to stand
 * at its mentions.
 *
 *	bench_long build/dossier [MB…]
 *
 * Where the disk has no room for it a size is left out, and that is said.
 */
#include "pty.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST 5000 /* ms until the first byte of all */
#define SMALL ((size_t)40 << 10)
#define PIECE ((size_t)20 << 20) /* bytes of prose that a long text repeats */
#define MENTIONS 10
#define ROOM 4 /* times its size a text needs: itself, its form, its index, and some */

enum act { START, LINE, PAGE, HALF, MENTION, DOCUMENT, END, BEGIN, FIND, NEXT, ACTS };

/* What is pressed. Of those from END on all keys are one act, which ends when the program is idle. */
static const struct {
	const char *what;
	const char *ready; /* pressed before, not measured */
	const char *ours, *less; /* less NULL: it has nothing like it */
} acts[ACTS] = {
	[START] = {"first paint", "", "", ""},
	[LINE] = {"a line", "g", "jjjjjjkkkkkk", "jjjjjjkkkkkk"},
	[PAGE] = {"a page", "g", "    bbbb", "    bbbb"},
	[HALF] = {"half a page", "g", "ddddduuuuu", "ddddduuuuu"},
	[MENTION] = {"next mention of the same", "g\t", "********", NULL},
	[DOCUMENT] = {"another document", "g", "][][][][", NULL},
	[END] = {"go to the end", "g", "G", "G"},
	[BEGIN] = {"go to the start", "", "g", "g"},
	[FIND] = {"a rare word", "g", "/zyxwvut\r", "/zyxwvut\r"},
	[NEXT] = {"the next one", "", "n", "n"},
};

/* Prose from its start on, over and over. */
static void put_prose(FILE *file, struct span prose, size_t n)
{
	while (n > 0) {
		size_t part = n < prose.n ? n : prose.n;

		fwrite(prose.p, 1, part, file);
		n -= part;
	}
}

/*
 * The text. As many mentions are met on the way as keys go to them, none of them twice, and as many of
 * rare words: around each there is the same prose, more than a screen of it, at every size of text.
 */
static void put_text(FILE *file, struct span prose, size_t n)
{
	const size_t around = SMALL / MENTIONS / 2;

	for (int i = 1; i <= MENTIONS; i++) {
		fputs("\n\nHere is Zqxland again.\n\n", file);
		put_prose(file, prose, n / MENTIONS - around);
		fputs("\n\n", file);
		put_prose(file, prose, around);
		if (i == MENTIONS / 2 || i == MENTIONS) {
			fputs("\n\nHere stands zyxwvut alone.\n", file);
		}
	}
}

/* A folder with a long text, a short one and one entity. */
static void make_dossier(const char *dossier, const char *state, struct span prose, size_t n,
	struct buf *folder)
{
	struct buf path = {0};
	FILE *file;

	bench_folder(folder);
	bench_file(folder->p, "entities.rec", SPAN("Id: a\nKind: island\nName: Zqxland\n"));
	bench_file(folder->p, "short.txt", SPAN("Short\n\nZqxland and nothing else.\n"));
	buf_printf(&path, "%s/long.txt", folder->p);
	file = fopen(path.p, "w");
	if (file != NULL) {
		put_text(file, prose, n);
	}
	if (file == NULL || fclose(file) != 0) {
		bench_die("no room for a long text");
	}
	bench_run((const char *const[]){dossier, "index", "--state", state, folder->p, NULL}, NULL);
	buf_finish(&path);
}

static void end(int terminal, pid_t child)
{
	kill(child, SIGTERM);
	pty_settle(terminal, 0, PTY_QUIET);
	close(terminal);
	waitpid(child, NULL, 0);
}

/* The median of some starts: each but the first finds the processor's caches as itself has left them. */
static double start_often(const char *const *argv)
{
	double ms[BENCH_RUNS];

	for (int i = 0; i < BENCH_RUNS; i++) {
		pid_t child;
		double start = bench_now();
		int terminal = pty_run(argv, (struct pty_shape){120, 40, true}, &child);

		ms[i] = pty_settle(terminal, start, FIRST).ms;
		end(terminal, child);
	}
	return bench_median(ms);
}

/* One run of a program: starts, then all that it is asked for. */
static void run(const char *const *argv, bool ours, double ms[ACTS])
{
	ms[START] = start_often(argv);
	pid_t child;
	int terminal = pty_run(argv, (struct pty_shape){120, 40, true}, &child);

	pty_settle(terminal, 0, FIRST);
	pty_settle_idle(terminal, bench_now(), child);
	for (int act = LINE; act < ACTS; act++) {
		const char *keys = ours ? acts[act].ours : acts[act].less;

		if (keys == NULL) {
			continue;
		}
		pty_type(terminal, acts[act].ready);
		pty_settle_idle(terminal, bench_now(), child);
		if (act < END) {
			ms[act] = pty_press(terminal, keys).ms;
		} else {
			double start = bench_now();

			pty_type(terminal, keys);
			ms[act] = pty_settle_idle(terminal, start, child).ms;
		}
	}
	end(terminal, child);
}

static bool has_room(size_t bytes)
{
	const char *folder = getenv("TMPDIR");
	struct statvfs fs;

	return statvfs(folder == NULL ? "/tmp" : folder, &fs) == 0 &&
		(uint64_t)fs.f_bavail * fs.f_frsize / ROOM > bytes;
}

static void measure(const char *dossier, const char *state, struct span prose, size_t bytes)
{
	enum { OURS, LITTLE, LESS, PROGRAMS };
	double ms[PROGRAMS][ACTS][BENCH_RUNS] = {{{0}}}, copy[BENCH_RUNS];
	struct buf folder = {0}, little = {0}, path = {0}, conditions = {0};

	make_dossier(dossier, state, prose, bytes, &folder);
	make_dossier(dossier, state, prose, SMALL, &little);
	buf_printf(&path, "%s/long.txt", folder.p);
	const char *const argv[PROGRAMS][5] = {{dossier, "--state", state, folder.p, NULL},
		{dossier, "--state", state, little.p, NULL}, {"less", path.p, NULL}};
	for (int i = 0; i < BENCH_RUNS; i++) {
		for (int program = 0; program < PROGRAMS; program++) {
			double once[ACTS] = {0};

			run(argv[program], program != LESS, once);
			for (int act = 0; act < ACTS; act++) {
				ms[program][act][i] = once[act];
			}
		}
	}
	buf_printf(&conditions, "one document of %zu MB", bytes >> 20);
	for (int act = 0; act < ACTS; act++) {
		memcpy(copy, ms[OURS][act], sizeof(copy));
		if (acts[act].less != NULL) {
			bench_line(acts[act].what, copy, ms[LESS][act], "less", conditions.p);
		}
		if (act < END) {
			bench_line(acts[act].what, ms[OURS][act], ms[LITTLE][act], "at 40 KB",
				conditions.p);
		}
	}
	bench_remove(folder.p);
	bench_remove(little.p);
	buf_finish(&folder);
	buf_finish(&little);
	buf_finish(&path);
	buf_finish(&conditions);
}

/* The caches of the dossiers, which are larger than their texts. */
static void remove_all(const char *folder)
{
	bench_run((const char *const[]){"rm", "-rf", "--", folder, NULL}, NULL);
}

int main(int argc, char **argv)
{
	static const char *const sizes[] = {"100", "1024"};
	const char *const *from = argc > 2 ? (const char *const *)argv + 2 : sizes;
	size_t n = argc > 2 ? (size_t)argc - 2 : COUNT_OF(sizes);
	struct buf own = {0}, prose = {0};

	if (argc < 2 || !bench_has("less")) {
		bench_die("usage: bench_long DOSSIER [MB...], and less must be there");
	}
	bench_folder(&own);
	setenv("XDG_CACHE_HOME", own.p, 1);
	setenv("XDG_STATE_HOME", own.p, 1);
	setenv("XDG_CONFIG_HOME", own.p, 1);
	bench_prose(&prose, PIECE);
	for (size_t i = 0; i < n; i++) {
		size_t bytes = (size_t)strtoul(from[i], NULL, 10) << 20;

		if (has_room(bytes)) {
			measure(argv[1], own.p, buf_span(&prose), bytes);
		} else {
			printf("one document of %s MB: left out, there is no room for it\n", from[i]);
		}
	}
	remove_all(own.p);
	buf_finish(&own);
	buf_finish(&prose);
	return 0;
}

/*
 * bench_keys - what a reader waits for, under a pseudo-terminal: from the start to the first paint
 * of the sample, and from a key to the last byte that it puts on the screen; and the bytes. Beside
 * less on the longest text of the sample, and beside the least program that shows a page with
 * curses (floor.c). A paint has ended when nothing came for PTY_QUIET ms; the time is that of the last
 * byte, the figure of a run the median of its keys. Then the same keys in a big dossier beside a
 * small one: 20 MB in 1,000 documents, or with one more argument 1 GB in 20,000.
 *
 *	bench_keys build/dossier build/tests/bench/floor texts [full]
 */
#include "pty.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIRST 3000 /* ms until the first byte of all */

enum program { OURS, LESS, FLOOR, PROGRAMS };

enum act { START, LINE, PAGE, HALF, MENTION, DOCUMENT, ACTS };

/* What is pressed: by us, and by the peer that it is compared with. */
static const struct {
	const char *what;
	const char *ready; /* pressed by us before, not measured */
	const char *ours, *peer;
} acts[ACTS] = {
	[START] = {"first paint", "", "", ""},
	[LINE] = {"a line", "g", "jjjjjjkkkkkk", "jjjjjjkkkkkk"},
	[PAGE] = {"a page", "g", "    bbbb", "    bbbb"},
	[HALF] = {"half a page", "g", "ddddduuuuu", "    bbbb"},
	[MENTION] = {"next mention of the same", "g/Iturup\r\t", "********", "    bbbb"},
	[DOCUMENT] = {"another document", "g", "]]]][[[[", "    bbbb"},
};

/* One run of a program: the start, then all that it is asked for. */
static void run(const char *const *argv, struct pty_shape shape, bool ours, struct pty_step steps[ACTS])
{
	pid_t child;
	double start = bench_now();
	int terminal = pty_run(argv, shape, &child);
	steps[START] = pty_settle(terminal, start, FIRST);
	if (steps[START].bytes <= 0) {
		bench_die("the program paints nothing");
	}
	for (int act = LINE; act < ACTS; act++) {
		if (ours) {
			pty_type(terminal, acts[act].ready);
			pty_settle(terminal, 0, PTY_QUIET);
		}
		steps[act] = pty_press(terminal, ours ? acts[act].ours : acts[act].peer);
	}
	kill(child, SIGTERM);
	pty_settle(terminal, 0, PTY_QUIET);
	close(terminal);
	waitpid(child, NULL, 0);
}

static void print_bytes(const char *what, double ours, double peer, const char *conditions)
{
	printf("%-28s ours %9.0f bytes  less %9.0f bytes  ratio %.2f  [%s, median of %d]\n", what,
		ours, peer, peer > 0 ? ours / peer : 0, conditions, BENCH_RUNS);
}

static void measure(const char *const *const programs[PROGRAMS], struct pty_shape shape)
{
	double ms[PROGRAMS][ACTS][BENCH_RUNS], bytes[PROGRAMS][ACTS][BENCH_RUNS], copy[BENCH_RUNS];
	char conditions[80];
	for (int i = 0; i < BENCH_RUNS; i++) {
		for (int program = 0; program < PROGRAMS; program++) {
			struct pty_step steps[ACTS];
			run(programs[program], shape, program == OURS, steps);
			for (int act = 0; act < ACTS; act++) {
				ms[program][act][i] = steps[act].ms;
				bytes[program][act][i] = steps[act].bytes;
			}
		}
	}
	snprintf(conditions, sizeof(conditions), "sample, %dx%d, %s", shape.cols, shape.rows,
		!shape.panel ? "no panel" : shape.cols < 112 ? "panel below" : "panel beside");
	for (int act = 0; act < ACTS; act++) {
		int peer = act == LINE ? FLOOR : LESS;
		memcpy(copy, ms[OURS][act], sizeof(copy));
		bench_line(acts[act].what, copy, ms[peer][act], peer == FLOOR ? "curses" : "less",
			conditions);
		if (act == START) {
			bench_line(acts[act].what, ms[OURS][act], ms[FLOOR][act], "curses",
				conditions);
		}
	}
	for (int act = LINE; act <= PAGE; act++) {
		print_bytes(acts[act].what, bench_median(bytes[OURS][act]),
			bench_median(bytes[LESS][act]), conditions);
	}
}

/* A dossier of prose in so many documents, with 100 names, and its index. */
static void make_dossier(const char *dossier, struct span prose, uint32_t docs, struct buf *folder)
{
	struct buf names = {0};
	bench_folder(folder);
	bench_names(&names, prose, 100, true);
	bench_file(folder->p, "entities.rec", buf_span(&names));
	size_t each = prose.n / docs;
	for (uint32_t i = 0; i < docs; i++) {
		char name[32];
		snprintf(name, sizeof(name), "%05u.txt", i);
		bench_file(folder->p, name, (struct span){prose.p + i * each, each});
	}
	bench_run((const char *const[]){dossier, "index", folder->p, NULL}, NULL);
	buf_finish(&names);
}

/*
 * The keys of a reader in a big dossier beside those in one of five of its documents: as long as those,
 * for what a page of a document costs is another question.
 */
static void measure_sizes(const char *dossier, const char *state, bool full)
{
	enum { SMALL, BIG, SIZES };
	const size_t bytes = full ? (size_t)1 << 30 : (size_t)20 << 20;
	const uint32_t docs = full ? 20000 : 1000;
	const struct pty_shape shape = {120, 40, true};
	struct buf prose = {0}, folders[SIZES] = {{0}};
	double ms[SIZES][ACTS][BENCH_RUNS];
	bench_prose(&prose, bytes);
	make_dossier(dossier, (struct span){prose.p, bytes / docs * 5}, 5, &folders[SMALL]);
	make_dossier(dossier, buf_span(&prose), docs, &folders[BIG]);
	for (int i = 0; i < BENCH_RUNS; i++) {
		for (int size = 0; size < SIZES; size++) {
			const char *const argv[] = {dossier, "--state", state, folders[size].p, NULL};
			struct pty_step steps[ACTS];
			run(argv, shape, true, steps);
			for (int act = 0; act < ACTS; act++) {
				ms[size][act][i] = steps[act].ms;
			}
		}
	}
	for (int act = 0; act < ACTS; act++) {
		if (act != MENTION) { /* prose of manuals has no thing that all of it mentions */
			bench_line(acts[act].what, ms[BIG][act], ms[SMALL][act], "5 documents",
				full ? "1 GB, 20,000 documents" : "20 MB, 1,000 documents");
		}
	}
	for (int size = 0; size < SIZES; size++) {
		bench_remove(folders[size].p);
		buf_finish(&folders[size]);
	}
	buf_finish(&prose);
}

int main(int argc, char **argv)
{
	static const struct pty_shape shapes[] = {{80, 24, false}, {80, 24, true}, {120, 40, false},
		{120, 40, true}};
	struct buf folder = {0}, path = {0}, config = {0};
	if (argc < 4 || !bench_has("less")) {
		bench_die("usage: bench_keys DOSSIER FLOOR FOLDER, and less must be there");
	}
	bench_folder(&folder);
	setenv("XDG_CACHE_HOME", folder.p, 1);
	setenv("XDG_STATE_HOME", folder.p, 1);
	bench_file(folder.p, "config.ini", SPAN("[read]\npanel = no\n"));
	bench_file(folder.p, "panel.ini", SPAN("[read]\npanel = yes\n"));
	buf_printf(&path, "%s/1988-working-group.txt", argv[3]);
	for (size_t i = 0; i < COUNT_OF(shapes); i++) {
		buf_clear(&config);
		buf_printf(&config, "%s/%s", folder.p, shapes[i].panel ? "panel.ini" : "config.ini");
		const char *const ours[] = {argv[1], "--state", folder.p, "--config", config.p,
			argv[3], NULL};
		const char *const less[] = {"less", path.p, NULL};
		const char *const least[] = {argv[2], path.p, NULL};
		measure((const char *const *const[]){ours, less, least}, shapes[i]);
	}
	measure_sizes(argv[1], folder.p, argc > 4);
	bench_remove(folder.p);
	buf_finish(&folder);
	buf_finish(&path);
	buf_finish(&config);
	return 0;
}

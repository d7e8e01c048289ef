/*
 * bench_open - from a folder to the first frame, by size of the text, number of documents and of
 * names; in this process, so that nothing but our own work is counted.
 */
#include "bench.h"

#include "read/session.h"

#include <locale.h>
#include <stdio.h>

struct made {
	const char *what;
	size_t bytes; /* of all documents together */
	uint32_t docs, names;
	bool full; /* only where everything is asked for */
};

static const struct made mades[] = {
	{"40 KB, 5 documents", 40 << 10, 5, 100, false},
	{"40 KB, 10,000 names", 40 << 10, 5, 10000, false},
	{"40 KB, 100,000 names", 40 << 10, 5, 100000, false},
	{"5 MB, 5 documents", 5 << 20, 5, 100, false},
	{"5 MB, 1,000 documents", 5 << 20, 1000, 100, false},
	{"100 MB, 5 documents", 100 << 20, 5, 100, true},
	{"100 MB, 20,000 documents", 100 << 20, 20000, 100, true},
};

/* Opens a folder and makes frames: ms until it is open, of the first frame, and of a later one. */
static void open_once(const char *folder, double ms[3])
{
	const char *paths[] = {folder};
	struct dossier_how how = {.paths = paths, .npaths = 1};
	struct dossier dossier = {0};
	struct frame frame = {0};
	struct err err;
	double start = bench_now();
	if (!dossier_open(&dossier, &how, &err)) {
		bench_die(err.msg);
	}
	ms[0] = bench_now() - start;
	start = bench_now();
	struct session *session = session_new(&dossier, &err);
	if (session == NULL) {
		bench_die(err.msg);
	}
	session_resize(session, 120, 40);
	session_frame(session, &frame);
	ms[1] = bench_now() - start;
	start = bench_now();
	session_key(session, 'j');
	session_frame(session, &frame);
	ms[2] = bench_now() - start;
	frame_finish(&frame);
	session_free(session);
	dossier_close(&dossier);
}

/* A folder with an index of it, as an earlier session has left it. */
struct indexed {
	const char *folder;
	struct buf state; /* and cache */
};

static struct dossier_how how_indexed(const struct indexed *of)
{
	return (struct dossier_how){.paths = &of->folder, .npaths = 1, .state = of->state.p,
		.cache = of->state.p, .lent = true};
}

static void make_index(struct indexed *of, const char *folder)
{
	struct dossier dossier;
	struct err err;
	*of = (struct indexed){.folder = folder};
	bench_folder(&of->state);
	struct dossier_how how = how_indexed(of);
	if (!dossier_open(&dossier, &how, &err) || !dossier_index(&dossier, true, &err)) {
		bench_die(err.msg);
	}
	dossier_close(&dossier);
}

/* Milliseconds from nothing to a first frame that the index gives. */
static double first_frame(const struct indexed *of)
{
	struct dossier_how how = how_indexed(of);
	struct dossier dossier;
	struct frame frame = {0};
	struct err err;
	double start = bench_now();
	if (!dossier_open(&dossier, &how, &err) || !dossier.lent) {
		bench_die("no index");
	}
	struct session *session = session_begin(&dossier, &err);
	if (session == NULL) {
		bench_die(err.msg);
	}
	session_resize(session, 120, 40);
	session_frame(session, &frame);
	double ms = bench_now() - start;
	frame_finish(&frame);
	session_free(session);
	dossier_close(&dossier);
	return ms;
}

/* A big dossier against the sample, both with an index. */
static void measure_indexed(const char *what, const char *folder, const char *sample)
{
	struct indexed big, small;
	double ms[BENCH_RUNS], peer[BENCH_RUNS];
	make_index(&big, folder);
	make_index(&small, sample);
	for (int i = 0; i < BENCH_RUNS; i++) {
		ms[i] = first_frame(&big);
		peer[i] = first_frame(&small);
	}
	bench_line("first frame from an index", ms, peer, "ours, the sample", what);
	bench_remove(big.state.p);
	bench_remove(small.state.p);
	buf_finish(&big.state);
	buf_finish(&small.state);
}

static void measure(const char *what, const char *folder)
{
	static const char *const parts[] = {"open", "first frame", "a line, and its frame"};
	double ms[3][BENCH_RUNS], one[3];
	for (int i = 0; i < BENCH_RUNS; i++) {
		open_once(folder, one);
		for (int k = 0; k < 3; k++) {
			ms[k][i] = one[k];
		}
	}
	for (int k = 0; k < 3; k++) {
		bench_line(parts[k], ms[k], NULL, "", what);
	}
}

static void make_and_measure(const struct made *made, const char *sample)
{
	struct buf prose = {0}, names = {0}, folder = {0};
	bench_prose(&prose, made->bytes);
	bench_names(&names, buf_span(&prose), made->names, true);
	bench_folder(&folder);
	bench_file(folder.p, "entities.rec", buf_span(&names));
	size_t each = prose.n / made->docs;
	for (uint32_t i = 0; i < made->docs; i++) {
		char name[32];
		snprintf(name, sizeof(name), "%05u.txt", i);
		bench_file(folder.p, name, (struct span){prose.p + i * each, each});
	}
	measure(made->what, folder.p);
	if (sample != NULL && made->docs >= 1000) {
		measure_indexed(made->what, folder.p, sample);
	}
	bench_remove(folder.p);
	buf_finish(&folder);
	buf_finish(&names);
	buf_finish(&prose);
}

int main(int argc, char **argv)
{
	setlocale(LC_ALL, "");
	if (argc > 1) {
		measure("the sample", argv[1]);
	}
	for (size_t i = 0; i < COUNT_OF(mades); i++) {
		if (!mades[i].full || argc > 2) {
			make_and_measure(&mades[i], argc > 1 ? argv[1] : NULL);
		}
	}
	return 0;
}

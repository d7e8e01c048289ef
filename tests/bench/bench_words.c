/*
 * bench_words - the word index against SQLite's FTS5 (contentless, one row a document), and finding
 * with it against rg on the warm folder. "All of it" also reads the files and links 1,000 names.
 *
 *	bench_words [MIB | FOLDER]        a corpus of prose of this machine (20 MiB), or this folder
 *
 * What one thread builds is counted in processor time: other programs that run meanwhile change it
 * less. Two threads are timed by the clock.
 */
#include "bench.h"

#include "find/search.h"
#include "find/window.h"
#include "find/words_build.h"
#include "find/words_sift.h"
#include "read/dossier.h"

#include <fcntl.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DOCUMENT_BYTES = 50 << 10, PROSE_BYTES = 1 << 20, NAMES = 1000 };

static struct config config;
static struct buf folder, index_path, fts_path;

static void load(struct catalog *catalog, bool texts)
{
	struct report report = {0};
	struct err err;

	if (!(texts ? catalog_load(catalog, folder.p, &config, &report, &err)
		    : catalog_list(catalog, folder.p, &config, &report, &err))) {
		bench_die(err.msg);
	}
	report_finish(&report);
}

/* Builds with texts in memory, on so many threads: what is there is known, unless it is removed. */
static double build(const struct catalog *catalog, unsigned threads, double (*now)(void),
	struct words_built *built)
{
	const struct words_build_how how = {(uint64_t)256 << 20, threads};
	double start = now();
	struct err err;
	struct words_build *words = words_build_new(index_path.p, &how, catalog, &err);

	if (words == NULL) {
		bench_die(err.msg);
	}
	words_build_rest(words, catalog);
	if (!words_build_save(words, catalog, built, &err)) {
		bench_die(err.msg);
	}
	words_build_free(words);
	return now() - start;
}

static double build_anew(const struct catalog *catalog, unsigned threads, double (*now)(void),
	struct words_built *built)
{
	unlink(index_path.p);
	return build(catalog, threads, now, built);
}

/* All that `dossier index` does, on one thread: reads the files, too, and links them. */
static double index_all(const char *cache, const char *settings)
{
	const char *const paths[] = {folder.p};
	const struct dossier_how how = {.paths = paths, .npaths = 1, .config = settings, .state = cache,
		.cache = cache, .words = true, .memory = (uint64_t)256 << 20};
	double start = bench_cpu();
	struct dossier dossier;
	struct err err;

	if (!dossier_open(&dossier, &how, &err) || !dossier_index(&dossier, true, &err)) {
		bench_die(err.msg);
	}
	start = bench_cpu() - start;
	unlink(dossier.index);
	unlink(dossier.words);
	*strrchr(dossier.index, '/') = '\0';
	rmdir(dossier.index);
	dossier_close(&dossier);
	return start;
}

static void sql(sqlite3 *db, const char *text)
{
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) {
		bench_die(sqlite3_errmsg(db));
	}
}

static double build_fts(const struct catalog *catalog)
{
	double start;
	sqlite3 *db;
	sqlite3_stmt *insert;

	unlink(fts_path.p);
	start = bench_cpu();
	if (sqlite3_open(fts_path.p, &db) != SQLITE_OK) {
		bench_die("SQLite cannot open a database");
	}
	sql(db, "CREATE VIRTUAL TABLE words USING fts5(body, content=''); BEGIN");
	sqlite3_prepare_v2(db, "INSERT INTO words(rowid, body) VALUES(?, ?)", -1, &insert, NULL);
	for (uint32_t i = 0; i < catalog->n; i++) {
		struct span text = catalog_doc(catalog, (doc_id){i})->text;

		sqlite3_bind_int64(insert, 1, i + 1);
		sqlite3_bind_text(insert, 2, text.p, (int)text.n, SQLITE_STATIC);
		if (sqlite3_step(insert) != SQLITE_DONE) {
			bench_die(sqlite3_errmsg(db));
		}
		sqlite3_reset(insert);
	}
	sqlite3_finalize(insert);
	sql(db, "COMMIT");
	sqlite3_close(db);
	return bench_cpu() - start;
}

static double size_of(const char *path)
{
	struct file_stamp stamp = {0};

	(void)file_look(path, &stamp);
	return (double)stamp.size;
}

/* A word that stands in the corpus three times at most, from the middle of the dictionary. */
static void rare_word(const struct catalog *catalog, struct buf *out)
{
	struct words words;
	struct words_term term;
	struct err err;

	if (!words_open(&words, index_path.p, catalog, &err) || words.n == 0) {
		bench_die("there is no index");
	}
	for (bool more = words_seg_find(&words.segs[0], SPAN("m"), &term); more && out->n == 0;
		more = words_seg_next(&term)) {
		if (term.count <= 3 && term.word.n >= 8) {
			buf_put(out, term.word);
		}
	}
	words_close(&words);
}

/* Looks at one part. Appends the first match with the word behind it to more. */
static void look(struct search *search, const struct doc *doc, struct buf *more)
{
	struct range at = {0, 0};

	while (search_next(search, doc, at.end, &at)) {
		if (more != NULL && more->n == 0) {
			buf_put(more, span_in(doc->text, (struct range){at.start,
				at.end + 8 < doc->text.n ? at.end + 8 : (uint32_t)doc->text.n}));
		}
	}
}

/* A catalogue for the corpus. */
static void put_names(void)
{
	struct buf prose = {0}, names = {0};

	bench_prose(&prose, PROSE_BYTES);
	bench_names(&names, buf_span(&prose), NAMES, true);
	bench_file(folder.p, "entities.rec", buf_span(&names));
	buf_finish(&prose);
	buf_finish(&names);
}

/* Finds all matches, the texts not in memory. */
static double find(const struct catalog *catalog, const char *pattern, struct buf *more)
{
	double start = bench_now();
	struct words words;
	struct words_spots spots;
	struct window window = {0};
	struct err err;
	struct search *search = search_new(span_of(pattern), SEARCH_SMART, &err);

	if (search == NULL || !words_open(&words, index_path.p, catalog, &err) ||
		!words_sift(&words, span_of(pattern), 0, &spots, &err)) {
		bench_die("no memory");
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		doc_id id = {i};
		struct words_spots_walk walk;

		if (spots.may[i] == WORDS_WHOLE) {
			look(search, catalog_doc(catalog, id), more);
			catalog_drop(catalog, id);
		} else if (spots.may[i] == WORDS_SOME) {
			words_spots_start(&spots, &words, id, &walk);
			while (words_spots_next(&walk)) {
				if (!window_open(&window, catalog, id, &walk.paras.now)) {
					bench_die("a document has changed");
				}
				look(search, &window.doc, more);
			}
		}
	}
	window_close(&window);
	words_spots_finish(&spots);
	words_close(&words);
	search_free(search);
	return bench_now() - start;
}

static void measure_building(const struct catalog *catalog, const char *cache, const char *settings,
	const char *conditions)
{
	double one[BENCH_RUNS], two[BENCH_RUNS], fts[BENCH_RUNS], again[BENCH_RUNS], nothing[BENCH_RUNS];
	double all[BENCH_RUNS], peer[BENCH_RUNS];
	double text = (double)catalog_bytes(catalog);
	struct words_built built;

	for (int i = 0; i < BENCH_RUNS; i++) {
		fts[i] = peer[i] = build_fts(catalog);
		one[i] = build_anew(catalog, 1, bench_cpu, &built);
		all[i] = index_all(cache, settings);
		two[i] = build_anew(catalog, 2, bench_now, &built);
		again[i] = build_anew(catalog, 1, bench_now, &built);
		nothing[i] = build(catalog, 1, bench_now, &built);
	}
	bench_line("build the word index, one thread", one, fts, "FTS5 contentless", conditions);
	bench_line("all of it, 1,000 names", all, peer, "FTS5 contentless", conditions);
	bench_line("build it with two threads", two, again, "one thread", conditions);
	bench_line("see that nothing has changed", nothing, NULL, NULL, conditions);
	printf("# size of the index: %.3f of the text; FTS5 contentless %.3f; %s\n",
		size_of(index_path.p) / text, size_of(fts_path.p) / text, conditions);
}

static void measure_finding(const char *what, const char *pattern, const struct catalog *catalog,
	const char *conditions)
{
	char rg[] = "rg", option[] = "-Fc", in[] = "--", *copy = strdup(pattern);
	const char *const argv[] = {rg, "-i", option, in, copy, folder.p, NULL};
	double ours[BENCH_RUNS], theirs[BENCH_RUNS];
	bool has = bench_has("rg");

	for (int i = 0; i < BENCH_RUNS; i++) {
		ours[i] = find(catalog, pattern, NULL);
		theirs[i] = has ? bench_run(argv, NULL) : 0;
	}
	bench_line(what, ours, has ? theirs : NULL, "rg -Fi", conditions);
	free(copy);
}

/* One document is touched, so that it has to be read again. */
static void measure_rebuilding(const char *conditions)
{
	double one[BENCH_RUNS], full[BENCH_RUNS];
	struct buf recent = {0};

	buf_printf(&recent, "%s-new", index_path.p);
	for (int i = 0; i < BENCH_RUNS; i++) {
		const struct timespec past[2] = {{.tv_sec = 1000000 + i}, {.tv_sec = 1000000 + i}};
		struct words_built built;
		struct catalog catalog;
		struct buf path = {0};
		struct err err;

		load(&catalog, true);
		unlink(recent.p);
		full[i] = build_anew(&catalog, 1, bench_now, &built);
		if (!catalog_path(&catalog, &catalog.heads[0], &path, &err) ||
			utimensat(AT_FDCWD, path.p, past, 0) != 0) {
			bench_die("a document cannot be touched");
		}
		catalog_finish(&catalog);
		load(&catalog, true);
		one[i] = build(&catalog, 1, bench_now, &built);
		catalog_finish(&catalog);
		buf_finish(&path);
	}
	buf_finish(&recent);
	bench_line("rebuild after one changed document", one, full, "full build", conditions);
}

int main(int argc, char **argv)
{
	struct buf cache = {0}, settings = {0}, others = {0}, word = {0}, phrase = {0}, conditions = {0};
	bool own = argc < 2 || !file_is_folder(argv[1]);
	struct catalog catalog;

	setlocale(LC_ALL, "");
	config_init(&config);
	if (own) {
		bench_corpus(&folder, (argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 20) << 20,
			DOCUMENT_BYTES);
		put_names();
		sleep(2); /* younger files are never known again */
	} else {
		buf_puts(&folder, argv[1]);
	}
	bench_folder(&cache);
	buf_printf(&index_path, "%s/words", cache.p);
	buf_printf(&fts_path, "%s/fts", cache.p);
	buf_printf(&others, "%s/all", cache.p);
	if (mkdir(others.p, 0700) != 0) {
		bench_die("no folder for an index");
	}
	bench_file(cache.p, "config.ini", SPAN("[limits]\nthreads = 1\n"));
	buf_printf(&settings, "%s/config.ini", cache.p);
	load(&catalog, true);
	buf_printf(&conditions, "%.1f MB, %u documents, warm", (double)catalog_bytes(&catalog) / 1e6,
		catalog.n);
	measure_building(&catalog, others.p, settings.p, conditions.p);
	rare_word(&catalog, &word);
	for (uint32_t i = 0; i < catalog.n; i++) {
		catalog_drop(&catalog, (doc_id){i});
	}
	(void)find(&catalog, word.p, &phrase);
	measure_finding("a rare word", word.p, &catalog, conditions.p);
	measure_finding("a rare phrase", phrase.p, &catalog, conditions.p);
	measure_finding("a word that is nowhere", "xylophonisch", &catalog, conditions.p);
	catalog_finish(&catalog);
	if (own) {
		measure_rebuilding(conditions.p);
		bench_remove(folder.p);
	}
	bench_remove(others.p);
	bench_remove(cache.p);
	buf_finish(&cache);
	buf_finish(&settings);
	buf_finish(&others);
	buf_finish(&word);
	buf_finish(&phrase);
	buf_finish(&conditions);
	return 0;
}

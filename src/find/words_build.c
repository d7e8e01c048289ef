#include "find/words_build.h"

#include "base/crew.h"
#include "find/words_join.h"
#include "find/words_paras.h"
#include "find/words_table.h"

#include <stdlib.h>

#define MEMORY_LEAST ((uint64_t)1 << 20)
#define MEMORY_MOST ((uint64_t)1 << 31) /* of what a table can address */
#define SORT_MUCH 4096u /* words of a table whose sorting is worth a thread */
#define RUN_LEAST 65536u /* words of a run that ends within a document */

struct worker {
	struct words_cut cut;
	struct words_table table;
	struct words_join_run *runs; /* written, and the one that the table is; owned */
	uint32_t nruns, cruns;
	struct words_join_doc *docs; /* owned */
	uint32_t ndocs, cdocs;
	struct buf paras;
	bool failed;
	struct err err;
};

struct words_build {
	struct words_join join;
	uint64_t memory; /* of one worker */
	unsigned threads;
	bool *known; /* by place in the list: it is in the old files, or was taken; owned */
	struct worker workers[CREW_MOST];
};

/* Marks what the old files hold. */
static void know(struct words_build *build, const struct catalog *catalog)
{
	for (uint32_t s = 0; s < WORDS_JOIN_OLDS; s++) {
		const struct words_seg *seg = &build->join.olds[s];

		for (uint64_t i = 0; i < seg->ndocs; i++) {
			if (seg->ids[i] != UINT32_MAX) {
				build->known[catalog_head(catalog, seg->ids[i])->listed] = true;
			}
		}
	}
}

struct words_build *words_build_new(const char *path, const struct words_build_how *how,
	const struct catalog *catalog, struct err *err)
{
	struct words_build *build = calloc(1, sizeof(*build));
	unsigned workers = crew_workers(how->threads);

	if (build == NULL) {
		err_memory(err);
		return NULL;
	}
	build->threads = build->join.threads = how->threads;
	build->memory = how->memory / 4 * 3 / workers;
	build->memory = build->memory < MEMORY_LEAST ? MEMORY_LEAST : build->memory;
	build->memory = build->memory > MEMORY_MOST ? MEMORY_MOST : build->memory;
	build->known = calloc((size_t)catalog->listed + 1, sizeof(*build->known));
	if (build->known == NULL) {
		err_memory(err);
		words_build_free(build);
		return NULL;
	}
	if (!words_join_open(&build->join, path, catalog, err)) {
		words_build_free(build);
		return NULL;
	}
	know(build, catalog);
	return build;
}

static void take_shorts(void *owner, const struct words_short *words, uint32_t n)
{
	struct worker *worker = owner;

	words_table_shorts(&worker->table, words, n);
}

static void take_word(void *owner, struct span word)
{
	struct worker *worker = owner;

	words_table_add(&worker->table, word);
}

/* The run that the table is, or NULL. */
static struct words_join_run *open_run(struct worker *worker)
{
	struct words_join_run *run = worker->nruns == 0 ? NULL : &worker->runs[worker->nruns - 1];

	return run == NULL || run->written ? NULL : run;
}

/* The run that the table is, begun if there is none. */
static bool begin_run(struct worker *worker)
{
	if (open_run(worker) != NULL) {
		return true;
	}
	if (!array_reserve(&worker->runs, &worker->cruns, worker->nruns + 1,
		    sizeof(*worker->runs))) {
		return false;
	}
	worker->runs[worker->nruns++] = (struct words_join_run){.spool = {.fd = -1}};
	return true;
}

/* Writes the table as a run and empties it. */
static bool spool_run(struct words_build *build, struct worker *worker)
{
	struct words_join_run *run = &worker->runs[worker->nruns - 1];
	bool ok;

	run->written = true;
	run->places = worker->table.place;
	ok = !worker->table.failed || err_memory(&worker->err);
	ok = ok && words_spool_open(&run->spool, build->join.folder, &worker->err);
	if (ok && !words_table_put(&worker->table, words_spool_put, &run->spool)) {
		ok = run->spool.error != 0
			? words_spool_map(&run->spool, &run->bytes, &worker->err)
			: err_memory(&worker->err);
	}
	ok = ok && words_spool_map(&run->spool, &run->bytes, &worker->err);
	words_table_finish(&worker->table);
	return ok;
}

/* Sorts the table: the last run stays in memory. */
static bool end_run(struct worker *worker)
{
	struct words_join_run *run = open_run(worker);

	if (run == NULL) {
		return true;
	}
	run->written = true;
	run->places = worker->table.place;
	run->table = &worker->table;
	return words_table_sort(&worker->table) || err_memory(&worker->err);
}

static bool is_full(const struct words_build *build, const struct worker *worker)
{
	return words_table_bytes(&worker->table) > build->memory ||
		worker->table.place > UINT32_MAX / 4;
}

/* decode_has_parts of the text, whose pages need not all be in memory. */
static bool has_parts(const struct doc *doc)
{
	size_t from = 0, n;

	do {
		/* One byte more than is passed: NEL has two. */
		n = doc->text.n - from > DOC_STRIDE ? DOC_STRIDE + 1 : doc->text.n - from;
		if (!decode_has_parts(doc->encoding, (struct span){doc->text.p + from, n})) {
			return false;
		}
		doc_passed(doc, (uint32_t)from, (uint32_t)(from + n));
		from += DOC_STRIDE;
	} while (from < doc->text.n);
	return true;
}

/* What there is to know of a document before its paragraphs are read by themselves. */
static uint32_t odd_of(const struct doc *doc, bool odd)
{
	struct range all = {0, (uint32_t)doc->text.n};
	bool parts = !doc_hides(doc, all) && (doc->steps == NULL || has_parts(doc));

	return (odd ? WORDS_DOC_ODD : 0u) | (parts ? 0u : WORDS_DOC_WHOLE) |
		(doc->steps != NULL ? WORDS_DOC_MAPPED : 0u);
}

/* Cuts a paragraph; where there is no room for more, what there is becomes a run. */
static bool take_para(struct words_build *build, struct worker *worker, const struct doc *doc,
	uint32_t para)
{
	uint32_t before = worker->cut.n;

	if (worker->table.place >= RUN_LEAST && is_full(build, worker)) {
		words_cut_flush(&worker->cut);
		if (!spool_run(build, worker)) {
			return false;
		}
		if (!begin_run(worker)) {
			return err_memory(&worker->err);
		}
	}
	if (!words_cut_para(&worker->cut, doc, para)) {
		return err_memory(&worker->err);
	}
	words_paras_put(&worker->paras, doc, para, worker->cut.n - before);
	return true;
}

static bool take_doc(struct words_build *build, struct worker *worker, uint32_t listed,
	const struct doc *doc)
{
	struct words_join_doc *made;
	size_t paras = worker->paras.n;
	uint32_t words = worker->cut.n;

	if (!array_reserve(&worker->docs, &worker->cdocs, worker->ndocs + 1,
		    sizeof(*worker->docs)) ||
		!begin_run(worker)) {
		return err_memory(&worker->err);
	}
	made = &worker->docs[worker->ndocs++];
	*made = (struct words_join_doc){.listed = listed, .run = worker->nruns - 1,
		.base = worker->table.place, .paras = paras};
	worker->cut.shorts = take_shorts;
	worker->cut.word = take_word;
	worker->cut.owner = worker;
	worker->cut.odd = false;
	for (uint32_t i = 0; i < doc->nparas; i++) {
		if (!take_para(build, worker, doc, i)) {
			return false;
		}
		doc_passed(doc, doc->paras[i].at.start, doc->paras[i].at.end);
	}
	words_cut_flush(&worker->cut);
	made->n = worker->cut.n - words;
	made->nparas = (uint32_t)(worker->paras.n - paras);
	made->odd = odd_of(doc, worker->cut.odd);
	return !is_full(build, worker) || spool_run(build, worker);
}

void words_build_take(void *owner, uint32_t listed, unsigned number, const struct doc *doc)
{
	struct words_build *build = owner;
	struct worker *worker = &build->workers[number];

	if (build->known[listed]) {
		return;
	}
	build->known[listed] = true;
	if (!worker->failed) {
		worker->failed = !take_doc(build, worker, listed, doc);
	}
}

/* Documents that are read for their words alone. */
struct rest {
	struct words_build *build;
	const struct catalog *catalog;
};

static void take_one(void *owner, uint32_t i, unsigned worker)
{
	struct rest *rest = owner;
	const struct catalog *catalog = rest->catalog;
	doc_id id = {i};
	bool loaded = catalog_is_loaded(catalog, id);

	if (rest->build->known[catalog_head(catalog, i)->listed]) {
		return;
	}
	words_build_take(rest->build, catalog_head(catalog, i)->listed, worker, catalog_doc(catalog, id));
	if (!loaded) {
		catalog_drop(catalog, id);
	}
}

void words_build_rest(struct words_build *build, const struct catalog *catalog)
{
	struct rest rest = {build, catalog};
	uint64_t bytes = 0;

	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct doc_head *head = catalog_head(catalog, i);

		bytes += build->known[head->listed] ? 0 : head->text_n;
	}
	crew_run(&(struct crew){.jobs = catalog->n, .most = build->threads, .job = take_one,
		.owner = &rest, .eager = bytes >= CREW_EAGER});
}

/* One worker's last run. */
static void end_one(void *owner, uint32_t i, unsigned worker)
{
	struct words_build *build = owner;
	struct worker *of = &build->workers[i];

	(void)worker;
	of->failed = of->failed || !end_run(of);
}

/* Whether sorting is worth a thread for each worker. */
static bool sorts_much(const struct words_build *build)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < CREW_MOST; i++) {
		n += build->workers[i].table.n >= SORT_MUCH;
	}
	return n > 1;
}

bool words_build_save(struct words_build *build, const struct catalog *catalog,
	struct words_built *out, struct err *err)
{
	struct words_join_part parts[CREW_MOST];
	uint32_t n = 0;

	crew_run(&(struct crew){.jobs = CREW_MOST, .most = build->threads, .job = end_one,
		.owner = build, .eager = sorts_much(build)});
	for (uint32_t i = 0; i < CREW_MOST; i++) {
		struct worker *worker = &build->workers[i];

		if (worker->failed) {
			return err_set(err, "%s", worker->err.msg);
		}
		if (!buf_ok(&worker->paras, err)) {
			return false;
		}
		if (worker->ndocs > 0) {
			parts[n++] = (struct words_join_part){worker->runs, worker->nruns, worker->docs,
				worker->ndocs, buf_span(&worker->paras)};
		}
	}
	return words_join_save(&build->join, catalog, parts, n, out, err);
}

static void worker_finish(struct worker *worker)
{
	for (uint32_t i = 0; i < worker->nruns; i++) {
		words_spool_close(&worker->runs[i].spool);
	}
	free(worker->runs);
	free(worker->docs);
	buf_finish(&worker->paras);
	words_table_finish(&worker->table);
	words_cut_finish(&worker->cut);
}

void words_build_free(struct words_build *build)
{
	if (build == NULL) {
		return;
	}
	for (uint32_t i = 0; i < CREW_MOST; i++) {
		worker_finish(&build->workers[i]);
	}
	words_join_finish(&build->join);
	free(build->known);
	free(build);
}

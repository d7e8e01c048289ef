#include "find/words_join.h"

#include "base/now.h"
#include "base/proof.h"

#include <stdlib.h>
#include <unistd.h>

/* The second file may have this part of the first one's places; more are put into the first. */
#define RECENT_PART 8
/* And this part of the first one's may be of documents that are gone. */
#define GONE_PART 4

bool words_join_recent(const char *path, struct buf *out, struct err *err)
{
	buf_clear(out);
	buf_puts(out, path);
	buf_puts(out, "-new");
	return buf_ok(out, err);
}

/* Opens one; one that is not there or not good is as if it were empty. */
static bool open_old(struct words_join *join, uint32_t i, const char *path,
	const struct catalog *catalog, struct err *err)
{
	struct err why;

	if (!words_seg_open(&join->olds[i], path, &join->key, &why)) {
		return true;
	}
	if (!words_seg_sound(&join->olds[i], path)) {
		words_seg_close(&join->olds[i]);
		return true;
	}
	return words_seg_match(&join->olds[i], catalog, err);
}

bool words_join_open(struct words_join *join, const char *path, const struct catalog *catalog,
	struct err *err)
{
	struct buf recent = {0};
	const char *slash = strrchr(path, '/');

	join->key = words_seg_key(catalog->config);
	join->path = strdup(path);
	join->folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path));
	if (join->path == NULL || join->folder == NULL) {
		return err_memory(err);
	}
	bool named = words_join_recent(path, &recent, err);
	join->recent = recent.p; /* ours also where it is half of a name */
	if (!named) {
		return false;
	}
	return open_old(join, 0, path, catalog, err) && open_old(join, 1, join->recent, catalog, err);
}

/* A file being put together. */
struct joining {
	const struct catalog *catalog;
	uint32_t *by_listed; /* document by place in the list, or UINT32_MAX */
	bool *done; /* by document: it stands in what is written */
	struct words_old olds[WORDS_JOIN_OLDS];
	uint32_t *bases[WORDS_JOIN_OLDS]; /* owned */
	uint32_t nolds;
	struct words_run *runs;
	uint32_t nruns, cruns;
	struct words_doc *docs;
	uint32_t ndocs, cdocs;
	struct buf strings, paras;
	uint64_t place;
	uint64_t set; /* same_set of the catalogue */
	const struct words_seg *beside; /* the first file, where this is to be the second; NULL: it is not */
};

static void joining_finish(struct joining *joining)
{
	free(joining->by_listed);
	free(joining->done);
	for (uint32_t i = 0; i < WORDS_JOIN_OLDS; i++) {
		free(joining->bases[i]);
	}
	free(joining->runs);
	free(joining->docs);
	buf_finish(&joining->strings);
	buf_finish(&joining->paras);
}

static bool joining_begin(struct joining *joining, const struct catalog *catalog, struct err *err)
{
	joining->catalog = catalog;
	joining->by_listed = malloc(((size_t)catalog->listed + 1) * sizeof(*joining->by_listed));
	joining->done = calloc((size_t)catalog->n + 1, sizeof(*joining->done));
	if (joining->by_listed == NULL || joining->done == NULL) {
		return err_memory(err);
	}
	memset(joining->by_listed, 0xFF, ((size_t)catalog->listed + 1) * sizeof(*joining->by_listed));
	for (uint32_t i = 0; i < catalog->n; i++) {
		joining->by_listed[catalog_head(catalog, i)->listed] = i;
	}
	return true;
}

/* Adds a document; what it is called and what it was are taken from the catalogue. */
static bool put_doc(struct joining *joining, uint32_t id, struct words_doc doc, struct span paras)
{
	const struct doc_head *head = catalog_head(joining->catalog, id);

	if (!array_reserve(&joining->docs, &joining->cdocs, joining->ndocs + 1,
		    sizeof(*joining->docs))) {
		return false;
	}
	doc.same = same_kept(joining->catalog, head);
	doc.path = (uint32_t)joining->strings.n;
	doc.npath = (uint32_t)head->path.n;
	doc.base = (uint32_t)joining->place;
	doc.paras = joining->paras.n;
	doc.nparas = (uint32_t)paras.n;
	buf_put(&joining->strings, head->path);
	buf_put(&joining->paras, paras);
	joining->place += doc.n;
	joining->docs[joining->ndocs++] = doc;
	joining->done[id] = true;
	return !joining->strings.failed && !joining->paras.failed &&
		joining->strings.n < UINT32_MAX && joining->place < UINT32_MAX;
}

/* Adds the documents of old file `which` that are still what they were and stand in no later one. */
static bool put_old(struct joining *joining, const struct words_join *join, size_t which)
{
	const struct words_seg *seg = &join->olds[which];
	uint32_t *bases = malloc((seg->ndocs + 1) * sizeof(*bases));

	if (bases == NULL) {
		return false;
	}
	joining->bases[which] = bases;
	joining->olds[joining->nolds++] = (struct words_old){seg, bases};
	for (uint64_t i = 0; i < seg->ndocs; i++) {
		const struct words_doc *doc = &seg->docs[i];
		struct span paras = {seg->paras + doc->paras, doc->nparas};

		bases[i] = UINT32_MAX;
		if (seg->ids[i] == UINT32_MAX || joining->done[seg->ids[i]]) {
			continue;
		}
		bases[i] = (uint32_t)joining->place;
		if (!put_doc(joining, seg->ids[i], (struct words_doc){.n = doc->n, .odd = doc->odd},
			    paras)) {
			return false;
		}
	}
	return true;
}

/* Adds the documents of one worker, run by run. A document that has gone keeps its places. */
static bool put_part(struct joining *joining, const struct words_join_part *part)
{
	uint64_t base = joining->place;
	uint32_t doc = 0;

	for (uint32_t r = 0; r < part->nruns; base += part->runs[r++].places) {
		if (!array_reserve(&joining->runs, &joining->cruns, joining->nruns + 1,
			    sizeof(*joining->runs))) {
			return false;
		}
		joining->runs[joining->nruns++] =
			(struct words_run){part->runs[r].bytes, part->runs[r].table, (uint32_t)base};
		for (; doc < part->ndocs && part->docs[doc].run == r; doc++) {
			const struct words_join_doc *from = &part->docs[doc];
			uint32_t id = joining->by_listed[from->listed];

			if (id == UINT32_MAX || joining->place != base + from->base ||
				!put_doc(joining, id, (struct words_doc){.n = from->n,
					.odd = from->odd},
					(struct span){part->paras.p + from->paras, from->nparas})) {
				return false;
			}
		}
	}
	return true;
}

/* A document and its path. */
struct named {
	struct span path;
	uint32_t doc;
};

static int compare_paths(const void *left, const void *right)
{
	const struct named *a = left, *b = right;

	return span_cmp(a->path, b->path);
}

/* The numbers of the documents by path; malloc'd. */
static uint32_t *order_of(const struct joining *joining)
{
	uint32_t *order = malloc(((size_t)joining->ndocs + 1) * sizeof(*order));
	struct named *all = malloc(((size_t)joining->ndocs + 1) * sizeof(*all));

	for (uint32_t i = 0; all != NULL && i < joining->ndocs; i++) {
		const struct words_doc *doc = &joining->docs[i];

		all[i] = (struct named){{joining->strings.p + doc->path, doc->npath}, i};
	}
	if (all != NULL && order != NULL) {
		qsort(all, joining->ndocs, sizeof(*all), compare_paths);
		for (uint32_t i = 0; i < joining->ndocs; i++) {
			order[i] = all[i].doc;
		}
	} else {
		free(order);
		order = NULL;
	}
	free(all);
	return order;
}

/* Writes the numbers of the documents that are odd. `numbers` has room for all. */
static void put_odd(const struct joining *joining, uint32_t *numbers, struct sections_out *out)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < joining->ndocs; i++) {
		if ((joining->docs[i].odd & WORDS_DOC_ODD) != 0) {
			numbers[n++] = i;
		}
	}
	sections_add(out, WORDS_ODD, sizeof(*numbers), numbers, n);
}

/* The same of those of the first file that this one takes the place of, or that are gone. */
static void put_gone(const struct joining *joining, uint32_t *numbers, struct sections_out *out)
{
	uint32_t n = 0;

	for (uint64_t i = 0; joining->beside != NULL && i < joining->beside->ndocs; i++) {
		uint32_t id = joining->beside->ids[i];

		if (id == UINT32_MAX || joining->done[id]) {
			numbers[n++] = (uint32_t)i;
		}
	}
	sections_add(out, WORDS_GONE, sizeof(*numbers), numbers, n);
}

/* Writes what tells of documents. False: no memory. */
static bool put_docs(const struct joining *joining, uint64_t nwords, struct sections_out *out)
{
	const struct words_seg *beside = joining->beside;
	uint64_t most = joining->ndocs + (beside == NULL ? 0 : beside->ndocs) + 1;
	uint32_t *order = order_of(joining), *numbers = malloc((size_t)most * sizeof(*numbers));
	bool ok = order != NULL && numbers != NULL;
	const struct words_total total = {.set = joining->set, .places = joining->place, .words = nwords,
		.beside = beside == NULL ? 0 : words_seg_mark(beside)};

	if (ok) {
		words_seg_seal_docs(joining->docs, order, joining->ndocs, joining->strings.p,
			joining->paras.p);
		sections_add(out, WORDS_TOTAL, sizeof(total), &total, 1);
		put_odd(joining, numbers, out);
		put_gone(joining, numbers, out);
		sections_add(out, WORDS_DOCS, sizeof(*joining->docs), joining->docs, joining->ndocs);
		sections_add(out, WORDS_ORDER, sizeof(*order), order, joining->ndocs);
		sections_add(out, WORDS_STRINGS, 1, joining->strings.p, joining->strings.n);
		sections_add(out, WORDS_PARAS, 1, joining->paras.p, joining->paras.n);
	}
	free(order);
	free(numbers);
	return ok;
}

/* Merges, and writes all of the file but its head. */
static bool put_file(const struct joining *joining, const struct words_join *join,
	struct sections_out *out, struct words_merged *merged, struct err *err)
{
	if (!words_merge_all(joining->olds, joining->nolds, joining->runs, joining->nruns, join->threads,
		    out, merged, err)) {
		return false;
	}
	sections_add(out, WORDS_KEY, sizeof(join->key), &join->key, 1);
	sections_add(out, WORDS_BLOCKS, sizeof(*merged->blocks), merged->blocks, merged->nblocks);
	sections_add(out, WORDS_DICT, 1, merged->dict.p, merged->dict.n);
	return put_docs(joining, merged->nwords, out) || err_memory(err);
}

static bool write_file(const struct joining *joining, struct words_merged *merged,
	const struct words_join *join, const char *path, struct err *err)
{
	struct sections_out out;

	if (!sections_create(&out, path, err)) {
		return false;
	}
	if (!put_file(joining, join, &out, merged, err)) {
		sections_abandon(&out);
		return false;
	}
	return sections_commit(&out, err);
}

/* Places of documents that still are what they were; all: of all documents. */
static uint64_t places_of(const struct words_seg *seg, bool all)
{
	uint64_t n = 0;

	for (uint64_t i = 0; i < seg->ndocs; i++) {
		n += all || seg->ids[i] != UINT32_MAX ? seg->docs[i].n : 0;
	}
	return n;
}

/* Whether all goes into the first file. */
static bool is_whole(const struct words_join *join, uint64_t added)
{
	uint64_t all = places_of(&join->olds[0], true), live = places_of(&join->olds[0], false);
	uint64_t recent = places_of(&join->olds[1], false);

	return join->olds[0].ndocs == 0 || (recent + added) * RECENT_PART > live ||
		(all - live) * GONE_PART > all;
}

/* Whether the last file was written of other documents, though there is nothing new: some are gone. */
static bool is_outdated(const struct words_join *join, uint64_t set)
{
	const struct words_seg *last = &join->olds[join->olds[1].file.p == NULL ? 0 : 1];

	return set != 0 && last->set != set;
}

static void tell(const struct words_merged *merged, const struct joining *joining,
	struct words_built *out)
{
	out->words += merged->nwords;
	out->places += merged->nplaces;
	out->documents += joining->ndocs;
}

static bool join_all(struct words_join *join, struct joining *joining, bool whole,
	const struct words_join_part *parts, uint32_t n, struct words_built *out, struct err *err)
{
	struct words_merged merged = {0};
	bool ok = put_old(joining, join, 1) && (!whole || put_old(joining, join, 0));

	joining->beside = whole ? NULL : &join->olds[0];
	for (uint32_t i = 0; i < n && ok; i++) {
		ok = put_part(joining, &parts[i]);
	}
	if (!ok) {
		return err_set(err, "%s: too many words, or out of memory", join->path);
	}
	ok = write_file(joining, &merged, join, whole ? join->path : join->recent, err);
	if (ok) {
		tell(&merged, joining, out);
		out->written = true;
	}
	if (ok && whole) {
		unlink(join->recent);
		proof_forget(join->recent);
	} else if (!ok) {
		proof_forget(join->path); /* damage behind a proof is found when lists are read */
		proof_forget(join->recent);
	}
	words_merge_finish(&merged);
	return ok;
}

static uint64_t size_of(const char *path)
{
	struct file_stamp stamp;

	return file_look(path, &stamp) ? stamp.size : 0;
}

/* Counts a file that stays as it is. */
static void tell_old(const struct words_seg *seg, struct words_built *out)
{
	out->words += seg->nwords;
	out->places += seg->places;
	for (uint64_t i = 0; i < seg->ndocs; i++) {
		out->documents += seg->ids[i] != UINT32_MAX;
	}
}

bool words_join_save(struct words_join *join, const struct catalog *catalog,
	const struct words_join_part *parts, uint32_t n, struct words_built *out, struct err *err)
{
	struct joining joining = {.set = same_set(catalog)};
	int64_t start = now_ns();
	uint64_t added = 0;
	bool ok = true, whole, change;

	*out = (struct words_built){0};
	for (uint32_t i = 0; i < n; i++) {
		out->read += parts[i].ndocs;
		for (uint32_t k = 0; k < parts[i].ndocs; k++) {
			added += parts[i].docs[k].n;
		}
	}
	for (uint32_t i = 0; i < WORDS_JOIN_OLDS && ok; i++) {
		ok = words_seg_match(&join->olds[i], catalog, err); /* they have other numbers now */
	}
	whole = ok && is_whole(join, added);
	change = out->read > 0 || (join->olds[0].ndocs > 0 && (whole || is_outdated(join, joining.set)));
	if (ok && change) {
		ok = joining_begin(&joining, catalog, err) &&
			join_all(join, &joining, whole, parts, n, out, err);
		joining_finish(&joining);
	}
	if (ok && !(change && whole)) {
		tell_old(&join->olds[0], out);
	}
	if (ok && !change) {
		tell_old(&join->olds[1], out);
	}
	out->bytes = size_of(join->path) + size_of(join->recent);
	out->merging = (double)(now_ns() - start) / 1e9;
	return ok;
}

void words_join_finish(struct words_join *join)
{
	for (uint32_t i = 0; i < WORDS_JOIN_OLDS; i++) {
		words_seg_close(&join->olds[i]);
	}
	free(join->path);
	free(join->recent);
	free(join->folder);
	*join = (struct words_join){0};
}

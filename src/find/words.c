#include "find/words.h"

#include "find/words_join.h"

#include <stdlib.h>

/* Opens one file behind those that are open. One that is not there, or not good, is as if empty. */
static void open_seg(struct words *words, const char *path, const struct words_key *key)
{
	struct err why;

	words->n += words_seg_open(&words->segs[words->n], path, key, &why);
}

/* Takes out a file whose documents are damaged; the others move up. */
static void drop_damaged(struct words *words)
{
	uint32_t kept = 0;

	for (uint32_t s = 0; s < words->n; s++) {
		if (words_seg_docs_sound(&words->segs[s])) {
			words->segs[kept++] = words->segs[s];
		} else {
			words_seg_close(&words->segs[s]);
		}
	}
	for (uint32_t s = kept; s < words->n; s++) {
		words->segs[s] = (struct words_seg){0};
	}
	words->n = kept;
}

/* Takes documents out of the later files that stand in earlier ones, and counts the rest. */
static void count(struct words *words)
{
	memset(words->where, 0, ((size_t)words->catalog->n + 1) * sizeof(*words->where));
	words->covered = 0;
	for (uint32_t s = 0; s < words->n; s++) {
		struct words_seg *seg = &words->segs[s];

		for (uint64_t i = 0; i < seg->ndocs; i++) {
			uint32_t id = seg->ids[i];

			if (id == UINT32_MAX || words->where[id].seg != 0) {
				seg->ids[i] = UINT32_MAX;
				continue;
			}
			words->where[id] = (struct words_where){s + 1, (uint32_t)i};
			words->covered++;
		}
	}
}

bool words_compare(struct words *words, struct err *err)
{
	if (!words->whole && words->n > 0 && words->segs[0].ids != NULL) {
		return true;
	}
	words->whole = false;
	drop_damaged(words);
	for (uint32_t s = 0; s < words->n; s++) {
		if (!words_seg_match(&words->segs[s], words->catalog, err)) {
			return false;
		}
	}
	count(words);
	return true;
}

/* Whether the files have all documents of the catalogue between them, each once, and no others. */
static bool is_whole(const struct words *words)
{
	const struct words_seg *last = &words->segs[0], *first = &words->segs[1];
	uint64_t set = words->catalog->set, n = words->catalog->n;

	if (words->n == 0 || n == 0 || set == 0 || last->set != set) {
		return false;
	}
	return words->n == 1 ? last->beside == 0 && last->ndocs == n
			     : last->beside == words_seg_mark(first) &&
			last->ndocs + first->ndocs == n + last->ngone;
}

bool words_open(struct words *out, const char *path, const struct catalog *catalog,
	struct err *err)
{
	struct words words = {.catalog = catalog,
		.where = calloc((size_t)catalog->n + 1, sizeof(*words.where))};
	struct words_key key = words_seg_key(catalog->config);
	struct buf recent = {0};
	bool ok = words.where != NULL || err_memory(err);

	ok = ok && (path == NULL || words_join_recent(path, &recent, err));
	if (path != NULL && ok) {
		open_seg(&words, recent.p, &key);
		open_seg(&words, path, &key);
		words.whole = is_whole(&words);
		words.covered = words.whole ? catalog->n : 0;
		ok = words.whole || words_compare(&words, err);
	}
	buf_finish(&recent);
	if (!ok) {
		words_close(&words);
		return false;
	}
	*out = words;
	return true;
}

/* Whether a document of a file is this one of the catalogue, to the last byte of what is told of both. */
static bool is_same(const struct words *words, struct words_where where, uint32_t id)
{
	const struct words_seg *seg = &words->segs[where.seg];
	const struct doc_head *head = catalog_head(words->catalog, id);
	struct same now = same_now(head);

	return words_seg_knows(seg, where.doc) && span_eq(words_seg_path(seg, where.doc), head->path) &&
		same_eq(&seg->docs[where.doc].same, &now);
}

bool words_gone(const struct words *words, struct words_where where)
{
	return !words->whole || (where.seg == 1 && words_seg_gone(&words->segs[0], where.doc));
}

bool words_at(const struct words *words, doc_id id, struct words_where *out)
{
	struct words_where *where = &words->where[id.i];

	for (uint32_t s = 0; s < words->n && words->whole && where->seg == 0; s++) {
		struct words_where at = {s, words_seg_by_path(&words->segs[s],
			catalog_head(words->catalog, id.i)->path)};

		if (at.doc != UINT32_MAX && !words_gone(words, at) && is_same(words, at, id.i)) {
			*where = (struct words_where){s + 1, at.doc};
		}
	}
	if (where->seg == 0) {
		return false;
	}
	*out = (struct words_where){where->seg - 1, where->doc};
	return true;
}

/* The document of the catalogue with that path: most often as many stand before it there as here. */
static doc_id id_of(const struct words *words, struct words_where where)
{
	const struct words_seg *seg = &words->segs[where.seg];
	struct span path = words_seg_path(seg, where.doc);
	uint32_t rank = seg->docs[where.doc].rank;

	if (rank < words->catalog->n) {
		doc_id id = {words->catalog->by_path[rank]};

		if (span_eq(catalog_head(words->catalog, id.i)->path, path)) {
			return id;
		}
	}
	return catalog_find(words->catalog, path);
}

doc_id words_id(const struct words *words, struct words_where where)
{
	struct words_where *known;
	doc_id id;

	if (!words->whole) {
		return (doc_id){words->segs[where.seg].ids[where.doc]}; /* UINT32_MAX is DOC_NONE */
	}
	id = words_gone(words, where) ? DOC_NONE : id_of(words, where);
	if (id.i == DOC_NONE.i) {
		return DOC_NONE;
	}
	known = &words->where[id.i];
	if (known->seg != where.seg + 1 || known->doc != where.doc) {
		if (!is_same(words, where, id.i)) {
			return DOC_NONE;
		}
		*known = (struct words_where){where.seg + 1, where.doc};
	}
	return id;
}

uint32_t words_doc_paras(const struct words *words, doc_id id, struct words_paras *out)
{
	struct words_where where = {0, 0};
	const struct words_seg *seg;
	const struct words_doc *doc;

	words_paras_start(out, (struct span){NULL, 0}, false);
	if (!words_at(words, id, &where)) {
		return 0;
	}
	seg = &words->segs[where.seg];
	doc = &seg->docs[where.doc];
	words_paras_start(out, words_seg_paras(seg, where.doc), (doc->odd & WORDS_DOC_MAPPED) != 0);
	return doc->base;
}

void words_close(struct words *words)
{
	for (uint32_t i = 0; i < words->n; i++) {
		words_seg_close(&words->segs[i]);
	}
	free(words->where);
	*words = (struct words){0};
}

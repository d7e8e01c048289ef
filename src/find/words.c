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
		words.whole = words.n == 1 && catalog->set != 0 &&
			words.segs[0].set == catalog->set &&
			words.segs[0].ndocs == catalog->n && catalog->n > 0;
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
static bool is_same(const struct words *words, uint32_t doc, uint32_t id)
{
	const struct words_seg *seg = &words->segs[0];
	const struct doc_head *head = catalog_head(words->catalog, id);
	struct same now = same_now(head);

	return words_seg_knows(seg, doc) && span_eq(words_seg_path(seg, doc), head->path) &&
		same_eq(&seg->docs[doc].same, &now);
}

bool words_at(const struct words *words, doc_id id, struct words_where *out)
{
	struct words_where *where = &words->where[id.i];

	if (words->whole && where->seg == 0) {
		uint32_t doc = words_seg_by_path(&words->segs[0],
			catalog_head(words->catalog, id.i)->path);

		if (doc != UINT32_MAX && is_same(words, doc, id.i)) {
			*where = (struct words_where){1, doc};
		}
	}
	if (where->seg == 0) {
		return false;
	}
	*out = (struct words_where){where->seg - 1, where->doc};
	return true;
}

doc_id words_id(const struct words *words, struct words_where where)
{
	const struct words_seg *seg = &words->segs[where.seg];
	uint32_t rank, id;

	if (!words->whole) {
		return (doc_id){seg->ids[where.doc]}; /* UINT32_MAX is DOC_NONE */
	}
	rank = seg->docs[where.doc].rank;
	if (rank >= words->catalog->n) {
		return DOC_NONE;
	}
	id = words->catalog->by_path[rank];
	if (words->where[id].seg == 0 && !is_same(words, where.doc, id)) {
		return DOC_NONE;
	}
	words->where[id] = (struct words_where){where.seg + 1, where.doc};
	return (doc_id){id};
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

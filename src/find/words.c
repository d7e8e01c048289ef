#include "find/words.h"

#include "find/words_join.h"

#include <stdlib.h>

/* Opens one file behind those that are open. */
static bool open_seg(struct words *words, const char *path, const struct words_key *key,
	struct err *err)
{
	struct words_seg *seg = &words->segs[words->n];
	struct err why; /* not there, or not good: as if it were empty */

	if (!words_seg_open(seg, path, key, &why)) {
		return true;
	}
	words->n++;
	return words_seg_match(seg, words->catalog, err);
}

/* Takes documents out of the later files that stand in earlier ones, and counts the rest. */
static bool count(struct words *words, struct err *err)
{
	uint32_t n = words->catalog->n;

	words->where = malloc(((size_t)n + 1) * sizeof(*words->where));
	if (words->where == NULL) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < n; i++) {
		words->where[i] = (struct words_where){WORDS_SEGS, 0};
	}
	for (uint32_t s = 0; s < words->n; s++) {
		struct words_seg *seg = &words->segs[s];

		for (uint64_t i = 0; i < seg->ndocs; i++) {
			uint32_t id = seg->ids[i];

			if (id == UINT32_MAX || words->where[id].seg != WORDS_SEGS) {
				seg->ids[i] = UINT32_MAX;
				continue;
			}
			words->where[id] = (struct words_where){s, (uint32_t)i};
			words->covered++;
		}
	}
	return true;
}

bool words_open(struct words *out, const char *path, const struct catalog *catalog,
	struct err *err)
{
	struct words words = {.catalog = catalog};
	struct words_key key = words_seg_key(catalog->config);
	struct buf recent = {0};
	bool ok = path == NULL || words_join_recent(path, &recent, err);

	if (path != NULL && ok) {
		ok = open_seg(&words, recent.p, &key, err) && open_seg(&words, path, &key, err);
	}
	ok = ok && count(&words, err);
	buf_finish(&recent);
	if (!ok) {
		words_close(&words);
		return false;
	}
	*out = words;
	return true;
}

uint32_t words_doc_paras(const struct words *words, doc_id id, struct words_paras *out)
{
	const struct words_seg *seg = &words->segs[words->where[id.i].seg];
	const struct words_doc *doc = &seg->docs[words->where[id.i].doc];

	words_paras_start(out, (struct span){seg->paras + doc->paras, doc->nparas},
		(doc->odd & WORDS_DOC_MAPPED) != 0);
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

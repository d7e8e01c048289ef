#include "read/finder.h"

#include "find/words_sift.h"

#include <stdlib.h>

/* Bytes of documents below which looking at them is as quick as asking. */
#define ASK_LEAST (1u << 20)

enum { CHUNK = 256 };

/* Asks the word index for what finder looks for. */
static bool ask(struct finder *finder, const struct dossier *dossier, struct err *err)
{
	bool big = catalog_bytes(&dossier->catalog) >= ASK_LEAST, exact = false, ok = true;
	struct span pattern;
	struct words words;

	if (finder->query == NULL && (!big || !search_plain(finder->search, &pattern, &exact))) {
		return true;
	}
	if (!words_open(&words, big ? dossier->words : NULL, &dossier->catalog, err)) {
		return false;
	}
	if (finder->query != NULL) {
		ok = query_sift(finder->query, &words, &dossier->xref, finder->may, err);
	} else {
		ok = words_sift(&words, pattern, exact ? WORDS_SIFT_EXACT : 0, finder->may, err);
	}
	words_close(&words);
	return ok;
}

/* Takes over what has been made, or drops it. */
static bool make(struct finder *finder, const struct dossier *dossier, struct finder *out,
	struct err *err)
{
	size_t n = (size_t)dossier->catalog.n + 1;
	bool ok;

	finder->may = malloc(n);
	ok = finder->may != NULL || err_memory(err);
	if (ok) {
		memset(finder->may, true, n);
		ok = ask(finder, dossier, err);
	}
	if (!ok) {
		finder_finish(finder);
		return false;
	}
	*out = *finder;
	return true;
}

bool finder_make(struct finder *out, const struct dossier *dossier, struct search *search,
	struct err *err)
{
	struct finder finder = {.pattern = search_pattern(search), .search = search};

	return make(&finder, dossier, out, err);
}

bool finder_ask(struct finder *out, const struct dossier *dossier, struct span question,
	struct err *err)
{
	struct finder finder = {.pattern = question,
		.query = query_new(question, &dossier->ents, err)};

	return finder.query != NULL && make(&finder, dossier, out, err);
}

static bool search_in(struct finder *finder, const struct doc *doc, struct err *err)
{
	struct range within = {0, (uint32_t)doc->text.n};
	uint32_t more = CHUNK;

	while (more == CHUNK) {
		if (!array_reserve(&finder->found, &finder->cap, finder->n + CHUNK,
			    sizeof(*finder->found))) {
			return err_memory(err);
		}
		more = search_all(finder->search, doc, within, finder->found + finder->n, CHUNK);
		finder->n += more;
		within.start = finder->n > 0 ? finder->found[finder->n - 1].end : 0;
	}
	return true;
}

bool finder_in(struct finder *finder, const struct dossier *dossier, doc_id id, struct err *err)
{
	const struct doc *doc = catalog_doc(&dossier->catalog, id);
	struct query_hits *hits = &finder->hits;

	finder->n = 0;
	if (finder->query == NULL) {
		return search_in(finder, doc, err);
	}
	if (!query_in(finder->query, doc, id, &dossier->xref, hits, err)) {
		return false;
	}
	if (!array_reserve(&finder->found, &finder->cap, hits->n + 1, sizeof(*finder->found))) {
		return err_memory(err);
	}
	for (; finder->n < hits->n; finder->n++) {
		finder->found[finder->n] = hits->items[finder->n].at;
	}
	return true;
}

const char *finder_trouble(const struct finder *finder)
{
	return finder->search == NULL ? NULL : search_trouble(finder->search);
}

void finder_finish(struct finder *finder)
{
	query_free(finder->query);
	free(finder->hits.items);
	free(finder->found);
	free(finder->may);
	*finder = (struct finder){0};
}

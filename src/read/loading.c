#include "read/loading.h"

/* Takes from the index of the last time what has not changed since. */
static void take_prebuilt(struct dossier *dossier, struct gather *gather)
{
	struct err why; /* no index, or one of other times: all is read */

	if (dossier->index != NULL &&
		prebuilt_open(&dossier->built, dossier->index, &dossier->key, &why)) {
		dossier->taken = prebuilt_take(&dossier->built, &dossier->catalog, gather);
	}
}

/* What is done with a document while it is at hand. */
struct taking {
	struct gather *gather;
	struct words_build *words; /* NULL: no word index is built */
};

static void take_both(void *owner, uint32_t listed, unsigned worker, const struct doc *doc)
{
	struct taking *taking = owner;

	gather_take(taking->gather, listed, worker, doc);
	if (taking->words != NULL) {
		words_build_take(taking->words, listed, worker, doc);
	}
}

/* Reads the documents that were listed, and links each while it is at hand. */
static bool read_and_link(struct dossier *dossier, const struct dossier_how *how,
	struct words_build *words, struct err *err)
{
	struct catalog *catalog = &dossier->catalog;
	const struct config *config = &dossier->config;
	struct gather *gather = gather_new(&dossier->ents, &dossier->decisions, catalog->listed, err);
	struct taking taking = {gather, words};
	struct catalog_each each = {.take = take_both, .owner = &taking,
		.progress = how->progress, .viewer = how->viewer, .cancel = how->cancel,
		.most = how->most, .begin = how->begin, .enough = how->enough, .first = span_of(how->first),
		.threads = (unsigned)config->limits_threads,
		/* Nothing is read after the word index; behind a session texts are there already. */
		.keep = words != NULL || how->cancel != NULL ? 0 : (uint64_t)config->limits_memory_mib << 20};
	struct gathered gathered;

	if (gather == NULL) {
		return false;
	}
	take_prebuilt(dossier, gather);
	if ((dossier->taken < catalog->listed && !gather_ready(gather, err)) ||
		!catalog_read(catalog, &each, &dossier->report, err)) {
		gather_free(gather);
		return false;
	}
	dossier->unsaved = dossier->taken < catalog->n;
	dossier->listing.pending = catalog->pending;
	return gather_end(gather, catalog, &gathered, &dossier->link_report, err) &&
		xref_make(&dossier->xref, catalog, &dossier->ents, &dossier->decisions, &gathered,
			&dossier->link_report, err);
}

bool loading_read(struct dossier *dossier, const struct dossier_how *how, struct err *err)
{
	struct words_build_how limits = {how->memory, (unsigned)dossier->config.limits_threads};
	struct words_build *words;
	bool ok;

	if (!how->words || dossier->words == NULL) {
		return read_and_link(dossier, how, NULL, err);
	}
	words = words_build_new(dossier->words, &limits, &dossier->catalog, err);
	ok = words != NULL && read_and_link(dossier, how, words, err);
	if (ok) {
		words_build_rest(words, &dossier->catalog);
		ok = words_build_save(words, &dossier->catalog, &dossier->words_built, err);
	}
	words_build_free(words);
	return ok;
}

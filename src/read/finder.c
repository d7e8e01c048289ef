#include "read/finder.h"

#include "find/words_sift.h"

#include <stdlib.h>

/* Bytes of documents below which looking at them is as quick as asking. */
#define ASK_LEAST (1u << 20)

static bool ask(const struct dossier *dossier, struct span pattern, bool exact, bool *may,
	struct err *err)
{
	struct words words;
	bool ok;

	if (!words_open(&words, dossier->words, &dossier->catalog, err)) {
		return false;
	}
	ok = words_sift(&words, pattern, exact ? WORDS_SIFT_EXACT : 0, may, err);
	words_close(&words);
	return ok;
}

bool finder_make(struct finder *out, const struct dossier *dossier, const struct search *search,
	struct err *err)
{
	const struct catalog *catalog = &dossier->catalog;
	struct finder finder = {malloc(((size_t)catalog->n + 1) * sizeof(*finder.may))};
	struct span pattern;
	bool exact;

	if (finder.may == NULL) {
		return err_memory(err);
	}
	memset(finder.may, true, (size_t)catalog->n + 1);
	if (search_plain(search, &pattern, &exact) && catalog_bytes(catalog) >= ASK_LEAST &&
		!ask(dossier, pattern, exact, finder.may, err)) {
		finder_finish(&finder);
		return false;
	}
	*out = finder;
	return true;
}

void finder_finish(struct finder *finder)
{
	free(finder->may);
	*finder = (struct finder){0};
}

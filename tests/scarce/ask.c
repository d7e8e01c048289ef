/* Stories of asking: patterns and questions over a dossier that is loaded. */
#include "dossiers.h"
#include "read/finder.h"

#include <string.h>

static struct dossier dossier;

static void prepare(void)
{
	struct err err;

	dossiers_prepare();
	CHECK(dossiers_open(&dossier, "texts", DOSSIERS_STATE | DOSSIERS_CACHE | DOSSIERS_WORDS, &err));
	CHECK(dossier_index(&dossier, true, &err));
}

static void put_away(void)
{
	dossier_close(&dossier);
	dossier = (struct dossier){0};
	scarce_sweep();
}

/* What was found, kept while it is looked for. */
static struct {
	struct range items[4096];
	uint32_t n;
	bool trouble;
} found;

static void keep(struct range at)
{
	CHECK(found.n < COUNT_OF(found.items));
	found.items[found.n++] = at;
}

static void tell_found(struct told *told)
{
	CHECK(found.n > 0 || found.trouble);
	told->excused |= found.trouble;
	told_bytes(told, found.items, found.n * sizeof(found.items[0]));
}

static const struct {
	const char *pattern;
	unsigned flags;
} patterns[] = {
	{"treaty of 1855", SEARCH_SMART},
	{"(?:peace|border) +treat(y|ies)", SEARCH_REGEX},
	{"\"Iturup\"", SEARCH_CASE},
	{"~\\bpart(?<n>i|y)\\w*", SEARCH_SMART},
};

static struct search *search;

/* Looks for one pattern everywhere, forwards, and backwards in the first. */
static void look(void)
{
	for (uint32_t i = 0; i < dossier.catalog.n; i++) {
		const struct doc *doc = catalog_doc(&dossier.catalog, (doc_id){i});
		struct range at = {0, 0};

		while (search_next(search, doc, at.end, &at)) {
			keep(at);
		}
		found.trouble |= search_trouble(search) != NULL;
		if (search_prev(search, doc, (uint32_t)doc->text.n, &at)) {
			keep(at);
		}
		found.trouble |= search_trouble(search) != NULL;
	}
}

static bool look_for_all(struct err *err)
{
	found.n = 0;
	found.trouble = false;
	for (size_t i = 0; i < COUNT_OF(patterns); i++) {
		search = search_new(span_of(patterns[i].pattern), patterns[i].flags, err);
		if (search == NULL) {
			return false;
		}
		look();
		search_free(search);
		search = NULL;
	}
	return true;
}

static void undo_search(void)
{
	search_free(search);
	search = NULL;
}

const struct story story_search = {
	"searching", prepare, look_for_all, tell_found, undo_search, put_away};

static struct finder finder;

static const char *const questions[] = {"treaty NEAR/9 peace", "entity:etorofu PARA/2 treat*",
	"(islands OR border) after:1990 NOT \"Sochi\""};

static bool ask_one(struct span question, struct err *err)
{
	struct err why = {""};

	if (!finder_ask(&finder, &dossier, question, err)) {
		return false;
	}
	while (finder_step(&finder, &why)) {
		found.trouble |= finder.trouble != NULL;
		for (uint32_t i = 0; i < finder.n; i++) {
			keep((struct range){finder.found[i].start + finder.base,
				finder.found[i].end + finder.base});
		}
	}
	return why.msg[0] == '\0' || err_set(err, "%s", why.msg);
}

static bool ask_all(struct err *err)
{
	found.n = 0;
	found.trouble = false;
	for (size_t i = 0; i < COUNT_OF(questions); i++) {
		bool good = ask_one(span_of(questions[i]), err);

		finder_finish(&finder);
		finder = (struct finder){0};
		if (!good) {
			return false;
		}
	}
	return true;
}

static void undo_question(void)
{
}

const struct story story_question = {
	"questions", prepare, ask_all, tell_found, undo_question, put_away};

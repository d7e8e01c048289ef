#include "ui/cli.h"

#include "read/finder.h"
#include "ui/table.h"

#include <stdlib.h>

#define SLOW_LEAST ((uint64_t)8 << 20) /* bytes; fewer are read in less than a blink */
#define MEGA 1000000u

/* A plain pattern must stay plain where it begins with the sign of a regular expression. */
static unsigned flags_of(const struct cli *cli)
{
	const struct config *config = &cli->dossier->config;
	bool regex = cli->args->value[ARGS_OPT_regex] != NULL || config->search_regex;
	bool smart = strcmp(config->search_case, "smart") == 0;
	bool match = strcmp(config->search_case, "match") == 0;
	return (regex ? SEARCH_REGEX : 0u) | (smart ? SEARCH_SMART : 0u) | (match ? SEARCH_CASE : 0u);
}

/* What was found in a part. */
static void put_part(struct table *table, const struct finder *finder)
{
	const struct doc *doc = finder->doc;

	for (uint32_t i = 0; i < finder->n; i++) {
		struct range at = finder->found[i], source = doc_source(doc, at);

		table_text(table, doc->path);
		table_number(table, finder->source + source.start);
		table_number(table, finder->source + source.end);
		table_number(table, doc_number_at(doc, at.start));
		table_text(table, span_in(doc->text, at));
	}
}

/* The next part. False behind the last one, and where something may have been missed: err says so. */
static bool next_part(const struct cli *cli, struct finder *finder, struct err *err)
{
	if (cli->out->error != 0 || !finder_step(finder, err)) {
		return false;
	}
	return finder->trouble == NULL || err_set(err, "%.*s: %s",
		SPAN_ARG(catalog_head(&cli->dossier->catalog, finder->id.i)->path), finder->trouble);
}

/* Everything there is, document by document. What was found before a failure is printed. */
static bool put_all(const struct cli *cli, struct table *table, struct finder *finder,
	struct err *err)
{
	err->msg[0] = '\0';
	while (next_part(cli, finder, err)) {
		put_part(table, finder);
	}
	if (finder->trouble != NULL) {
		put_part(table, finder);
	}
	return err->msg[0] == '\0';
}

/* Counts what is in the part. */
static bool count(struct rank_doc **docs, uint32_t *n, uint32_t *cap, const struct finder *finder)
{
	if (*n == 0 || (*docs)[*n - 1].doc != finder->id.i) {
		if (!array_reserve(docs, cap, *n + 1, sizeof(**docs))) {
			return false;
		}
		(*docs)[(*n)++] = (struct rank_doc){.doc = finder->id.i,
			.length = catalog_head(&finder->dossier->catalog, finder->id.i)->text_n};
	}
	memcpy((*docs)[*n - 1].times, finder_times(finder), sizeof((*docs)->times));
	return true;
}

/* The best documents first: all are looked at once for their ranks, and again to be printed. */
static bool put_ranked(const struct cli *cli, struct table *table, struct finder *finder,
	struct err *err)
{
	struct rank_doc *docs = NULL;
	uint32_t n = 0, cap = 0;
	bool good = true;
	err->msg[0] = '\0';
	finder->quiet = true;
	while (good && next_part(cli, finder, err)) {
		good = finder->n == 0 || count(&docs, &n, &cap, finder) || err_memory(err);
	}
	good = good && err->msg[0] == '\0';
	if (good) {
		rank_sort(docs, n, cli->dossier->catalog.n);
	}
	finder->quiet = false;
	for (uint32_t i = 0; i < n && good; i++) {
		finder_only(finder, (doc_id){docs[i].doc});
		good = put_all(cli, table, finder, err);
	}
	free(docs);
	return good;
}

static bool put_table(const struct cli *cli, struct finder *finder, struct err *err)
{
	static const char *const columns[] = {"doc", "start", "end", "paragraph", "text"};
	const char *order = cli->args->value[ARGS_OPT_order];
	bool ranked = order != NULL && strcmp(order, "rank") == 0;
	struct table table;
	table_start(&table, cli->out, cli->args->json, columns, COUNT_OF(columns));
	bool good = ranked ? put_ranked(cli, &table, finder, err)
			   : put_all(cli, &table, finder, err);
	table_end(&table);
	return good;
}

/* Of an index that is trusted without a look at the files, at least its own sums have to be right. */
static bool is_trusted(const struct dossier *dossier, bool all, struct err *err)
{
	bool good = all ? prebuilt_sound(&dossier->built, dossier->index)
			: !catalog_lent_damaged(&dossier->catalog);

	return good || !dossier->lent ||
		err_set(err, "%s: damaged; it is made anew by dossier index", dossier->index);
}

bool cli_search(const struct cli *cli, struct err *err)
{
	struct span pattern = span_of(cli->args->operands[0]);
	unsigned flags = flags_of(cli);
	bool asks = (flags & SEARCH_REGEX) == 0 && query_is(pattern);
	struct search *search = asks ? NULL : search_new(pattern, flags, err);
	struct finder finder = {0};
	bool good;
	if (asks) {
		good = finder_ask(&finder, cli->dossier, pattern, err) &&
			is_trusted(cli->dossier, query_names(finder.query), err);
	} else {
		good = search != NULL && finder_make(&finder, cli->dossier, search, err);
	}
	good = good && put_table(cli, &finder, err) &&
		is_trusted(cli->dossier, false, err);
	finder_finish(&finder);
	return good;
}

bool cli_search_slow(const struct dossier *dossier, const char *dir, struct err *notice)
{
	const struct catalog *catalog = &dossier->catalog;
	struct words words;
	struct words_where where;
	uint64_t bytes = 0;
	uint32_t n = 0;
	if (dossier->words == NULL || !words_open(&words, dossier->words, catalog, notice)) {
		return false;
	}
	for (uint32_t i = 0; i < catalog->n && !words.whole; i++) {
		bool known = words_at(&words, (doc_id){i}, &where);
		n += !known;
		bytes += known ? 0 : catalog_head(catalog, i)->stamp.size;
	}
	words_close(&words);
	if (bytes < SLOW_LEAST) {
		return false;
	}
	err_set(notice, "%u of %u texts (%u MB) are read for this, as no index has their words: "
		"`dossier index %s` makes searching quick", n, catalog->n, (uint32_t)(bytes / MEGA), dir);
	return true;
}

#include "ui/cli.h"

#include "read/finder.h"
#include "ui/table.h"

/* A plain pattern must stay plain where it begins with the sign of a regular expression. */
static unsigned flags_of(const struct cli *cli)
{
	const struct config *config = &cli->dossier->config;
	bool regex = cli->args->value[ARGS_OPT_regex] != NULL || config->search_regex;
	bool smart = strcmp(config->search_case, "smart") == 0;
	bool match = strcmp(config->search_case, "match") == 0;
	return (regex ? SEARCH_REGEX : 0u) | (smart ? SEARCH_SMART : 0u) | (match ? SEARCH_CASE : 0u);
}

static void put_match(struct table *table, const struct doc *doc, struct range at)
{
	struct range source = doc_source(doc, at);
	table_text(table, doc->path);
	table_number(table, source.start);
	table_number(table, source.end);
	table_number(table, doc->paras[doc_para_at(doc, at.start)].number);
	table_text(table, span_in(doc->text, at));
}

/* All matches of a search in a document. What was found before a failure is printed. */
static bool put_matches(struct table *table, struct search *search, const struct doc *doc,
	struct err *err)
{
	struct range at = {0, 0};
	while (search_next(search, doc, at.end, &at)) {
		put_match(table, doc, at);
	}
	return search_trouble(search) == NULL ||
		err_set(err, "%.*s: %s", SPAN_ARG(doc->path), search_trouble(search));
}

static bool put_answers(struct table *table, struct finder *finder, const struct cli *cli, doc_id id,
	struct err *err)
{
	if (!finder_in(finder, cli->dossier, id, err)) {
		return false;
	}
	for (uint32_t i = 0; i < finder->n; i++) {
		put_match(table, catalog_doc(&cli->dossier->catalog, id), finder->found[i]);
	}
	return true;
}

static bool put_all(const struct cli *cli, struct finder *finder, struct err *err)
{
	static const char *const columns[] = {"doc", "start", "end", "paragraph", "text"};
	const struct catalog *catalog = &cli->dossier->catalog;
	struct table table;
	bool good = true;
	table_start(&table, cli->out, cli->args->json, columns, COUNT_OF(columns));
	for (uint32_t i = 0; i < catalog->n && cli->out->error == 0 && good; i++) {
		if (!finder->may[i]) {
			continue;
		}
		good = finder->search == NULL ? put_answers(&table, finder, cli, (doc_id){i}, err)
			: put_matches(&table, finder->search, catalog_doc(catalog, (doc_id){i}), err);
		catalog_trim(catalog, NULL, 0);
	}
	table_end(&table);
	return good;
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
		good = finder_ask(&finder, cli->dossier, pattern, err);
	} else {
		good = search != NULL && finder_make(&finder, cli->dossier, search, err);
	}
	good = good && put_all(cli, &finder, err);
	finder_finish(&finder);
	search_free(search);
	return good;
}

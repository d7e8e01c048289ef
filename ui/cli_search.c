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

bool cli_search(const struct cli *cli, struct err *err)
{
	static const char *const columns[] = {"doc", "start", "end", "paragraph", "text"};
	const struct catalog *catalog = &cli->dossier->catalog;
	struct table table;
	struct search *search = search_new(span_of(cli->args->operands[0]), flags_of(cli), err);
	struct finder finder;
	if (search == NULL || !finder_make(&finder, cli->dossier, search, err)) {
		search_free(search);
		return false;
	}
	bool good = true;
	table_start(&table, cli->out, cli->args->json, columns, COUNT_OF(columns));
	for (uint32_t i = 0; i < catalog->n && cli->out->error == 0 && good; i++) {
		if (!finder.may[i]) {
			continue;
		}
		const struct doc *doc = catalog_doc(catalog, (doc_id){i});
		struct range at = {0, 0};
		while (search_next(search, doc, at.end, &at)) {
			put_match(&table, doc, at);
		}
		if (search_trouble(search) != NULL) {
			good = err_set(err, "%.*s: %s", SPAN_ARG(doc->path),
				search_trouble(search));
		}
		catalog_trim(catalog, NULL, 0);
	}
	table_end(&table);
	finder_finish(&finder);
	search_free(search);
	return good;
}

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

/* Everything there is. What was found before a failure is printed. */
static bool put_all(const struct cli *cli, struct finder *finder, struct err *err)
{
	static const char *const columns[] = {"doc", "start", "end", "paragraph", "text"};
	struct table table;
	bool good = true;
	table_start(&table, cli->out, cli->args->json, columns, COUNT_OF(columns));
	while (cli->out->error == 0 && good && finder_step(finder, err)) {
		put_part(&table, finder);
		good = finder->trouble == NULL || err_set(err, "%.*s: %s",
			SPAN_ARG(catalog_head(&cli->dossier->catalog, finder->id.i)->path), finder->trouble);
	}
	table_end(&table);
	return good && err->msg[0] == '\0';
}

/* Of an index that is trusted without a look at the files, at least its own sums have to be right. */
static bool is_trusted(const struct dossier *dossier, bool all, struct err *err)
{
	bool good = all ? prebuilt_sound(&dossier->built) : !catalog_lent_damaged(&dossier->catalog);
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
		good = is_trusted(cli->dossier, true, err) &&
			finder_ask(&finder, cli->dossier, pattern, err);
	} else {
		good = search != NULL && finder_make(&finder, cli->dossier, search, err);
	}
	good = good && put_all(cli, &finder, err) &&
		is_trusted(cli->dossier, false, err);
	finder_finish(&finder);
	return good;
}

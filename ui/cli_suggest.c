#include "ui/cli.h"

#include "links/disguise.h"
#include "links/suggest.h"
#include "read/context.h"
#include "ui/table.h"

enum { CONTEXT_COLS = 60 };

/* The words of the first place with what stands around them, on one line. */
static void put_context(const struct doc *doc, struct range at, struct lines *lines, struct buf *out)
{
	buf_clear(out);
	lines_clear(lines);
	context_put(doc, at, CONTEXT_COLS / 3, CONTEXT_COLS, ROLE_TEXT, 0, lines);
	for (uint32_t i = 0; i < lines->npieces; i++) {
		buf_put(out, lines->pieces[i].text);
	}
}

/* Whether it only looks like the likely one, and why. */
static void put_doubt(const struct suggestion *item, struct buf *out)
{
	buf_clear(out);
	disguise_tell(item->name, out);
	if (out->n == 0 && item->disguised) {
		buf_puts(out, "only looks like it");
	}
}

bool cli_suggest(const struct cli *cli, struct err *err)
{
	static const char *const columns[] = {
		"name", "documents", "count", "likely", "doc", "start", "end", "context",
		"doubt"};
	const struct dossier *dossier = cli->dossier;
	struct suggestions found;
	struct table table;
	struct lines lines = {0};
	struct buf context = {0};
	if (!suggest_make(&found, &dossier->xref, &dossier->decisions, err)) {
		return false;
	}
	table_start(&table, cli->out, cli->args->json, columns, COUNT_OF(columns));
	for (uint32_t i = 0; i < found.n && cli->out->error == 0; i++) {
		const struct suggestion *item = &found.items[i];
		const struct doc *doc = catalog_doc(&dossier->catalog, item->doc);
		struct range source = doc_source(doc, item->at);
		table_text(&table, item->name);
		table_number(&table, item->docs);
		table_number(&table, item->count);
		table_text(&table, item->likely.i == ENT_NONE.i ? SPAN("")
			: dossier->ents.items[item->likely.i].id);
		table_text(&table, doc->path);
		table_number(&table, source.start);
		table_number(&table, source.end);
		put_context(doc, item->at, &lines, &context);
		table_text(&table, span_trim(buf_span(&context)));
		put_doubt(item, &context);
		table_text(&table, buf_span(&context));
	}
	table_end(&table);
	lines_finish(&lines);
	buf_finish(&context);
	suggest_finish(&found);
	return true;
}

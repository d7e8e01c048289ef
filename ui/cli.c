/* The short commands: check, import, index, show, suggest. */
#include "ui/cli.h"

#include "base/file.h"
#include "base/typo.h"
#include "base/visible.h"
#include "links/disguise.h"
#include "links/doubts.h"
#include "links/suggest.h"
#include "links/tei.h"
#include "links/tsv.h"
#include "read/context.h"
#include "texts/hidden.h"
#include "ui/table.h"

#include <time.h>

/* Prints a report; whether nothing in it is doubtful. */
static bool print_report(const struct cli *cli, const struct report *report)
{
	struct buf *out = &cli->out->buf;
	for (uint32_t i = 0; i < report->n; i++) {
		visible_put(out, span_of(report->items[i].text), VISIBLE_LINE);
		buf_putc(out, '\n');
		output_spill(cli->out);
	}
	if (report->dropped > 0) {
		buf_printf(out, "%u more, for which there was no memory\n", report->dropped);
	}
	return report_count(report, REPORT_WARNING) == 0 && report->dropped == 0;
}

/* The last line where nothing is wrong; notes stand above it. */
static void print_sum(const struct cli *cli, uint32_t notes)
{
	const struct dossier *dossier = cli->dossier;
	buf_printf(&cli->out->buf, "documents: %u, entities: %u, mentions: %u",
		dossier->catalog.n, dossier->ents.n, dossier->xref.mentions.n);
	if (notes > 0) {
		buf_printf(&cli->out->buf, ", notes: %u", notes);
	}
	buf_puts(&cli->out->buf, "; nothing is wrong\n");
}

bool cli_check(const struct cli *cli, bool *good, struct err *err)
{
	const struct dossier *dossier = cli->dossier;
	struct report doubts = {0};
	bool found = doubts_find(&dossier->ents, &dossier->xref, &doubts, err) &&
		disguise_find(&dossier->ents, &dossier->xref, &doubts, err);
	bool documents = print_report(cli, &dossier->report);
	bool links = print_report(cli, &dossier->link_report);
	bool names = print_report(cli, &doubts);
	*good = documents && links && names;
	if (found && *good) {
		print_sum(cli, dossier->report.n + dossier->link_report.n + doubts.n);
	}
	report_finish(&doubts);
	return found;
}

bool cli_import(const char *path, struct output *out, struct report *report, struct err *err)
{
	struct roster roster = {.path = path, .report = report};
	struct buf text = {0}, records = {0};
	bool good = file_read(path, TEI_BYTES, &text, NULL, err);
	if (good) {
		good = tei_looks_so(buf_span(&text)) ? tei_read(buf_span(&text), &roster, err) :
			tsv_read(buf_span(&text), &roster, err);
	}
	good = good && roster_put(&roster, &records, err);
	if (good) {
		output_text(out, buf_span(&records));
	}
	buf_finish(&text);
	buf_finish(&records);
	roster_finish(&roster);
	return good;
}

/* What was built and what it took, as one line of JSON. */
static void put_stats(const struct dossier *dossier, uint32_t read, double seconds, struct buf *out)
{
	const struct catalog *catalog = &dossier->catalog;
	const struct words_built *built = &dossier->words_built;
	struct file_stamp stamp = {0};

	(void)file_look(dossier->index, &stamp);
	buf_printf(out, "{\"documents\":%u,\"bytes\":%llu,\"read\":%u,\"entities\":%u,",
		catalog->n, (unsigned long long)catalog_bytes(catalog), read, dossier->ents.n);
	buf_printf(out, "\"mentions\":%u,\"index_bytes\":%llu,", dossier->xref.mentions.n,
		(unsigned long long)stamp.size);
	buf_printf(out, "\"words\":%llu,\"postings\":%llu,\"words_read\":%u,\"words_bytes\":%llu,",
		(unsigned long long)built->words, (unsigned long long)built->places, built->read,
		(unsigned long long)built->bytes);
	buf_printf(out, "\"words_merging\":%.3f,\"cache_dossiers\":%u,\"cache_bytes\":%llu,",
		built->merging, dossier->cached.dossiers, (unsigned long long)dossier->cached.bytes);
	buf_printf(out, "\"seconds\":%.3f}\n", seconds);
}

bool cli_index(struct dossier *dossier, const struct cli *cli, struct err *err)
{
	uint32_t read = dossier->catalog.n - dossier->taken;

	if (!dossier_index(dossier, true, err)) {
		return false;
	}
	if (cli->args->value[ARGS_OPT_stats] != NULL) {
		/* The program does nothing else: what it has used is what this took. */
		put_stats(dossier, read, (double)clock() / CLOCKS_PER_SEC, &cli->out->buf);
	}
	return true;
}

bool cli_show(const struct cli *cli, struct err *err)
{
	const struct catalog *catalog = &cli->dossier->catalog;
	const char *path = cli->args->operands[1];
	doc_id id = catalog_find(catalog, span_of(path));
	if (id.i != DOC_NONE.i) {
		const struct doc *doc = catalog_doc(catalog, id);
		hidden_put(doc, (struct range){0, (uint32_t)doc->text.n}, VISIBLE_TEXT,
			&cli->out->buf);
		return true;
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		if (typo_near(span_of(path), catalog_head(catalog, i)->path)) {
			return err_set(err, "%s: no such document; did you mean %.*s?", path,
				SPAN_ARG(catalog_head(catalog, i)->path));
		}
	}
	return err_set(err, "%s: no such document in %s", path, catalog->root);
}

enum { CONTEXT_COLS = 60 };

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
		buf_clear(&context);
		context_text(doc, item->at, CONTEXT_COLS / 3, CONTEXT_COLS, &context);
		table_text(&table, span_trim(buf_span(&context)));
		put_doubt(item, &context);
		table_text(&table, buf_span(&context));
	}
	table_end(&table);
	buf_finish(&context);
	suggest_finish(&found);
	return true;
}

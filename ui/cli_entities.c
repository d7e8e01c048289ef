#include "ui/cli.h"

#include "links/tei_put.h"
#include "ui/table.h"

#include <stdlib.h>

/* How often something was counted, for lists of `count text`. */
struct count {
	struct span text;
	uint32_t n, order; /* order of first appearance, among equals */
};

struct counts {
	struct count *items;
	uint32_t n, cap;
	bool failed;
};

static void count_up(struct counts *counts, struct span text)
{
	for (uint32_t i = 0; i < counts->n; i++) {
		if (span_eq(counts->items[i].text, text)) {
			counts->items[i].n++;
			return;
		}
	}
	if (!array_reserve(&counts->items, &counts->cap, counts->n + 1, sizeof(*counts->items))) {
		counts->failed = true;
		return;
	}
	counts->items[counts->n] = (struct count){text, 1, counts->n};
	counts->n++;
}

static int compare_counts(const void *a, const void *b)
{
	const struct count *one = a, *other = b;
	if (one->n != other->n) {
		return one->n > other->n ? -1 : 1;
	}
	return one->order < other->order ? -1 : one->order > other->order;
}

/* Puts the counts as one value and empties them. */
static void put_counts(struct table *table, struct counts *counts)
{
	struct buf text = {0};
	if (counts->n > 0) {
		qsort(counts->items, counts->n, sizeof(*counts->items), compare_counts);
	}
	for (uint32_t i = 0; i < counts->n; i++) {
		buf_printf(&text, "%s%u ", i == 0 ? "" : "|", counts->items[i].n);
		buf_put(&text, counts->items[i].text);
	}
	table->out->buf.failed = table->out->buf.failed || text.failed || counts->failed;
	table_text(table, buf_span(&text));
	buf_finish(&text);
	counts->n = 0;
}

/* The name that a mention used: the listed one where a rule knows it, else what the text says. */
static struct span name_used(const struct dossier *dossier, const struct mention *mention)
{
	if (mention->name < dossier->ents.nnames) {
		return dossier->ents.names[mention->name].text;
	}
	return span_in(catalog_doc(&dossier->catalog, mention->doc)->text, mention->at);
}

static void put_entity(struct table *table, const struct dossier *dossier, ent_id ent,
	struct counts *counts)
{
	const struct entity *entity = &dossier->ents.items[ent.i];
	struct slice of = xref_of(&dossier->xref, ent);
	const struct mention *mentions = dossier->xref.mentions.items;
	table_text(table, entity->id);
	table_text(table, dossier->ents.kinds[entity->kind]);
	table_text(table, entities_name(&dossier->ents, ent));
	table_number(table, of.n);
	table_number(table, xref_open(&dossier->xref, ent).n);
	table_number(table, xref_docs(&dossier->xref, ent));
	for (uint32_t i = 0; i < of.n; i++) {
		count_up(counts, name_used(dossier, &mentions[of.p[i]]));
	}
	put_counts(table, counts);
	for (uint32_t i = 0; i < of.n; i++) {
		count_up(counts, catalog_head(&dossier->catalog, mentions[of.p[i]].doc.i)->path);
	}
	put_counts(table, counts);
}

/* The catalogue as it is, for other programs; on a terminal as graphic characters. */
static bool put_tei(const struct cli *cli, struct err *err)
{
	struct buf text = {0};
	tei_put(&cli->dossier->ents, &text);
	bool good = buf_ok(&text, err);
	if (good) {
		output_text(cli->out, buf_span(&text));
	}
	buf_finish(&text);
	return good;
}

bool cli_entities(const struct cli *cli, struct err *err)
{
	if (cli->args->tei) {
		return put_tei(cli, err);
	}
	static const char *const columns[] = {"id", "kind", "name", "mentions", "open",
		"documents", "names", "by_document"};
	struct counts counts = {0};
	struct table table;
	table_start(&table, cli->out, cli->args->json, columns, COUNT_OF(columns));
	for (uint32_t i = 0; i < cli->dossier->ents.n && cli->out->error == 0; i++) {
		put_entity(&table, cli->dossier, (ent_id){i}, &counts);
	}
	table_end(&table);
	bool good = !counts.failed || err_memory(err);
	free(counts.items);
	return good;
}

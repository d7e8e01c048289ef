#include "ui/cli.h"

#include "base/typo.h"
#include "ui/table.h"

#define KIND_NONE UINT32_MAX

/* What --entity and --kind leave over. */
struct filter {
	ent_id ent; /* ENT_NONE: any */
	uint32_t kind; /* KIND_NONE: any */
};

static bool find_entity(const struct entities *ents, const char *id, ent_id *out, struct err *err)
{
	*out = entities_find(ents, span_of(id));
	if (out->i != ENT_NONE.i) {
		return true;
	}
	for (uint32_t i = 0; i < ents->n; i++) {
		if (typo_near(span_of(id), ents->items[i].id)) {
			return err_set(err, "no entity has the Id '%s'; did you mean '%.*s'?", id,
				SPAN_ARG(ents->items[i].id));
		}
	}
	return err_set(err, "no entity has the Id '%s'", id);
}

static bool find_kind(const struct entities *ents, const char *name, uint32_t *out, struct err *err)
{
	for (uint32_t i = 0; i < ents->nkinds; i++) {
		if (span_eq_nocase(span_of(name), ents->kinds[i])) {
			*out = i;
			return true;
		}
	}
	return err_set(err, "no entity is of the kind '%s'", name);
}

static bool make_filter(const struct cli *cli, struct filter *filter, struct err *err)
{
	const char *id = cli->args->value[ARGS_OPT_entity], *kind = cli->args->value[ARGS_OPT_kind];
	const struct entities *ents = &cli->dossier->ents;
	*filter = (struct filter){ENT_NONE, KIND_NONE};
	return (id == NULL || find_entity(ents, id, &filter->ent, err)) &&
		(kind == NULL || find_kind(ents, kind, &filter->kind, err));
}

/* The entities of a mention, or, where it is open, its rivals: what could be meant. */
static uint32_t could_be(const struct xref *xref, const struct mention *mention,
	const uint32_t **ents)
{
	*ents = xref_ents(xref, mention);
	return mention->nents > 0 ? mention->nents : mention->nrivals;
}

static bool passes(const struct xref *xref, const struct mention *mention,
	const struct filter *filter)
{
	const uint32_t *ents;
	uint32_t n = could_be(xref, mention, &ents);
	bool ent = filter->ent.i == ENT_NONE.i, kind = filter->kind == KIND_NONE;
	for (uint32_t i = 0; i < n; i++) {
		ent = ent || (ents[i] == filter->ent.i && mention->nents > 0);
		kind = kind || xref->ents->items[ents[i]].kind == filter->kind;
	}
	return ent && kind;
}

/* Ids joined by sep, or what stands for none of them. */
static void put_ids(struct table *table, const struct entities *ents, const uint32_t *ids,
	uint32_t n, char sep, const char *none)
{
	struct buf text = {0};
	for (uint32_t i = 0; i < n; i++) {
		if (i > 0) {
			buf_putc(&text, sep);
		}
		buf_put(&text, ents->items[ids[i]].id);
	}
	if (n == 0) {
		buf_puts(&text, none);
	}
	table->out->buf.failed = table->out->buf.failed || text.failed;
	table_text(table, buf_span(&text));
	buf_finish(&text);
}

static void put_mention(struct table *table, const struct dossier *dossier,
	const struct mention *mention)
{
	const struct doc *doc = catalog_doc(&dossier->catalog, mention->doc);
	catalog_trim(&dossier->catalog, &mention->doc, 1);
	const struct entities *ents = &dossier->ents;
	const uint32_t *ids = xref_ents(&dossier->xref, mention), *possible;
	struct range source = doc_source(doc, mention->at);
	uint32_t n = could_be(&dossier->xref, mention, &possible);
	table_text(table, doc->path);
	table_number(table, source.start);
	table_number(table, source.end);
	table_text(table, span_in(doc->text, mention->at));
	table_text(table, n == 0 ? SPAN("") : ents->kinds[ents->items[possible[0]].kind]);
	put_ids(table, ents, ids, mention->nents, '+', "?");
	table_text(table, span_of(mention_rule_word(mention->rule)));
	table_text(table, span_of(mention_certainty_word(mention->certainty)));
	put_ids(table, ents, ids + mention->nents, mention->nrivals, '|', "");
}

bool cli_mentions(const struct cli *cli, struct err *err)
{
	static const char *const columns[] = {"doc", "start", "end", "surface", "kind", "entity",
		"rule", "certainty", "rivals"};
	const struct mentions *mentions = &cli->dossier->xref.mentions;
	struct filter filter;
	struct table table;
	if (!make_filter(cli, &filter, err)) {
		return false;
	}
	table_start(&table, cli->out, cli->args->json, columns, COUNT_OF(columns));
	for (uint32_t i = 0; i < mentions->n && cli->out->error == 0; i++) {
		if (passes(&cli->dossier->xref, &mentions->items[i], &filter)) {
			put_mention(&table, cli->dossier, &mentions->items[i]);
		}
	}
	table_end(&table);
	return true;
}

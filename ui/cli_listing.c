#include "ui/cli.h"

#include "base/visible.h"
#include "read/layout.h"

#define MARGIN 6 /* columns for the number of a paragraph */

static void put_blanks(struct buf *out, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		buf_putc(out, ' ');
	}
}

/* A name or a title on a line of its own. */
static void put_line(struct buf *out, struct span text)
{
	visible_put(out, text, VISIBLE_LINE);
	buf_putc(out, '\n');
}

/* "1988-12-20  Working group …", the path, the source. */
static void put_title(struct buf *out, const struct doc *doc)
{
	uint32_t from = (uint32_t)out->n;
	doc_date_put(&doc->date, out);
	if (out->n > from) {
		buf_puts(out, "  ");
	}
	put_line(out, doc->title);
	put_line(out, doc->path);
	if (doc->source.n > 0) { /* a value of several lines keeps them */
		visible_put(out, doc->source, VISIBLE_TEXT);
		buf_putc(out, '\n');
	}
	buf_putc(out, '\n');
}

/* The text of one row, without markup, as the reader draws it. */
static void put_row(struct buf *out, const struct doc *doc, const struct row *row, int measure)
{
	struct flow flow;
	struct step step;
	if (row->kind == ROW_RULE) {
		for (int i = 0; i < measure; i++) {
			buf_putc(out, '-');
		}
		return;
	}
	put_blanks(out, row->indent);
	layout_flow(doc, row, &flow);
	while (flow_next(&flow, &step) && step.kind != STEP_END) {
		if (step.kind == STEP_BLANK) {
			put_blanks(out, step.cols);
		} else {
			buf_put(out, step.draw);
		}
	}
	if (row->hyphen) {
		buf_putc(out, '-');
	}
}

static bool put_para(const struct cli *cli, const struct doc *doc, uint32_t para, struct rows *rows,
	struct err *err)
{
	struct buf *out = &cli->out->buf;
	int measure = cli->dossier->config.layout_measure;
	rows->n = 0;
	if (!layout_para(doc, para, measure, rows)) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->items[i];
		if (row->kind == ROW_GAP) {
			buf_putc(out, '\n');
			continue;
		}
		if (i == 0 && !doc->paras[para].part) {
			buf_printf(out, "%*u  ", MARGIN - 2, doc->paras[para].number);
		} else {
			put_blanks(out, MARGIN);
		}
		put_row(out, doc, row, measure);
		buf_putc(out, '\n');
	}
	output_spill(cli->out);
	return true;
}

static bool put_doc(const struct cli *cli, const struct doc *doc, struct rows *rows,
	struct err *err)
{
	put_title(&cli->out->buf, doc);
	for (uint32_t i = 0; i < doc->nparas && cli->out->error == 0; i++) {
		if (!put_para(cli, doc, i, rows, err)) {
			return false;
		}
	}
	buf_puts(&cli->out->buf, "\n\n");
	return true;
}

/* "also Iturup, 択捉島": the other names, wrapped between two of them. */
static void put_names(struct buf *out, const struct entities *ents, const struct entity *entity,
	size_t measure)
{
	size_t cols = 0;
	for (uint32_t i = 1; i < entity->nnames; i++) {
		struct span name = ents->names[entity->name + i].text;
		size_t wide = visible_cols(name) + 2;
		if (i == 1) {
			buf_puts(out, "    also ");
			cols = 9;
		} else if (cols + wide > measure) {
			buf_puts(out, ",\n         ");
			cols = 9;
		} else {
			buf_puts(out, ", ");
		}
		visible_put(out, name, VISIBLE_LINE);
		cols += wide;
	}
	if (entity->nnames > 1) {
		buf_putc(out, '\n');
	}
}

/* One document's line: where in it the entity is mentioned, `¶14 ¶22 (2)`. */
static void put_places(struct buf *out, const struct dossier *dossier, doc_id id,
	struct slice mentions)
{
	const struct doc *doc = catalog_doc(&dossier->catalog, id);
	buf_puts(out, "    ");
	visible_put(out, doc->path, VISIBLE_LINE);
	buf_putc(out, ':');
	for (uint32_t i = 0; i < mentions.n;) {
		uint32_t para = 0, n = 0;
		for (; i + n < mentions.n; n++) {
			const struct mention *mention =
				xref_mention(&dossier->xref, mentions.p[i + n]);
			uint32_t here = doc_para_at(doc, mention->at.start);
			if (n > 0 && here != para) {
				break;
			}
			para = here;
		}
		buf_printf(out, n > 1 ? " ¶%u (%u)" : " ¶%u", doc->paras[para].number, n);
		i += n;
	}
	buf_putc(out, '\n');
}

static void put_entity(const struct cli *cli, ent_id ent)
{
	const struct dossier *dossier = cli->dossier;
	const struct entity *entity = &dossier->ents.items[ent.i];
	struct buf *out = &cli->out->buf;
	struct slice of = xref_of(&dossier->xref, ent);
	if (of.n == 0) {
		return;
	}
	visible_put(out, entities_name(&dossier->ents, ent), VISIBLE_LINE);
	buf_puts(out, ", ");
	visible_put(out, dossier->ents.kinds[entity->kind], VISIBLE_LINE);
	buf_printf(out, ": %u in %u of %u %s\n", of.n, xref_docs(&dossier->xref, ent),
		dossier->catalog.n, dossier->catalog.n == 1 ? "document" : "documents");
	put_names(out, &dossier->ents, entity, (size_t)dossier->config.layout_measure);
	for (uint32_t i = 0; i < dossier->catalog.n; i++) {
		struct slice here = xref_of_in(&dossier->xref, ent, (doc_id){i});
		if (here.n > 0) {
			put_places(out, dossier, (doc_id){i}, here);
		}
	}
	output_spill(cli->out);
}

bool cli_listing(const struct cli *cli, struct err *err)
{
	const struct dossier *dossier = cli->dossier;
	struct rows rows = {0};
	bool good = true;
	for (uint32_t i = 0; i < dossier->catalog.n && good && cli->out->error == 0; i++) {
		good = put_doc(cli, catalog_doc(&dossier->catalog, (doc_id){i}), &rows, err);
		catalog_trim(&dossier->catalog, NULL, 0);
	}
	rows_finish(&rows);
	if (!good) {
		return false;
	}
	buf_puts(&cli->out->buf, "Cross-references\n\n");
	for (uint32_t kind = 0; kind < dossier->ents.nkinds; kind++) {
		for (uint32_t i = 0; i < dossier->ents.n && cli->out->error == 0; i++) {
			if (dossier->ents.items[i].kind == kind) {
				put_entity(cli, (ent_id){i});
			}
		}
	}
	return true;
}

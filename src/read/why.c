#include "read/why.h"

#include "links/disguise.h"
#include "read/context.h"

enum { WHY_MARGIN = 2 };

/* One of the reasons, below the others, as far as there are rows. */
static void why_line(const struct card *card, uint32_t end, struct buf *text, struct lines *out)
{
	if (text->n > 0 && out->n < end) {
		lines_wrapped(buf_span(text), WHY_MARGIN, card->cols - 1, end - out->n, ROLE_PANEL, out);
	}
	buf_clear(text);
}

static void put_ids(const struct card *card, const struct mention *mention, struct buf *out)
{
	const struct dossier *dossier = card->panel->dossier;

	for (uint32_t i = 0; i < mention->nents; i++) {
		buf_puts(out, i > 0 ? " + " : "");
		buf_put(out, dossier->ents.items[xref_ents(&dossier->xref, mention)[i]].id);
	}
}

/* The row of the catalogue, or the decision, that the link rests on. */
static void put_source(const struct card *card, const struct mention *mention, struct buf *out)
{
	const struct dossier *dossier = card->panel->dossier;

	if (mention->rule == RULE_DECIDED) {
		const struct decision *d = &dossier->decisions.items[mention->decision];

		buf_printf(out, "%s:%u, %.*s", d->path, d->line, SPAN_ARG(d->when));
	} else if (mention->name < dossier->ents.nnames) {
		const struct name *name = &dossier->ents.names[mention->name];

		buf_printf(out, "%s:%u “%.*s”", dossier->ents.path, name->line, SPAN_ARG(name->text));
	}
}

static void put_rivals(const struct card *card, const struct mention *mention, struct buf *out)
{
	const struct dossier *dossier = card->panel->dossier;
	const uint32_t *rivals = xref_ents(&dossier->xref, mention) + mention->nents;

	buf_puts(out, mention->nrivals == 0 ? "no rivals" :
		mention->nents == 0 ? "open; could be " : "passed over: ");
	for (uint32_t i = 0; i < mention->nrivals; i++) {
		buf_puts(out, i == 0 ? "" : mention->nents == 0 ? " or " : ", ");
		buf_put(out, entities_name(&dossier->ents, (ent_id){rivals[i]}));
	}
}

/* Words that look like others: the ones in the text, else the name that they are linked by. */
static void put_disguise(const struct card *card, const struct doc *doc,
	const struct mention *mention, struct buf *out)
{
	const struct entities *ents = &card->panel->dossier->ents;

	disguise_tell(span_in(doc->text, mention->at), out);
	if (out->n == 0 && mention->name < ents->nnames) {
		disguise_tell(ents->names[mention->name].text, out);
	}
	if (out->n > 0) {
		buf_puts(out, ". Somebody may want it taken for another name");
	}
}

void why_put(const struct card *card, struct lines *out)
{
	const struct panel *panel = card->panel;
	const struct mention *mention = xref_mention(&panel->dossier->xref, panel->active);
	const struct doc *doc = catalog_doc(&panel->dossier->catalog, mention->doc);
	uint32_t end = out->n + card->rows;
	struct buf text = {0};

	card_rule(SPAN("why"), span_of(mention_certainty_word(mention->certainty)), card->cols, out);
	buf_puts(&text, "“");
	context_flat(doc, mention->at, UINT32_MAX, &text);
	buf_printf(&text, "” — %s: %s", mention_rule_word(mention->rule),
		mention_rule_text(mention->rule));
	why_line(card, end, &text, out);
	put_disguise(card, doc, mention, &text);
	why_line(card, end, &text, out);
	put_ids(card, mention, &text);
	why_line(card, end, &text, out);
	put_source(card, mention, &text);
	why_line(card, end, &text, out);
	put_rivals(card, mention, &text);
	why_line(card, end, &text, out);
	buf_finish(&text);
}

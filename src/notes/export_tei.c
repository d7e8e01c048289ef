#include "notes/export_forms.h"

#include "base/quote.h"
#include "links/tei_put.h"
#include "texts/cite.h"

static void put_element(const char *name, struct span text, struct buf *out)
{
	if (text.n > 0) {
		buf_printf(out, "<%s>", name);
		quote_xml(out, text, QUOTE_XML_TEXT);
		buf_printf(out, "</%s>", name);
	}
}

static void put_target(const struct export *export, const struct noted *noted,
	struct noted_chars *chars, struct buf *out)
{
	const struct doc *doc = noted_doc(noted, export->notes->catalog);
	noted_put_iri(noted_path(noted, export->notes->catalog), out);
	if (doc == NULL) {
		return;
	}
	if (chars->text.p != doc->text.p) {
		*chars = (struct noted_chars){.text = doc->text};
	}
	uint32_t start = noted_chars_at(chars, noted->at.start);
	struct noted_chars inside = *chars;
	buf_printf(out, "#char=%u,%u", start, noted_chars_at(&inside, noted->at.end));
}

/* Where the passage is now, or where it was. */
static void put_bibl(const struct export *export, const struct noted *noted, struct buf *out)
{
	const struct doc *doc = noted_doc(noted, export->notes->catalog);
	uint32_t para = noted->note->anchor.para;
	struct range paras = {para, para};
	buf_puts(out, "      <bibl>");
	if (doc != NULL) {
		put_element("title", doc->title, out);
		put_element("author", doc_speaker(doc, noted->at.start), out);
		if (doc->date.year != 0) {
			buf_puts(out, "<date when=\"");
			doc_date_put(&doc->date, out);
			buf_puts(out, "\"/>");
		}
		put_element("note", doc->source, out);
		paras = doc->nparas > 0 ? cite_paras(doc, noted->at) : paras;
	}
	buf_puts(out, "<idno type=\"file\">");
	quote_xml(out, noted_path(noted, export->notes->catalog), QUOTE_XML_TEXT);
	buf_printf(out, "</idno><biblScope unit=\"paragraph\" from=\"%u\" to=\"%u\"/>", paras.start,
		paras.end);
	if (doc != NULL) {
		struct range bytes = doc_source(doc, noted->at);
		buf_printf(out, "<biblScope unit=\"byte\" from=\"%u\" to=\"%u\"/>", bytes.start,
			bytes.end);
	}
	buf_puts(out, "</bibl>\n");
}

static void put_words(const struct export *export, const struct noted *noted,
	struct noted_ents *ents, struct buf *out)
{
	const struct note *note = noted->note;
	if (note->body.n > 0) {
		buf_puts(out, "      <p>");
		quote_xml(out, note->body, QUOTE_XML_TEXT);
		buf_puts(out, "</p>\n");
	}
	if (export->xref != NULL) {
		noted_ents(noted, export->xref, ents);
	}
	if (note->ntags + ents->n == 0) {
		return;
	}
	buf_puts(out, "      <p>");
	for (uint32_t i = 0; i < note->ntags; i++) {
		put_element("term", note->tags[i], out);
	}
	for (uint32_t i = 0; i < ents->n; i++) {
		buf_puts(out, "<rs ref=\"#");
		tei_put_id(export->xref->ents->items[ents->items[i].i].id, out);
		buf_puts(out, "\">");
		quote_xml(out, entities_name(export->xref->ents, ents->items[i]), QUOTE_XML_TEXT);
		buf_puts(out, "</rs>");
	}
	buf_puts(out, "</p>\n");
}

static void put_note(const struct export *export, const struct noted *noted,
	struct noted_chars *chars, struct noted_ents *ents, struct buf *out)
{
	const struct note *note = noted->note;
	const char *colour = note_colour_word(note->colour);
	buf_puts(out, "    <note xml:id=\"n-");
	quote_xml(out, note->id, QUOTE_XML_VALUE);
	buf_puts(out, "\" type=\"");
	buf_puts(out, note->body.n > 0 ? "comment" : "bookmark");
	buf_printf(out, "\" subtype=\"%s\"", anchor_state_word(noted->state));
	if (*colour != '\0') {
		buf_printf(out, " rend=\"%s\"", colour);
	}
	buf_puts(out, " target=\"");
	put_target(export, noted, chars, out);
	buf_puts(out, "\">\n      <quote>");
	quote_xml(out, note->anchor.quote, QUOTE_XML_TEXT);
	buf_puts(out, "</quote>\n");
	put_bibl(export, noted, out);
	put_words(export, noted, ents, out);
	buf_puts(out, "      <note type=\"made\"><date when=\"");
	quote_xml(out, note->created, QUOTE_XML_VALUE);
	buf_puts(out, "\"/>");
	put_element("name", note->author, out);
	buf_puts(out, "</note>\n    </note>\n");
}

/* Begins a division for a document, or for what has none; ends the one before. */
static void put_division(const struct doc *doc, bool first, struct buf *out)
{
	buf_puts(out, first ? "    <div><head>" : "    </div>\n    <div><head>");
	quote_xml(out, doc == NULL ? SPAN("Without a place") : doc->title, QUOTE_XML_TEXT);
	buf_puts(out, "</head>\n");
}

void export_tei_put(const struct export *export, struct buf *out)
{
	const struct notes *notes = export->notes;
	struct noted_chars chars = {0};
	struct noted_ents ents = {0};
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		"<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">\n  <teiHeader>\n    <fileDesc>\n"
		"      <titleStmt><title>Notes on a dossier</title></titleStmt>\n"
		"      <publicationStmt><p>Made by dossier " DOSSIER_VERSION "</p></publicationStmt>\n"
		"      <sourceDesc><p>Bookmarks of a reader</p></sourceDesc>\n"
		"    </fileDesc>\n  </teiHeader>\n  <text>\n    <body>\n");
	for (uint32_t i = 0; i < notes->n; i++) {
		const struct doc *doc = noted_doc(&notes->items[i], notes->catalog);
		if (i == 0 || doc != noted_doc(&notes->items[i - 1], notes->catalog)) {
			put_division(doc, i == 0, out);
		}
		put_note(export, &notes->items[i], &chars, &ents, out);
	}
	buf_puts(out, notes->n > 0 ? "    </div>\n" : "    <p/>\n");
	buf_puts(out, "    </body>\n  </text>\n</TEI>\n");
	out->failed = out->failed || ents.failed;
	noted_ents_finish(&ents);
}

#include "notes/export.h"

#include "base/file.h"
#include "base/quote.h"
#include "notes/export_forms.h"

struct export_form {
	struct span word, suffix;
	void (*put)(const struct export *export, struct buf *out);
};

static void put_tsv(const struct export *export, struct buf *out);

static const struct export_form forms[EXPORT_FORMATS] = {
	[EXPORT_TSV] = {{"tsv", 3}, {".tsv", 4}, put_tsv},
	[EXPORT_JSON] = {{"json", 4}, {".json", 5}, export_json_put},
	[EXPORT_MD] = {{"md", 2}, {".md", 3}, export_md_put},
	[EXPORT_W3C] = {{"w3c", 3}, {".jsonld", 7}, export_w3c_put},
	[EXPORT_TEI] = {{"tei", 3}, {".xml", 4}, export_tei_put},
	[EXPORT_BIB] = {{"bib", 3}, {".bib", 4}, export_bib_put},
};

static void put_row(const struct export *export, const struct noted *noted, struct buf *out)
{
	const struct doc *doc = noted_doc(noted, export->notes->catalog);
	const struct note *note = noted->note;
	quote_tsv(out, note->id);
	buf_putc(out, '\t');
	quote_tsv(out, noted_path(noted, export->notes->catalog));
	if (doc != NULL) {
		struct range bytes = doc_source(doc, noted->at);
		buf_printf(out, "\t%u\t%u\t", bytes.start, bytes.end);
	} else {
		buf_puts(out, "\t\t\t");
	}
	buf_puts(out, anchor_state_word(noted->state));
	buf_putc(out, '\t');
	quote_tsv(out, note->anchor.quote);
	buf_putc(out, '\t');
	quote_tsv(out, note->body);
	buf_putc(out, '\t');
	for (uint32_t i = 0; i < note->ntags; i++) {
		buf_puts(out, i == 0 ? "" : " ");
		quote_tsv(out, note->tags[i]);
	}
	buf_putc(out, '\t');
	quote_tsv(out, note->created);
	buf_putc(out, '\n');
}

static void put_tsv(const struct export *export, struct buf *out)
{
	buf_puts(out, "id\tdoc\tstart\tend\tstate\tquote\tnote\ttags\tcreated\n");
	for (uint32_t i = 0; i < export->notes->n; i++) {
		put_row(export, &export->notes->items[i], out);
	}
}

bool export_format_of(struct span word, enum export_format *out)
{
	for (uint32_t i = 0; i < EXPORT_FORMATS; i++) {
		if (span_eq(word, forms[i].word)) {
			*out = (enum export_format)i;
			return true;
		}
	}
	return false;
}

enum export_format export_format_for(const char *path)
{
	for (uint32_t i = 0; i < EXPORT_FORMATS; i++) {
		if (span_ends(span_of(path), forms[i].suffix)) {
			return (enum export_format)i;
		}
	}
	return EXPORT_MD;
}

bool export_put(const struct export *export, enum export_format format, struct buf *out,
	struct err *err)
{
	forms[format].put(export, out);
	return buf_ok(out, err);
}

bool export_write(const struct export *export, enum export_format format, const char *path,
	bool replace, struct err *err)
{
	struct buf text = {0};
	bool good = export_put(export, format, &text, err) &&
		file_write(path, buf_span(&text), replace, 0666, err);
	buf_finish(&text);
	return good;
}

#include "notes/export_forms.h"

#include "base/byte.h"
#include "texts/cite.h"

static const struct {
	char c;
	const char *tex;
} signs[] = {
	{'\\', "\\textbackslash{}"}, {'{', "\\textbraceleft{}"}, {'}', "\\textbraceright{}"},
	{'~', "\\textasciitilde{}"}, {'^', "\\textasciicircum{}"}, {'$', "\\$"}, {'&', "\\&"},
	{'#', "\\#"}, {'%', "\\%"}, {'_', "\\_"}, {'<', "\\textless{}"}, {'>', "\\textgreater{}"},
	{'|', "\\textbar{}"},
};

/* Any text on one line, with nothing in it that TeX would obey. */
static void put_tex(struct span text, struct buf *out)
{
	struct buf visible = {0};
	cite_put_line(span_trim(text), &visible);
	for (size_t i = 0; i < visible.n; i++) {
		size_t k = 0;
		while (k < COUNT_OF(signs) && signs[k].c != visible.p[i]) {
			k++;
		}
		if (k < COUNT_OF(signs)) {
			buf_puts(out, signs[k].tex);
		} else {
			buf_putc(out, visible.p[i]);
		}
	}
	out->failed = out->failed || visible.failed;
	buf_finish(&visible);
}

static void put_field(const char *name, struct span text, struct buf *out)
{
	if (text.n > 0) {
		buf_printf(out, ",\n  %s = {", name);
		put_tex(text, out);
		buf_putc(out, '}');
	}
}

/*
 * A path as a key: letters, digits and `.-/` stay, each other byte is `_` and its number, so that
 * no two paths give the same.
 */
static void put_key(struct span path, struct buf *out)
{
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		if (byte_is_alnum(c) || c == '.' || c == '-' || c == '/') {
			buf_putc(out, (char)c);
		} else {
			buf_printf(out, "_%02x", c);
		}
	}
}

static void put_annote(const struct noted *noted, const struct doc *doc, struct buf *out)
{
	const struct note *note = noted->note;
	struct range paras = {note->anchor.para, note->anchor.para};
	if (doc != NULL && doc->nparas > 0) {
		paras = cite_paras(doc, noted->at);
	}
	if (doc == NULL) {
		put_tex(note->anchor.path, out);
		buf_puts(out, ", ");
	}
	buf_printf(out, "\\P%u", paras.start);
	if (paras.end != paras.start) {
		buf_printf(out, "--%u", paras.end);
	}
	buf_puts(out, ": ``");
	put_tex(note->anchor.quote, out);
	buf_puts(out, "''");
	if (note->body.n > 0) {
		buf_puts(out, " --- ");
		put_tex(note->body, out);
	}
}

/* Whether one of the notes before `note` in [first, i) has the tag. */
static bool is_tagged(const struct notes *notes, uint32_t first, uint32_t i, struct span tag)
{
	for (; first < i; first++) {
		const struct note *note = notes->items[first].note;
		for (uint32_t k = 0; k < note->ntags; k++) {
			if (span_eq(note->tags[k], tag)) {
				return true;
			}
		}
	}
	return false;
}

static void put_keywords(const struct notes *notes, uint32_t first, uint32_t end, struct buf *out)
{
	bool any = false;
	for (uint32_t i = first; i < end; i++) {
		const struct note *note = notes->items[i].note;
		for (uint32_t k = 0; k < note->ntags; k++) {
			if (!is_tagged(notes, first, i, note->tags[k])) {
				buf_puts(out, any ? ", " : ",\n  keywords = {");
				put_tex(note->tags[k], out);
				any = true;
			}
		}
	}
	buf_puts(out, any ? "}" : "");
}

static void put_about(const struct doc *doc, struct buf *out)
{
	buf_puts(out, ",\n  title = {{");
	put_tex(doc->title, out);
	buf_puts(out, "}}");
	if (doc->date.year != 0) {
		buf_printf(out, ",\n  year = {%d},\n  date = {", doc->date.year);
		doc_date_put(&doc->date, out);
		buf_putc(out, '}');
	}
	put_field("howpublished", doc->source, out);
	put_field("language", doc->language, out);
}

/* The entry of notes [first, end), which are of one document, or of none. */
static void put_entry(const struct notes *notes, uint32_t first, uint32_t end, struct buf *out)
{
	const struct doc *doc = noted_doc(&notes->items[first], notes->catalog);
	buf_puts(out, "@misc{");
	if (doc != NULL) {
		put_key(doc->path, out);
		put_about(doc, out);
		put_field("note", doc->path, out);
	} else {
		buf_puts(out, "without-a-place,\n  title = {{Passages that were not found again}}");
	}
	put_keywords(notes, first, end, out);
	buf_puts(out, ",\n  annote = {");
	for (uint32_t i = first; i < end; i++) {
		buf_puts(out, i == first ? "" : "\n\n");
		put_annote(&notes->items[i], doc, out);
	}
	buf_puts(out, "}\n}\n");
}

void export_bib_put(const struct export *export, struct buf *out)
{
	const struct notes *notes = export->notes;
	uint32_t end;
	for (uint32_t first = 0; first < notes->n; first = end) {
		const struct doc *doc = noted_doc(&notes->items[first], notes->catalog);
		end = first + 1;
		while (end < notes->n && noted_doc(&notes->items[end], notes->catalog) == doc) {
			end++;
		}
		buf_puts(out, first == 0 ? "" : "\n");
		put_entry(notes, first, end, out);
	}
}

#include "notes/export_forms.h"

#include "base/byte.h"
#include "base/visible.h"
#include "texts/cite.h"

/* Appends a line that is visible already, with a backslash before what would be markup. */
static void put_escaped(struct span line, struct buf *out)
{
	size_t digits = 0;
	while (digits < line.n && byte_is_digit(line.p[digits])) {
		digits++;
	}
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		bool anywhere = c != '\0' && strchr("\\`*_[]<>&|~$", c) != NULL;
		bool front = i == 0 && c != '\0' && strchr("#+-=", c) != NULL;
		bool number = i == digits && digits > 0 && (c == '.' || c == ')');
		if (anywhere || front || number) {
			buf_putc(out, '\\');
		}
		buf_putc(out, c);
	}
}

/* Any text on one line, with nothing in it that is markup. */
static void put_line(struct span text, struct buf *out)
{
	struct buf visible = {0};
	cite_put_line(text, &visible);
	put_escaped(span_trim(buf_span(&visible)), out);
	out->failed = out->failed || visible.failed;
	buf_finish(&visible);
}

/* A stored quotation: its lines, each behind `> `; empty lines part paragraphs. */
static void put_quote(struct span quote, struct buf *out)
{
	struct span line;
	while (span_cut(&quote, '\n', &line)) {
		line = span_trim(line);
		buf_puts(out, line.n > 0 ? "> " : ">");
		put_line(line, out);
		buf_putc(out, '\n');
	}
}

/* Whether a line of the note would make a heading of itself or of the line before it. */
static bool is_heading(struct span line)
{
	line = span_trim(line);
	size_t n = 0;
	while (n < line.n && line.p[n] == line.p[0]) {
		n++;
	}
	bool rule = n > 0 && n == line.n && (line.p[0] == '=' || line.p[0] == '-');
	return rule || (n > 0 && line.p[0] == '#');
}

static void put_body(struct span body, struct buf *out)
{
	struct span line;
	while (span_cut(&body, '\n', &line)) {
		struct buf visible = {0};
		visible_put(&visible, line, VISIBLE_TEXT);
		struct span text = buf_span(&visible);
		if (is_heading(text)) {
			text = span_trim(text);
			buf_putc(out, '\\');
		}
		for (size_t i = 0; i < text.n; i++) {
			buf_puts(out, text.p[i] == '<' || text.p[i] == '&' ? "\\" : "");
			buf_putc(out, text.p[i]);
		}
		buf_putc(out, '\n');
		out->failed = out->failed || visible.failed;
		buf_finish(&visible);
	}
}

static void put_citation(const struct export *export, const struct noted *noted, struct buf *out)
{
	const struct doc *doc = noted_doc(noted, export->notes->catalog);
	const struct anchor *anchor = &noted->note->anchor;
	struct buf text = {0};
	if (doc != NULL && doc->nparas > 0) {
		cite_put(doc, noted->at, &text);
	} else {
		cite_put_line(anchor->path, &text);
		buf_printf(&text, ", ¶%u as it was; the passage is not there any more", anchor->para);
	}
	buf_puts(out, "— ");
	put_escaped(buf_span(&text), out);
	buf_putc(out, '\n');
	out->failed = out->failed || text.failed;
	buf_finish(&text);
}

/* "*#pact #open · yellow · 2026-11-21T20:05:00Z · reworded*" */
static void put_details(const struct noted *noted, struct buf *out)
{
	const struct note *note = noted->note;
	const char *colour = note_colour_word(note->colour), *between = "";
	buf_puts(out, "\n*");
	for (uint32_t i = 0; i < note->ntags; i++) {
		buf_puts(out, i == 0 ? "\\#" : " \\#");
		put_line(note->tags[i], out);
		between = " · ";
	}
	if (*colour != '\0') {
		buf_printf(out, "%s%s", between, colour);
		between = " · ";
	}
	buf_puts(out, between);
	put_line(note->created, out);
	if (note->author.n > 0) {
		buf_puts(out, " · ");
		put_line(note->author, out);
	}
	if (noted->state == ANCHOR_REWORDED) {
		buf_puts(out, " · reworded since");
	}
	buf_puts(out, "*\n");
}

/* A heading where another document begins, or the notes without a place. */
static void put_heading(const struct noted *noted, const struct catalog *catalog, struct buf *out)
{
	const struct doc *doc = noted_doc(noted, catalog);
	buf_puts(out, "\n## ");
	if (doc == NULL) {
		buf_puts(out, "Without a place\n");
		return;
	}
	put_line(doc->title, out);
	if (doc->date.year != 0) {
		buf_puts(out, ", ");
		doc_date_put(&doc->date, out);
	}
	buf_putc(out, '\n');
}

void export_md_put(const struct export *export, struct buf *out)
{
	const struct notes *notes = export->notes;
	buf_puts(out, "# Notes\n");
	for (uint32_t i = 0; i < notes->n; i++) {
		const struct noted *noted = &notes->items[i];
		if (i == 0 || noted_doc(noted, notes->catalog) !=
				noted_doc(&notes->items[i - 1], notes->catalog)) {
			put_heading(noted, notes->catalog, out);
		}
		buf_putc(out, '\n');
		put_quote(noted->note->anchor.quote, out);
		buf_puts(out, ">\n> ");
		put_citation(export, noted, out);
		if (noted->note->body.n > 0) {
			buf_putc(out, '\n');
			put_body(noted->note->body, out);
		}
		put_details(noted, out);
	}
}

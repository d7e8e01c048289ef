#include "base/quote.h"

#include "base/utf8.h"
#include "base/visible.h"

#define MARKS_SEEN 4 /* on one base */

/* The bytes of a glyph that is not to be seen as it is, each as its number. */
static void put_tsv_bytes(struct buf *out, struct span bytes)
{
	for (size_t i = 0; i < bytes.n; i++) {
		buf_printf(out, "\\x%02X", (unsigned char)bytes.p[i]);
	}
}

void quote_tsv(struct buf *out, struct span text)
{
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		char c = text.p[off];
		visible_next(text, off, &g);
		if (c == '\t' || c == '\n') {
			buf_puts(out, c == '\t' ? "\\t" : "\\n");
		} else if (g.kind == GLYPH_FORM) {
			put_tsv_bytes(out, (struct span){text.p + g.start, g.end - g.start});
		} else {
			buf_puts(out, c == '\\' ? "\\" : "");
			buf_add(out, text.p + g.start, g.end - g.start);
		}
	}
}

/* Whether a character is seen as itself, alone; a mark on a base is, up to four in a row. */
static bool is_seen(uint32_t c, unsigned *marks)
{
	enum utf8_class class = utf8_class(c);
	*marks = class == UTF8_ATTACHED ? *marks + 1 : 0;
	return class == UTF8_GRAPHIC || class == UTF8_BLANK ||
		(class == UTF8_ATTACHED && *marks <= MARKS_SEEN);
}

/* A character of a JSON string; what a terminal might obey or not show is written as its number. */
static void put_json_char(struct buf *out, uint32_t c, unsigned *marks)
{
	char bytes[UTF8_MAX];
	if (c == '"' || c == '\\') {
		buf_putc(out, '\\');
		buf_putc(out, (char)c);
	} else if (c == '\n') {
		buf_puts(out, "\\n");
	} else if (c == '\t') {
		buf_puts(out, "\\t");
	} else if (!is_seen(c, marks)) {
		if (c < 0x10000) {
			buf_printf(out, "\\u%04x", c);
		} else {
			buf_printf(out, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10),
				0xDC00 + ((c - 0x10000) & 0x3FF));
		}
	} else {
		buf_add(out, bytes, utf8_encode(c, bytes));
	}
}

void quote_json(struct buf *out, struct span text)
{
	unsigned marks = MARKS_SEEN; /* the first one stands on the quotation mark */
	buf_putc(out, '"');
	for (size_t off = 0; off < text.n;) {
		uint32_t c = utf8_next(text, &off);
		put_json_char(out, c == UTF8_INVALID ? 0xFFFD : c, &marks);
	}
	buf_putc(out, '"');
}

/* The line feed and the tab, which XML can hold. */
static void put_xml_blank(struct buf *out, uint32_t c, enum quote_xml where)
{
	if (c == '\n' && where != QUOTE_XML_VALUE) {
		buf_puts(out, where == QUOTE_XML_TEXT ? "<lb/>" : "\n");
	} else {
		buf_putc(out, ' ');
	}
}

void quote_xml(struct buf *out, struct span text, enum quote_xml where)
{
	unsigned marks = MARKS_SEEN;
	for (size_t off = 0; off < text.n;) {
		struct span one = {text.p + off, 0};
		uint32_t c = utf8_next(text, &off);
		one.n = (size_t)(text.p + off - one.p);
		if (c == '&') {
			buf_puts(out, "&amp;");
		} else if (c == '<') {
			buf_puts(out, "&lt;");
		} else if (c == '>') {
			buf_puts(out, "&gt;");
		} else if (c == '"' && where == QUOTE_XML_VALUE) {
			buf_puts(out, "&quot;");
		} else if (c == '\t' || c == '\n') {
			put_xml_blank(out, c, where);
		} else if (c == UTF8_INVALID || utf8_class(c) == UTF8_CONTROL || (c & 0xFFFE) == 0xFFFE) {
			struct buf form = {0};
			visible_put(&form, one, VISIBLE_LINE);
			quote_xml(out, buf_span(&form), where); /* graphic: goes no deeper */
			buf_finish(&form);
		} else if (!is_seen(c, &marks)) {
			buf_printf(out, "&#x%X;", c);
		} else {
			buf_put(out, one);
		}
	}
}

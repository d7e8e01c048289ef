#include "ui/table.h"

#include "base/utf8.h"
#include "base/visible.h"

#include <unistd.h>

void table_start(struct table *table, struct output *out, bool json, const char *const *columns,
	size_t ncolumns)
{
	*table = (struct table){.out = out, .columns = columns, .ncolumns = ncolumns, .json = json,
		.shown = isatty(out->fd) != 0};
	if (json) {
		buf_puts(&out->buf, "[");
		return;
	}
	for (size_t i = 0; i < ncolumns; i++) {
		buf_printf(&out->buf, "%s%s", i == 0 ? "" : "\t", columns[i]);
	}
	buf_putc(&out->buf, '\n');
}

/* What stands before a value: the comma, the name, the tab. */
static void begin_value(struct table *table)
{
	struct buf *buf = &table->out->buf;
	bool first = table->column == 0;
	if (table->json) {
		buf_puts(buf, !first ? "," : table->begun ? ",\n{" : "\n{");
		buf_printf(buf, "\"%s\":", table->columns[table->column]);
	} else if (!first) {
		buf_putc(buf, '\t');
	}
}

static void end_value(struct table *table)
{
	if (++table->column == table->ncolumns) {
		buf_puts(&table->out->buf, table->json ? "}" : "\n");
		table->column = 0;
		table->begun = true;
		output_spill(table->out);
	}
}

static void put_tsv(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.n; i++) {
		switch (text.p[i]) {
		case '\t':
			buf_puts(out, "\\t");
			break;
		case '\n':
			buf_puts(out, "\\n");
			break;
		case '\\':
			buf_puts(out, "\\\\");
			break;
		default:
			buf_putc(out, text.p[i]);
		}
	}
}

/* A character of a JSON string; what a terminal might obey is written as its number. */
static void put_json_char(struct buf *out, uint32_t c)
{
	char bytes[UTF8_MAX];
	if (c == '"' || c == '\\') {
		buf_putc(out, '\\');
		buf_putc(out, (char)c);
	} else if (c == '\n') {
		buf_puts(out, "\\n");
	} else if (c == '\t') {
		buf_puts(out, "\\t");
	} else if (utf8_cols(c) <= 0 && !utf8_is_mark(c)) {
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

static void put_json(struct buf *out, struct span text)
{
	buf_putc(out, '"');
	for (size_t off = 0; off < text.n;) {
		uint32_t c = utf8_next(text, &off);
		put_json_char(out, c == UTF8_INVALID ? 0xFFFD : c);
	}
	buf_putc(out, '"');
}

void table_text(struct table *table, struct span text)
{
	struct buf *buf = &table->out->buf;
	begin_value(table);
	if (table->json) {
		put_json(buf, text);
	} else if (table->shown) {
		struct buf escaped = {0};
		put_tsv(&escaped, text);
		visible_put(buf, buf_span(&escaped), VISIBLE_LINE);
		buf->failed = buf->failed || escaped.failed;
		buf_finish(&escaped);
	} else {
		put_tsv(buf, text);
	}
	end_value(table);
}

void table_number(struct table *table, uint32_t number)
{
	begin_value(table);
	buf_printf(&table->out->buf, "%u", number);
	end_value(table);
}

void table_end(struct table *table)
{
	if (table->json) {
		buf_puts(&table->out->buf, "\n]\n");
	}
}

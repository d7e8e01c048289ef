#include "ui/table.h"

#include "base/quote.h"
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

void table_text(struct table *table, struct span text)
{
	struct buf *buf = &table->out->buf;
	begin_value(table);
	if (table->json) {
		quote_json(buf, text);
	} else if (table->shown) {
		struct buf escaped = {0};
		quote_tsv(&escaped, text);
		visible_put(buf, buf_span(&escaped), VISIBLE_LINE);
		buf->failed = buf->failed || escaped.failed;
		buf_finish(&escaped);
	} else {
		quote_tsv(buf, text);
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

#include "links/tsv.h"

#include "base/byte.h"
#include "base/rec.h"
#include "base/utf8.h"

/* Fields that may hold several values in a cell. */
static const char *const several[] = {"Name", "Alias", "Party", "Idno"};
static const char *const single[] = {"Id", "Kind", "Date", "Place", "Note"};

struct column {
	struct span field; /* empty: passed over */
	bool several;
};

struct table {
	struct roster *roster;
	struct column columns[TSV_COLUMNS];
	uint32_t n;
	uint32_t line;
	struct buf cell; /* without escapes */
};

/* The column under a heading; known fields are spelt as entities.rec has them. */
static struct column column_of(struct span name)
{
	for (size_t i = 0; i < COUNT_OF(several); i++) {
		if (span_eq_nocase(name, span_of(several[i]))) {
			return (struct column){span_of(several[i]), true};
		}
	}
	for (size_t i = 0; i < COUNT_OF(single); i++) {
		if (span_eq_nocase(name, span_of(single[i]))) {
			return (struct column){span_of(single[i]), false};
		}
	}
	return (struct column){name, false};
}

static bool read_header(struct table *table, struct span row, struct err *err)
{
	struct roster *roster = table->roster;
	struct span name;
	bool named = false;
	while (span_cut(&row, '\t', &name)) {
		if (table->n == TSV_COLUMNS) {
			return err_set(err, "%s:1: more than %d columns", roster->path, TSV_COLUMNS);
		}
		struct column column = column_of(span_trim(name));
		if (!rec_is_name(column.field)) {
			report_add(roster->report, REPORT_ERROR, roster->path, 1,
				"'%.*s' is no name of a field: its column is left out (a letter "
				"and letters, digits, '_' or '-')", SPAN_ARG(column.field));
			column.field = SPAN("");
		}
		named = named || span_eq(column.field, SPAN("Name"));
		table->columns[table->n++] = column;
	}
	return named || err_set(err, "%s:1: no column is called Name: the first row names the "
		"fields, with tabs between", roster->path);
}

/* How long the escape at i is, 0 where there is none, and the byte that it stands for. */
static size_t escape_at(struct span cell, size_t i, char *byte)
{
	char next = cell.p[i] == '\\' && i + 1 < cell.n ? cell.p[i + 1] : '\0';
	int high, low;

	if (next == 't' || next == 'n' || next == '\\') {
		*byte = next == 't' ? '\t' : next == 'n' ? '\n' : '\\';
		return 2;
	}
	if (next != 'x' || cell.n - i < 4) {
		return 0;
	}
	high = byte_hex(cell.p[i + 2]);
	low = byte_hex(cell.p[i + 3]);
	if (high < 0 || low < 0) {
		return 0;
	}
	*byte = (char)(high * 16 + low);
	return 4;
}

/* The cell without escapes, in table->cell. A backslash before anything else is itself. */
static struct span unescape(struct table *table, struct span cell)
{
	buf_clear(&table->cell);
	for (size_t i = 0; i < cell.n;) {
		char byte = cell.p[i];
		size_t n = escape_at(cell, i, &byte);

		buf_putc(&table->cell, byte);
		i += n == 0 ? 1 : n;
	}
	return buf_span(&table->cell);
}

static bool read_cell(struct table *table, const struct column *column, struct span cell)
{
	cell = unescape(table, cell);
	if (table->cell.failed) {
		return false;
	}
	bool ok = true;
	while (ok && column->several) {
		size_t end = span_find(cell, SPAN(" | "), 0);
		if (end == cell.n) {
			break;
		}
		ok = roster_add(table->roster, column->field, (struct span){cell.p, end});
		cell = (struct span){cell.p + end + 3, cell.n - end - 3};
	}
	return ok && roster_add(table->roster, column->field, cell);
}

/* Whether a row can be taken; says what is wrong otherwise. */
static bool row_is_good(struct table *table, struct span row)
{
	struct roster *roster = table->roster;
	struct span rest = row, cell;
	uint32_t n = 0;
	bool valid = true;
	while (span_cut(&rest, '\t', &cell)) {
		struct span value = unescape(table, cell);
		valid = valid && utf8_valid_prefix(value) == value.n;
		n += n < table->n || span_trim(cell).n > 0 ? 1 : 0;
	}
	if (!valid) {
		report_add(roster->report, REPORT_ERROR, roster->path, table->line,
			"bytes that are no UTF-8: the row is left out");
		return false;
	}
	if (n > table->n) {
		report_add(roster->report, REPORT_ERROR, roster->path, table->line,
			"%u cells and only %u fields: the row is left out", n, table->n);
		return false;
	}
	return true;
}

static bool read_row(struct table *table, struct span row)
{
	struct span cell;
	if (span_trim(row).n == 0 || !row_is_good(table, row)) {
		return true;
	}
	bool ok = roster_begin(table->roster, table->line);
	for (uint32_t i = 0; ok && i < table->n && span_cut(&row, '\t', &cell); i++) {
		ok = table->columns[i].field.n == 0 ||
			read_cell(table, &table->columns[i], cell);
	}
	return ok;
}

bool tsv_read(struct span text, struct roster *roster, struct err *err)
{
	struct table table = {.roster = roster};
	struct span row;
	text = utf8_without_mark(text);
	bool ok = true;
	while (ok && text.n > 0 && span_cut(&text, '\n', &row)) {
		row.n -= span_ends(row, SPAN("\r")) ? 1 : 0;
		table.line++;
		if (table.line == 1) {
			ok = read_header(&table, row, err);
		} else {
			ok = read_row(&table, row) || err_memory(err);
		}
	}
	if (table.line == 0) {
		ok = err_set(err, "%s: the file is empty", roster->path);
	}
	buf_finish(&table.cell);
	return ok;
}

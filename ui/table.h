/*
 * table.h - rows on standard output as TSV or JSON.
 *
 * TSV has a header row; tab, line feed and backslash in values are `\t \n \\`. JSON is an array of
 * objects, one a line, in valid UTF-8: bytes that are none become U+FFFD. Values go out as they
 * are, for programs; on a terminal they go through visible.h like everything else.
 *
 *	table_start(&table, &out, json, columns, COUNT_OF(columns));
 *	table_text(&table, path);  table_number(&table, at.start);  …one for each column
 *	table_end(&table);
 */
#ifndef DOSSIER_UI_TABLE_H
#define DOSSIER_UI_TABLE_H

#include "ui/output.h"

struct table {
	struct output *out;
	const char *const *columns;
	size_t ncolumns, column; /* of the next value */
	bool json;
	bool shown; /* the output is a terminal */
	bool begun; /* a row has been written */
};

/* Begins a table: the header row, or the bracket. columns are literals that outlive the table. */
void table_start(struct table *table, struct output *out, bool json, const char *const *columns,
	size_t ncolumns);

/* The next value of the row. */
void table_text(struct table *table, struct span text);
void table_number(struct table *table, uint32_t number);

/* Ends the table. */
void table_end(struct table *table);

#endif

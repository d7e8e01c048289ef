/*
 * tsv.h - a catalogue as a table: what spreadsheets save.
 *
 * The first row names the fields of entities.rec (case matters not; other names are kept as they
 * are); each further row is an entity. In the columns Name, Alias, Party and Idno a cell may hold
 * several values with ` | ` between them, and a column may stand several times. `\t`, `\n` and `\\`
 * are tab, line end and backslash, `\x1B` is the byte: what quote_tsv writes. A byte order mark and
 * CRLF are accepted.
 */
#ifndef DOSSIER_LINKS_TSV_H
#define DOSSIER_LINKS_TSV_H

#include "links/roster.h"

/*
 * Adds the rows of text to the roster. A row that is no UTF-8 or has more cells than there are
 * fields is reported with its line and left out, a column with a name that is none as well. False
 * where no column is called Name, for more than TSV_COLUMNS columns, or where memory is short.
 */
bool tsv_read(struct span text, struct roster *roster, struct err *err) MUST_CHECK;

#define TSV_COLUMNS 256

#endif

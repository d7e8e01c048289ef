/*
 * export_json.h - notes as JSON: the columns of the table, and all else that is stored.
 *
 * An array of objects, one a line. Behind the columns stand `rev modified author colour rival` and
 * `anchor`, with what anchor.h keeps. A path that is no UTF-8 stands in `path_encoded` in place of
 * `path`, with each such byte as %XX.
 */
#ifndef DOSSIER_NOTES_EXPORT_JSON_H
#define DOSSIER_NOTES_EXPORT_JSON_H

#include "notes/export.h"

/* Appends all notes. */
void export_json_put(const struct export *export, struct buf *out);

/*
 * Appends an anchor as an object; its quotation stands elsewhere. context: with prefix and suffix.
 */
void export_json_anchor(const struct anchor *anchor, bool context, struct buf *out);

/* Appends `,"name":"text"`; nothing where text is empty. */
void export_json_member(const char *name, struct span text, struct buf *out);

#endif

/*
 * export_md.h - notes as Markdown (CommonMark): to be read, printed, pasted into a paper.
 *
 * A heading for each document; under it each quotation with its citation, the note, and a line
 * with tags, colour, time and, where the passage was edited since, what became of it. Quotations
 * and titles are escaped: nothing in them is markup. The note is the reader's own Markdown, but
 * for HTML and what would be a heading.
 */
#ifndef DOSSIER_NOTES_EXPORT_MD_H
#define DOSSIER_NOTES_EXPORT_MD_H

#include "notes/export.h"

/* Appends all notes. */
void export_md_put(const struct export *export, struct buf *out);

#endif

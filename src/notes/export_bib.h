/*
 * export_bib.h - the documents with notes as BibTeX: one @misc each, for a paper's bibliography.
 *
 * title, year and date, howpublished (the source), note (the file), keywords (tags), annote
 * (paragraph, quotation and note of each bookmark). Keys are made of the paths and stay the same
 * as long as these do. TeX's own signs are written as commands, braces as well, so that every
 * value's braces match.
 */
#ifndef DOSSIER_NOTES_EXPORT_BIB_H
#define DOSSIER_NOTES_EXPORT_BIB_H

#include "notes/export.h"

/* Appends an entry for each document, and one for all orphans. */
void export_bib_put(const struct export *export, struct buf *out);

#endif

/*
 * export.h - notes on their way out: tables, Markdown, Web Annotations, TEI, BibTeX.
 *
 *	tsv   id doc start end state quote note tags created
 *	json  the same, then what else is stored: import.h takes it back without loss
 *	w3c   an AnnotationCollection of the W3C Web Annotation Data Model, in JSON-LD; the same
 *	md    quotations with citations, by document, and what was said about them
 *	tei   <note target> with <quote> and <bibl>
 *	bib   one @misc for each document, notes in annote, tags in keywords
 *
 * Documents are paths below the dossier; start and end are bytes of the file where the passage is
 * now, empty (null) for an orphan. Positions of Web Annotations and TEI are characters (code
 * points) of the canonical text. Writes in the order of notes.h. What md, tei and bib hold of
 * strangers' texts is visible (visible.h), and cannot be taken for markup; tsv and json are for
 * programs and hold texts as they are.
 *
 *	struct export export = {&dossier->notes, &dossier->xref};
 *	if (!export_write(&export, EXPORT_MD, "notes.md", false, &err)) { … }
 */
#ifndef DOSSIER_NOTES_EXPORT_H
#define DOSSIER_NOTES_EXPORT_H

#include "notes/noted.h"

enum export_format {
	EXPORT_TSV,
	EXPORT_JSON,
	EXPORT_MD,
	EXPORT_W3C,
	EXPORT_TEI,
	EXPORT_BIB,
	EXPORT_FORMATS,
};

/* What is written out; both borrowed. */
struct export {
	const struct notes *notes;
	const struct xref *xref; /* for the entities of a passage; NULL: none are named */
};

/* The format that is called so: "tsv", "w3c". False, and out untouched, for no such word. */
bool export_format_of(struct span word, enum export_format *out);

/*
 * The format that a file's name asks for: .tsv .json .md .jsonld .xml .bib; Markdown for others.
 */
enum export_format export_format_for(const char *path);

/* Appends all notes. False where memory is short. */
bool export_put(const struct export *export, enum export_format format, struct buf *out,
	struct err *err) MUST_CHECK;

/*
 * Writes all notes to a file: all of it or nothing (file_write). An existing file is refused
 * unless replace is set.
 */
bool export_write(const struct export *export, enum export_format format, const char *path,
	bool replace, struct err *err) MUST_CHECK;

#endif

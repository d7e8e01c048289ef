/*
 * export_forms.h - notes in one form each; for export.c and the files that are named like the forms.
 *
 *	struct buf out = {0};
 *	export_md_put(&export, &out);
 */
#ifndef DOSSIER_NOTES_EXPORT_FORMS_H
#define DOSSIER_NOTES_EXPORT_FORMS_H

#include "notes/export.h"

/*
 * As Markdown (CommonMark): to be read, printed, pasted into a paper. A heading for each document;
 * under it each quotation with its citation, the note, and a line with tags, colour, time and, where
 * the passage was edited since, what became of it. Quotations and titles are escaped: nothing in them
 * is markup. The note is the reader's own Markdown, but for HTML and what would be a heading.
 */
void export_md_put(const struct export *export, struct buf *out);

/*
 * As TEI P5, one document: <note target> with <quote> and <bibl>, a division for each document. The
 * target is the path as a relative IRI with the characters where the passage is now (`#char=1204,1231`,
 * RFC 5147); for an orphan the path alone. Tags are <term>, entities of the passage <rs>, with the
 * xml:id that tei_put.h gives them.
 */
void export_tei_put(const struct export *export, struct buf *out);

/*
 * As Web Annotations (W3C Recommendation, 23 February 2017), in JSON-LD: one AnnotationCollection with
 * one page; the same notes give the same bytes. Each annotation has the note (TextualBody,
 * commenting), its tags (tagging), the entities that the passage mentions (SpecificResource,
 * identifying), and a target: the path as a relative IRI, the time of the file that the positions are
 * of (TimeState), the stored quotation (TextQuoteSelector) and, unless the note is an orphan, where it
 * is now (TextPositionSelector, in code points of the canonical text: UTF-8 with LF). The colour is
 * the target's styleClass. What the model has no words for stands under `dossier:`: revision, rival,
 * SHA-256 of the text, and the anchor as stored.
 */
void export_w3c_put(const struct export *export, struct buf *out);

/*
 * As BibTeX: one @misc for each document and one for all orphans, for a paper's bibliography. title,
 * year and date, howpublished (the source), note (the file), keywords (tags), annote (paragraph,
 * quotation and note of each bookmark). Keys are made of the paths and stay the same as long as these
 * do. TeX's own signs are written as commands, braces as well, so that every value's braces match.
 */
void export_bib_put(const struct export *export, struct buf *out);

/*
 * As JSON: an array of objects, one a line, with the columns of the table and all else that is stored.
 * Behind the columns stand `rev modified author colour rival` and `anchor`, with what anchor.h keeps. A
 * path that is no UTF-8 stands in `path_encoded` in place of `path`, with each such byte as %XX.
 */
void export_json_put(const struct export *export, struct buf *out);

/*
 * Appends an anchor as an object; its quotation stands elsewhere. context: with prefix and suffix.
 */
void export_json_anchor(const struct anchor *anchor, bool context, struct buf *out);

/* Appends `,"name":"text"`; nothing where text is empty. */
void export_json_member(const char *name, struct span text, struct buf *out);

#endif

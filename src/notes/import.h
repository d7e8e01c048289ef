/*
 * import.h - notes out of files: our own JSON (export_forms.h) and Web Annotations.
 *
 * What export.h wrote comes back as it was: Ids, revisions, times, anchors. Web Annotations of other
 * programs are taken where their target is a document of the dossier: the quotation, or the
 * position in characters, is looked up in its text and a new anchor is made there. Their Id is made
 * of their IRI, so that the same annotation is the same note at the next import.
 *
 * A file that is no JSON is refused as a whole. A note that cannot be taken is reported with
 * `file:line:` and left out; the others come in, in one transaction.
 *
 *	if (!import_read(text, path, &catalog, &arena, &found, &report, &err)) { … }
 *	if (!import_merge(&found, store, &counts, &err)) { … nothing was written … }
 */
#ifndef DOSSIER_NOTES_IMPORT_H
#define DOSSIER_NOTES_IMPORT_H

#include "notes/store.h"
#include "texts/catalog.h"

/* What a file held. */
struct imported {
	struct note *notes; /* in the order of the file; each passes note_check; Ids are not twice */
	uint32_t n;
	uint32_t refused; /* reported one by one */
};

/* What became of it. */
struct import_counts {
	uint32_t added; /* not there before */
	uint32_t renewed; /* later states of notes that were there */
	uint32_t known; /* there already, in this state or a later one; or deleted */
};

/*
 * Reads the text of a file, which must outlive *out, into arena. path is for messages. False where
 * the file cannot be taken at all.
 */
bool import_read(struct span text, const char *path, const struct catalog *catalog,
	struct arena *arena, struct imported *out, struct report *report, struct err *err)
	MUST_CHECK;

/* Brings the notes into the store by their Ids, all or none. */
bool import_merge(const struct imported *imported, struct store *store,
	struct import_counts *counts, struct err *err) MUST_CHECK;

#endif

/*
 * kept_make.h - making the kept form of a long document (kept.h) in little memory.
 *
 * The file is decoded piece by piece into the new form (stream.h), and the text, mapped from there,
 * is walked in a window of lines (plain.h): what is in memory stays the same however long it is.
 * Markdown, and encodings that cannot be cut, go through memory whole. A form is written beside its
 * path and renamed: what is stopped, or meets a full disk, leaves nothing.
 *
 *	struct kept_make make = {.path = form, .folder = folder, .name = path, .about = &about, …};
 *	if (!kept_make(&make, &doc, &err)) { … read it into memory … }
 */
#ifndef DOSSIER_TEXTS_KEPT_MAKE_H
#define DOSSIER_TEXTS_KEPT_MAKE_H

#include "texts/kept.h"

struct kept_make {
	const char *path; /* of the form; its folder is there */
	const struct folder *folder; /* the document's: as for file_open */
	const char *name; /* its path below that */
	const struct doc_about *about;
	const struct config *config;
	uint64_t limit; /* bytes of the longest file */
	/* Told now and then how much is done, of the file's size. False: stop. May be NULL. */
	bool (*progress)(void *viewer, uint64_t done);
	void *viewer;
	size_t piece, window; /* bytes at hand: STREAM_PIECE, LINEWINDOW_BYTES, or any in a test */
};

/*
 * Makes the form and opens it. False: the document cannot be read, or the form not be written; err
 * says which, and *unwritten whether it is only that: reading the document whole is worth a try.
 */
bool kept_make(const struct kept_make *make, struct doc *doc, bool *unwritten, struct err *err)
	MUST_CHECK;

#endif

/*
 * catalog.h - the dossier's documents: which there are, in which order, and what was left out.
 *
 * Order is by date, then by path; documents without a date come last. Paths are relative to the
 * dossier's folder. Owns its documents; they do not change after loading.
 */
#ifndef DOSSIER_TEXTS_CATALOG_H
#define DOSSIER_TEXTS_CATALOG_H

#include "texts/doc.h"

struct catalog {
	struct doc *docs;
	uint32_t n;
	uint32_t *by_path; /* numbers of documents sorted by path */
	char *root; /* the folder as it was named, owned; "" for single files */
};

/*
 * Loads the texts (*.txt, *.md, recursively) of folder, with what its documents.rec says (fields
 * File Title Date Source Language Note Encoding; File is a path below the folder). What cannot be
 * read, files without a word in them and records without a file are reported and left out. False
 * where the folder cannot be read, or holds no readable document, or memory is short.
 */
bool catalog_load(struct catalog *catalog, const char *folder, const struct config *config,
	struct report *report, struct err *err) MUST_CHECK;

/*
 * The same for single files, in the order of their dates; any name will do. The documents.rec is
 * that of the first one's folder.
 */
bool catalog_load_files(struct catalog *catalog, const char *const *paths, uint32_t n,
	const struct config *config, struct report *report, struct err *err) MUST_CHECK;

/* The document with this path, or DOC_NONE. O(log n). */
doc_id catalog_find(const struct catalog *catalog, struct span path);

/* Frees the documents. Takes a zeroed one. */
void catalog_finish(struct catalog *catalog);

#endif

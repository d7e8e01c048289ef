/*
 * words_build.h - making the word index: documents taken by many threads, sorted, merged, written.
 *
 * Two files: `words`, and beside it `words-new` with the documents that have changed since. The
 * second stays small: where it would not, everything is put into the first, without reading the
 * documents again. A document that stands in both counts by the second, and in neither where it is
 * not what it was. Files are only replaced as a whole; of two builders at once the last one wins.
 * What does not fit into memory is spooled in the same folder.
 *
 *	struct words_build *build = words_build_new(path, &how, &catalog, &err);     listed, not read
 *	… words_build_take(build, listed, worker, doc) …                             any thread
 *	ok = words_build_rest(build, &catalog, &err) && words_build_save(build, &catalog, &err);
 *	words_build_free(build);
 */
#ifndef DOSSIER_FIND_WORDS_BUILD_H
#define DOSSIER_FIND_WORDS_BUILD_H

#include "base/err.h"
#include "texts/catalog.h"

struct words_build;

struct words_build_how {
	uint64_t memory; /* bytes for all threads together */
	unsigned threads; /* at most; 0: one for each processor */
};

/* What was done. */
struct words_built {
	uint32_t documents, read; /* in the index, and of these cut into words now */
	uint64_t words; /* different ones; one that stands in both files counts twice */
	uint64_t places, bytes; /* of both files */
	double merging; /* seconds of sorting, merging, writing */
	bool written; /* else all was there */
};

/*
 * Begins with what the files at path (of `words`) hold of a listed catalogue. The folder must be
 * there. NULL: no memory.
 */
struct words_build *words_build_new(const char *path, const struct words_build_how *how,
	const struct catalog *catalog, struct err *err) MUST_CHECK;

/*
 * Takes the words of a document, unless they are known; fits catalog_each. What fails is told by
 * words_build_save.
 */
void words_build_take(void *build, uint32_t listed, unsigned worker, const struct doc *doc);

/* Takes all documents of the catalogue, read by now, that were not taken and are not known. */
void words_build_rest(struct words_build *build, const struct catalog *catalog);

/* Writes what has changed. The old files stay where it fails. */
bool words_build_save(struct words_build *build, const struct catalog *catalog,
	struct words_built *out, struct err *err) MUST_CHECK;

/* Frees it; takes NULL. */
void words_build_free(struct words_build *build);

#endif

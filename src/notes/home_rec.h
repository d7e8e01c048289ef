/*
 * home_rec.h - home.rec: what a folder of state is the state of.
 *
 *	Path: /home/me/papers        where the dossier was; several where it was copied
 *	Id: kuriles                  as its config.ini has it, if it has
 *	Documents: 5                 how many there were, and of some of them
 *	Document: 3141 9f86…08 1855.txt          bytes, SHA-256 of its beginning, path
 *
 * Paths may hold any bytes: % and what is no text is written as %0A. Knows nothing of which record
 * belongs to which dossier, but how alike a record and a catalog are.
 */
#ifndef DOSSIER_NOTES_HOME_REC_H
#define DOSSIER_NOTES_HOME_REC_H

#include "base/report.h"
#include "base/sha256.h"
#include "texts/catalog.h"

#define HOME_REC_MARKS 16 /* documents that are written down, spread over all */
#define HOME_REC_HASHED 16384 /* bytes of each */

/* What one document was. */
struct home_mark {
	struct span path;
	uint64_t size; /* of the file */
	struct sha256 hash; /* of its first HOME_REC_HASHED bytes */
};

/* Texts are in the arena of whoever made it. Zero is a valid empty record. */
struct home_rec {
	const struct span *paths; /* absolute */
	uint32_t npaths;
	struct span id;
	uint32_t ndocs;
	struct home_mark marks[HOME_REC_MARKS];
	uint32_t nmarks;
};

/*
 * Reads the file at path. What is wrong with it is reported, and passed over. *there: there was a
 * file that could be read. False only where memory is short.
 */
bool home_rec_read(const char *path, struct arena *arena, struct home_rec *out, bool *there,
	struct report *report, struct err *err) MUST_CHECK;

/* Appends it as it is written. */
void home_rec_put(const struct home_rec *rec, struct buf *out);

/* Writes down what documents there are in a catalog that was read; borrows their paths. */
void home_rec_mark(struct home_rec *rec, const struct catalog *catalog);

struct home_size {
	uint64_t size;
	uint32_t i; /* which document */
};

/* The documents of a catalog by size, made when first asked for. Zero is valid. */
struct home_sizes {
	struct home_size *items; /* owned */
	uint32_t n;
};

/*
 * How many of the record's marks are in the catalog, under their names or others; 0 where most are
 * not, or one of the two has more than twice as many documents. Reads the beginnings of what has the
 * size of a mark; catalog_list is enough for the catalog. False where memory is short.
 */
bool home_rec_alike(const struct home_rec *rec, const struct catalog *catalog,
	struct home_sizes *sizes, uint32_t *hits) MUST_CHECK;

#endif

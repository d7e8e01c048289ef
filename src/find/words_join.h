/*
 * words_join.h - the files of the word index before and after: what is kept, what is written.
 *
 * Internal to words_build.c: it collects, this decides which of the two files is written, gives
 * every document its places in it, and writes it.
 */
#ifndef DOSSIER_FIND_WORDS_JOIN_H
#define DOSSIER_FIND_WORDS_JOIN_H

#include "find/words_build.h"
#include "find/words_merge.h"
#include "find/words_spool.h"

#define WORDS_JOIN_OLDS 2u

struct words_join {
	char *path, *recent, *folder; /* owned */
	unsigned threads; /* that merge, at most; 0: one for each processor */
	struct words_key key;
	struct words_seg olds[WORDS_JOIN_OLDS]; /* the file, and that of what has changed since */
};

/* A run of one worker. */
struct words_join_run {
	struct words_spool spool;
	struct span bytes; /* once it is written */
	const struct words_table *table; /* the last one may be in memory still, sorted */
	uint32_t places;
	bool written;
};

/* A document in it. */
struct words_join_doc {
	uint32_t listed, run;
	uint32_t base, n; /* its places: they begin in that run, and may go on in the next ones */
	size_t paras; /* in the worker's bytes */
	uint32_t nparas;
	uint32_t odd; /* enum words_doc_odd */
};

/* What one worker has. */
struct words_join_part {
	const struct words_join_run *runs;
	uint32_t nruns;
	const struct words_join_doc *docs; /* by run and place */
	uint32_t ndocs;
	struct span paras;
};

/* The path of the second file. */
bool words_join_recent(const char *path, struct buf *out, struct err *err) MUST_CHECK;

/* Opens the old files, as far as they are good and sound to the last byte. False: no memory. */
bool words_join_open(struct words_join *join, const char *path, const struct catalog *catalog,
	struct err *err) MUST_CHECK;

/* Writes one of the files, or none where nothing has changed. */
bool words_join_save(struct words_join *join, const struct catalog *catalog,
	const struct words_join_part *parts, uint32_t n, struct words_built *out, struct err *err)
	MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void words_join_finish(struct words_join *join);

#endif

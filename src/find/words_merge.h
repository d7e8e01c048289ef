/*
 * words_merge.h - sorted runs of words, and older files of them, put together.
 *
 * Lists of runs are joined without being decoded: a run's places are moved as a whole. Of an older
 * file each document goes somewhere else, or nowhere. Places must grow from source to source, runs
 * behind older files, and within an older file the documents keep their order.
 */
#ifndef DOSSIER_FIND_WORDS_MERGE_H
#define DOSSIER_FIND_WORDS_MERGE_H

#include "find/words_seg.h"
#include "find/words_table.h"

/* What words_table_put has written, or would write. */
struct words_run {
	struct span bytes;
	const struct words_table *table; /* sorted; NULL: the bytes */
	uint32_t base; /* added to its places */
};

struct words_old {
	const struct words_seg *seg;
	const uint32_t *bases; /* of each of its documents the first place now, or UINT32_MAX: dropped */
};

struct words_merged {
	struct buf dict;
	struct words_block *blocks; /* owned */
	uint32_t nblocks, cblocks;
	uint32_t nwords;
	uint64_t nplaces, nlists; /* nlists: bytes */
};

/*
 * Merges, with so many threads at most (0: one for each processor) where all runs are in memory; the
 * lists are added to the file as WORDS_LISTS, and blocks sealed. False where memory is short, or an
 * older file turns out to be damaged. words_merge_finish in any case.
 */
bool words_merge_all(const struct words_old *olds, uint32_t nolds, const struct words_run *runs,
	uint32_t nruns, unsigned threads, struct sections_out *file, struct words_merged *out,
	struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void words_merge_finish(struct words_merged *merged);

#endif

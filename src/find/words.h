/*
 * words.h - the word index of a dossier, open for questions.
 *
 * What words_build.h has written: a file, and a second one with the documents that have changed
 * since. Each document counts in one of them at most, and in none where it is not what it was when
 * its words were taken. Files that are not there or damaged are as if they were empty: who asks
 * looks at documents that are not covered himself.
 *
 * Where the last file that was written is of just the documents that the catalogue has (same_set), in
 * the states that they are in, opening costs the same however many there are (`whole`): a document is
 * looked for in the files, or in the catalogue, when something is found in it, and held against what
 * the other one says of it. Else all documents are compared at once. The second file also says which
 * first one it was written beside, and which documents of that one it takes the place of.
 *
 *	struct words words;
 *	if (!words_open(&words, path, &catalog, &err)) { … no memory … }
 *	if (words_sift(&words, SPAN("treaty of"), 0, may, &err)) { … look at documents i with may[i] … }
 *	words_close(&words);
 */
#ifndef DOSSIER_FIND_WORDS_H
#define DOSSIER_FIND_WORDS_H

#include "find/words_paras.h"
#include "find/words_seg.h"

#define WORDS_SEGS 2u

/* Where a document of the catalogue stands in the index. */
struct words_where {
	uint32_t seg, doc;
};

struct words {
	const struct catalog *catalog;
	struct words_seg segs[WORDS_SEGS];
	struct words_where *where; /* by document of the catalogue, seg + 1, 0: not known (yet); owned */
	uint32_t n; /* of them are open */
	uint32_t covered; /* documents whose words are known */
	bool whole; /* the files have all documents, and `where` is filled when it is asked for */
};

/* Opens what there is. path: of the file `words`; NULL: none. catalog must outlive it. */
bool words_open(struct words *words, const char *path, const struct catalog *catalog,
	struct err *err) MUST_CHECK;

/*
 * Compares all documents at once, where that was put off (`whole`): for who is going to look at most
 * of them. What turns out to be damaged is taken out. False: no memory.
 */
bool words_compare(struct words *words, struct err *err) MUST_CHECK;

/* Whether a document of a file that has none in the catalogue is known to be gone, or another now. */
bool words_gone(const struct words *words, struct words_where where);

/* Where a document stands. False where its words are not known. */
bool words_at(const struct words *words, doc_id id, struct words_where *out);

/* The document of the catalogue that one of a file is; DOC_NONE: none, or it is damaged. */
doc_id words_id(const struct words *words, struct words_where where);

/*
 * Begins a walk over the paragraphs of a document whose words are known (words_at); returns its first
 * place. Damaged ones are as if there were none: out->p is NULL then.
 */
uint32_t words_doc_paras(const struct words *words, doc_id id, struct words_paras *out);

/* Closes it. Takes a zeroed one. */
void words_close(struct words *words);

#endif

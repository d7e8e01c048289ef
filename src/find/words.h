/*
 * words.h - the word index of a dossier, open for questions.
 *
 * What words_build.h has written: a file, and a second one with the documents that have changed
 * since. Each document counts in one of them at most, and in none where it is not what it was when
 * its words were taken. Files that are not there or damaged are as if they were empty: who asks
 * looks at documents that are not covered himself.
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
	uint32_t seg, doc; /* seg: WORDS_SEGS where its words are not known */
};

struct words {
	const struct catalog *catalog;
	struct words_seg segs[WORDS_SEGS];
	struct words_where *where; /* by document of the catalogue; owned */
	uint32_t n; /* of them are open */
	uint32_t covered; /* documents whose words are known */
};

/* Opens what there is. path: of the file `words`; NULL: none. catalog must outlive it. */
bool words_open(struct words *words, const char *path, const struct catalog *catalog,
	struct err *err) MUST_CHECK;

/* Begins a walk over the paragraphs of a document whose words are known; returns its first place. */
uint32_t words_doc_paras(const struct words *words, doc_id id, struct words_paras *out);

/* Closes it. Takes a zeroed one. */
void words_close(struct words *words);

#endif

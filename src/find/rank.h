/*
 * rank.h - how well documents answer: BM25 (Robertson and Zaragoza, The Probabilistic Relevance
 * Framework: BM25 and Beyond, 2009), with k1 = 1.2 and b = 0.75.
 *
 * A part of what was asked (a pattern; each word, phrase or entity of a question) tells the more, the
 * fewer documents have it, and the more often it stands in a document, with less and less gain; a long
 * document has to have more of it. What is counted are the documents that were found, so that a rank
 * is the same with a word index and without: how many have a part, and how long they are. Documents
 * of one rank keep their order.
 *
 *	struct rank_doc docs[] = {{.doc = 7, .length = 5210, .times = {2, 1}}, …};
 *	rank_sort(docs, n, catalog.n);
 */
#ifndef DOSSIER_FIND_RANK_H
#define DOSSIER_FIND_RANK_H

#include "base/base.h"

#define RANK_PARTS 8u /* further ones count as the last */

struct rank_doc {
	uint32_t doc; /* its number: documents of one rank are sorted by it */
	uint32_t length; /* bytes of text */
	uint32_t times[RANK_PARTS]; /* how often each part stands in it */
	uint32_t at; /* the caller's */
	double score; /* filled in */
};

/* Fills the scores of documents that were found among `all` that there are. O(n). */
void rank_score(struct rank_doc *docs, uint32_t n, uint32_t all);

/* The same, and puts the best first. O(n log n). */
void rank_sort(struct rank_doc *docs, uint32_t n, uint32_t all);

#endif

/*
 * query_text.h - the words of a document that a question looks at, with their places.
 *
 * Internal to query_in.c. Either all words, from the text; or those of some paragraphs only, which
 * are read by themselves, with the numbers that they have in the whole: nothing that a question
 * asks depends on the others.
 */
#ifndef DOSSIER_FIND_QUERY_TEXT_H
#define DOSSIER_FIND_QUERY_TEXT_H

#include "find/query.h"

/* A paragraph of the document, wanted or not. */
struct query_text_para {
	struct words_para now;
	uint32_t first, words; /* its words, by number */
	bool wanted;
};

struct query_text_word {
	uint32_t number;
	struct range at;
};

/* Numbers of words at which a word of the query stands. */
struct query_text_places {
	uint32_t *items; /* owned */
	uint32_t n, cap;
};

struct query_text {
	const struct query *query;
	struct query_text_para *paras; /* all there are; owned */
	uint32_t nparas, cparas;
	struct query_text_word *words; /* of those that are wanted; owned */
	uint32_t nwords, cwords;
	struct query_text_places *places; /* by word of the query; owned */
	struct words_cut cut;
	uint32_t base, number; /* of the paragraph being cut: its offset, and the next word's number */
	bool failed; /* no memory */
};

/* Begins without any paragraph. False: no memory. query_text_finish in any case. */
bool query_text_begin(struct query_text *text, const struct query *query) MUST_CHECK;

/* Takes all words of a document. False: no memory. */
bool query_text_whole(struct query_text *text, const struct doc *doc) MUST_CHECK;

/* Takes the list of a document's paragraphs, none of them wanted. False: no memory. */
bool query_text_list(struct query_text *text, struct words_paras walk) MUST_CHECK;

/*
 * Takes the words of those that are wanted, which are read through window. False where memory is
 * short (`failed`), or the paragraphs are not what they are said to be.
 */
bool query_text_some(struct query_text *text, const struct catalog *catalog, doc_id id,
	struct window *window) MUST_CHECK;

/* The paragraph that holds off, or the last one before it; there is one. */
struct query_text_para *query_text_para(const struct query_text *text, uint32_t off);

/* Where the word with this number stands. It is one of a paragraph that was taken. */
struct range query_text_at(const struct query_text *text, uint32_t number);

/* The number of the first word that starts at or behind off, which is in a paragraph taken. */
uint32_t query_text_from(const struct query_text *text, uint32_t off);

/* Frees it. */
void query_text_finish(struct query_text *text);

#endif

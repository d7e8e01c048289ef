/*
 * query_text.h - the words of a document that a question looks at, with their places.
 *
 * Internal to query_in.c. They come from the text; or from the word index, and then of some paragraphs
 * only the text is read. Of all others no more is known than how many words they have: places in them
 * are rough, the paragraph's beginning and on by words. That is never behind its end, so that places
 * are in the same order as exact ones; and within a paragraph all are rough, or none.
 */
#ifndef DOSSIER_FIND_QUERY_TEXT_H
#define DOSSIER_FIND_QUERY_TEXT_H

#include "find/query.h"

struct query_text_para {
	struct words_para now;
	uint32_t first, words; /* its words, by number */
	bool wanted; /* its text is to be read … */
	bool exact; /* … or it was, and its words are kept */
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
	struct query_text_word *words; /* of those that are exact; owned */
	uint32_t nwords, cwords;
	struct query_text_places *places; /* by word of the query; owned */
	struct words_cut cut;
	uint32_t base, number; /* of the paragraph being cut: its offset, and the next word's number */
	bool known; /* places are from the index */
	uint32_t next; /* the first paragraph that was not cut */
	bool failed; /* no memory */
};

/* Begins without any paragraph. False: no memory. query_text_finish in any case. */
bool query_text_begin(struct query_text *text, const struct query *query) MUST_CHECK;

/* Takes the list of a document's paragraphs, none of them wanted. False: no memory. */
bool query_text_list(struct query_text *text, struct words_paras walk) MUST_CHECK;

/* The same from the document itself. */
bool query_text_list_doc(struct query_text *text, const struct doc *doc) MUST_CHECK;

/*
 * Cuts paragraphs of the document, from where the last call has ended, until so many bytes have been
 * looked at; *more is set where there are more. Words are kept of those that are wanted, or hold a word
 * of the question. False: no memory.
 */
bool query_text_go(struct query_text *text, const struct doc *doc, uint32_t bytes, bool *more)
	MUST_CHECK;

/* Takes the places of the words from the index: of a document whose places are [base, base + n). */
bool query_text_known(struct query_text *text, const struct query_lists *lists, uint32_t seg,
	const struct words_doc *doc) MUST_CHECK;

/*
 * Takes the words of paragraphs that are wanted, which are read through window. False where memory is
 * short (`failed`), or the paragraphs are not what they are said to be.
 */
bool query_text_some(struct query_text *text, const struct catalog *catalog, doc_id id,
	struct window *window) MUST_CHECK;

/* The paragraph that holds off, or the last one before it, as an index; there is one. */
uint32_t query_text_para(const struct query_text *text, uint32_t off);

/* The paragraph that has the word with this number, from the one at `from` on, as an index. */
uint32_t query_text_para_of(const struct query_text *text, uint32_t number, uint32_t from);

/* Where the word with this number stands, in its paragraph; rough where that is not exact. */
struct range query_text_at(const struct query_text *text, uint32_t number, uint32_t para);

/* The number of the first word that starts at or behind off, which is in a paragraph that is exact. */
uint32_t query_text_from(const struct query_text *text, uint32_t off);

/* Frees it. */
void query_text_finish(struct query_text *text);

#endif

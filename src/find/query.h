/*
 * query.h - questions put to a dossier: words, names, dates, and how they stand to each other.
 *
 *	treaty                  the word, by its letters: case, accents do not matter
 *	treat*                  words that begin so
 *	"treaty of peace"       these words in a row, in one paragraph; the last one may end in *
 *	entity:iturup           mentions of an entity, by its Id, the end of its Id, or any name of it
 *	entity:"Shigeru Yoshida"   (in quotes where there are blanks in it)
 *	kind:treaty             mentions of any entity of a kind
 *	after:1990 before:1992-06   documents dated in 1990 or later; before June 1992
 *	A B, A AND B            both in the document
 *	A OR B                  one of them in the document
 *	A NOT B, A AND NOT B    A in the document, and no B
 *	A NEAR B, A NEAR/3 B    at most 10, or 3, words apart
 *	A PARA B, A PARA/2 B    in the same paragraph, or at most 2 apart
 *	( … )                   first this
 *
 * NEAR and PARA bind closest, then AND and NOT, then OR. Operators are in capitals. What is found
 * are places: of both sides, each once; for NEAR from the one to the nearest other, where both are in
 * one paragraph, else the one. Words are whole ones, as
 * words_cut.h cuts them: "it's" is two, each ideograph is one.
 *
 * Answers come from the text (query_in), or, for documents that the word index knows, from where it
 * says that words stand (query_in_spots): both ways find the same. Then no text is read but that of
 * paragraphs with mentions of what is asked for, and where an answer stands to the byte is worked out
 * when somebody wants to see it (query_exact.h).
 *
 *	struct query *query = query_new(SPAN("entity:etorofu PARA/2 \"treaty of 1855\""), &ents, &err);
 *	query_sift(query, &words, &xref, &spots, &err)
 *	if (spots.may[i]) { query_in(query, doc, id, &xref, &hits, &err) … }
 */
#ifndef DOSSIER_FIND_QUERY_H
#define DOSSIER_FIND_QUERY_H

#include "find/query_lists.h"
#include "find/rank.h"
#include "find/window.h"
#include "links/xref.h"

enum query_op { QUERY_WORDS, QUERY_ENTITY, QUERY_KIND, QUERY_AFTER, QUERY_BEFORE, QUERY_AND,
	QUERY_OR, QUERY_NOT, QUERY_NEAR, QUERY_PARA };

struct query_word {
	struct span folded;
	bool prefix;
};

struct query_node {
	enum query_op op;
	uint32_t left, right; /* nodes of QUERY_AND and those behind it */
	uint32_t n; /* distance of NEAR and PARA; the kind's number */
	uint32_t first, count; /* of the query's words or entities */
	struct span text; /* of words, as they were asked for; a final * is not in it */
	struct doc_date date;
};

struct query {
	struct arena arena;
	struct query_node *nodes; /* owned */
	uint32_t nnodes, cnodes, root;
	struct query_word *words; /* owned */
	uint32_t nwords, cwords;
	ent_id *ents; /* owned */
	uint32_t nents, cents;
};

/* A place that was found. */
struct query_hit {
	struct range at; /* if it is rough: where its paragraph begins, and on by words in place of bytes */
	uint32_t first, last; /* its words, by their number in the document */
	uint32_t para; /* the paragraph where it begins, as an index */
	bool rough;
};

struct query_hits {
	struct query_hit *items; /* by place; owned */
	uint32_t n, cap;
	uint32_t times[RANK_PARTS]; /* how often each part of the question that has places is there */
};

/* Whether text asks for more than a plain pattern: it has an operator or one of the `word:` forms. */
bool query_is(struct span text);

/* Reads a question. NULL, and err says what is wrong, where it cannot. */
struct query *query_new(struct span text, const struct entities *ents, struct err *err) MUST_CHECK;

/* Whether it asks for mentions, by name or by kind. */
bool query_names(const struct query *query);

/* Where to look for answers. */
struct query_spots {
	bool *may; /* by document: false where it is certain to hold none; owned */
	struct query_lists lists;
};

/* Fills zeroed spots. False, and nothing to free: no memory. */
bool query_sift(const struct query *query, const struct words *words, const struct xref *xref,
	struct query_spots *out, struct err *err) MUST_CHECK;

/* Frees them. Takes zeroed ones. */
void query_sift_finish(struct query_spots *spots);

/* Replaces hits by the answers in one document. False: no memory. */
bool query_in(const struct query *query, const struct doc *doc, doc_id id, const struct xref *xref,
	struct query_hits *hits, struct err *err) MUST_CHECK;

/*
 * The same in slices, for a long document, whose text has to be the same in all of them.
 *
 *	struct query_in_pass *pass = query_in_new(query, doc, id, &xref, &err);
 *	while (pass != NULL && query_in_go(pass, doc, 1 << 18, &more, &err) && more) { … }
 *	if (query_in_end(pass, &hits, &err)) { … }
 *	query_in_free(pass);
 */
struct query_in_pass;

/* Begins. query and xref must outlive it. NULL: no memory. */
struct query_in_pass *query_in_new(const struct query *query, const struct doc *doc, doc_id id,
	const struct xref *xref, struct err *err) MUST_CHECK;

/* Looks at so many bytes of the text; *more is set until it has seen all of them. False: no memory. */
bool query_in_go(struct query_in_pass *pass, const struct doc *doc, uint32_t bytes, bool *more,
	struct err *err) MUST_CHECK;

/* How far it is, in bytes. */
uint32_t query_in_at(const struct query_in_pass *pass);

/* Replaces hits by the answers, once there is no more to look at. False: no memory. */
bool query_in_end(struct query_in_pass *pass, struct query_hits *hits, struct err *err) MUST_CHECK;

/* Frees it; takes NULL. */
void query_in_free(struct query_in_pass *pass);

/*
 * The same without the document's text: what has to be read is read through window. *whole is set, and
 * hits are none, where that cannot be done: query_in is to be asked. Hits may be rough.
 */
bool query_in_spots(const struct query *query, struct query_spots *spots, const struct words *words,
	 doc_id id, const struct xref *xref, struct window *window,
	struct query_hits *hits, bool *whole, struct err *err) MUST_CHECK;

/* Frees it; takes NULL. */
void query_free(struct query *query);

#endif

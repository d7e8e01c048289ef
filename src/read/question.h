/*
 * question.h - the last question, and what answers it in the documents that are read.
 *
 * So that its hits are shown and stepped like those of a pattern. The answers in one document are
 * found once, and again where the document, the names or the links have become others. In a long one
 * that takes a while, and is done in slices (question_look); those of one long document and of one
 * short one are kept.
 */
#ifndef DOSSIER_READ_QUESTION_H
#define DOSSIER_READ_QUESTION_H

#include "find/query.h"
#include "read/dossier.h"

/* What answers it in one document. */
struct question_answers {
	struct query_hits hits; /* in … */
	doc_id id; /* … this document, as it was then */
	struct span of;
	const void *links; /* that they are made of */
	bool had; /* false: there are none */
};

struct question {
	struct buf text; /* of the question */
	struct query *query; /* NULL: there is none; owned */
	const void *names; /* that it is made of */
	struct question_answers small, large;
	struct query_in_pass *pass; /* over a long document, for `large`; NULL: none; owned */
	bool stopped; /* nobody wants to wait for the answers in that */
};

/* Takes a question that has been read without a fault (query_new). */
void question_set(struct question *question, struct span text);

/* Whether there is one. */
bool question_is(const struct question *question);

/*
 * Finds the answers in doc, if they are not at hand, until a time (ns of CLOCK_MONOTONIC; 0: all).
 * False: there is more to be looked at. What fails leaves no answers.
 */
bool question_look(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id, int64_t until);

/* Whether a pass over a document is going on, and which. */
bool question_runs(const struct question *question, doc_id *id);

/* How much of that document has been looked at, in bytes. */
uint32_t question_at(const struct question *question);

/* Gives the pass up; what is shown does not begin it anew. */
void question_stop(struct question *question);

/*
 * The first answer that starts at or behind from; back: the last one that starts before it. False
 * where there is none at hand.
 */
bool question_find(struct question *question, const struct dossier *dossier, const struct doc *doc, doc_id id,
	uint32_t from, bool back, struct range *out);

/*
 * The answers that begin within a range, up to max; returns how many. Of a long document only those at
 * hand; begin: if they are not, a pass begins.
 */
uint32_t question_all(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id, struct range within, bool begin, struct range *out, uint32_t max);

/* Forgets the answers, not the question: names and links are others now. */
void question_forget(struct question *question);

/* Forgets it. Takes a zeroed one. */
void question_finish(struct question *question);

#endif

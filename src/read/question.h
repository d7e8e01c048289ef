/*
 * question.h - the last question, and what answers it in the document that is read.
 *
 * So that its hits are shown and stepped like those of a pattern. The answers in one document are
 * found once, and again where the document, the names or the links have become others.
 */
#ifndef DOSSIER_READ_QUESTION_H
#define DOSSIER_READ_QUESTION_H

#include "find/query.h"
#include "read/dossier.h"

struct question {
	struct buf text; /* of the question */
	struct query *query; /* NULL: there is none; owned */
	struct query_hits hits; /* in … */
	doc_id id; /* … this document, as it was then */
	struct span of;
	const void *names, *links; /* that query and hits are made of */
};

/* Takes a question that has been read without a fault (query_new). */
void question_set(struct question *question, struct span text);

/* Whether there is one. */
bool question_is(const struct question *question);

/*
 * The first answer that starts at or behind from; back: the last one that starts before it. False
 * where there is none, or memory is short.
 */
bool question_find(struct question *question, const struct dossier *dossier, const struct doc *doc, doc_id id,
	uint32_t from, bool back, struct range *out);

/* The answers that begin within a range, up to max; returns how many. */
uint32_t question_all(struct question *question, const struct dossier *dossier, const struct doc *doc,
	doc_id id, struct range within, struct range *out, uint32_t max);

/* Forgets the answers, not the question: names and links are others now. */
void question_forget(struct question *question);

/* Forgets it. Takes a zeroed one. */
void question_finish(struct question *question);

#endif

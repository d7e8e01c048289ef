/*
 * gather.h - mentions of many documents, found by several threads, put in order.
 *
 * Documents come in any order, in whatever thread has them at hand, each with its number in a
 * list; at the end the mentions are laid out in the order of the dossier. What decisions could
 * not be applied is reported in that order too, so that threads change nothing.
 *
 *	struct gather *gather = gather_new(&ents, &decisions, n, &err);
 *	if (!gather_ready(gather, &err)) { … }
 *	gather_take(gather, listed, worker, doc);            any thread
 *	if (!gather_end(gather, &catalog, &xref, &report, &err)) { … }
 */
#ifndef DOSSIER_LINKS_GATHER_H
#define DOSSIER_LINKS_GATHER_H

#include "links/decide.h"
#include "texts/catalog.h"

struct gather;

/* Mentions in the order of the documents. */
struct gathered {
	struct mentions mentions;
	uint32_t *first; /* documents + 1: those of document d are [first[d], first[d + 1]); owned */
	uint32_t *pool_first; /* the same of the pool; owned */
};

/*
 * For a list of n documents. ents and decisions (may be NULL) must outlive it. NULL: no memory,
 * err filled.
 */
struct gather *gather_new(const struct entities *ents, const struct decisions *decisions, uint32_t n,
	struct err *err) MUST_CHECK;

/* Mentions of a document that are known from before. */
struct gather_known {
	const struct mention *mentions; /* n of them, by place */
	const uint32_t *pool; /* npool numbers; `ent` of a mention counts from `first` before them */
	uint32_t n, npool, first;
	uint32_t text_n; /* bytes of the document's text */
	bool stays; /* the arrays outlive what is made of them: they may be borrowed */
};

/*
 * Takes over what is known of one document; it must stay until gather_end. False where it cannot
 * be true (places outside the text or out of order, numbers that nobody has): nothing is taken.
 */
bool gather_know(struct gather *gather, uint32_t listed, const struct gather_known *known)
	MUST_CHECK;

/* Makes forms and matcher, which gather_take needs. False: no memory. */
bool gather_ready(struct gather *gather, struct err *err) MUST_CHECK;

/*
 * Finds the mentions of one document; fits catalog_each. A worker is one thread at a time. What
 * fails is told by gather_end.
 */
void gather_take(void *gather, uint32_t listed, unsigned worker, const struct doc *doc);

/* Lays out what was found for the documents of catalog, and frees gather. False: memory is short. */
bool gather_end(struct gather *gather, const struct catalog *catalog, struct gathered *out,
	struct report *report, struct err *err) MUST_CHECK;

/* Frees it without a result; takes NULL. */
void gather_free(struct gather *gather);

#endif

/*
 * xref.h - the mention index: by place and by entity.
 *
 * Built once over all documents, const afterwards. Every query is a binary search or a slice and
 * allocates nothing. Mentions are numbered by (document, start): a number is a place in reading
 * order over the whole dossier. A coordinated mention stands in the list of each of its entities, a
 * description in none. An open mention stands in the lists of its rivals' entities under xref_open
 * only, never among the settled ones.
 *
 *	struct slice of = xref_of(&xref, ent);
 *	for (uint32_t i = 0; i < of.n; i++) { const struct mention *m = xref_mention(&xref, of.p[i]); … }
 */
#ifndef DOSSIER_LINKS_XREF_H
#define DOSSIER_LINKS_XREF_H

#include "links/gather.h"

#define MENTION_NONE UINT32_MAX

/* Mention numbers in ascending order, borrowed from the index. */
struct slice {
	const uint32_t *p;
	uint32_t n;
};

struct xref_guard;

struct xref {
	const struct catalog *catalog;
	const struct entities *ents;
	struct mentions mentions; /* whoever did not make the index asks xref_mention */
	uint32_t *doc_first; /* catalog->n + 1: mentions of document d are [doc_first[d], doc_first[d + 1]) */
	uint32_t *pool_first; /* catalog->n + 1: the same of mentions.pool */
	uint32_t *by_ent; /* mention numbers grouped by entity, ascending in each */
	uint32_t *ent_first; /* ents->n + 1 */
	uint32_t *open; /* numbers of open mentions grouped by rival */
	uint32_t *open_first; /* ents->n + 1 */
	uint32_t *ent_docs; /* ents->n: documents with at least one settled mention */
	bool lent; /* all arrays belong to somebody else */
	struct xref_guard *guard; /* of mentions that nobody has looked at yet; NULL: all are good; owned */
};

/*
 * Builds the index, with what was decided about passages (decisions may be NULL). catalog and ents
 * must outlive it. What cannot be applied is reported. False where memory is short.
 */
bool xref_build(struct xref *xref, const struct catalog *catalog, const struct entities *ents,
	const struct decisions *decisions, struct report *report, struct err *err) MUST_CHECK;

/*
 * The same after a decision about passages of one document: the others' mentions are taken from
 * `old`, which has the same documents and entities, unless decisions had to do with them.
 */
bool xref_rebuild(struct xref *xref, const struct xref *old, doc_id doc,
	const struct entities *ents, const struct decisions *decisions, struct report *report,
	struct err *err) MUST_CHECK;

/*
 * The same of mentions that have been gathered, which are taken over (empty afterwards, also on
 * failure).
 */
bool xref_make(struct xref *xref, const struct catalog *catalog, const struct entities *ents,
	const struct decisions *decisions, struct gathered *gathered, struct report *report,
	struct err *err) MUST_CHECK;

/*
 * Takes over arrays that an index on disk lends (of *lent: all but catalog, ents, lent and guard): they
 * must outlive it. Numbers in the arrays by document and by entity are checked here, in one pass over
 * these; mentions and their numbers when they are first asked for. False where an array cannot be true,
 * or memory is short.
 */
bool xref_guard_lend(struct xref *xref, const struct xref *lent, const struct catalog *catalog,
	const struct entities *ents, const struct decisions *decisions, struct err *err) MUST_CHECK;

/* A mention of an index that was lent; one that cannot be true is an open one without rivals. */
const struct mention *xref_guard_mention(const struct xref *xref, uint32_t number);

/* Whether such a one was met: the index is damaged. */
bool xref_guard_damaged(const struct xref *xref);

/* Frees the guard. */
void xref_guard_finish(struct xref *xref);

/* The mention with this number. */
static inline const struct mention *xref_mention(const struct xref *xref, uint32_t number)
{
	return xref->guard == NULL ? &xref->mentions.items[number]
				   : xref_guard_mention(xref, number);
}

/* The settled mentions of an entity, over all documents. */
struct slice xref_of(const struct xref *xref, ent_id ent);

/* The open mentions for which it is a rival. */
struct slice xref_open(const struct xref *xref, ent_id ent);

/* How many numbers of a slice are below `below`: the index of the first that is not. O(log n). */
uint32_t xref_below(struct slice slice, uint32_t below);

/* The part of xref_of that lies in one document. */
struct slice xref_of_in(const struct xref *xref, ent_id ent, doc_id doc);

/* The mention that covers off, or MENTION_NONE. */
uint32_t xref_at(const struct xref *xref, doc_id doc, uint32_t off);

/* The first mention of doc that ends behind off: [it, doc_first[doc + 1]) lie at or behind off. */
uint32_t xref_from(const struct xref *xref, doc_id doc, uint32_t off);

/* Documents with at least one settled mention of ent. */
uint32_t xref_docs(const struct xref *xref, ent_id ent);

/* The entities of a mention (nents of them) and its rivals (nrivals) right behind. */
const uint32_t *xref_ents(const struct xref *xref, const struct mention *mention);

/* Whether ent is among the mention's entities. */
bool xref_names(const struct xref *xref, const struct mention *mention, ent_id ent);

/* Frees it. Takes a zeroed one. */
void xref_finish(struct xref *xref);

#endif

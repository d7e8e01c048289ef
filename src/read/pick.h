/*
 * pick.h - notes picked out and put in order: what a list of notes is made of.
 *
 * Knows no lines and no screen. A note stands in the list once for each of its groups: its document,
 * its day (the latest first), each of its tags, each entity that its passage mentions. Passages that
 * were not found come last, whatever the order.
 *
 *	struct pick pick = {0};
 *	if (!pick_make(&pick, dossier, &query, &err)) { … }
 *	for (uint32_t i = 0; i < pick.n; i++) { dossier->notes.items[pick.items[i].item] … }
 *	pick_finish(&pick);
 */
#ifndef DOSSIER_READ_PICK_H
#define DOSSIER_READ_PICK_H

#include "read/dossier.h"

enum pick_order { PICK_BY_DOCUMENT, PICK_BY_DATE, PICK_BY_TAG, PICK_BY_ENTITY };

/* Which notes; empty texts and NONE restrict nothing. Borrowed. */
struct pick_query {
	doc_id doc;
	enum pick_order order;
	struct span words; /* in note, quotation or tags, whatever case and diacritics */
	struct span tag; /* without # */
	struct span since; /* "2026-11-01", or the beginning of such a day: made or changed then */
	ent_id ent; /* mentioned in the passage */
};

struct picked {
	uint32_t item; /* index in the dossier's notes */
	bool lost; /* an orphan */
	bool rest; /* of no group: without a tag, without an entity */
	uint32_t number; /* by document: its number; 0 else */
	struct span group; /* day, tag, name of the entity; borrowed from the dossier */
};

struct pick {
	struct picked *items;
	uint32_t n, cap;
	uint32_t notes; /* different ones among them */
};

/* Picks; what *pick held is replaced. False where memory is short. */
bool pick_make(struct pick *pick, const struct dossier *dossier, const struct pick_query *query,
	struct err *err) MUST_CHECK;

/* Whether two neighbours belong under one heading. */
bool pick_together(const struct picked *a, const struct picked *b);

/*
 * Whether the passage of a note mentions the entity. Orphans mention nothing. O(log of the
 * mentions), plus those in the passage.
 */
bool pick_mentions(const struct dossier *dossier, const struct noted *noted, ent_id ent);

/* Frees it. Takes a zeroed one. */
void pick_finish(struct pick *pick);

#endif

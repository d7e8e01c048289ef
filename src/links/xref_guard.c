/* Mentions that an index on disk lends, looked at before they are used. */
#include "links/xref.h"

#include <stdatomic.h>
#include <stdlib.h>

#define BLOCK 512u /* mentions that are looked at together */

enum { UNSEEN, GOOD, BAD };

struct xref_guard {
	atomic_uchar *blocks; /* one of the above; who comes at the same time finds the same */
	atomic_bool damaged;
	uint32_t ndecisions;
};

/* Whether numbers ascend from 0 to the last one, n of them before it. */
static bool ascends(const uint32_t *first, uint32_t n, uint64_t last)
{
	uint32_t before = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (first[i] < before) {
			return false;
		}
		before = first[i];
	}
	return first[0] == 0 && first[n] >= before && first[n] <= last;
}

static bool arrays_are_good(const struct xref *xref)
{
	uint32_t ndocs = xref->catalog->n, nents = xref->ents->n;

	/* No list of an entity is longer than all mentions times what one can stand for. */
	return ascends(xref->doc_first, ndocs, xref->mentions.n) &&
		xref->doc_first[ndocs] == xref->mentions.n &&
		ascends(xref->pool_first, ndocs, xref->mentions.npool) &&
		ascends(xref->ent_first, nents, xref->mentions.npool) &&
		ascends(xref->open_first, nents, xref->mentions.npool);
}

bool xref_guard_lend(struct xref *out, const struct xref *lent, const struct catalog *catalog,
	const struct entities *ents, const struct decisions *decisions, struct err *err)
{
	struct xref made = *lent;

	made.catalog = catalog;
	made.ents = ents;
	made.lent = true;
	if (!arrays_are_good(&made)) {
		return err_set(err, "the index is damaged");
	}
	made.guard = calloc(1, sizeof(*made.guard));
	if (made.guard != NULL) {
		made.guard->ndecisions = decisions == NULL ? 0 : decisions->n;
		made.guard->blocks = calloc(made.mentions.n / BLOCK + 1, sizeof(*made.guard->blocks));
	}
	if (made.guard == NULL || made.guard->blocks == NULL) {
		xref_guard_finish(&made);
		return err_memory(err);
	}
	*out = made;
	return true;
}

static bool is_good(const struct xref *xref, const struct mention *mention)
{
	uint32_t n = (uint32_t)mention->nents + mention->nrivals;

	if (mention->at.start >= mention->at.end || mention->doc.i >= xref->catalog->n ||
		mention->at.end > catalog_head(xref->catalog, mention->doc.i)->text_n ||
		mention->rule >= RULE_COUNT || mention->certainty > CERTAIN_OPEN || n == 0 ||
		mention->ent > xref->mentions.npool || n > xref->mentions.npool - mention->ent ||
		(mention->name >= xref->ents->nnames && mention->name != UINT32_MAX) ||
		(mention->rule == RULE_DECIDED && mention->decision >= xref->guard->ndecisions)) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (xref->mentions.pool[mention->ent + i] >= xref->ents->n) {
			return false;
		}
	}
	return true;
}

static unsigned char look_at(const struct xref *xref, uint32_t block)
{
	uint32_t from = block * BLOCK, n = xref->mentions.n;

	for (uint32_t i = from; i < n && i < from + BLOCK; i++) {
		if (!is_good(xref, &xref->mentions.items[i])) {
			return BAD;
		}
	}
	return GOOD;
}

const struct mention *xref_guard_mention(const struct xref *xref, uint32_t number)
{
	static const struct mention blank = {.rule = RULE_DESCRIPTION, .certainty = CERTAIN_OPEN,
		.name = UINT32_MAX};
	struct xref_guard *guard = xref->guard;
	unsigned char is = BAD;

	if (number < xref->mentions.n) {
		is = atomic_load_explicit(&guard->blocks[number / BLOCK], memory_order_relaxed);
		if (is == UNSEEN) {
			is = look_at(xref, number / BLOCK);
			atomic_store_explicit(&guard->blocks[number / BLOCK], is,
				memory_order_relaxed);
		}
	}
	if (is != GOOD) {
		atomic_store(&guard->damaged, true);
		return &blank;
	}
	return &xref->mentions.items[number];
}

bool xref_guard_damaged(const struct xref *xref)
{
	return xref->guard != NULL && atomic_load(&xref->guard->damaged);
}

void xref_guard_finish(struct xref *xref)
{
	if (xref->guard != NULL) {
		free(xref->guard->blocks);
		free(xref->guard);
		xref->guard = NULL;
	}
}

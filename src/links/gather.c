#include "links/gather.h"

#include "base/crew.h"

#include <stdlib.h>

/* Where the mentions of one document are. */
struct gather_slot {
	uint32_t first, n, pool; /* in the worker's; pool: where its numbers begin */
	uint32_t npool;
	unsigned worker;
	struct report report;
};

struct gather {
	struct resolver *resolver;
	const struct entities *ents;
	const struct decisions *decisions;
	struct mentions found[CREW_MOST]; /* by worker */
	struct err err[CREW_MOST];
	bool failed[CREW_MOST];
	struct gather_slot *slots;
	uint32_t n;
};

struct gather *gather_new(const struct entities *ents, const struct decisions *decisions, uint32_t n,
	struct err *err)
{
	struct gather *gather = calloc(1, sizeof(*gather));

	if (gather == NULL) {
		err_memory(err);
		return NULL;
	}
	gather->ents = ents;
	gather->decisions = decisions;
	gather->n = n;
	gather->slots = calloc((size_t)n + 1, sizeof(*gather->slots));
	gather->resolver = gather->slots == NULL ? NULL : resolve_new(ents, err);
	if (gather->resolver == NULL) {
		gather_free(gather);
		return NULL;
	}
	return gather;
}

void gather_take(void *owner, uint32_t listed, unsigned worker, const struct doc *doc)
{
	struct gather *gather = owner;
	struct gather_slot *slot = &gather->slots[listed];
	struct mentions *found = &gather->found[worker];
	struct err *err = &gather->err[worker];
	const doc_id nobody = {0}; /* its number is known when all are there */
	bool ok;

	*slot = (struct gather_slot){.first = found->n, .pool = found->npool, .worker = worker};
	ok = !gather->failed[worker] && resolve_doc(gather->resolver, doc, nobody, found, err);
	if (ok && gather->decisions != NULL && gather->decisions->n > 0) {
		ok = decide_doc(gather->decisions, gather->ents, doc, nobody, found, slot->first,
			&slot->report, err);
	}
	gather->failed[worker] |= !ok;
	slot->n = found->n - slot->first;
	slot->npool = found->npool - slot->pool;
}

/* Room for all mentions of the documents that are there. */
static bool make_room(const struct gather *gather, const struct catalog *catalog,
	struct gathered *out)
{
	size_t n = 0, npool = 0;

	for (uint32_t i = 0; i < catalog->n; i++) {
		n += gather->slots[catalog->heads[i].listed].n;
		npool += gather->slots[catalog->heads[i].listed].npool;
	}
	out->first = calloc((size_t)catalog->n + 1, sizeof(*out->first));
	return out->first != NULL && n < UINT32_MAX && npool < UINT32_MAX &&
		array_reserve(&out->mentions.items, &out->mentions.cap, (uint32_t)n + 1,
			sizeof(*out->mentions.items)) &&
		array_reserve(&out->mentions.pool, &out->mentions.cpool, (uint32_t)npool + 1,
			sizeof(*out->mentions.pool));
}

/* Appends the mentions of one document. */
static void lay_out(const struct gather *gather, const struct gather_slot *slot, doc_id id,
	struct mentions *out)
{
	const struct mentions *from = &gather->found[slot->worker];

	for (uint32_t i = 0; i < slot->n; i++) {
		struct mention *mention = &out->items[out->n++];

		*mention = from->items[slot->first + i];
		mention->doc = id;
		mention->ent += out->npool - slot->pool;
	}
	if (slot->npool > 0) {
		memcpy(out->pool + out->npool, from->pool + slot->pool,
			slot->npool * sizeof(*out->pool));
	}
	out->npool += slot->npool;
}

static void pass_on(const struct report *from, struct report *to)
{
	for (uint32_t i = 0; i < from->n; i++) {
		report_add(to, from->items[i].level, NULL, 0, "%s", from->items[i].text);
	}
}

static bool lay_out_all(const struct gather *gather, const struct catalog *catalog,
	struct gathered *out, struct report *report, struct err *err)
{
	for (unsigned i = 0; i < CREW_MOST; i++) {
		if (gather->failed[i]) {
			return err_set(err, "%s", gather->err[i].msg);
		}
	}
	if (!make_room(gather, catalog, out)) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct gather_slot *slot = &gather->slots[catalog->heads[i].listed];

		out->first[i] = out->mentions.n;
		lay_out(gather, slot, (doc_id){i}, &out->mentions);
		pass_on(&slot->report, report);
	}
	out->first[catalog->n] = out->mentions.n;
	return true;
}

bool gather_end(struct gather *gather, const struct catalog *catalog, struct gathered *out,
	struct report *report, struct err *err)
{
	struct gathered made = {0};
	bool ok = lay_out_all(gather, catalog, &made, report, err);

	gather_free(gather);
	if (!ok) {
		mentions_finish(&made.mentions);
		free(made.first);
		return false;
	}
	*out = made;
	return true;
}

void gather_free(struct gather *gather)
{
	if (gather == NULL) {
		return;
	}
	for (unsigned i = 0; i < CREW_MOST; i++) {
		mentions_finish(&gather->found[i]);
	}
	for (uint32_t i = 0; gather->slots != NULL && i < gather->n; i++) {
		report_finish(&gather->slots[i].report);
	}
	free(gather->slots);
	resolve_free(gather->resolver);
	free(gather);
}

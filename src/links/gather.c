#include "links/gather.h"

#include "base/crew.h"

#include <stdlib.h>

/* Where the mentions of one document are: with a worker, or known. */
struct gather_slot {
	uint32_t first, n, pool; /* in the worker's; pool: where its numbers begin */
	uint32_t npool;
	unsigned worker;
	const struct gather_known *known;
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
	struct arena arena; /* of what is known */
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
	if (gather->slots == NULL) {
		err_memory(err);
		gather_free(gather);
		return NULL;
	}
	return gather;
}

bool gather_ready(struct gather *gather, struct err *err)
{
	if (gather->resolver == NULL) {
		gather->resolver = resolve_new(gather->ents, err);
	}
	return gather->resolver != NULL;
}

/* Whether all numbers of a known mention are ones that somebody has. */
static bool mention_is_good(const struct gather *gather, const struct gather_known *known,
	const struct mention *mention)
{
	uint32_t n = (uint32_t)mention->nents + mention->nrivals, at = mention->ent - known->first;

	if (mention->at.start >= mention->at.end || mention->at.end > known->text_n ||
		mention->rule >= RULE_COUNT || mention->certainty > CERTAIN_OPEN || n == 0 ||
		at > known->npool || n > known->npool - at) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (known->pool[at + i] >= gather->ents->n) {
			return false;
		}
	}
	return (mention->name < gather->ents->nnames || mention->name == UINT32_MAX) &&
		(mention->rule != RULE_DECIDED || (gather->decisions != NULL &&
			mention->decision < gather->decisions->n));
}

bool gather_know(struct gather *gather, uint32_t listed, const struct gather_known *known)
{
	struct gather_known *kept;
	uint32_t end = 0;

	for (uint32_t i = 0; i < known->n; i++) {
		const struct mention *mention = &known->mentions[i];

		if (mention->at.start < end || !mention_is_good(gather, known, mention)) {
			return false;
		}
		end = mention->at.end;
	}
	kept = arena_array(&gather->arena, 1, sizeof(*kept));
	if (kept == NULL) {
		return false; /* it will be read: that needs no memory here */
	}
	*kept = *known;
	gather->slots[listed] = (struct gather_slot){.n = known->n, .pool = known->first,
		.npool = known->npool, .known = kept};
	return true;
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
		n += gather->slots[catalog_head(catalog, i)->listed].n;
		npool += gather->slots[catalog_head(catalog, i)->listed].npool;
	}
	return n < UINT32_MAX && npool < UINT32_MAX &&
		array_reserve(&out->mentions.items, &out->mentions.cap, (uint32_t)n + 1,
			sizeof(*out->mentions.items)) &&
		array_reserve(&out->mentions.pool, &out->mentions.cpool, (uint32_t)npool + 1,
			sizeof(*out->mentions.pool));
}

/* Appends the mentions of one document. */
static void lay_out(const struct gather *gather, const struct gather_slot *slot, doc_id id,
	struct mentions *out)
{
	const struct mentions *found = &gather->found[slot->worker];
	const struct mention *from = slot->known != NULL ? slot->known->mentions
		: found->items == NULL ? NULL : found->items + slot->first;
	const uint32_t *pool = slot->known != NULL ? slot->known->pool
		: found->pool == NULL ? NULL : found->pool + slot->pool;

	if (from == NULL) {
		return; /* nothing was found by anybody */
	}
	for (uint32_t i = 0; i < slot->n; i++) {
		struct mention *mention = &out->items[out->n++];

		*mention = from[i];
		mention->doc = id;
		mention->ent += out->npool - slot->pool;
	}
	if (pool != NULL && slot->npool > 0) {
		memcpy(out->pool + out->npool, pool, slot->npool * sizeof(*out->pool));
	}
	out->npool += slot->npool;
}

static void pass_on(const struct report *from, struct report *to)
{
	for (uint32_t i = 0; i < from->n; i++) {
		report_add(to, from->items[i].level, NULL, 0, "%s", from->items[i].text);
	}
}

static const struct gather_slot *slot_of(const struct gather *gather, const struct catalog *catalog,
	uint32_t doc)
{
	return &gather->slots[catalog_head(catalog, doc)->listed];
}

/* Whether what is known of a document stands where, and as, it would be laid out. */
static bool is_in_place(const struct gather_known *first, const struct gather_known *known,
	uint32_t doc, const struct mentions *before)
{
	if (first == NULL || known == NULL || !known->stays || known->mentions != first->mentions + before->n ||
		known->pool != first->pool + before->npool || known->first != before->npool) {
		return false;
	}
	for (uint32_t i = 0; i < known->n; i++) {
		if (known->mentions[i].doc.i != doc) {
			return false;
		}
	}
	return true;
}

/* Borrows what is known, where all of it is known and lies as it would be laid out. */
static bool borrow_all(const struct gather *gather, const struct catalog *catalog,
	struct gathered *out)
{
	const struct gather_known *first =
		catalog->n == 0 ? NULL : slot_of(gather, catalog, 0)->known;
	struct mentions all = {0};

	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct gather_known *known = slot_of(gather, catalog, i)->known;

		if (!is_in_place(first, known, i, &all)) {
			return false;
		}
		out->first[i] = all.n;
		out->pool_first[i] = all.npool;
		all.n += known->n;
		all.npool += known->npool;
	}
	if (first == NULL) {
		return false;
	}
	out->first[catalog->n] = all.n;
	out->pool_first[catalog->n] = all.npool;
	all.items = (struct mention *)(uintptr_t)first->mentions;
	all.pool = (uint32_t *)(uintptr_t)first->pool;
	out->mentions = all;
	return true;
}

static bool lay_out_all(const struct gather *gather, const struct catalog *catalog,
	struct gathered *out, struct report *report, struct err *err)
{
	for (unsigned i = 0; i < CREW_MOST; i++) {
		if (gather->failed[i]) {
			return err_set(err, "%s", gather->err[i].msg);
		}
	}
	out->first = calloc((size_t)catalog->n + 1, sizeof(*out->first));
	out->pool_first = calloc((size_t)catalog->n + 1, sizeof(*out->pool_first));
	if (out->first == NULL || out->pool_first == NULL) {
		return err_memory(err);
	}
	if (borrow_all(gather, catalog, out)) {
		return true;
	}
	if (!make_room(gather, catalog, out)) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < catalog->n; i++) {
		const struct gather_slot *slot = slot_of(gather, catalog, i);

		out->first[i] = out->mentions.n;
		out->pool_first[i] = out->mentions.npool;
		catalog_head(catalog, i)->again = slot->report.n > 0;
		lay_out(gather, slot, (doc_id){i}, &out->mentions);
		pass_on(&slot->report, report);
	}
	out->first[catalog->n] = out->mentions.n;
	out->pool_first[catalog->n] = out->mentions.npool;
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
		free(made.pool_first);
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
	arena_finish(&gather->arena);
	resolve_free(gather->resolver);
	free(gather);
}

#include "links/resolve.h"

#include <stdlib.h>

#define RIVALS_MOST 255

struct resolver {
	const struct entities *ents;
	struct matcher *matcher; /* over the names: tags are their numbers */
};

struct resolver *resolve_new(const struct entities *ents, struct err *err)
{
	struct resolver *resolver = calloc(1, sizeof(*resolver));
	struct form *forms = calloc((size_t)ents->nnames + 1, sizeof(*forms));
	if (resolver == NULL || forms == NULL) {
		free(forms);
		free(resolver);
		err_memory(err);
		return NULL;
	}
	for (uint32_t i = 0; i < ents->nnames; i++) {
		forms[i] = (struct form){ents->names[i].text, i};
	}
	resolver->ents = ents;
	resolver->matcher = match_new(forms, ents->nnames, err);
	free(forms);
	if (resolver->matcher == NULL) {
		resolve_free(resolver);
		return NULL;
	}
	return resolver;
}

/* Puts the entities that bear the names of a hit into the pool, each once. */
static bool pool_add(struct mentions *out, const struct entities *ents, const uint32_t *tags,
	uint32_t ntags, uint32_t *nents)
{
	if (!array_reserve(&out->pool, &out->cpool, out->npool + RIVALS_MOST,
		sizeof(*out->pool))) {
		return false;
	}
	uint32_t first = out->npool;
	for (uint32_t i = 0; i < ntags && out->npool - first < RIVALS_MOST; i++) {
		uint32_t ent = ents->names[tags[i]].ent.i;
		/* Tags ascend and names are grouped by entity, so the same ones are neighbours. */
		if (out->npool == first || out->pool[out->npool - 1] != ent) {
			out->pool[out->npool++] = ent;
		}
	}
	*nents = out->npool - first;
	return true;
}

static bool hit_resolve(const struct resolver *resolver, const struct hit *hit, doc_id id,
	struct mentions *out)
{
	const uint32_t *tags = match_tags(resolver->matcher, hit);
	uint32_t pool = out->npool, n = 0;
	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items)) ||
		!pool_add(out, resolver->ents, tags, hit->ntags, &n)) {
		return false;
	}
	bool open = n > 1;
	out->items[out->n++] = (struct mention){
		.at = hit->at,
		.doc = id,
		.ent = pool,
		.nents = open ? 0 : 1,
		.nrivals = open ? (uint8_t)n : 0,
		.rule = resolver->ents->names[tags[0]].main ? RULE_NAME : RULE_ALIAS,
		.certainty = open ? CERTAIN_OPEN : CERTAIN_SURE,
		.name = tags[0],
	};
	return true;
}

bool resolve_doc(const struct resolver *resolver, const struct doc *doc, doc_id id,
	struct mentions *out, struct err *err)
{
	struct hits hits = {0};
	bool ok = match_scan(resolver->matcher, doc, &hits, err);
	for (uint32_t i = 0; ok && i < hits.n; i++) {
		ok = hit_resolve(resolver, &hits.items[i], id, out) || err_memory(err);
	}
	free(hits.items);
	return ok;
}

void resolve_free(struct resolver *resolver)
{
	if (resolver != NULL) {
		match_free(resolver->matcher);
		free(resolver);
	}
}

void mentions_finish(struct mentions *mentions)
{
	free(mentions->items);
	free(mentions->pool);
	*mentions = (struct mentions){0};
}

#include "links/scene.h"

#include <stdlib.h>

#define POOL_MOST 255
#define ADDRESS_MOST 200
#define HEADLINE_MOST 200

/* The place of an entity in the table, which may be free. */
static uint32_t slot_of(const struct seen *seen, uint32_t cap, uint32_t ent)
{
	uint32_t at = (ent * 2654435761u) & (cap - 1);
	while (seen[at].ent != 0 && seen[at].ent != ent + 1) {
		at = (at + 1) & (cap - 1);
	}
	return at;
}

struct seen scene_seen(const struct scene *scene, uint32_t ent)
{
	if (scene->cseen == 0) {
		return (struct seen){0};
	}
	return scene->seen[slot_of(scene->seen, scene->cseen, ent)];
}

static bool seen_grow(struct scene *scene)
{
	uint32_t cap = scene->cseen == 0 ? 64 : scene->cseen * 2;
	struct seen *seen = calloc(cap, sizeof(*seen));
	if (seen == NULL) {
		scene->failed = true;
		return false;
	}
	for (uint32_t i = 0; i < scene->cseen; i++) {
		if (scene->seen[i].ent != 0) {
			seen[slot_of(seen, cap, scene->seen[i].ent - 1)] = scene->seen[i];
		}
	}
	free(scene->seen);
	scene->seen = seen;
	scene->cseen = cap;
	return true;
}

struct seen *scene_note(struct scene *scene, uint32_t ent)
{
	if (scene->nseen * 2 >= scene->cseen && !seen_grow(scene)) {
		return NULL;
	}
	struct seen *seen = &scene->seen[slot_of(scene->seen, scene->cseen, ent)];
	if (seen->ent == 0) {
		seen->ent = ent + 1;
		scene->nseen++;
	}
	return seen;
}

void scene_some_add(struct scene *scene, uint32_t ent)
{
	/* Tags ascend within a kind of form: repetitions of one entity are neighbours. */
	for (uint32_t i = scene->nsome; i > 0 && scene->nsome - i < 16; i--) {
		if (scene->some[i - 1] == ent) {
			return;
		}
	}
	if (!array_reserve(&scene->some, &scene->csome, scene->nsome + 1,
		sizeof(*scene->some))) {
		scene->failed = true;
		return;
	}
	scene->some[scene->nsome++] = ent;
}

/* Takes back the last mentions of the document that the range covers; false where one is longer. */
static bool make_room(struct scene *scene, struct range at)
{
	struct mentions *out = scene->out;
	uint32_t n = out->n;
	while (n > scene->first && out->items[n - 1].at.end > at.start) {
		const struct range *old = &out->items[n - 1].at;
		if (old->end - old->start > at.end - at.start) {
			return false;
		}
		n--;
	}
	out->n = n;
	return true;
}

bool scene_put(struct scene *scene, const struct verdict *v)
{
	struct mentions *out = scene->out;
	uint32_t nents = v->nents < POOL_MOST ? v->nents : POOL_MOST;
	uint32_t nrivals = v->nrivals < POOL_MOST ? v->nrivals : POOL_MOST;
	if (!make_room(scene, v->at)) {
		return false;
	}
	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items)) ||
		!array_reserve(&out->pool, &out->cpool, out->npool + nents + nrivals,
		sizeof(*out->pool))) {
		scene->failed = true;
		return false;
	}
	out->items[out->n++] = (struct mention){
		.at = v->at,
		.doc = scene->id,
		.ent = out->npool,
		.nents = (uint8_t)nents,
		.nrivals = (uint8_t)nrivals,
		.rule = (uint8_t)v->rule,
		.certainty = (uint8_t)v->certainty,
		.name = v->name,
	};
	for (uint32_t i = 0; i < nents; i++) {
		out->pool[out->npool++] = v->ents[i];
		struct seen *seen = scene_note(scene, v->ents[i]);
		if (seen != NULL) {
			seen->last = v->at.start + 1;
		}
	}
	for (uint32_t i = 0; i < nrivals; i++) {
		out->pool[out->npool++] = v->rivals[i];
	}
	return true;
}

void scene_enter(struct scene *scene)
{
	const struct doc *doc = scene->doc;
	uint32_t off = scene_hit(scene)->at.start;
	while (scene->para + 1 < doc->nparas && doc->paras[scene->para].at.end <= off) {
		scene->para++;
	}
	scene->words.para = doc->paras[scene->para].at;
}

const struct hit *scene_hit_from(const struct scene *scene, uint32_t off)
{
	for (uint32_t i = scene->hit; i < scene->hits.n; i++) {
		if (scene->hits.items[i].at.start >= off) {
			return scene->hits.items[i].at.start == off ? &scene->hits.items[i] : NULL;
		}
	}
	return NULL;
}

const struct hit *scene_hit_to(const struct scene *scene, uint32_t off)
{
	for (uint32_t i = scene->hit + 1; i-- > 0;) {
		if (scene->hits.items[i].at.end <= off) {
			return scene->hits.items[i].at.end == off ? &scene->hits.items[i] : NULL;
		}
	}
	return NULL;
}

bool scene_in_address(const struct scene *scene, struct range at)
{
	struct span text = scene->doc->text;
	uint32_t from = at.start;
	while (from > scene->words.para.start && at.start - from < ADDRESS_MOST) {
		unsigned char c = (unsigned char)text.p[from - 1];
		if (c <= ' ' || c == '<' || c == '(' || c == '"' || c >= 0x80) {
			break;
		}
		from--;
	}
	struct span run = {text.p + from, at.start - from};
	return span_find(run, SPAN("://"), 0) < run.n || span_find(run, SPAN("@"), 0) < run.n ||
		span_starts(run, SPAN("www.")) || (at.end < text.n && text.p[at.end] == '@');
}

bool scene_title_case(const struct scene *scene)
{
	struct token token;
	uint32_t words = 0, capitals = 0, off = scene->words.para.start;
	if (scene->words.para.end - off > HEADLINE_MOST) {
		return false;
	}
	while (token_next(&scene->words, off, &token)) {
		bool counts = token.kind == TOKEN_WORD && token.letters > 3;
		words += counts;
		capitals += counts && token.capital;
		off = token.at.end;
	}
	return words >= 3 && capitals * 4 >= words * 3;
}

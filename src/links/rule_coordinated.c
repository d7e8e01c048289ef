#include "links/rule_coordinated.h"

#include "links/rule_name.h"
#include "links/rule_year.h"

#define LIST_MOST 12

static bool put(struct scene *scene, struct range at, const uint32_t *ents, uint32_t n,
	enum mention_certainty certainty)
{
	struct verdict verdict = {
		.at = at,
		.rule = RULE_COORDINATED,
		.certainty = certainty,
		.ents = ents,
		.nents = n,
		.name = UINT32_MAX,
	};
	return scene_put(scene, &verdict);
}

/* Adds an entity that is not there yet. */
static uint32_t list_add(uint32_t *list, uint32_t n, uint32_t ent)
{
	for (uint32_t i = 0; i < n; i++) {
		if (list[i] == ent) {
			return n;
		}
	}
	list[n] = ent;
	return n + 1;
}

bool rule_coordinated_deeds(struct scene *scene, const struct phrase *phrase, uint32_t deeds)
{
	uint32_t list[PHRASE_MOST], n = 0;
	bool dates = phrase->nwhens > 1;
	uint32_t several = dates ? phrase->nwhens : phrase->nplaces;
	enum mention_certainty certainty = CERTAIN_SURE, one = CERTAIN_SURE;
	if (several < 2 || (!dates && (phrase->nwhens > 0 || !phrase->plural))) {
		return false;
	}
	for (uint32_t i = 0; i < several; i++) {
		struct phrase single = *phrase;
		single.nplaces = dates ? phrase->nplaces : 1;
		single.places[0] = phrase->places[dates ? 0 : i];
		if (rule_year_pick(scene, &single, deeds, dates ? &phrase->whens[i] : NULL, &one) !=
			YEAR_ONE) {
			return false;
		}
		n = list_add(list, n, scene->some[0]);
		certainty = one > certainty ? one : certainty;
	}
	/* Two dates that are listed confirm each other. */
	certainty = dates && scene->nsome == 1 ? CERTAIN_SURE : certainty;
	return n > 1 && put(scene, phrase->at, list, n, certainty);
}

/* The only island that a hit may mean, by name or by name without head; UINT32_MAX for none. */
static uint32_t island_of(const struct scene *scene, const struct hit *hit)
{
	const struct entities *ents = scene->resolver->ents;
	const uint32_t *tags = scene_tags(scene, hit);
	uint32_t found = UINT32_MAX;
	for (uint32_t i = 0; i < hit->ntags; i++) {
		enum form_what what = form_what(tags[i]);
		if (what > FORM_VARIANT && what != FORM_STEM) {
			continue;
		}
		uint32_t ent = ents->names[form_value(tags[i])].ent.i;
		if (ents->items[ent].kind != KIND_ISLAND || (found != UINT32_MAX && found != ent)) {
			return UINT32_MAX;
		}
		found = ent;
	}
	return found;
}

/* The hit that follows ", " or "and" behind off, or NULL. */
static const struct hit *next_in_list(const struct scene *scene, uint32_t off)
{
	struct token token;
	uint32_t links = 0;
	while (token_next(&scene->words, off, &token)) {
		bool link = (token.kind == TOKEN_SIGN && (token.sign == ',' || token.sign == '&')) ||
			(token.kind == TOKEN_WORD && (token.lexeme.flags & LEX_AND) != 0);
		if (!link) {
			return links > 0 ? scene_hit_from(scene, token.at.start) : NULL;
		}
		links++;
		off = token.at.end;
	}
	return NULL;
}

bool rule_coordinated_islands(struct scene *scene)
{
	uint32_t list[LIST_MOST], n = 0;
	const struct hit *hit = scene_hit(scene);
	bool needs = false;
	struct range at = hit->at;
	while (hit != NULL && n < LIST_MOST) {
		bool plural, own;
		uint32_t ent = island_of(scene, hit);
		if (ent == UINT32_MAX) {
			return false;
		}
		n = list_add(list, n, ent);
		needs = needs || !phrase_is(scene, hit, FORM_NAME);
		at.end = rule_name_head(scene, hit->at.end, &plural);
		struct span stem = forms_stem(scene->resolver->lexicon,
			span_in(scene->doc->text, hit->at), &own);
		if (stem.n > 0 || at.end > hit->at.end) {
			/* A name that has a head of its own shares it with those that need one. */
			return n > 1 && (plural || (own && needs)) &&
				put(scene, at, list, n, CERTAIN_SURE);
		}
		hit = next_in_list(scene, hit->at.end);
	}
	return false;
}

#include "links/rule_coordinated.h"

#include "links/person.h"
#include "links/rule_name.h"
#include "links/rule_year.h"

#include <stdlib.h>

#define LIST_MOST 12

static bool put(struct scene *scene, struct range at, const uint32_t *ents, uint32_t n,
	enum mention_certainty certainty)
{
	struct mention what = {
		.at = at,
		.rule = RULE_COORDINATED,
		.certainty = (uint8_t)certainty,
		.nents = (uint8_t)n,
		.name = UINT32_MAX,
	};
	return scene_put(scene, &what, ents);
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
	const struct fact *facts = scene_facts(scene, hit);
	uint32_t found = UINT32_MAX;
	for (uint32_t i = 0; i < hit->ntags; i++) {
		if (!scene_is_name(&facts[i]) && facts[i].what != FORM_STEM) {
			continue;
		}
		uint32_t ent = facts[i].ent;
		if (facts[i].kind != KIND_ISLAND || (found != UINT32_MAX && found != ent)) {
			return UINT32_MAX;
		}
		found = ent;
	}
	return found;
}

/* Comma or "and" between the names of a list. */
static bool is_link(const struct token *token)
{
	return token->sign == ',' || token->sign == '&' || (token->lexeme.flags & LEX_AND) != 0;
}

/* The hit that follows ", " or "and" behind off, or NULL. */
static const struct hit *next_in_list(const struct scene *scene, uint32_t off)
{
	struct token token;
	uint32_t links = 0;
	while (token_next(&scene->words, off, &token)) {
		if (!is_link(&token)) {
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
	if (!is_link(&scene->words.right)) {
		return false;
	}
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

/* The only person whose whole name a text is, or UINT32_MAX. */
static uint32_t person_named(struct scene *scene, struct span name)
{
	const struct resolver *resolver = scene->resolver;
	const struct entities *ents = resolver->ents;
	struct para para = {.at = {0, (uint32_t)name.n}};
	struct doc doc = {.text = name, .paras = &para, .nparas = 1};
	struct hits hits = {0};
	uint32_t found = UINT32_MAX, several = 0;
	struct err err;
	if (!match_scan(resolver->matcher, &doc, &hits, &err)) {
		scene->failed = true;
	} else if (hits.n == 1 && hits.items[0].at.end - hits.items[0].at.start == name.n) {
		const struct fact *facts = scene_facts(scene, &hits.items[0]);
		for (uint32_t i = 0; i < hits.items[0].ntags; i++) {
			uint32_t ent = scene_is_name(&facts[i]) ? facts[i].ent : UINT32_MAX;
			several += ent != UINT32_MAX && ent != found;
			found = ent != UINT32_MAX ? ent : found;
		}
	}
	free(hits.items);
	return several == 1 && ents->items[found].kind == KIND_PERSON ? found : UINT32_MAX;
}

/* The person with this given name and the surname of the hit, which is a whole name; or UINT32_MAX. */
static uint32_t sibling_of(struct scene *scene, uint32_t name, struct span given)
{
	struct person person;
	struct buf whole = {0};
	uint32_t found = UINT32_MAX;
	person_parse(scene->resolver->lexicon, scene->resolver->ents->names[name].text, &person);
	if (person.n >= 2) {
		buf_put(&whole, given);
		buf_putc(&whole, ' ');
		person_surname(&person, true, &whole);
		found = whole.failed ? UINT32_MAX : person_named(scene, buf_span(&whole));
		scene->failed = scene->failed || whole.failed;
	}
	buf_finish(&whole);
	return found;
}

bool rule_coordinated_people(struct scene *scene)
{
	const struct mentions *out = scene->out;
	const struct hit *hit = scene_hit(scene);
	const uint32_t *tags = scene_tags(scene, hit);
	uint32_t list[LIST_MOST], n = 0;
	struct range at = hit->at;
	struct token and = scene->words.left, given;
	if ((and.lexeme.flags & LEX_AND) == 0 || hit->ntags == 0 || !form_is_name(tags[0]) ||
		(hit->ntags > 1 && form_is_name(tags[1]))) {
		return false;
	}
	list[n++] = scene->resolver->ents->names[form_value(tags[0])].ent.i;
	uint32_t from = out->n > scene->first ? out->items[out->n - 1].at.end : 0;
	while (n < LIST_MOST && ((and.lexeme.flags & LEX_AND) != 0 || and.sign == ',') &&
		token_prev(&scene->words, and.at.start, &given) && given.capital &&
		given.at.start >= from) {
		uint32_t ent = sibling_of(scene, form_value(tags[0]),
			span_in(scene->doc->text, given.at));
		if (ent == UINT32_MAX) {
			break;
		}
		n = list_add(list, n, ent);
		at.start = given.at.start;
		if (!token_prev(&scene->words, at.start, &and)) {
			break;
		}
	}
	if (n == 1 || !put(scene, at, list, n, CERTAIN_SURE)) {
		return false;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct seen *seen = scene_note(scene, list[i]);
		if (seen != NULL) {
			seen->full = at.start + 1;
		}
	}
	return true;
}

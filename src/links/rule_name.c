#include "links/rule_name.h"

#include "links/lead.h"
#include "links/letter.h"
#include "links/style.h"

uint32_t rule_name_head(const struct scene *scene, uint32_t end, bool *plural)
{
	struct token token;
	*plural = false;
	for (int i = 0; i < 2 && token_next(&scene->words, end, &token); i++) {
		bool head = token.kind == TOKEN_WORD && !token.glued &&
			(token.lexeme.flags & LEX_HEAD) != 0;
		/* "group" and "chain" belong to it behind another head noun alone. */
		if (!head || (i == 0 && (token.lexeme.flags & LEX_COMMON) != 0)) {
			break;
		}
		*plural = *plural || (token.lexeme.flags & LEX_PLURAL) != 0;
		end = token.at.end;
	}
	return end;
}

/* Puts the entity that is preferred first; how certain that is. */
static enum mention_certainty choose(struct scene *scene)
{
	const struct name *names = scene->resolver->ents->names;
	uint32_t mains = 0, which = 0;
	if (scene->nsome == 1) {
		return CERTAIN_SURE;
	}
	for (uint32_t i = 0; i < scene->nsome; i++) {
		if (names[scene_name(scene, scene->some[i])].main) {
			mains++;
			which = i;
		}
	}
	if (scene_prefer_last(scene, scene->nsome)) {
		return CERTAIN_LIKELY;
	}
	/* Nothing was moved: all of them are without a mention. */
	if (mains != 1) {
		return CERTAIN_OPEN;
	}
	scene_prefer(scene, which);
	return CERTAIN_LIKELY;
}

/* "George Bush Airport" and "Sakhalin Oblast" are something else. */
static bool is_thing(const struct lead *lead)
{
	uint32_t flags = lead->after.letters == 0 ? 0 : lead->after.lexeme.flags;
	return lead->thing || ((flags & LEX_PLACE) != 0 && (flags & (LEX_HEAD | LEX_TITLE)) == 0);
}

/* A ship called Diana is neither Diana Mitford nor Princess Diana. */
static bool is_given(const struct scene *scene, const struct lead *lead)
{
	/* Nor is Barry Warsaw the city. */
	if (lead->ngiven > (lead->begins ? 1 : 0) && !lead->initials &&
		(lexicon_find(scene->resolver->lexicon, lead->given[lead->ngiven - 1]).flags &
		(LEX_MAN | LEX_WOMAN)) != 0) {
		return true;
	}
	uint32_t flags = lexicon_find(scene->resolver->lexicon,
		span_in(scene->doc->text, scene_hit(scene)->at)).flags;
	bool behind = lead->after.letters > 0 && lead->after.lexeme.flags == 0 &&
		!scene_title_case(scene);
	return (flags & (LEX_MAN | LEX_WOMAN)) != 0 && (lead->title || behind);
}

static bool is_han(uint32_t c)
{
	return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF);
}

/* Two ideographs among others may be parts of two words: there are no boundaries to tell. */
static bool is_chance(const struct scene *scene, struct range at)
{
	struct span text = scene->doc->text;
	size_t before = at.start;
	uint32_t off = at.start, next, n = 0;
	while (off < at.end) {
		if (!is_han(letter_at(text, off, &next))) {
			return false;
		}
		off = next;
		n++;
	}
	return n <= 2 && at.start > 0 && at.end < text.n && is_han(utf8_prev(text, &before)) &&
		is_han(letter_at(text, at.end, &next));
}

/* Whether the text speaks of this entity, or names something else right beside the hit. */
static bool has_support(const struct scene *scene, struct range at)
{
	return scene_seen(scene, scene->some[0]).last != 0 ||
		scene_hit_to(scene, at.start) != NULL || scene_hit_from(scene, at.end) != NULL;
}

/* How certain the only bearer of the name is. */
static enum mention_certainty judge(const struct scene *scene, const struct lead *lead, bool person)
{
	struct range at = scene_hit(scene)->at;
	bool chance = is_chance(scene, at);
	/* "Jr." behind a person who has none may well be the son. */
	bool junior = person && lead->after.letters > 0 &&
		(lead->after.lexeme.flags & LEX_SUFFIX) != 0 &&
		(lead->after.lexeme.flags & LEX_TITLE) == 0;
	if (junior || (chance && !has_support(scene, at))) {
		return CERTAIN_OPEN;
	}
	/* "Paris-Plage" may be another place. */
	return chance || (!person && lead->hyphen) ? CERTAIN_LIKELY : CERTAIN_SURE;
}

bool rule_name(struct scene *scene)
{
	const struct entities *ents = scene->resolver->ents;
	const struct hit *hit = scene_hit(scene);
	const uint32_t *tags = scene_tags(scene, hit);
	scene_some_clear(scene);
	bool island = true, person = true;
	for (uint32_t i = 0; i < hit->ntags; i++) {
		if (form_is_name(tags[i])) {
			uint32_t ent = ents->names[form_value(tags[i])].ent.i;
			island = island && ents->items[ent].kind == KIND_ISLAND;
			person = person && ents->items[ent].kind == KIND_PERSON;
			scene_some_add(scene, ent);
		}
	}
	struct lead lead;
	lead_read(scene, hit->at, &lead);
	/* "Duke of York": the place is in somebody's title. */
	bool seat = !person && lead.rank > 0 && lead.rank < STYLE_SOVEREIGN && lead.ngiven == 0;
	if (scene->nsome == 0 || seat || scene_in_address(scene, hit->at) || is_thing(&lead) ||
		(!person && is_given(scene, &lead))) {
		return false;
	}
	enum mention_certainty certainty = choose(scene);
	if (certainty == CERTAIN_SURE) {
		certainty = judge(scene, &lead, person);
	}
	bool open = certainty == CERTAIN_OPEN, plural;
	uint32_t ent = scene->some[0], name = scene_name(scene, ent);
	struct verdict verdict = {
		.at = {hit->at.start, island ? rule_name_head(scene, hit->at.end, &plural) :
			hit->at.end},
		.rule = ents->names[name].main ? RULE_NAME : RULE_ALIAS,
		.certainty = certainty,
		.ents = scene->some,
		.nents = open ? 0 : 1,
		.rivals = open ? scene->some : scene->some + 1,
		.nrivals = open ? scene->nsome : scene->nsome - 1,
		.name = name,
	};
	if (!scene_put(scene, &verdict)) {
		return false;
	}
	struct seen *seen = open ? NULL : scene_note(scene, ent);
	if (seen != NULL) {
		seen->full = hit->at.start + 1;
		seen->gender |= lead.gender;
	}
	return true;
}

#include "links/rule_name.h"

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

/* Who bears the name, besides scene->some. */
struct named {
	bool island, person; /* all of them are */
	uint32_t mains, which; /* how many are called so in the first place, and the last of those */
};

static void named_count(const struct scene *scene, const struct fact *fact, struct named *named)
{
	named->mains += fact->main;
	named->which = fact->main ? scene->nsome - 1 : named->which;
}

/*
 * Gathers in scene->some who bears the name of the hit. A word may be the name of thousands: names as
 * they are listed come first, by entity, so that each needs only to be compared with the one before.
 */
static struct named named_find(struct scene *scene)
{
	const struct hit *hit = scene_hit(scene);
	const struct fact *facts = scene_facts(scene, hit);
	struct named named = {.island = true, .person = true};
	scene_some_clear(scene);
	uint32_t n = scene_some_reserve(scene, hit->ntags) ? hit->ntags : 0;
	for (uint32_t i = 0; i < n && scene_is_name(&facts[i]); i++) {
		const struct fact *fact = &facts[i];
		named.island = named.island && fact->kind == KIND_ISLAND;
		named.person = named.person && fact->kind == KIND_PERSON;
		uint32_t before = scene->nsome;
		if (fact->what != FORM_NAME) {
			scene_some_add(scene, fact->ent);
			fact = scene_name_fact(scene, fact->ent);
		} else if (before == 0 || scene->some[before - 1] != fact->ent) {
			scene->some[scene->nsome++] = fact->ent;
		}
		if (scene->nsome > before) {
			named_count(scene, fact, &named);
		}
	}
	return named;
}

/* Puts the entity that is preferred first; how certain that is. */
static enum mention_certainty choose(struct scene *scene, const struct named *named)
{
	if (scene->nsome == 1) {
		return CERTAIN_SURE;
	}
	if (scene_prefer_last(scene, scene->nsome)) {
		return CERTAIN_LIKELY;
	}
	/* Nothing was moved: all of them are without a mention. */
	if (named->mains != 1) {
		return CERTAIN_OPEN;
	}
	scene_prefer(scene, named->which);
	return CERTAIN_LIKELY;
}

/* "George Bush Airport" and "Sakhalin Oblast" are something else. */
static bool is_thing(const struct scene *scene, const struct lead *lead)
{
	uint32_t flags = lead->after ? scene->words.right.lexeme.flags : 0;
	return lead->thing || ((flags & LEX_PLACE) != 0 && (flags & (LEX_HEAD | LEX_TITLE)) == 0);
}

/* A ship called Diana is neither Diana Mitford nor Princess Diana. */
static bool is_given(const struct scene *scene, const struct lead *lead)
{
	/* Nor is Barry Warsaw the city. */
	if (lead->ngiven > 0 && !lead->initials && (lead->near & (LEX_MAN | LEX_WOMAN)) != 0 &&
		(lead->ngiven > 1 || !lead_begins(scene, lead))) {
		return true;
	}
	bool behind = lead->after && scene->words.right.lexeme.flags == 0;
	struct span name = span_in(scene->doc->text, scene_hit(scene)->at);
	return (lead->title || behind) && (lexicon_find(scene->resolver->lexicon, name).flags &
		(LEX_MAN | LEX_WOMAN)) != 0 && (lead->title || !scene_title_case(scene));
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
	return scene_seen(scene, scene->some[0])->last != 0 ||
		scene_hit_to(scene, at.start) != NULL || scene_hit_from(scene, at.end) != NULL;
}

/* How certain the only bearer of the name is. */
static enum mention_certainty judge(const struct scene *scene, const struct lead *lead, bool person)
{
	struct range at = scene_hit(scene)->at;
	bool chance = is_chance(scene, at);
	/* "Jr." behind a person who has none may well be the son. */
	bool junior = person && lead->after &&
		(scene->words.right.lexeme.flags & (LEX_SUFFIX | LEX_TITLE)) == LEX_SUFFIX;
	if (junior || (chance && !has_support(scene, at))) {
		return CERTAIN_OPEN;
	}
	/* "Paris-Plage" may be another place. */
	return chance || (!person && lead->hyphen) ? CERTAIN_LIKELY : CERTAIN_SURE;
}

bool rule_name(struct scene *scene, const struct lead *lead)
{
	const struct hit *hit = scene_hit(scene);
	struct named named = named_find(scene);
	/* "Duke of York": the place is in somebody's title. */
	bool seat = !named.person && lead->rank > 0 && lead->rank < STYLE_SOVEREIGN &&
		lead->ngiven == 0;
	if (scene->nsome == 0 || seat || scene_in_address(scene, hit->at) ||
		is_thing(scene, lead) || (!named.person && is_given(scene, lead))) {
		return false;
	}
	enum mention_certainty certainty = choose(scene, &named);
	if (certainty == CERTAIN_SURE) {
		certainty = judge(scene, lead, named.person);
	}
	bool plural;
	uint32_t ent = scene->some[0], name = scene_name(scene, ent);
	struct range at = {hit->at.start, named.island ?
		rule_name_head(scene, hit->at.end, &plural) : hit->at.end};
	if (!scene_put_some(scene, at, scene_rule(scene, name), certainty, name)) {
		return false;
	}
	struct seen *seen = certainty == CERTAIN_OPEN ? NULL : scene_note(scene, ent);
	if (seen != NULL) {
		seen->full = hit->at.start + 1;
		seen->gender |= lead->gender;
	}
	return true;
}

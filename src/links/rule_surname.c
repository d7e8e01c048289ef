#include "links/rule_surname.h"

#include "links/lifetime.h"
#include "links/person.h"

/* What a bare surname has for itself. */
struct case_of {
	uint32_t flags; /* of the surname as a word */
	bool shout; /* a short one in capitals, as abbreviations and numerals are */
	bool likely; /* something is not as it should be: no more than likely */
	bool full; /* someone of them has been named in full before */
	bool named; /* or will be */
};

static bool is_one_word(struct span name)
{
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == ' ') {
			return false;
		}
	}
	return true;
}

/* Whether the person was born after the document was written. */
static bool is_unborn(const struct scene *scene, uint32_t ent)
{
	const struct doc_date *born = &scene->resolver->ents->items[ent].date;
	const struct doc_date *date = &scene->doc->date;
	return born->year != 0 && date->year != 0 && born->year > date->year;
}

/* The sex that titles and given names of the record show; 0 where they show none or both. */
static uint32_t gender_of(const struct scene *scene, uint32_t ent)
{
	const struct resolver *resolver = scene->resolver;
	const struct entity *entity = &resolver->ents->items[ent];
	uint32_t gender = scene_seen(scene, ent).gender;
	for (uint32_t i = entity->name; i < entity->name + entity->nnames; i++) {
		struct person person;
		person_parse(resolver->lexicon, resolver->ents->names[i].text, &person);
		gender |= person.gender;
		if (person.n >= 2 && person.particle > 0 && !person.married) {
			gender |= lexicon_find(resolver->lexicon, person.words[0]).flags &
				(LEX_MAN | LEX_WOMAN);
		}
	}
	return gender == (LEX_MAN | LEX_WOMAN) ? 0 : gender;
}

static bool may_be(const struct scene *scene, const struct lead *lead, uint32_t ent)
{
	if (is_unborn(scene, ent)) {
		return false;
	}
	uint32_t said = lead->gender == (LEX_MAN | LEX_WOMAN) ? 0 : lead->gender;
	uint32_t known = said == 0 ? 0 : gender_of(scene, ent);
	return known == 0 || known == said;
}

/* Whether the first word of a person's name is used as the family name. */
static bool front_stands(const struct scene *scene, const struct lead *lead, uint32_t ent)
{
	struct seen seen = scene_seen(scene, ent);
	uint32_t flags = lexicon_find(scene->resolver->lexicon,
		span_in(scene->doc->text, scene_hit(scene)->at)).flags;
	if (lead->ngiven > 0 || ((flags & LEX_FAMILY) == 0 && seen.full == 0)) {
		return false;
	}
	if (seen.full != 0 || (lead->title && seen.named)) {
		return true;
	}
	/* "He" and "An" are family names as well. */
	uint32_t words = LEX_COMMON | LEX_ARTICLE | LEX_OF | LEX_AT | LEX_AND | LEX_HOMONYM;
	return (flags & words) == 0 && (lead->title || seen.named || !lead->begins);
}

void rule_surname_bearers(struct scene *scene, const struct lead *lead)
{
	const struct entities *ents = scene->resolver->ents;
	const struct hit *hit = scene_hit(scene);
	const uint32_t *tags = scene_tags(scene, hit);
	scene_some_clear(scene);
	for (uint32_t i = 0; i < hit->ntags; i++) {
		uint32_t value = form_value(tags[i]);
		enum form_what what = form_what(tags[i]);
		if (what <= FORM_VARIANT) {
			const struct name *name = &ents->names[value];
			value = name->ent.i;
			if (ents->items[value].kind == KIND_PERSON && is_one_word(name->text) &&
				may_be(scene, lead, value)) {
				scene_some_add(scene, value);
			}
		} else if (what == FORM_SURNAME && may_be(scene, lead, value)) {
			scene_some_add(scene, value);
		} else if (what == FORM_FRONT && front_stands(scene, lead, value) &&
			may_be(scene, lead, value)) {
			scene_some_add(scene, value);
		}
	}
}

/* The word before or behind tells that the name is another's, or a thing's. */
static bool is_spoiled(const struct scene *scene, const struct lead *lead, struct case_of *c)
{
	if (lead->thing) {
		return true;
	}
	if (lead->after.letters == 0) {
		return false;
	}
	uint32_t flags = lead->after.lexeme.flags;
	if ((flags & LEX_PLACE) != 0) {
		return true;
	}
	if ((flags & (LEX_COMMON | LEX_TITLE | LEX_DEED | LEX_SUFFIX | LEX_AND)) != 0) {
		return false;
	}
	c->likely = true;
	return !scene_title_case(scene);
}

/* Whether a word that is no proof of a person by itself is one here. */
static bool is_proved(const struct scene *scene, const struct lead *lead, struct case_of *c)
{
	bool word = (c->flags & (LEX_HOMONYM | LEX_PROPER)) != 0;
	if (lead->title) {
		return true;
	}
	if ((c->flags & LEX_MONTH) != 0) {
		c->likely = true;
		return c->full && lead->prose && !lead->begins;
	}
	if (lead->place && !lead->possessive &&
		(!c->full || (c->flags & LEX_PROPER) != 0)) {
		return false;
	}
	bool given = (c->flags & (LEX_MAN | LEX_WOMAN)) != 0;
	if (((word && (given || scene_title_case(scene))) || c->shout) && !c->named) {
		return false;
	}
	if ((c->flags & LEX_PROPER) != 0) {
		c->likely = true;
		return c->full;
	}
	if ((c->flags & LEX_HOMONYM) != 0 && lead->begins) {
		c->likely = c->likely || !c->full;
		return (c->flags & LEX_COMMON) == 0 &&
			(c->full || (c->named && scene_title_case(scene)));
	}
	return true;
}

/* "XI" is a number, "ABE" may be an agency. */
static bool is_shout(struct span surname)
{
	for (size_t i = 0; i < surname.n; i++) {
		if (surname.p[i] < 'A' || surname.p[i] > 'Z') {
			return false;
		}
	}
	return surname.n <= 3;
}

static struct case_of case_make(const struct scene *scene, const struct lead *lead)
{
	struct case_of c = {.likely = lead->hyphen || lead->doubt};
	struct span surname = span_in(scene->doc->text, scene_hit(scene)->at);
	c.flags = lexicon_find(scene->resolver->lexicon, surname).flags;
	c.shout = is_shout(surname) && !scene_all_capitals(scene);
	/* "Lady Churchill" may be the wife of one who is listed. */
	c.likely = c.likely || (lead->gender == LEX_WOMAN && scene->nsome > 0 &&
		gender_of(scene, scene->some[0]) != LEX_WOMAN);
	for (uint32_t i = 0; i < scene->nsome; i++) {
		struct seen seen = scene_seen(scene, scene->some[i]);
		c.full = c.full || seen.full != 0;
		c.named = c.named || seen.named || seen.full != 0;
	}
	return c;
}

/* Leaves only those that the document names in full: before here, or anywhere. */
static void some_keep_named(struct scene *scene, bool before)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		struct seen seen = scene_seen(scene, scene->some[i]);
		if (before ? seen.full != 0 : seen.named) {
			scene->some[n++] = scene->some[i];
		}
	}
	scene->nsome = n;
}

/* Chooses among scene->some, the chosen one first; returns how certain that is. */
static enum mention_certainty choose(struct scene *scene, const struct case_of *c)
{
	if (c->full) {
		some_keep_named(scene, true);
		uint32_t best = 0;
		for (uint32_t i = 1; i < scene->nsome; i++) {
			if (scene_seen(scene, scene->some[i]).full >
				scene_seen(scene, scene->some[best]).full) {
				best = i;
			}
		}
		scene_prefer(scene, best);
		return scene->nsome == 1 && !c->likely ? CERTAIN_SURE : CERTAIN_LIKELY;
	}
	if (scene->nsome == 1) {
		return c->likely ? CERTAIN_LIKELY : CERTAIN_SURE;
	}
	uint32_t named = 0, which = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		if (scene_seen(scene, scene->some[i]).named) {
			named++;
			which = i;
		}
	}
	if (named != 1) {
		which = lifetime_only(scene, lifetime_year(scene, scene_hit(scene)->at));
	}
	if (which == UINT32_MAX) {
		return CERTAIN_OPEN;
	}
	scene_prefer(scene, which);
	return CERTAIN_LIKELY;
}

/* Whether the surname may be taken for a mention at all; else it is a word, a place, another's. */
static bool stands(const struct scene *scene, const struct lead *lead, struct case_of *c)
{
	if (scene->nsome == 1 && scene_name(scene, scene->some[0]) != UINT32_MAX) {
		return true;
	}
	if (is_spoiled(scene, lead, c) || !is_proved(scene, lead, c) || (lead->hyphen && !c->full)) {
		return false;
	}
	c->likely = c->likely || (!c->full && !c->named && !lead->title);
	return true;
}

bool rule_surname(struct scene *scene, const struct lead *lead)
{
	if (scene->nsome == 0 || scene_in_address(scene, scene_hit(scene)->at)) {
		return false;
	}
	const struct entities *ents = scene->resolver->ents;
	struct case_of c = case_make(scene, lead);
	if (!stands(scene, lead, &c)) {
		return false;
	}
	enum mention_certainty certainty = choose(scene, &c);
	bool open = certainty == CERTAIN_OPEN;
	uint32_t chosen = scene->some[0], name = scene_name(scene, chosen);
	bool by_name = name != UINT32_MAX;
	struct verdict verdict = {
		.at = scene_hit(scene)->at,
		.rule = !by_name ? RULE_SURNAME : ents->names[name].main ? RULE_NAME : RULE_ALIAS,
		.certainty = certainty,
		.ents = scene->some,
		.nents = open ? 0 : 1,
		.rivals = open ? scene->some : scene->some + 1,
		.nrivals = open ? scene->nsome : scene->nsome - 1,
		.name = by_name ? name : ents->items[chosen].name,
	};
	if (!scene_put(scene, &verdict)) {
		return false;
	}
	struct seen *seen = open || lead->gender == 0 ? NULL : scene_note(scene, chosen);
	if (seen != NULL) {
		seen->gender |= lead->gender;
	}
	return true;
}

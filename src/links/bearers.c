#include "links/bearers.h"

#include "links/person.h"

/* Whether the person was born after the document was written. */
static bool is_unborn(const struct scene *scene, uint32_t ent)
{
	const struct doc_date *born = &scene->resolver->ents->items[ent].date;
	const struct doc_date *date = &scene->doc->date;
	return born->year != 0 && date->year != 0 && born->year > date->year;
}

uint32_t bearers_gender(const struct scene *scene, uint32_t ent)
{
	uint32_t gender = scene_seen(scene, ent)->gender | scene->resolver->forms.genders[ent];
	return gender == (LEX_MAN | LEX_WOMAN) ? 0 : gender;
}

static bool may_be(const struct scene *scene, const struct lead *lead, uint32_t ent)
{
	if (is_unborn(scene, ent)) {
		return false;
	}
	uint32_t said = lead->gender == (LEX_MAN | LEX_WOMAN) ? 0 : lead->gender;
	uint32_t known = said == 0 ? 0 : bearers_gender(scene, ent);
	return known == 0 || known == said;
}

/* Whether the first word of a person's name is used as the family name. */
static bool front_stands(const struct scene *scene, const struct lead *lead, uint32_t ent)
{
	const struct seen *seen = scene_seen(scene, ent);
	struct span surname = span_in(scene->doc->text, scene_hit(scene)->at);
	uint32_t flags = lexicon_find(scene->resolver->lexicon, surname).flags;
	if (lead->ngiven > 0 || ((flags & LEX_FAMILY) == 0 && seen->full == 0)) {
		return false;
	}
	if (seen->full != 0 || (lead->title && seen->named)) {
		return true;
	}
	/* "He" and "An" are family names as well, "Xi" is a letter. */
	uint32_t words = LEX_COMMON | LEX_ARTICLE | LEX_OF | LEX_AT | LEX_AND | LEX_HOMONYM;
	return (flags & words) == 0 && (lead->title || seen->named ||
		((scene->company || surname.n > 2) && !lead_begins(scene, lead)));
}

/* Whether a tag is among those of a hit, which ascend. */
static bool has_tag(const uint32_t *tags, uint32_t n, enum form_what what, uint32_t ent)
{
	uint32_t wanted = ((uint32_t)what << 28) | ent, low = 0, high = n;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (tags[mid] < wanted) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low < n && tags[low] == wanted;
}

bool bearers_is_styled(const struct scene *scene, uint32_t ent)
{
	const struct hit *hit = scene_hit(scene);
	const uint32_t *tags = scene_tags(scene, hit);
	return form_what(tags[hit->ntags - 1]) >= FORM_STYLE &&
		(has_tag(tags, hit->ntags, FORM_STYLE, ent) ||
		has_tag(tags, hit->ntags, FORM_SEAT, ent));
}

uint8_t bearers_rank(const struct scene *scene, uint32_t ent)
{
	return scene->resolver->forms.ranks[ent];
}

/* "Duke of Wellington", "Lord Castlereagh": the peers whom title and name fit. */
static void peers_add(struct scene *scene, const struct lead *lead)
{
	const struct hit *hit = scene_hit(scene);
	const uint32_t *tags = scene_tags(scene, hit);
	for (uint32_t i = 0; i < hit->ntags; i++) {
		uint32_t ent = form_value(tags[i]);
		if (form_what(tags[i]) >= FORM_STYLE && may_be(scene, lead, ent) &&
			(lead->rank <= bearers_rank(scene, ent) || lead->rank > STYLE_DUKE)) {
			scene_some_add(scene, ent);
		}
	}
}

bool bearers_is_listed(const struct scene *scene, const struct lead *lead)
{
	const struct mentions *out = scene->out;
	const struct entities *ents = scene->resolver->ents;
	struct token token;
	uint32_t off = lead->start;
	if (out->n == scene->first || out->items[out->n - 1].nents == 0 ||
		ents->items[out->pool[out->items[out->n - 1].ent]].kind != KIND_PERSON) {
		return false;
	}
	while (token_prev(&scene->words, off, &token) && (token.sign == ',' ||
		(token.lexeme.flags & (LEX_AND | LEX_PARTICLE)) != 0)) {
		off = token.at.start;
	}
	return off < lead->start && token.at.end == out->items[out->n - 1].at.end;
}

/* Whether a peer may be meant by a place's name: he was spoken of, "M. de Palmella", "PALMELLA". */
static bool seat_stands(const struct scene *scene, const struct lead *lead, uint32_t ent)
{
	struct span text = span_in(scene->doc->text, scene_hit(scene)->at);
	bool capitals = text.n > 3;
	for (size_t i = 0; i < text.n; i++) {
		capitals = capitals && text.p[i] >= 'A' && text.p[i] <= 'Z';
	}
	if (lead->title) {
		return lead->particle && lead->gender != 0 && lead->rank == 0;
	}
	return lead->ngiven == 0 && !lead->place &&
		((lead->particle && bearers_is_listed(scene, lead)) || scene_seen(scene, ent)->last != 0 || capitals);
}

/* Whether a surname, which is not what a peer is called by, may still mean him. */
static bool family_stands(const struct scene *scene, const struct lead *lead, uint32_t ent)
{
	if (bearers_rank(scene, ent) == 0 || lead->ngiven > 0 || scene_seen(scene, ent)->full != 0) {
		return true;
	}
	/* "Lord Fox" is not Lord Holland, nor is Mrs. Fox his wife. */
	return lead->rank == 0 && (lead->gender != LEX_WOMAN || lead->particle ||
		scene->french || bearers_is_styled(scene, ent));
}

/*
 * Peers go by their titles: where a surname has other bearers, those are meant by it, and by "Mr."
 * commoners are. One who has been named in full stays.
 */
static void peers_leave(struct scene *scene, const struct lead *lead)
{
	for (int commoners = 0; commoners < 2; commoners++) {
		uint32_t n = 0;
		if (lead->ngiven > 0 || lead->rank > 0 ||
			(commoners == 1 && (lead->gender == 0 || lead->particle))) {
			return;
		}
		for (uint32_t i = 0; i < scene->nsome; i++) {
			uint32_t ent = scene->some[i];
			bool peer = bearers_rank(scene, ent) > 0 &&
				(commoners == 1 || !bearers_is_styled(scene, ent));
			if (!peer || scene_seen(scene, ent)->full != 0) {
				scene->some[n++] = ent;
			}
		}
		scene->nsome = n > 0 ? n : scene->nsome;
	}
}

/* Adds the person that one of the hit's tags stands for. */
static void bearer_add(struct scene *scene, const struct lead *lead, const struct fact *fact)
{
	enum form_what what = (enum form_what)fact->what;
	uint32_t ent = fact->ent;
	bool stands = false;
	if (what <= FORM_VARIANT) {
		stands = fact->kind == KIND_PERSON && fact->word;
	} else if (what == FORM_SURNAME) {
		stands = family_stands(scene, lead, ent);
	} else if (what == FORM_FRONT) {
		stands = front_stands(scene, lead, ent);
	} else if (what == FORM_STYLE) {
		stands = lead->rank == 0;
	} else if (what == FORM_SEAT) {
		stands = seat_stands(scene, lead, ent);
	}
	if (stands && may_be(scene, lead, ent)) {
		scene_some_add(scene, ent);
	}
}

void bearers_find(struct scene *scene, const struct lead *lead)
{
	const struct hit *hit = scene_hit(scene);
	const struct fact *facts = scene_facts(scene, hit);
	bool peers = facts[hit->ntags - 1].what >= FORM_STYLE;
	scene_some_clear(scene);
	if (peers && lead->rank > 0 && lead->ngiven == 0) {
		peers_add(scene, lead);
		if (scene->nsome > 0) {
			return;
		}
	}
	for (uint32_t i = 0; i < hit->ntags; i++) {
		bearer_add(scene, lead, &facts[i]);
	}
	if (scene->nsome > 1) {
		peers_leave(scene, lead);
	}
}

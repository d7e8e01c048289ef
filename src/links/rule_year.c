#include "links/rule_year.h"

#include "links/phrase_near.h"
#include "links/rule_short.h"

#define COMPANY 200

/* How the candidates did. */
struct poll {
	int best; /* score of the first one */
	uint32_t ties; /* how many have it */
	bool strong; /* more than kind and year speaks for the first one */
};

static uint32_t bits(uint64_t set)
{
	uint32_t n = 0;
	for (; set != 0; set &= set - 1) {
		n++;
	}
	return n;
}

/* Whether one of the phrase's places is that of the treaty. */
static bool place_is(const struct scene *scene, const struct phrase *phrase, uint32_t ent)
{
	for (uint32_t i = 0; i < phrase->nplaces; i++) {
		const struct hit *hit = phrase->places[i];
		const uint32_t *tags = scene_tags(scene, hit);
		for (uint32_t k = 0; k < hit->ntags; k++) {
			if (form_what(tags[k]) == FORM_PLACE && form_value(tags[k]) == ent) {
				return true;
			}
		}
	}
	return false;
}

/* How well the kind words of the text fit the treaty. */
static int fits(const struct scene *scene, uint32_t deeds, uint32_t ent)
{
	uint32_t own = scene->resolver->treaties[ent].deeds;
	int best = own == 0 ? 1 : 0;
	for (uint32_t i = 0; i < DEED_COUNT; i++) {
		if ((deeds >> i & 1) != 0) {
			int one = lexicon_fits((enum lex_deed)i, own);
			best = one > best ? one : best;
		}
	}
	return best;
}

static bool nations_allow(const struct scene *scene, const struct phrase *phrase, uint32_t ent)
{
	const struct treaty *treaty = &scene->resolver->treaties[ent];
	return !treaty->closed || (phrase->nations & ~treaty->nations) == 0;
}

/* 0 where the treaty is ruled out, else the higher the better. */
static int score_of(const struct scene *scene, const struct phrase *phrase, uint32_t deeds,
	const struct when *when, uint32_t ent, bool *strong)
{
	const struct entity *entity = &scene->resolver->ents->items[ent];
	const struct treaty *treaty = &scene->resolver->treaties[ent];
	int fit = fits(scene, deeds, ent);
	if (fit == 0 || !nations_allow(scene, phrase, ent) ||
		(when != NULL && !when_fits(when, &entity->date, &entity->until))) {
		return 0;
	}
	bool place = place_is(scene, phrase, ent);
	if (phrase->nplaces > 0 && !place && entity->place.n > 0) {
		return 0;
	}
	bool month = when != NULL && when->date.month != 0 && entity->date.month != 0;
	bool day = when != NULL && when_same_day(when, &entity->date);
	uint32_t common = bits(phrase->nations & treaty->nations);
	bool words = phrase->modifiers > 0 && rule_short_holds(scene, ent,
		(struct range){phrase->start, phrase->core.end});
	bool other = phrase->stranger.end > 0 && !scene_title_case(scene) &&
		!rule_short_holds(scene, ent, phrase->stranger);
	if ((phrase->strange || other) && !day) {
		return 0;
	}
	*strong = fit >= 2 && (month || common > 0 || place || words ||
		scene_seen(scene, ent)->last != 0);
	return fit * 8 + (day ? 12 : month ? 6 : 0) + (place ? 6 : 0) + (words ? 4 : 0) +
		(int)common * 2;
}

/* Adds a candidate, the best in front. */
static void poll_add(struct scene *scene, struct poll *poll, uint32_t ent, int score, bool strong)
{
	if (score == 0) {
		return;
	}
	uint32_t n = scene->nsome;
	scene_some_add(scene, ent);
	if (scene->nsome == n) {
		return;
	}
	if (score > poll->best) {
		scene->some[n] = scene->some[0];
		scene->some[0] = ent;
		*poll = (struct poll){score, 1, strong};
	} else if (score == poll->best) {
		scene->some[n] = scene->some[poll->ties];
		scene->some[poll->ties++] = ent;
	}
}

static void poll_by_date(struct scene *scene, const struct phrase *phrase, uint32_t deeds,
	const struct when *when, struct poll *poll)
{
	const struct resolver *resolver = scene->resolver;
	uint32_t low = 0, high = resolver->ndated;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (resolver->dated[mid].year < when->date.year) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	for (; low < resolver->ndated && resolver->dated[low].year == when->date.year; low++) {
		bool strong = false;
		uint32_t ent = resolver->dated[low].ent;
		int score = score_of(scene, phrase, deeds, when, ent, &strong);
		poll_add(scene, poll, ent, score, strong);
	}
}

static void poll_by_place(struct scene *scene, const struct phrase *phrase, uint32_t deeds,
	struct poll *poll)
{
	for (uint32_t i = 0; i < phrase->nplaces; i++) {
		const struct hit *hit = phrase->places[i];
		const uint32_t *tags = scene_tags(scene, hit);
		for (uint32_t k = 0; k < hit->ntags; k++) {
			if (form_what(tags[k]) != FORM_PLACE ||
				fits(scene, deeds, form_value(tags[k])) < 2) {
				continue;
			}
			bool strong = false;
			int score = score_of(scene, phrase, deeds, NULL, form_value(tags[k]),
				&strong);
			poll_add(scene, poll, form_value(tags[k]), score, false);
		}
	}
}

/*
 * Treaties named together tend to be of the same parties: of candidates that tie, the only one
 * with exactly those of the treaty named just before in the same sentence.
 */
static bool by_company(struct scene *scene, const struct phrase *phrase, uint32_t ties)
{
	const struct mentions *out = scene->out;
	if (out->n == scene->first) {
		return false;
	}
	const struct mention *last = &out->items[out->n - 1];
	if (last->nents != 1 || last->at.start < scene->words.para.start ||
		last->at.end + COMPANY < phrase->at.start) {
		return false;
	}
	const struct treaty *treaty = &scene->resolver->treaties[out->pool[last->ent]];
	uint32_t found = 0, which = 0;
	for (uint32_t i = 0; i < ties; i++) {
		const struct treaty *own = &scene->resolver->treaties[scene->some[i]];
		if (treaty->nations != 0 && treaty->closed && own->closed &&
			own->nations == treaty->nations) {
			found++;
			which = i;
		}
	}
	if (found == 1) {
		scene_prefer(scene, which);
	}
	return found == 1;
}

enum year_result rule_year_pick(struct scene *scene, const struct phrase *phrase, uint32_t deeds,
	const struct when *when, enum mention_certainty *certainty)
{
	struct poll poll = {0};
	scene_some_clear(scene);
	if (when != NULL) {
		poll_by_date(scene, phrase, deeds, when, &poll);
	} else {
		poll_by_place(scene, phrase, deeds, &poll);
	}
	if (scene->nsome == 0) {
		return YEAR_NONE;
	}
	*certainty = poll.strong && scene->nsome == 1 ? CERTAIN_SURE : CERTAIN_LIKELY;
	if (poll.ties > 1 && !by_company(scene, phrase, poll.ties) &&
		!scene_prefer_last(scene, poll.ties)) {
		scene->nsome = poll.ties;
		return YEAR_OPEN;
	}
	return YEAR_ONE;
}

static bool put(struct scene *scene, struct range at, enum year_result result,
	enum mention_certainty certainty)
{
	return scene_put_some(scene, at, RULE_YEAR, result == YEAR_OPEN ? CERTAIN_OPEN : certainty,
		scene->resolver->ents->items[scene->some[0]].name);
}

/*
 * By a date elsewhere in the sentence. The kind word itself must be right then, and either the
 * day must be known or the words with capitals before it be those of the treaty's name.
 */
static enum year_result pick_near(struct scene *scene, const struct phrase *phrase, uint32_t deeds)
{
	struct when near;
	enum mention_certainty certainty;
	if (!phrase_near_date(scene, phrase, &near) ||
		rule_year_pick(scene, phrase, deeds, &near, &certainty) != YEAR_ONE) {
		return YEAR_NONE;
	}
	uint32_t ent = scene->some[0];
	bool day = when_same_day(&near, &scene->resolver->ents->items[ent].date);
	bool words = phrase->proper && phrase->modifiers > 0 && rule_short_holds(scene, ent,
		(struct range){phrase->start, phrase->core.end});
	return (day || words) && fits(scene, deeds, ent) >= 2 ? YEAR_ONE : YEAR_NONE;
}

bool rule_year(struct scene *scene, const struct phrase *phrase, uint32_t deeds)
{
	enum mention_certainty certainty = CERTAIN_LIKELY;
	enum year_result result = YEAR_NONE;
	struct when month;
	if (phrase->nwhens > 0) {
		result = rule_year_pick(scene, phrase, deeds, &phrase->whens[0], &certainty);
		return result != YEAR_NONE && put(scene, phrase->at, result, certainty);
	}
	if (phrase->has_loose && (phrase->nations != 0 || phrase->nplaces > 0 ||
		phrase->loose.date.day != 0)) {
		result = rule_year_pick(scene, phrase, deeds, &phrase->loose, &certainty);
	} else if (phrase->nplaces > 0 && !phrase->indefinite) {
		result = rule_year_pick(scene, phrase, deeds, NULL, &certainty);
	} else if (!phrase->indefinite && phrase_near_month(scene, phrase, &month)) {
		struct range at = {phrase->at.start, month.at.end};
		struct phrase known = *phrase;
		known.strange = false; /* it was the month */
		return rule_year_pick(scene, &known, deeds, &month, &certainty) == YEAR_ONE &&
			fits(scene, deeds, scene->some[0]) >= 2 &&
			put(scene, at, YEAR_ONE, CERTAIN_LIKELY);
	} else {
		result = pick_near(scene, phrase, deeds);
	}
	return result != YEAR_NONE && put(scene, phrase->at, result, CERTAIN_LIKELY);
}

/* The entities named by the hit that the date, where there is one, and the nations allow. */
static void named(struct scene *scene, const struct phrase *phrase, const struct when *when)
{
	const struct hit *hit = scene_hit(scene);
	const struct fact *facts = scene_facts(scene, hit);
	scene_some_clear(scene);
	for (uint32_t i = 0; i < hit->ntags; i++) {
		if (!scene_is_name(&facts[i])) {
			continue;
		}
		uint32_t ent = facts[i].ent;
		const struct entity *entity = &scene->resolver->ents->items[ent];
		if (nations_allow(scene, phrase, ent) && (when == NULL || entity->date.year == 0 ||
			when_fits(when, &entity->date, &entity->until))) {
			scene_some_add(scene, ent);
		}
	}
}

/* The number in scene->some of the only one that was signed when the document was written. */
static bool signed_only(const struct scene *scene, uint32_t *which)
{
	const struct doc_date *written = &scene->doc->date;
	uint32_t n = 0;
	for (uint32_t i = 0; written->year != 0 && i < scene->nsome; i++) {
		const struct doc_date *date =
			&scene->resolver->ents->items[scene->some[i]].date;
		bool later = date->year > written->year || (date->year == written->year &&
			written->month != 0 && doc_date_cmp(date, written) > 0);
		n += !later;
		*which = later ? *which : i;
	}
	return n == 1;
}

/* Several are called so: a date nearby, what was spoken of last, or nothing decides. */
static enum mention_certainty decide(struct scene *scene, const struct phrase *phrase)
{
	struct when near;
	if (scene->nsome == 1) {
		return CERTAIN_SURE;
	}
	bool dated = phrase->has_loose || phrase_near_date(scene, phrase, &near);
	const struct when *when = phrase->has_loose ? &phrase->loose : &near;
	uint32_t found = 0, which = 0;
	for (uint32_t i = 0; dated && i < scene->nsome; i++) {
		const struct entity *entity = &scene->resolver->ents->items[scene->some[i]];
		if (when_fits(when, &entity->date, &entity->until)) {
			found++;
			which = i;
		}
	}
	if (found == 1 || signed_only(scene, &which)) {
		scene_prefer(scene, which);
		return CERTAIN_LIKELY;
	}
	return scene_prefer_last(scene, scene->nsome) ? CERTAIN_LIKELY : CERTAIN_OPEN;
}

/* The name with another date may be another treaty, of the same words. */
static bool other_of_name(struct scene *scene, const struct phrase *phrase,
	const struct when *when)
{
	uint32_t deeds = lexicon_sum(scene->resolver->lexicon,
		span_in(scene->doc->text, phrase->core)).deeds;
	enum mention_certainty certainty = CERTAIN_LIKELY;
	return rule_year_pick(scene, phrase, deeds, when, &certainty) == YEAR_ONE &&
		rule_short_holds(scene, scene->some[0], phrase->core) &&
		put(scene, phrase->at, YEAR_ONE, CERTAIN_LIKELY);
}

/*
 * "Treaty of Paris (1947)" with a date of none that is called so. It may be that of ratification: where
 * no other treaty of these words has it, the name still holds.
 */
static bool is_misdated(const struct scene *scene, const struct phrase *phrase)
{
	for (uint32_t i = 0; phrase->apposed && i < scene->nsome; i++) {
		const struct entity *entity = &scene->resolver->ents->items[scene->some[i]];
		if (entity->date.year == 0 ||
			when_fits(&phrase->loose, &entity->date, &entity->until)) {
			return false;
		}
	}
	return phrase->apposed;
}

/* "the Munich Agreement Committee" is none. */
static bool is_longer(const struct scene *scene, const struct phrase *phrase)
{
	const struct token *right = &scene->words.right;
	return phrase->at.end == phrase->core.end && right->kind == TOKEN_WORD && !right->glued &&
		right->capital && (right->lexeme.flags & LEX_PLACE) != 0;
}

bool rule_year_name(struct scene *scene, const struct phrase *phrase)
{
	const struct when *when = phrase->nwhens > 0 ? &phrase->whens[0] : NULL;
	named(scene, phrase, when);
	if (scene->nsome == 0) {
		return when != NULL && other_of_name(scene, phrase, when);
	}
	if (is_longer(scene, phrase)) {
		return false;
	}
	bool misdated = when == NULL && is_misdated(scene, phrase);
	if (misdated && other_of_name(scene, phrase, &phrase->loose)) {
		return true;
	}
	if (misdated) {
		named(scene, phrase, NULL);
	}
	enum mention_certainty certainty = decide(scene, phrase);
	certainty = misdated && certainty == CERTAIN_SURE ? CERTAIN_LIKELY : certainty;
	uint32_t name = scene_name(scene, scene->some[0]);
	return scene_put_some(scene, phrase->at, when != NULL ? RULE_YEAR : scene_rule(scene, name),
		certainty, name);
}

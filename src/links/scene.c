#include "links/scene.h"

#include <stdlib.h>

#define POOL_MOST 255u
#define SEEN_LEAST 64u
#define ADDRESS_MOST 200
#define HEADLINE_MOST 200

static bool seen_grow(struct scene *scene, uint32_t cap)
{
	struct seen *seen = calloc(cap, sizeof(*seen));
	if (seen == NULL) {
		scene->failed = true;
		return false;
	}
	for (uint32_t i = 0; i < scene->cseen; i++) {
		if (scene->seen[i].ent != 0) {
			*scene_seen_slot(seen, cap, scene->seen[i].ent - 1) = scene->seen[i];
		}
	}
	free(scene->seen);
	scene->seen = seen;
	scene->cseen = cap;
	return true;
}

bool scene_begin(struct scene *scene)
{
	return seen_grow(scene, SEEN_LEAST);
}

struct seen *scene_note_new(struct scene *scene, uint32_t ent)
{
	if (scene->nseen * 2 >= scene->cseen && !seen_grow(scene, scene->cseen * 2)) {
		return NULL;
	}
	struct seen *seen = scene_seen_slot(scene->seen, scene->cseen, ent);
	if (seen->ent == 0) {
		seen->ent = ent + 1;
		scene->nseen++;
	}
	return seen;
}

bool scene_some_reserve(struct scene *scene, uint32_t n)
{
	bool ok = array_reserve(&scene->some, &scene->csome, scene->nsome + n, sizeof(*scene->some));
	scene->failed = scene->failed || !ok;
	return ok;
}

void scene_some_add(struct scene *scene, uint32_t ent)
{
	/* Tags ascend within a kind of form: repetitions of one entity are neighbours. */
	for (uint32_t i = scene->nsome; i > 0 && scene->nsome - i < 16; i--) {
		if (scene->some[i - 1] == ent) {
			return;
		}
	}
	if (scene->nsome < scene->csome || scene_some_reserve(scene, 1)) {
		scene->some[scene->nsome++] = ent;
	}
}

bool scene_prefer_last(struct scene *scene, uint32_t n)
{
	uint32_t best = 0, last = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t one = scene_seen(scene, scene->some[i])->last;
		best = one > last ? i : best;
		last = one > last ? one : last;
	}
	scene_prefer(scene, best);
	return last != 0;
}

/* The first of n facts, which ascend by form and entity, that is not before these. */
static uint32_t facts_from(const struct fact *facts, uint32_t n, enum form_what what, uint32_t ent)
{
	uint32_t low = 0, high = n;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;
		if (facts[mid].what < what || (facts[mid].what == what && facts[mid].ent < ent)) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low;
}

const struct fact *scene_name_fact(const struct scene *scene, uint32_t ent)
{
	const struct hit *hit = scene_hit(scene);
	const struct fact *facts = scene_facts(scene, hit);
	if (hit->ntags == 1) {
		return scene_is_name(facts) && facts->ent == ent ? facts : NULL;
	}
	for (int what = FORM_NAME; what <= FORM_VARIANT; what++) {
		uint32_t i = facts_from(facts, hit->ntags, (enum form_what)what, ent);
		if (i < hit->ntags && facts[i].what == what && facts[i].ent == ent) {
			return &facts[i];
		}
	}
	return NULL;
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

static inline bool put(struct scene *scene, const struct mention *what, const uint32_t *ents)
{
	struct mentions *out = scene->out;
	uint32_t n = (uint32_t)what->nents + what->nrivals;
	if (!make_room(scene, what->at)) {
		return false;
	}
	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items)) ||
		!array_reserve(&out->pool, &out->cpool, out->npool + n, sizeof(*out->pool))) {
		scene->failed = true;
		return false;
	}
	struct mention *mention = &out->items[out->n++];
	*mention = *what;
	mention->doc = scene->id;
	mention->ent = out->npool;
	for (uint32_t i = 0; i < n; i++) {
		out->pool[out->npool++] = ents[i];
	}
	for (uint32_t i = 0; i < what->nents; i++) {
		struct seen *seen = scene_note(scene, ents[i]);
		if (seen != NULL) {
			seen->last = what->at.start + 1;
		}
	}
	return true;
}

bool scene_put(struct scene *scene, const struct mention *what, const uint32_t *ents)
{
	return put(scene, what, ents);
}

bool scene_put_some(struct scene *scene, struct range at, enum mention_rule rule,
	enum mention_certainty certainty, uint32_t name)
{
	uint32_t nents = certainty == CERTAIN_OPEN ? 0 : 1, nrivals = scene->nsome - nents;
	struct mention what = {
		.at = at,
		.nents = (uint8_t)nents,
		.nrivals = (uint8_t)(nrivals < POOL_MOST ? nrivals : POOL_MOST),
		.rule = (uint8_t)rule,
		.certainty = (uint8_t)certainty,
		.name = name,
	};
	return put(scene, &what, scene->some);
}

bool scene_is_stranger(const struct scene *scene, uint32_t tag)
{
	for (uint32_t i = 0; i < scene->nstrangers && i < SCENE_STRANGERS; i++) {
		if (scene->strangers[i] == tag) {
			return true;
		}
	}
	return false;
}

void scene_note_stranger(struct scene *scene)
{
	uint32_t tag = scene_hit(scene)->tag;
	if (!scene_is_stranger(scene, tag)) {
		scene->strangers[scene->nstrangers++ % SCENE_STRANGERS] = tag;
	}
}

const struct person *scene_person(const struct scene *scene, uint32_t name)
{
	struct scene_person *memo = &scene->memo->persons[name % SCENE_PERSONS];
	if (memo->name != name + 1) {
		const struct resolver *resolver = scene->resolver;
		person_parse(resolver->lexicon, resolver->ents->names[name].text, &memo->person);
		memo->name = name + 1;
	}
	return &memo->person;
}

void scene_enter(struct scene *scene)
{
	const struct doc *doc = scene->doc;
	uint32_t off = scene_hit(scene)->at.start;
	if (off < scene->words.para.end) {
		return;
	}
	while (scene->para + 1 < doc->nparas && doc->paras[scene->para].at.end <= off) {
		scene->para++;
	}
	scene->words.para = doc->paras[scene->para].at;
}

void scene_look(struct scene *scene)
{
	token_look(&scene->words, scene_hit(scene)->at);
}

bool scene_is_apart(const struct scene *scene, const struct token *token)
{
	const char *p = scene->doc->text.p;
	uint32_t off = token->at.start;
	return off == scene->words.para.start || p[off - 1] == ' ' || p[off - 1] == '\n';
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

bool scene_in_address_far(const struct scene *scene, struct range at)
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
		span_starts(run, SPAN("www."));
}

static bool is_all_capitals(const struct scene *scene)
{
	struct span text = span_in(scene->doc->text, scene->words.para);
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] >= 'a' && text.p[i] <= 'z') {
			return false;
		}
	}
	return text.n <= HEADLINE_MOST;
}

static bool is_title_case(const struct scene *scene)
{
	struct token token;
	uint32_t words = 0, capitals = 0, off = scene->words.para.start;
	if (scene->words.para.end - off > HEADLINE_MOST ||
		(token_prev(&scene->words, scene->words.para.end, &token) && token.sign == '.')) {
		return false;
	}
	while (token_next(&scene->words, off, &token)) {
		/* Short words keep their small letters in headlines. */
		bool counts = token.kind == TOKEN_WORD && (token.letters > 3 || token.capital);
		words += counts;
		capitals += counts && token.capital;
		off = token.at.end;
	}
	return words >= 2 && (words - capitals) * 8 <= words;
}

/* Asks about the paragraph, once. */
static bool answer(const struct scene *scene, struct scene_answer *memo,
	bool (*ask)(const struct scene *))
{
	if (memo->para != scene->words.para.start + 1) {
		memo->is = ask(scene);
		memo->para = scene->words.para.start + 1;
	}
	return memo->is;
}

bool scene_all_capitals(const struct scene *scene)
{
	return answer(scene, &scene->memo->all_capitals, is_all_capitals);
}

bool scene_title_case(const struct scene *scene)
{
	return answer(scene, &scene->memo->title_case, is_title_case);
}

#include "links/resolve.h"

#include "links/bearers.h"
#include "links/phrase.h"
#include "links/rule_coined.h"
#include "links/rule_coordinated.h"
#include "links/rule_description.h"
#include "links/rule_initials.h"
#include "links/rule_name.h"
#include "links/rule_short.h"
#include "links/rule_surname.h"
#include "links/rule_year.h"

#include <stdlib.h>

#define LANGUAGE_MOST 1024
#define YEARS_MOST 100 /* a treaty's Date may be a span; longer ones are cut */

/* What the rules need to know of a treaty. */
static struct treaty treaty_of(const struct resolver *resolver, uint32_t ent)
{
	const struct entities *ents = resolver->ents;
	const struct entity *entity = &ents->items[ent];
	struct treaty treaty = {.closed = entity->nparties > 0};
	for (uint32_t i = entity->name; i < entity->name + entity->nnames; i++) {
		treaty.deeds |= lexicon_sum(resolver->lexicon, ents->names[i].text).deeds;
	}
	for (uint32_t i = entity->party; i < entity->party + entity->nparties; i++) {
		uint64_t nations = lexicon_sum(resolver->lexicon, ents->parties[i]).nations;
		treaty.nations |= nations;
		treaty.closed = treaty.closed && nations != 0;
	}
	return treaty;
}

static int dated_cmp(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;
	return x->year != y->year ? (x->year > y->year) - (x->year < y->year) :
		(x->ent > y->ent) - (x->ent < y->ent);
}

/* Lists the treaty under each of its years. */
static bool dated_add(struct resolver *resolver, uint32_t ent)
{
	const struct entity *entity = &resolver->ents->items[ent];
	int year = entity->date.year, last = entity->until.year;
	last = last < year ? year : last > year + YEARS_MOST ? year + YEARS_MOST : last;
	for (; year != 0 && year <= last; year++) {
		if (!array_reserve(&resolver->dated, &resolver->cdated, resolver->ndated + 1,
			sizeof(*resolver->dated))) {
			return false;
		}
		resolver->dated[resolver->ndated++] = (struct dated){(int16_t)year, ent};
	}
	return true;
}

static bool treaties_make(struct resolver *resolver, struct err *err)
{
	const struct entities *ents = resolver->ents;
	resolver->treaties = calloc((size_t)ents->n + 1, sizeof(*resolver->treaties));
	if (resolver->treaties == NULL) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < ents->n; i++) {
		if (resolver->forms.rules[ents->items[i].kind] != KIND_TREATY) {
			continue;
		}
		resolver->treaties[i] = treaty_of(resolver, i);
		if (!dated_add(resolver, i)) {
			return err_memory(err);
		}
	}
	if (resolver->ndated > 0) {
		qsort(resolver->dated, resolver->ndated, sizeof(*resolver->dated), dated_cmp);
	}
	return true;
}

static bool is_one_word(struct span name)
{
	return memchr(name.p, ' ', name.n) == NULL;
}

static struct fact fact_of(const struct entities *ents, const uint8_t *rules, uint32_t tag)
{
	struct fact fact = {.ent = form_value(tag), .what = (uint8_t)form_what(tag)};
	if (fact.what <= FORM_VARIANT || fact.what == FORM_STEM) {
		const struct name *name = &ents->names[fact.ent];
		fact.main = name->main;
		fact.word = is_one_word(name->text);
		fact.ent = name->ent.i;
	} else if (fact.what == FORM_DEED || fact.what == FORM_DEEDS) {
		fact.ent = UINT32_MAX;
		return fact;
	}
	fact.kind = rules[ents->items[fact.ent].kind];
	return fact;
}

static unsigned sort_of(const struct fact *facts, uint32_t n)
{
	unsigned all = SORT_PERSON | SORT_TREATY | SORT_WORD, any = 0;
	for (uint32_t i = 0; i < n; i++) {
		enum form_what what = (enum form_what)facts[i].what;
		if (what <= FORM_VARIANT) {
			any |= SORT_NAME;
			all &= (facts[i].kind == KIND_PERSON ? SORT_PERSON :
				facts[i].kind == KIND_TREATY ? SORT_TREATY : 0u) |
				(facts[i].word ? SORT_WORD : 0u);
		}
		any |= what == FORM_SURNAME || what == FORM_FRONT || what >= FORM_STYLE ?
			SORT_SURNAME :
			what == FORM_STEM ? SORT_STEM :
			what == FORM_DEED || what == FORM_DEEDS ? SORT_DEED : 0u;
	}
	return any | ((any & SORT_NAME) != 0 ? all : all & SORT_WORD);
}

/* What each hit will be is known before any text is. */
static bool facts_make(struct resolver *resolver, struct err *err)
{
	const struct matcher *matcher = resolver->matcher;
	struct hit hit;
	resolver->tags = match_tags(matcher);
	resolver->facts = malloc(((size_t)match_ntags(matcher) + 1) * sizeof(*resolver->facts));
	if (resolver->facts == NULL) {
		return err_memory(err);
	}
	for (uint32_t i = 0; match_each(matcher, &i, &hit);) {
		struct fact *facts = resolver->facts + hit.tag;
		const uint32_t *tags = resolver->tags + hit.tag;
		for (uint32_t k = 0; k < hit.ntags; k++) {
			facts[k] = fact_of(resolver->ents, resolver->forms.rules, tags[k]);
		}
		facts->sort = (uint8_t)sort_of(facts, hit.ntags);
	}
	return true;
}

struct resolver *resolve_new(const struct entities *ents, struct err *err)
{
	struct resolver *resolver = calloc(1, sizeof(*resolver));
	if (resolver == NULL) {
		err_memory(err);
		return NULL;
	}
	resolver->ents = ents;
	if (ents->lexicon == NULL) {
		resolver->made = lexicon_new(ents->config, err);
	}
	resolver->lexicon = ents->lexicon != NULL ? ents->lexicon : resolver->made;
	bool ok = resolver->lexicon != NULL &&
		forms_make(&resolver->forms, ents, resolver->lexicon, err) &&
		treaties_make(resolver, err);
	if (ok) {
		resolver->matcher = match_new(resolver->forms.items, resolver->forms.n, err);
		ok = resolver->matcher != NULL && facts_make(resolver, err);
	}
	if (!ok) {
		resolve_free(resolver);
		return NULL;
	}
	return resolver;
}

/* What was read around a hit; one for all hits, as it is large. */
struct around {
	struct lead lead;
	struct phrase phrase;
};

/* A surname, or a person's name of one word. */
static bool resolve_surname(struct scene *scene, struct lead *lead)
{
	lead_read(scene, lead);
	bearers_find(scene, lead);
	enum initials_result result = rule_initials(scene, lead);
	return result == INITIALS_PUT || (result == INITIALS_PASS && rule_surname(scene, lead));
}

/* The kinds that the tags of a kind word name. */
static uint32_t deeds_of(const struct scene *scene, const struct hit *hit, bool *plural)
{
	const uint32_t *list = scene_tags(scene, hit);
	uint32_t deeds = 0;
	for (uint32_t i = 0; i < hit->ntags; i++) {
		enum form_what what = form_what(list[i]);
		if (what == FORM_DEED || what == FORM_DEEDS) {
			deeds |= (uint32_t)1 << form_value(list[i]);
			*plural = *plural || what == FORM_DEEDS;
		}
	}
	return deeds;
}

/* A treaty's name, or a kind word. */
static bool resolve_treaty(struct scene *scene, bool name, struct phrase *phrase)
{
	const struct hit *hit = scene_hit(scene);
	bool plural = false;
	uint32_t deeds = deeds_of(scene, hit, &plural);
	phrase_read(scene, name, plural, phrase);
	if (name) {
		return !scene_in_address(scene, hit->at) && rule_year_name(scene, phrase);
	}
	return rule_coordinated_deeds(scene, phrase, deeds) || rule_year(scene, phrase, deeds) ||
		rule_short(scene, phrase, deeds);
}

/* "General Washington" is not the city: a title makes a person of what else is a place. */
static bool resolve_titled(struct scene *scene, const struct lead *lead)
{
	struct lead person = *lead;
	person.doubt = true;
	bearers_find(scene, &person);
	return rule_surname(scene, &person);
}

/* Settles the current hit; whether a mention was made. */
static bool resolve_hit(struct scene *scene, struct around *around)
{
	unsigned sort = scene_facts(scene, scene_hit(scene))->sort;
	scene_look(scene);
	bool name = (sort & SORT_NAME) != 0, surname = (sort & SORT_SURNAME) != 0;
	if ((sort & SORT_PERSON) != 0 ? (sort & SORT_WORD) != 0 : surname && !name) {
		return resolve_surname(scene, &around->lead);
	}
	bool treaty = (sort & SORT_TREATY) != 0;
	bool deed = treaty || ((sort & SORT_DEED) != 0 && !name);
	bool titled = name && (sort & SORT_WORD) != 0 && surname && lead_may_title(scene);
	struct lead *lead = &around->lead;
	if (name && (titled || !deed)) {
		lead_read(scene, lead);
		if (titled && lead->title && lead->ngiven == 0 && resolve_titled(scene, lead)) {
			return true;
		}
	}
	if (deed) {
		return resolve_treaty(scene, treaty, &around->phrase);
	}
	if ((name || (sort & SORT_STEM) != 0) && rule_coordinated_islands(scene)) {
		return true;
	}
	return name && (((sort & SORT_PERSON) != 0 && rule_coordinated_people(scene)) ||
		rule_name(scene, lead));
}

/* Notes which persons are named in full anywhere in the document. */
static void note_named(struct scene *scene)
{
	for (uint32_t i = 0; i < scene->hits.n; i++) {
		const struct hit *hit = &scene->hits.items[i];
		const struct fact *facts = scene_facts(scene, hit);
		unsigned sort = facts->sort, word = SORT_PERSON | SORT_WORD;
		scene->company = scene->company ||
			((sort & SORT_NAME) != 0 && (sort & word) != word);
		if ((sort & word) != SORT_PERSON) {
			continue;
		}
		for (uint32_t k = 0; k < hit->ntags; k++) {
			if (scene_is_name(&facts[k])) {
				struct seen *seen = scene_note(scene, facts[k].ent);
				if (seen != NULL) {
					seen->named = true;
				}
			}
		}
	}
}

/* French, as far as "M." before a name goes: by its small words. */
static bool is_french(const struct doc *doc)
{
	static const struct {
		char word[4];
		int weight;
	} small[] = {{"de", 1}, {"et", 1}, {"le", 1}, {"la", 1}, {"les", 1}, {"du", 1},
		{"the", -1}, {"of", -1}, {"and", -1}, {"to", -1}, {"in", -1}, {"a", -1}};
	struct span rest = {doc->text.p, doc->text.n < LANGUAGE_MOST ? doc->text.n : LANGUAGE_MOST};
	struct span word;
	int balance = 0;
	while (span_cut(&rest, ' ', &word)) {
		for (size_t i = 0; word.n > 0 && word.n <= 3 && i < COUNT_OF(small); i++) {
			if (span_eq(word, span_of(small[i].word))) {
				balance += small[i].weight;
			}
		}
	}
	return balance > 0;
}

/* Whether a bracket may stand behind the mention just made: the sign behind the hit is known. */
static bool may_coin(const struct scene *scene)
{
	const struct mention *last = &scene->out->items[scene->out->n - 1];
	return last->at.end != scene_hit(scene)->at.end || scene->words.right.sign == '(';
}

static void resolve_hits(struct scene *scene)
{
	struct around around;
	if (scene->hits.n == 0 || !scene_begin(scene)) {
		return;
	}
	scene->french = is_french(scene->doc);
	note_named(scene);
	for (uint32_t passed = 0; scene->hit < scene->hits.n && !scene->failed; scene->hit++) {
		const struct mentions *out = scene->out;
		uint32_t off = scene_hit(scene)->at.start;
		doc_passed(scene->doc, passed, off);
		passed = off;
		if (scene->coined_next < off) {
			rule_coined_put(scene, off);
		}
		scene_enter(scene);
		if ((out->n == scene->first || out->items[out->n - 1].at.end <= off) &&
			resolve_hit(scene, &around)) {
			rule_coined_firm(scene);
			if (may_coin(scene)) {
				rule_coined_read(scene);
			}
		}
	}
	rule_coined_put(scene, UINT32_MAX);
}

static bool has_markup(const struct doc *doc)
{
	for (uint32_t i = 0; i < doc->nmarks; i++) {
		if (doc->marks[i].kind == MARK_HIDE) {
			return true;
		}
	}
	return false;
}

bool resolve_doc(const struct resolver *resolver, const struct doc *doc, doc_id id,
	struct mentions *out, struct err *err)
{
	struct scene_memo memo = {0};
	struct scene scene = {
		.resolver = resolver,
		.doc = doc,
		.id = id,
		.words = {.doc = doc, .lexicon = resolver->lexicon, .markup = has_markup(doc)},
		.memo = &memo,
		.out = out,
		.first = out->n,
		.coined_next = UINT32_MAX,
	};
	if (resolver->ents->n == 0) {
		return true; /* kind words would be found, and name nobody */
	}
	bool ok = match_scan(resolver->matcher, doc, &scene.hits, err);
	if (ok) {
		resolve_hits(&scene);
		if (resolver->ents->config != NULL && resolver->ents->config->links_descriptions) {
			rule_description(&scene);
		}
		ok = !scene.failed || err_memory(err);
	}
	free(scene.hits.items);
	free(scene.seen);
	free(scene.some);
	return ok;
}

void resolve_free(struct resolver *resolver)
{
	if (resolver != NULL) {
		match_free(resolver->matcher);
		forms_finish(&resolver->forms);
		lexicon_free(resolver->made);
		free(resolver->facts);
		free(resolver->treaties);
		free(resolver->dated);
		free(resolver);
	}
}

void mentions_finish(struct mentions *mentions)
{
	if (mentions->cap > 0) {
		free(mentions->items);
	}
	if (mentions->cpool > 0) {
		free(mentions->pool);
	}
	*mentions = (struct mentions){0};
}

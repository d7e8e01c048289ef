#include "links/lifetime.h"

#define STEPS 40
#define YEAR_FIRST 1000
#define YEAR_LAST 2099
#define GENERATION 15 /* years between two of them, at least */

/* Takes a token's year into account; false where it is another than the one found before. */
static bool year_add(const struct token *token, int *year)
{
	int number = (int)token->number;
	if (token->kind != TOKEN_NUMBER || token->digits != 4 || token->letters != 4 ||
		number < YEAR_FIRST || number > YEAR_LAST) {
		return true;
	}
	bool same = *year == 0 || *year == number;
	*year = number;
	return same;
}

/* The year that the words around the current hit speak of; 0 where it is not known. */
static int year_said(const struct scene *scene)
{
	struct range at = scene_hit(scene)->at;
	const struct words *words = &scene->words;
	struct token token;
	int year = 0;
	bool one = true;
	uint32_t off = at.start;
	for (int i = 0; i < STEPS && one && !token_begins(words, off) &&
		token_prev(words, off, &token); i++) {
		one = year_add(&token, &year);
		off = token.at.start;
	}
	off = at.end;
	for (int i = 0; i < STEPS && one && token_next(words, off, &token) &&
		!token_begins(words, token.at.start); i++) {
		one = year_add(&token, &year);
		off = token.at.end;
	}
	return !one ? 0 : year != 0 ? year : scene->doc->date.year;
}

/* Whether no year can tell that somebody did not live then; of two such it tells neither. */
static bool is_ageless(const struct entity *entity)
{
	return entity->date.year == 0 && entity->until.year == 0;
}

uint32_t lifetime_only(const struct scene *scene)
{
	const struct entity *items = scene->resolver->ents->items;
	uint32_t found = UINT32_MAX, ageless = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		ageless += is_ageless(&items[scene->some[i]]);
	}
	int year = ageless > 1 ? 0 : year_said(scene);
	for (uint32_t i = 0; year != 0 && i < scene->nsome; i++) {
		const struct entity *entity = &items[scene->some[i]];
		bool unborn = entity->date.year != 0 && entity->date.year > year;
		bool dead = entity->until.year != 0 && entity->until.year < year;
		if (!unborn && !dead) {
			if (found != UINT32_MAX) {
				return UINT32_MAX;
			}
			found = i;
		}
	}
	return found;
}

/* 1 for the older one, -1 for the younger one, 0 for a word that says neither. */
static int age_of(const struct scene *scene, const struct token *token)
{
	static const struct {
		const char *word;
		int age;
	} words[] = {{"elder", 1}, {"older", 1}, {"aîné", 1}, {"père", 1}, {"sr", 1}, {"senior", 1},
		{"younger", -1}, {"jeune", -1}, {"cadet", -1}, {"fils", -1}, {"jr", -1},
		{"junior", -1}};
	struct span text = span_in(scene->doc->text, token->at);
	for (size_t i = 0; token->kind == TOKEN_WORD && i < COUNT_OF(words); i++) {
		bool may = (signed char)text.p[0] < 0 || (text.p[0] | 0x20) == words[i].word[0];
		if (may && lexicon_same(text, span_of(words[i].word))) {
			return words[i].age;
		}
	}
	return 0;
}

/* What stands before the surname, or behind it with an article or without. */
static int age_said(const struct scene *scene)
{
	struct range at = scene_hit(scene)->at;
	struct token token;
	int age = 0;
	for (uint32_t off = at.start, i = 0; age == 0 && i < 2 &&
		token_prev(&scene->words, off, &token); i++, off = token.at.start) {
		age = age_of(scene, &token);
		if ((token.lexeme.flags & LEX_TITLE) == 0) {
			break;
		}
	}
	for (uint32_t off = at.end, i = 0; age == 0 && i < 3 &&
		token_next(&scene->words, off, &token); i++, off = token.at.end) {
		age = age_of(scene, &token);
		if ((token.lexeme.flags & LEX_ARTICLE) == 0 && token.sign != '\'') {
			break;
		}
	}
	return age;
}

bool lifetime_generation(struct scene *scene)
{
	const struct entity *items = scene->resolver->ents->items;
	uint32_t n = 0;
	for (uint32_t i = 0; i < scene->nsome; i++) {
		if (items[scene->some[i]].date.year == 0) {
			return false;
		}
	}
	int age = scene->nsome < 2 ? 0 : age_said(scene), first = 0;
	for (uint32_t i = 0; age != 0 && i < scene->nsome; i++) {
		int born = items[scene->some[i]].date.year;
		first = i == 0 || (born - first) * age < 0 ? born : first;
	}
	/* Two may be brothers; of more the parents go together. */
	int years = scene->nsome == 2 ? 1 : GENERATION;
	for (uint32_t i = 0; age != 0 && i < scene->nsome; i++) {
		if ((items[scene->some[i]].date.year - first) * age < years) {
			scene->some[n++] = scene->some[i];
		}
	}
	scene->nsome = age != 0 ? n : scene->nsome;
	return age != 0;
}

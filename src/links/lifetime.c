#include "links/lifetime.h"

#define STEPS 40
#define YEAR_FIRST 1000
#define YEAR_LAST 2099

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

int lifetime_year(const struct scene *scene, struct range at)
{
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

uint32_t lifetime_only(const struct scene *scene, int year)
{
	uint32_t found = UINT32_MAX;
	for (uint32_t i = 0; year != 0 && i < scene->nsome; i++) {
		const struct entity *entity = &scene->resolver->ents->items[scene->some[i]];
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

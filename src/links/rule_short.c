#include "links/rule_short.h"

#include "base/byte.h"
#include "links/person.h"

/* Whether one of the words of name is this one: most are told apart by their first letters. */
static bool has_word(struct span name, struct span word)
{
	const char *p = name.p, *end = name.p + name.n;
	while (p < end) {
		const char *blank = memchr(p, ' ', (size_t)(end - p));
		const char *stop = blank == NULL ? end : blank;
		bool other = byte_is_letter(*p) && byte_is_letter(word.p[0]) &&
			((*p ^ word.p[0]) & ~0x20) != 0;
		if (!other && person_same_word((struct span){p, (size_t)(stop - p)}, word)) {
			return true;
		}
		p = stop + 1;
	}
	return false;
}

/* The next word of the text in *at, which moves behind it, "of" and "the" apart; false for none. */
static bool next_word(const struct scene *scene, struct range *at, struct span *out)
{
	struct token token;
	while (at->start < at->end && token_next(&scene->words, at->start, &token) &&
		token.at.start < at->end) {
		at->start = token.at.end;
		if (token.kind == TOKEN_WORD &&
			(token.lexeme.flags & (LEX_OF | LEX_ARTICLE)) == 0) {
			*out = span_in(scene->doc->text, token.at);
			return true;
		}
	}
	return false;
}

/* Whether one name holds every word: it may be "Paris Treaty". Most lack even the first. */
bool rule_short_holds(const struct scene *scene, uint32_t ent, struct range at)
{
	const struct entities *ents = scene->resolver->ents;
	const struct entity *entity = &ents->items[ent];
	struct span first, word;
	bool any = next_word(scene, &at, &first);
	for (uint32_t i = entity->name; i < entity->name + entity->nnames; i++) {
		struct range rest = at;
		bool holds = !any || has_word(ents->names[i].text, first);
		while (holds && next_word(scene, &rest, &word)) {
			holds = has_word(ents->names[i].text, word);
		}
		if (holds) {
			return true;
		}
	}
	return false;
}

/* "peace" and "joint" with small letters tell treaties apart as little as the kind word does. */
static bool tells(const struct scene *scene, const struct phrase *phrase)
{
	struct token token;
	uint32_t off = phrase->start;
	if (phrase->proper) {
		return true;
	}
	while (off < phrase->core.start && token_next(&scene->words, off, &token)) {
		struct span word = span_in(scene->doc->text, token.at);
		if (token.at.start < phrase->core.start && !span_eq(word, SPAN("peace")) &&
			!span_eq(word, SPAN("draft"))) {
			return true;
		}
		off = token.at.end;
	}
	return false;
}

bool rule_short(struct scene *scene, const struct phrase *phrase, uint32_t deeds)
{
	struct range at = {phrase->start, phrase->core.end};
	if (phrase->modifiers == 0 || phrase->indefinite || phrase->plural ||
		phrase->at.start != phrase->start || !tells(scene, phrase)) {
		return false;
	}
	scene_some_clear(scene);
	for (uint32_t i = 0; i < scene->cseen; i++) {
		const struct seen *seen = &scene->seen[i];
		if (seen->ent != 0 && seen->last != 0 &&
			(scene->resolver->treaties[seen->ent - 1].deeds & deeds) != 0 &&
			rule_short_holds(scene, seen->ent - 1, at)) {
			scene_some_add(scene, seen->ent - 1);
		}
	}
	if (scene->nsome == 0) {
		return false;
	}
	scene_prefer_last(scene, scene->nsome);
	return scene_put_some(scene, at, RULE_SHORT,
		scene->nsome == 1 && phrase->proper ? CERTAIN_SURE : CERTAIN_LIKELY,
		scene->resolver->ents->items[scene->some[0]].name);
}

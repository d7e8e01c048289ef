#include "links/rule_coined.h"

#include "base/byte.h"
#include "links/letter.h"

#define WORDS_MOST 4
#define LEAD_MOST 4

static bool is_quote(const struct token *token)
{
	uint32_t c = token->sign;
	return token->kind == TOKEN_SIGN && (c == '"' || c == '\'' || (c >= 0x201C && c <= 0x201F) ||
		c == 0xAB || c == 0xBB);
}

/* Whether the letters in capitals at the start of text are initials of the words before it. */
static bool abbreviates(const struct scene *scene, struct span text, struct range name)
{
	struct token word;
	uint32_t capitals = 0, off = name.start;
	for (size_t i = 0; i < text.n && text.p[i] >= 'A' && text.p[i] <= 'Z'; i++, capitals++) {
		do {
			if (!token_next(&scene->words, off, &word) || word.at.start >= name.end) {
				return false;
			}
			off = word.at.end;
		} while ((scene->doc->text.p[word.at.start] & ~0x20) != text.p[i]);
	}
	return capitals >= 2 && (text.n == capitals || text.p[capitals] == ' ');
}

/* Passes quotes and the words that lead up to the short name: "(hereafter “…”)", "(the …)". */
static bool lead_read(const struct scene *scene, uint32_t off, struct token *token, bool *quoted)
{
	uint32_t words = 0, articles = 0;
	*quoted = false;
	while (token_next(&scene->words, off, token) && words <= LEAD_MOST) {
		if (is_quote(token)) {
			*quoted = true;
		} else if (token->kind == TOKEN_WORD && !token->capital && !*quoted) {
			words++;
			articles += (token->lexeme.flags & (LEX_ARTICLE | LEX_AND)) != 0;
		} else {
			return *quoted || words == articles;
		}
		off = token->at.end;
	}
	return false;
}

/* The short name in the bracket behind a name; *quoted whether it stands in quotes. */
static bool bracket_read(const struct scene *scene, uint32_t off, struct range *out, bool *quoted,
	int *words)
{
	struct token token;
	if (!token_next(&scene->words, off, &token) || token.sign != '(' ||
		!lead_read(scene, token.at.end, &token, quoted)) {
		return false;
	}
	struct range at = token.at;
	bool starts = token.capital || (*quoted && token.kind == TOKEN_NUMBER);
	for (*words = 0; token.kind != TOKEN_SIGN && (token.capital || starts); ++*words) {
		starts = false;
		at.end = token.at.end;
		if (*words == WORDS_MOST || !token_next(&scene->words, at.end, &token)) {
			return false;
		}
	}
	while (is_quote(&token) && token_next(&scene->words, token.at.end, &token)) {
	}
	*out = at;
	return *words > 0 && token.sign == ')';
}

/* Whether the catalogue, or the lexicon where it is one word, knows the text as something else. */
static bool is_known(const struct scene *scene, struct range at)
{
	const struct hit *hit = scene_hit_from(scene, at.start);
	struct token token;
	if (hit != NULL && hit->at.end >= at.end) {
		return true;
	}
	return token_next(&scene->words, at.start, &token) && token.at.end == at.end &&
		(token.lexeme.flags & (LEX_DEED | LEX_NATION)) != 0;
}

/* Passes the blanks at off, one line end among them at most; off where there are more. */
static size_t blanks_pass(struct span text, size_t off)
{
	size_t at = off;
	uint32_t lines = 0;
	for (; at < text.n && byte_is_blank(text.p[at]); at++) {
		lines += text.p[at] == '\n';
	}
	return lines > 1 ? off : at;
}

/* Where the words of the short name stand at off in the text: their end, or 0. */
static size_t match(struct span text, size_t off, struct span form)
{
	for (size_t i = 0; i < form.n;) {
		if (byte_is_blank(form.p[i])) {
			size_t end = blanks_pass(text, off);
			if (end == off) {
				return 0;
			}
			off = end;
			i = blanks_pass(form, i);
		} else if (off >= text.n || text.p[off++] != form.p[i++]) {
			return 0;
		}
	}
	return off;
}

/* The next place of a short name at or behind off, as whole words. */
static struct range find(const struct scene *scene, struct span form, uint32_t off)
{
	struct span text = scene->doc->text, first = {form.p, 0};
	while (first.n < form.n && !byte_is_blank(form.p[first.n])) {
		first.n++;
	}
	for (size_t at = span_find(text, first, off); at < text.n;
		at = span_find(text, first, at + 1)) {
		size_t before = at, end = match(text, at, form);
		uint32_t next;
		if (end != 0 && (at == 0 || !letter_is_word(utf8_prev(text, &before))) &&
			(end >= text.n ||
			!letter_is_word(letter_at(text, (uint32_t)end, &next)))) {
			return (struct range){(uint32_t)at, (uint32_t)end};
		}
	}
	return (struct range){UINT32_MAX, UINT32_MAX};
}

/* Whether what stands in the bracket is a name that can be told again. */
static bool is_short_name(const struct scene *scene, const struct mention *of, struct range at,
	bool quoted, int words)
{
	uint32_t ent = scene->out->pool[of->ent];
	if (is_known(scene, at)) {
		return false;
	}
	return abbreviates(scene, span_in(scene->doc->text, at), of->at) ||
		(quoted && words > 1 && scene->resolver->ents->items[ent].kind != KIND_PERSON);
}

void rule_coined_read(struct scene *scene)
{
	const struct mentions *out = scene->out;
	const struct mention *last = &out->items[out->n - 1];
	struct range at;
	bool quoted;
	int words;
	if (last->nents != 1 ||
		!bracket_read(scene, last->at.end, &at, &quoted, &words) ||
		!is_short_name(scene, last, at, quoted, words)) {
		return;
	}
	struct span text = span_in(scene->doc->text, at);
	uint32_t i = 0;
	while (i < scene->ncoined && !span_eq(scene->coined[i].text, text)) {
		i++;
	}
	if (i == SCENE_COINED) {
		return;
	}
	scene->ncoined += i == scene->ncoined;
	scene->coined_next = 0;
	scene->coined[i] = (struct coined){text, out->pool[last->ent], at};
}

void rule_coined_put(struct scene *scene, uint32_t off)
{
	const struct mentions *out = scene->out;
	while (scene->coined_next < off) {
		struct coined *first = NULL;
		uint32_t next = UINT32_MAX;
		uint32_t from = out->n > scene->first ? out->items[out->n - 1].at.end : 0;
		for (uint32_t i = 0; i < scene->ncoined; i++) {
			struct coined *coined = &scene->coined[i];
			if (coined->at.start < from) {
				coined->at = find(scene, coined->text, from);
			}
			next = coined->at.start < next ? coined->at.start : next;
			if (coined->at.start < off &&
				(first == NULL || coined->at.start < first->at.start)) {
				first = coined;
			}
		}
		if (first == NULL) {
			scene->coined_next = next;
			return;
		}
		struct mention what = {
			.at = first->at,
			.rule = RULE_SHORT,
			.certainty = CERTAIN_SURE,
			.nents = 1,
			.name = scene->resolver->ents->items[first->ent].name,
		};
		if (!scene_put(scene, &what, &first->ent)) {
			return;
		}
	}
}

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

/* What stands in a bracket behind a name. */
struct bracket {
	struct range at; /* of the short name */
	int words;
	bool quoted; /* it stands in quotes */
	bool the; /* the word before it is an article */
	uint32_t more; /* where another one begins: "(“SEC” or “Commission”)"; 0: nowhere */
};

/*
 * Passes quotes and the words that lead up to the short name: "(hereafter “…”)", "(the …)",
 * "(“the …”)".
 */
static bool lead_read(const struct scene *scene, uint32_t off, struct token *token,
	struct bracket *out)
{
	uint32_t words = 0, articles = 0;
	while (token_next(&scene->words, off, token) && words <= LEAD_MOST) {
		bool article = (token->lexeme.flags & LEX_ARTICLE) != 0;
		if (is_quote(token)) {
			out->quoted = true;
		} else if (token->kind == TOKEN_WORD && !token->capital && (!out->quoted || article)) {
			words++;
			articles += article || (token->lexeme.flags & LEX_AND) != 0;
			out->the = article;
		} else {
			return out->quoted || words == articles;
		}
		off = token->at.end;
	}
	return false;
}

/* Whether another short name follows in the bracket. */
static bool is_joint(const struct token *token)
{
	return token->sign == ',' ||
		(token->kind == TOKEN_WORD && (token->lexeme.flags & LEX_AND) != 0);
}

/* The short name at off, in the bracket behind a name. */
static bool bracket_read(const struct scene *scene, uint32_t off, struct bracket *out)
{
	struct token token;
	*out = (struct bracket){.words = 0};
	if (!lead_read(scene, off, &token, out)) {
		return false;
	}
	out->at = token.at;
	bool starts = token.capital || (out->quoted && token.kind == TOKEN_NUMBER);
	for (; token.kind != TOKEN_SIGN && (token.capital || starts); ++out->words) {
		starts = false;
		out->at.end = token.at.end;
		if (out->words == WORDS_MOST || !token_next(&scene->words, out->at.end, &token)) {
			return false;
		}
	}
	while (is_quote(&token) && token_next(&scene->words, token.at.end, &token)) {
	}
	out->more = out->quoted && is_joint(&token) ? token.at.end : 0;
	return out->words > 0 && (token.sign == ')' || out->more > 0);
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

/* Whether the word at off is no part of a name that begins before it: "Mr. Voss", "J. Voss". */
static bool begins_alone(const struct words *words, uint32_t off, bool the)
{
	struct token before, short_word;
	if (!token_prev(words, off, &before)) {
		return !the;
	}
	if (before.sign == '.' && token_prev(words, before.at.start, &short_word)) {
		return !the && (short_word.lexeme.flags & LEX_TITLE) == 0 &&
			!(short_word.kind == TOKEN_WORD && short_word.letters == 1);
	}
	uint32_t flags = before.lexeme.flags;
	bool title_word = (flags & LEX_TITLE) != 0, common = (flags & (LEX_ARTICLE | LEX_COMMON)) != 0;
	return the ? (flags & LEX_ARTICLE) != 0 && (flags & LEX_INDEFINITE) == 0
		: before.kind != TOKEN_WORD || !before.capital || (common && !title_word);
}

/* Whether one word stands for the name: with its article, and as no part of another name. */
static bool stands_alone(const struct scene *scene, const struct coined *coined, struct range at)
{
	struct words words = {.doc = scene->words.doc, .lexicon = scene->words.lexicon,
		.para = {0, (uint32_t)scene->doc->text.n}, .markup = scene->words.markup};
	struct token token;
	if (!begins_alone(&words, at.start, coined->the)) {
		return false;
	}
	return !token_next(&words, at.end, &token) || token.kind != TOKEN_WORD || !token.capital;
}

/* The next place of a short name at or behind off, as whole words. */
static struct range find(const struct scene *scene, const struct coined *coined, uint32_t off)
{
	struct span text = scene->doc->text, form = coined->text, first = {form.p, 0};
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
			struct range found = {(uint32_t)at, (uint32_t)end};
			if (!coined->word || stands_alone(scene, coined, found)) {
				return found;
			}
		}
	}
	return (struct range){UINT32_MAX, UINT32_MAX};
}

/* Whether one word in quotes says what the name is called: behind an article, or a part of the name. */
static bool is_defined(const struct scene *scene, const struct mention *of,
	const struct bracket *bracket)
{
	struct span name = span_in(scene->doc->text, of->at);
	return bracket->the ||
		span_find(name, span_in(scene->doc->text, bracket->at), 0) < name.n;
}

/* Whether what stands in the bracket is a name that can be told again. */
static bool is_short_name(const struct scene *scene, const struct mention *of,
	const struct bracket *bracket)
{
	uint32_t ent = scene->out->pool[of->ent];
	return !is_known(scene, bracket->at) &&
		((bracket->quoted && scene->resolver->ents->items[ent].kind != KIND_PERSON &&
		(bracket->words > 1 || is_defined(scene, of, bracket))) ||
		abbreviates(scene, span_in(scene->doc->text, bracket->at), of->at));
}

/* The number of the short name with this text, or the next free one. */
static uint32_t coined_of(const struct scene *scene, struct span text)
{
	uint32_t i = 0;
	while (i < scene->ncoined && !span_eq(scene->coined[i].text, text)) {
		i++;
	}
	return i;
}

/* Keeps it, from its bracket on, in place of what the same text has meant before. */
static void coin(struct scene *scene, const struct mention *of, const struct bracket *bracket)
{
	struct span text = span_in(scene->doc->text, bracket->at);
	uint32_t i = coined_of(scene, text);
	if (i == SCENE_COINED) {
		return;
	}
	scene->ncoined += i == scene->ncoined;
	scene->coined_next = 0;
	scene->coined[i] = (struct coined){text, scene->out->pool[of->ent], bracket->at,
		bracket->words == 1 && !abbreviates(scene, text, of->at), bracket->the};
}

/*
 * Whether a word is a legal form, with stops or without. "Co." and "Company" are not among them: what
 * stands before them is often a place of its own ("Hudson's Bay").
 */
static bool is_legal_form(struct span word)
{
	static const struct span forms[] = {{"Inc", 3}, {"Corp", 4}, {"Corporation", 11}, {"Ltd", 3},
		{"Limited", 7}, {"LLC", 3}, {"LLP", 3}, {"LP", 2}, {"plc", 3}, {"GmbH", 4}, {"AG", 2},
		{"SA", 2}, {"SE", 2}, {"NV", 2}, {"BV", 2}, {"AB", 2}, {"Oyj", 3}, {"SpA", 3}, {"KK", 2}};
	char bare[12];
	struct span letters = {bare, 0};
	for (size_t i = 0; i < word.n && letters.n < sizeof(bare); i++) {
		if (word.p[i] != '.') {
			bare[letters.n++] = word.p[i];
		}
	}
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		if (forms[i].n > 2 ? span_eq_nocase(letters, forms[i]) : span_eq(letters, forms[i])) {
			return true;
		}
	}
	return false;
}

/* A firm's name without its legal form, as a short name; false where it has none. */
static bool firm_read(const struct scene *scene, const struct mention *of, struct bracket *out)
{
	uint32_t kind = scene->resolver->ents->items[scene->out->pool[of->ent]].kind;
	struct span text = span_in(scene->doc->text, of->at);
	size_t at = text.n;
	if (scene->resolver->forms.rules[kind] != KIND_FIRST_OTHER) {
		return false;
	}
	while (at > 0 && !byte_is_blank(text.p[at - 1])) {
		at--;
	}
	if (at == 0 || !is_legal_form((struct span){text.p + at, text.n - at})) {
		return false;
	}
	while (at > 0 && (byte_is_blank(text.p[at - 1]) || text.p[at - 1] == ',')) {
		at--;
	}
	*out = (struct bracket){.at = {of->at.start, of->at.start + (uint32_t)at}, .words = 1};
	for (size_t i = 0; i < at; i++) {
		out->words += byte_is_blank(text.p[i]);
	}
	return at > 0;
}

void rule_coined_firm(struct scene *scene)
{
	const struct mention *last = &scene->out->items[scene->out->n - 1];
	struct bracket bracket;
	if (last->nents != 1 || !firm_read(scene, last, &bracket)) {
		return;
	}
	uint32_t i = coined_of(scene, span_in(scene->doc->text, bracket.at));
	/* What is known is not looked for anew with each mention of the firm. */
	if (i == scene->ncoined || scene->coined[i].ent != scene->out->pool[last->ent]) {
		coin(scene, last, &bracket);
	}
}

void rule_coined_read(struct scene *scene)
{
	const struct mentions *out = scene->out;
	const struct mention *last = &out->items[out->n - 1];
	struct bracket bracket;
	struct token token;
	if (last->nents != 1 || !token_next(&scene->words, last->at.end, &token) || token.sign != '(') {
		return;
	}
	for (uint32_t off = token.at.end; off > 0 && bracket_read(scene, off, &bracket);
		off = bracket.more) {
		if (is_short_name(scene, last, &bracket)) {
			coin(scene, last, &bracket);
		}
	}
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
				coined->at = find(scene, coined, from);
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

#include "links/rule_description.h"

#include <stdlib.h>

/* Words that may stand between determiner and head: "the four northern islands". */
enum { BETWEEN_MOST = 2 };

/* The walk over a document's words beside its mentions. */
struct walk {
	struct scene *scene;
	uint32_t next, end; /* mentions of the document that were there before */
	uint32_t treaty, treaties, island, islands; /* the last antecedent of each sort, or UINT32_MAX */
};

static const struct entity *entity_of(const struct walk *walk, const struct mention *mention)
{
	return &walk->scene->resolver->ents->items[walk->scene->out->pool[mention->ent]];
}

/* Whether a name speaks of several: "Kuril Islands", "Northern Territories". */
static bool is_group(const struct walk *walk, const struct mention *mention)
{
	const struct resolver *resolver = walk->scene->resolver;
	const struct entity *ent = entity_of(walk, mention);

	for (uint32_t i = 0; i < ent->nnames; i++) {
		struct lexicon_sum sum = lexicon_sum(resolver->lexicon,
			resolver->ents->names[ent->name + i].text);

		if ((sum.flags & LEX_HEAD) != 0 && (sum.flags & LEX_PLURAL) != 0) {
			return true;
		}
	}
	return false;
}

/* Notes a mention as what a later description may mean. */
static void walk_note(struct walk *walk, uint32_t number)
{
	const struct mention *mention = &walk->scene->out->items[number];
	uint32_t kind;

	if (mention->nents == 0) {
		return;
	}
	kind = walk->scene->resolver->forms.rules[entity_of(walk, mention)->kind];
	if (kind == KIND_TREATY) {
		*(mention->nents > 1 ? &walk->treaties : &walk->treaty) = number;
	} else if (kind == KIND_ISLAND) {
		*(mention->nents > 1 || is_group(walk, mention) ? &walk->islands : &walk->island) = number;
	}
}

/* Moves to off; whether a mention covers it. */
static bool walk_to(struct walk *walk, uint32_t off)
{
	const struct mention *items = walk->scene->out->items;

	while (walk->next < walk->end && items[walk->next].at.end <= off) {
		walk_note(walk, walk->next++);
	}
	return walk->next < walk->end && items[walk->next].at.start <= off;
}

static bool is_determiner(const struct walk *walk, const struct token *token)
{
	static const char *const words[] = {"this", "that", "these", "those", "both", "said", "ce", "cet",
		"cette", "ces", "ledit", "dieser", "diese", "dieses", "diesem", "diesen"};
	struct span text = span_in(walk->scene->doc->text, token->at);

	if (token->kind != TOKEN_WORD) {
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if (span_eq_nocase(text, span_of(words[i]))) {
			return true;
		}
	}
	return (token->lexeme.flags & LEX_ARTICLE) != 0 &&
		(token->lexeme.flags & LEX_INDEFINITE) == 0;
}

/* A word that descriptions end in. "Group" and "peace" have too many other meanings. */
static bool is_head(const struct walk *walk, const struct token *token)
{
	struct span text = span_in(walk->scene->doc->text, token->at);
	bool deed = (token->lexeme.flags & LEX_DEED) != 0 && token->lexeme.deed != DEED_PEACE;
	bool head = (token->lexeme.flags & LEX_HEAD) != 0 && !span_eq_nocase(text, SPAN("group")) &&
		!span_eq_nocase(text, SPAN("groups"));

	return token->kind == TOKEN_WORD && (deed || head);
}

/* The head behind a determiner, with at most two small words between. *first is what follows it. */
static bool find_head(struct walk *walk, uint32_t off, struct token *first, struct token *head)
{
	const struct words *words = &walk->scene->words;

	for (uint32_t i = 0; i <= BETWEEN_MOST; i++) {
		if (!token_next(words, off, head) || head->kind == TOKEN_SIGN ||
			is_determiner(walk, head)) {
			return false;
		}
		if (i == 0) {
			*first = *head;
		}
		if (is_head(walk, head)) {
			return true;
		}
		if (head->capital) {
			return false;
		}
		off = head->at.end;
	}
	return false;
}

/* "the treaty of …" names a treaty itself. */
static bool is_followed_by_of(const struct walk *walk, const struct token *head)
{
	struct token next;

	return token_next(&walk->scene->words, head->at.end, &next) &&
		(next.lexeme.flags & LEX_OF) != 0;
}

/* The mention that the head goes with, or UINT32_MAX. */
static uint32_t antecedent(const struct walk *walk, const struct token *head)
{
	bool plural = (head->lexeme.flags & LEX_PLURAL) != 0;
	uint32_t number;

	if ((head->lexeme.flags & LEX_DEED) == 0) {
		return plural ? walk->islands : walk->island;
	}
	number = plural ? walk->treaties : walk->treaty;
	if (number != UINT32_MAX) {
		const struct mention *mention = &walk->scene->out->items[number];
		uint32_t ent = walk->scene->out->pool[mention->ent];

		if (lexicon_fits(head->lexeme.deed, walk->scene->resolver->treaties[ent].deeds) < 2) {
			return UINT32_MAX;
		}
	}
	return number;
}

static void put(struct walk *walk, struct range at, uint32_t number)
{
	struct scene *scene = walk->scene;
	struct mentions *out = scene->out;
	const struct mention *of = &out->items[number];
	uint32_t ent = of->ent, n = of->nents;

	if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items)) ||
		!array_reserve(&out->pool, &out->cpool, out->npool + n, sizeof(*out->pool))) {
		scene->failed = true;
		return;
	}
	out->items[out->n++] = (struct mention){.at = at, .doc = scene->id, .ent = out->npool,
		.nents = (uint8_t)n, .rule = RULE_DESCRIPTION, .certainty = CERTAIN_LIKELY,
		.name = UINT32_MAX};
	memcpy(out->pool + out->npool, out->pool + ent, n * sizeof(*out->pool));
	out->npool += n;
}

static void walk_para(struct walk *walk, struct range para)
{
	struct token token, first, head;
	uint32_t off = para.start, number;

	walk->scene->words = (struct words){.doc = walk->scene->doc,
		.lexicon = walk->scene->resolver->lexicon, .para = para,
		.markup = walk->scene->words.markup};
	while (!walk->scene->failed && token_next(&walk->scene->words, off, &token)) {
		off = token.at.end;
		if (walk_to(walk, token.at.start) || !is_determiner(walk, &token) ||
			!find_head(walk, token.at.end, &first, &head) ||
			is_followed_by_of(walk, &head)) {
			continue;
		}
		if (walk_to(walk, head.at.end - 1) ||
			(walk->next < walk->end &&
				walk->scene->out->items[walk->next].at.start < head.at.end)) {
			continue;
		}
		number = antecedent(walk, &head);
		if (number != UINT32_MAX) {
			put(walk, (struct range){first.at.start, head.at.end}, number);
		}
		off = head.at.end;
	}
}

static int start_cmp(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return (x->at.start > y->at.start) - (x->at.start < y->at.start);
}

void rule_description(struct scene *scene)
{
	struct mentions *out = scene->out;
	struct walk walk = {.scene = scene, .next = scene->first, .end = out->n, .treaty = UINT32_MAX,
		.treaties = UINT32_MAX, .island = UINT32_MAX, .islands = UINT32_MAX};

	for (uint32_t i = 0; i < scene->doc->nparas && !scene->failed; i++) {
		walk_para(&walk, scene->doc->paras[i].at);
	}
	if (out->n > walk.end) {
		qsort(out->items + scene->first, out->n - scene->first, sizeof(*out->items), start_cmp);
	}
}

#include "find/query.h"

#include "base/byte.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { NEAR_WORDS = 10, DEPTH_MOST = 64, WORDS_MOST = 64, TEXT_MOST = 4096, DISTANCE_MOST = 1000000 };

enum token_kind { TOKEN_END, TOKEN_TEXT, TOKEN_OPEN, TOKEN_CLOSE, TOKEN_AND, TOKEN_OR, TOKEN_NOT,
	TOKEN_NEAR, TOKEN_PARA };

struct token {
	enum token_kind kind;
	struct span field; /* of field:text; else empty */
	struct span text; /* without quotes */
	bool quoted, star; /* star: a * behind it */
	uint32_t n; /* behind the / of an operator */
};

struct reader {
	struct query *query;
	const struct entities *ents;
	struct span rest;
	struct token now;
	uint32_t depth;
	bool asks; /* for something that has a place */
	struct err *err;
};

static const struct {
	const char *word;
	enum token_kind kind;
	uint32_t n;
} operators[] = {{"AND", TOKEN_AND, 0}, {"OR", TOKEN_OR, 0}, {"NOT", TOKEN_NOT, 0},
	{"NEAR", TOKEN_NEAR, NEAR_WORDS}, {"PARA", TOKEN_PARA, 0}};

static const char *const fields[] = {"entity", "kind", "after", "before"};

/* Makes an operator of a bare word that is one. */
static void judge_operator(struct token *token)
{
	for (size_t i = 0; i < COUNT_OF(operators); i++) {
		struct span word = span_of(operators[i].word), rest = token->text;
		uint32_t n;

		if (span_eq(rest, word)) {
			token->kind = operators[i].kind;
			token->n = operators[i].n;
		} else if (span_starts(rest, word) && operators[i].kind >= TOKEN_NEAR &&
			rest.p[word.n] == '/' &&
			span_u32((struct span){rest.p + word.n + 1, rest.n - word.n - 1}, &n) &&
			n <= DISTANCE_MOST) {
			token->kind = operators[i].kind;
			token->n = n;
		}
	}
}

/* Takes `field:` off the front of rest, if it is one that is known. */
static void take_field(struct span *rest, struct token *token)
{
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		size_t n = strlen(fields[i]);

		if (rest->n > n && rest->p[n] == ':' && span_starts(*rest, span_of(fields[i]))) {
			token->field = (struct span){rest->p, n};
			*rest = (struct span){rest->p + n + 1, rest->n - n - 1};
			return;
		}
	}
}

/* Up to the closing quote; one that is not closed is no quote. */
static void take_quoted(struct span *rest, struct token *token)
{
	size_t end = span_find(*rest, SPAN("\""), 1);

	token->quoted = end < rest->n;
	token->text = (struct span){rest->p + 1, end - 1};
	end += token->quoted;
	*rest = (struct span){rest->p + end, rest->n - end};
	if (rest->n > 0 && rest->p[0] == '*') {
		token->star = true;
		*rest = (struct span){rest->p + 1, rest->n - 1};
	}
}

static void take_bare(struct span *rest, struct token *token)
{
	size_t end = 0;

	while (end < rest->n && !byte_is_space(rest->p[end]) && memchr("()\"", rest->p[end], 3) == NULL) {
		end++;
	}
	token->text = (struct span){rest->p, end};
	*rest = (struct span){rest->p + end, rest->n - end};
}

static struct token next_token(struct span *rest)
{
	struct token token = {.kind = TOKEN_END};

	*rest = span_trim(*rest);
	if (rest->n == 0) {
		return token;
	}
	if (rest->p[0] == '(' || rest->p[0] == ')') {
		token.kind = rest->p[0] == '(' ? TOKEN_OPEN : TOKEN_CLOSE;
		*rest = (struct span){rest->p + 1, rest->n - 1};
		return token;
	}
	token.kind = TOKEN_TEXT;
	take_field(rest, &token);
	if (rest->n > 0 && rest->p[0] == '"') {
		take_quoted(rest, &token);
	} else {
		take_bare(rest, &token);
	}
	if (!token.quoted && token.field.n == 0) {
		judge_operator(&token);
	}
	if (token.text.n > 0 && token.text.p[token.text.n - 1] == '*') {
		token.star = true;
		token.text.n--;
	}
	return token;
}

bool query_is(struct span text)
{
	uint32_t n = 0, quoted = 0;

	if (text.n == 0 || text.p[0] == '~') {
		return false;
	}
	for (struct token token = next_token(&text); token.kind != TOKEN_END; n++) {
		if (token.kind >= TOKEN_AND || token.field.n > 0) {
			return true;
		}
		quoted += token.quoted;
		token = next_token(&text);
	}
	return quoted > 0 && n > 1;
}

/* Building. */

static bool put_node(struct reader *reader, struct query_node node, uint32_t *out)
{
	struct query *query = reader->query;

	if (!array_reserve(&query->nodes, &query->cnodes, query->nnodes + 1, sizeof(*query->nodes))) {
		return err_memory(reader->err);
	}
	*out = query->nnodes;
	query->nodes[query->nnodes++] = node;
	return true;
}

struct cutting {
	struct query *query;
	bool failed;
};

static void take_word(void *owner, struct span word)
{
	struct cutting *cutting = owner;
	struct query *query = cutting->query;
	struct span kept;

	if (query->nwords == WORDS_MOST || !arena_copy(&query->arena, word, &kept) ||
		!array_reserve(&query->words, &query->cwords, query->nwords + 1,
			sizeof(*query->words))) {
		cutting->failed = true;
		return;
	}
	query->words[query->nwords++] = (struct query_word){kept, false};
}

static bool put_words(struct reader *reader, const struct token *token, uint32_t *out)
{
	struct query *query = reader->query;
	struct cutting cutting = {.query = query};
	struct words_cut cut = {.word = take_word, .owner = &cutting};
	struct query_node node = {.op = QUERY_WORDS, .first = query->nwords};
	bool ok = fold_span(&cut.view, token->text, 0) &&
		arena_copy(&query->arena, token->text, &node.text);

	if (ok) {
		words_cut_folded(&cut, (struct span){cut.view.p, cut.view.n});
	}
	words_cut_finish(&cut);
	node.count = query->nwords - node.first;
	if (!ok) {
		return err_memory(reader->err);
	}
	if (cutting.failed) {
		return err_set(reader->err, "search: more than %d words", WORDS_MOST);
	}
	if (node.count == 0) {
		return err_set(reader->err, "search: '%.*s' has no word in it", SPAN_ARG(token->text));
	}
	query->words[query->nwords - 1].prefix = token->star;
	reader->asks = true;
	return put_node(reader, node, out);
}

/* Whether both fold to the same. */
static bool is_same_name(const struct fold *name, struct fold *scratch, struct span other)
{
	return fold_span(scratch, other, 0) && scratch->n == name->n &&
		memcmp(scratch->p, name->p, name->n) == 0;
}

/* Whether asked is an entity's Id, or what stands behind its last colon. */
static bool is_id(struct span id, struct span asked)
{
	return span_eq(id, asked) || (id.n > asked.n && asked.n > 0 && span_ends(id, asked) &&
		id.p[id.n - asked.n - 1] == ':');
}

static bool put_ent(struct query *query, uint32_t ent)
{
	if (!array_reserve(&query->ents, &query->cents, query->nents + 1, sizeof(*query->ents))) {
		return false;
	}
	query->ents[query->nents++] = (ent_id){ent};
	return true;
}

static bool put_entity(struct reader *reader, const struct token *token, uint32_t *out)
{
	struct query *query = reader->query;
	const struct entities *ents = reader->ents;
	struct query_node node = {.op = QUERY_ENTITY, .first = query->nents};
	struct fold name = {0}, scratch = {0};
	bool ok = fold_span(&name, token->text, 0);

	for (uint32_t i = 0; i < ents->n && ok; i++) {
		const struct entity *entity = &ents->items[i];
		bool same = is_id(entity->id, token->text);

		for (uint32_t k = 0; k < entity->nnames && !same; k++) {
			same = is_same_name(&name, &scratch, ents->names[entity->name + k].text);
		}
		ok = !same || put_ent(query, i);
	}
	fold_finish(&name);
	fold_finish(&scratch);
	node.count = query->nents - node.first;
	reader->asks = true;
	if (!ok) {
		return err_memory(reader->err);
	}
	if (node.count == 0) {
		return err_set(reader->err, "search: no entity has the Id or the name '%.*s'",
			SPAN_ARG(token->text));
	}
	return put_node(reader, node, out);
}

static bool put_kind(struct reader *reader, const struct token *token, uint32_t *out)
{
	for (uint32_t i = 0; i < reader->ents->nkinds; i++) {
		if (span_eq_nocase(reader->ents->kinds[i], token->text)) {
			reader->asks = true;
			return put_node(reader, (struct query_node){.op = QUERY_KIND, .n = i}, out);
		}
	}
	return err_set(reader->err, "search: no entity is of the kind '%.*s'", SPAN_ARG(token->text));
}

static bool put_date(struct reader *reader, const struct token *token, uint32_t *out)
{
	struct query_node node = {
		.op = span_eq(token->field, SPAN("after")) ? QUERY_AFTER : QUERY_BEFORE};

	if (!doc_date_parse(token->text, &node.date)) {
		return err_set(reader->err, "search: '%.*s' is no date: YYYY, YYYY-MM or YYYY-MM-DD",
			SPAN_ARG(token->text));
	}
	return put_node(reader, node, out);
}

static bool put_text(struct reader *reader, const struct token *token, uint32_t *out)
{
	if (token->field.n == 0) {
		return put_words(reader, token, out);
	}
	if (span_eq(token->field, SPAN("entity"))) {
		return put_entity(reader, token, out);
	}
	return span_eq(token->field, SPAN("kind")) ? put_kind(reader, token, out)
						    : put_date(reader, token, out);
}

/* Reading. */

static void advance(struct reader *reader)
{
	reader->now = next_token(&reader->rest);
}

static bool read_or(struct reader *reader, uint32_t *out);

static bool read_one(struct reader *reader, uint32_t *out)
{
	struct token token = reader->now;

	if (token.kind == TOKEN_TEXT) {
		advance(reader);
		return put_text(reader, &token, out);
	}
	if (token.kind != TOKEN_OPEN) {
		return err_set(reader->err, token.kind == TOKEN_NOT
			? "search: NOT needs something before it"
			: "search: something is missing beside an operator or in brackets");
	}
	if (reader->depth == DEPTH_MOST) {
		return err_set(reader->err, "search: more than %d brackets in brackets", DEPTH_MOST);
	}
	reader->depth++;
	advance(reader);
	if (!read_or(reader, out)) {
		return false;
	}
	reader->depth--;
	if (reader->now.kind != TOKEN_CLOSE) {
		return err_set(reader->err, "search: a bracket that is not closed");
	}
	advance(reader);
	return true;
}

/* Joins *left and what stands next. */
static bool join(struct reader *reader, enum query_op op, uint32_t n, uint32_t *left,
	bool (*next)(struct reader *reader, uint32_t *out))
{
	struct query_node node = {.op = op, .left = *left, .n = n};

	return next(reader, &node.right) && put_node(reader, node, left);
}

static bool read_near(struct reader *reader, uint32_t *out)
{
	if (!read_one(reader, out)) {
		return false;
	}
	while (reader->now.kind == TOKEN_NEAR || reader->now.kind == TOKEN_PARA) {
		enum query_op op = reader->now.kind == TOKEN_NEAR ? QUERY_NEAR : QUERY_PARA;
		uint32_t n = reader->now.n;

		advance(reader);
		if (!join(reader, op, n, out, read_one)) {
			return false;
		}
	}
	return true;
}

static bool read_and(struct reader *reader, uint32_t *out)
{
	if (!read_near(reader, out)) {
		return false;
	}
	while (reader->now.kind != TOKEN_OR && reader->now.kind != TOKEN_CLOSE &&
		reader->now.kind != TOKEN_END) {
		enum query_op op = QUERY_AND;

		if (reader->now.kind == TOKEN_AND) {
			advance(reader);
		}
		if (reader->now.kind == TOKEN_NOT) {
			op = QUERY_NOT;
			advance(reader);
		}
		if (!join(reader, op, 0, out, read_near)) {
			return false;
		}
	}
	return true;
}

static bool read_or(struct reader *reader, uint32_t *out)
{
	if (!read_and(reader, out)) {
		return false;
	}
	while (reader->now.kind == TOKEN_OR) {
		advance(reader);
		if (!join(reader, QUERY_OR, 0, out, read_and)) {
			return false;
		}
	}
	return true;
}

struct query *query_new(struct span text, const struct entities *ents, struct err *err)
{
	struct query *query;

	if (text.n > TEXT_MOST || utf8_valid_prefix(text) < text.n) {
		err_set(err, "search: more than %d bytes, or no UTF-8", TEXT_MOST);
		return NULL;
	}
	query = calloc(1, sizeof(*query));
	struct reader reader = {.query = query, .ents = ents, .rest = text, .err = err};
	bool ok = query != NULL || err_memory(err);

	if (ok) {
		advance(&reader);
		ok = read_or(&reader, &query->root);
	}
	if (ok && reader.now.kind != TOKEN_END) {
		ok = err_set(err, "search: a bracket that was not opened");
	}
	if (ok && !reader.asks) {
		ok = err_set(err, "search: dates alone find nothing: add a word or a name");
	}
	if (!ok) {
		query_free(query);
		return NULL;
	}
	return query;
}

bool query_names(const struct query *query)
{
	for (uint32_t i = 0; i < query->nnodes; i++) {
		if (query->nodes[i].op == QUERY_ENTITY || query->nodes[i].op == QUERY_KIND) {
			return true;
		}
	}
	return false;
}

void query_free(struct query *query)
{
	if (query == NULL) {
		return;
	}
	free(query->nodes);
	free(query->words);
	free(query->ents);
	arena_finish(&query->arena);
	free(query);
}

#include "links/lead.h"

#include "links/pet_name.h"

#define STEPS 8

/* Adds a given name, known to the lexicon as that, in front of those found. */
static bool given_add(const struct scene *scene, struct lead *lead, struct range at, uint32_t flags)
{
	if (lead->ngiven == LEAD_GIVEN) {
		return false;
	}
	for (uint32_t i = lead->ngiven; i > 0; i--) {
		lead->given[i] = lead->given[i - 1];
	}
	lead->given[0] = span_in(scene->doc->text, at);
	lead->near = lead->ngiven == 0 ? flags : lead->near;
	lead->ngiven++;
	lead->start = at.start;
	return true;
}

/* The same for one that is more than a word: "Geo.", "Jung-uk". */
static bool part_add(const struct scene *scene, struct lead *lead, struct range at)
{
	struct span text = span_in(scene->doc->text, at);
	return given_add(scene, lead, at, lexicon_find(scene->resolver->lexicon, text).flags);
}

static bool is_title(const struct scene *scene, const struct token *token)
{
	/* "in general", "of major interest": with a small letter some titles are none. */
	/* "M" is an initial where nobody speaks French. */
	return token->kind == TOKEN_WORD && (token->lexeme.flags & LEX_TITLE) != 0 &&
		(token->letters > 1 || scene->french) &&
		(token->capital || scene->french || (token->lexeme.flags & LEX_COMMON) == 0);
}

static void title_set(struct lead *lead, const struct token *token)
{
	lead->title = true;
	lead->title_start = token->at.start;
	lead->rank = token->lexeme.rank;
	lead->gender |= token->lexeme.flags & (LEX_MAN | LEX_WOMAN);
}

/* "the D. of Wellington", "E. of Malmesbury". */
static bool peer_abbreviated(const struct scene *scene, struct lead *lead, const struct token *word,
	const struct token *stop)
{
	static const struct {
		char letter;
		uint8_t rank;
	} peers[] = {{'D', 5}, {'E', 3}, {'M', 4}, {'P', 6}};
	struct token of;
	if (word->letters != 1 || !token_next(&scene->words, stop->at.end, &of) ||
		!span_eq(span_in(scene->doc->text, of.at), SPAN("of"))) {
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(peers); i++) {
		if (scene->doc->text.p[word->at.start] == peers[i].letter) {
			lead->title = true;
			lead->rank = peers[i].rank;
			return true;
		}
	}
	return false;
}

/*
 * A full stop before the name: of an initial, of an abbreviated title, or of a sentence. Returns
 * whether to go on to the left.
 */
static bool stop_read(const struct scene *scene, struct lead *lead, const struct token *stop)
{
	struct token word;
	if (!token_prev(&scene->words, stop->at.start, &word) || !word.glued ||
		word.kind != TOKEN_WORD) {
		return false;
	}
	if (is_title(scene, &word) && word.capital && (word.letters > 1 || scene->french)) {
		title_set(lead, &word);
		return false;
	}
	if (!word.capital) {
		return false;
	}
	if (lead->ngiven == 0 && peer_abbreviated(scene, lead, &word, stop)) {
		return false;
	}
	if ((word.lexeme.flags & LEX_BEFORE) != 0 && lead->ngiven == 0) {
		lead->thing = true;
		return false;
	}
	/* "plan B. Kuriyama liked it": the letter is no initial, and ends a sentence. */
	struct token before;
	if (lead->ngiven == 0 && token_prev(&scene->words, word.at.start, &before) &&
		(before.lexeme.flags & LEX_LETTERED) != 0) {
		return false;
	}
	if (word.letters > 2) {
		/* "Geo. Canning" */
		return lead->ngiven == 0 && pet_name_is_cut(span_in(scene->doc->text, word.at)) &&
			part_add(scene, lead, (struct range){word.at.start, stop->at.end});
	}
	lead->initials = true;
	return part_add(scene, lead, (struct range){word.at.start, stop->at.end});
}

/* Words that may stand before a surname with a capital and are no given name. */
static bool is_neutral(const struct scene *scene, const struct token *token)
{
	uint32_t flags = token->lexeme.flags;
	uint32_t never = LEX_COMMON | LEX_NATION | LEX_DONE | LEX_HEAD | LEX_PLACE;
	if ((flags & (LEX_MAN | LEX_WOMAN)) != 0) {
		return false;
	}
	return (flags & never) != 0 || ((flags & (LEX_OF | LEX_AT | LEX_AND | LEX_ARTICLE |
		LEX_WITH)) != 0 && token_begins(&scene->words, token->at.start));
}

/* "Jung-uk Kim": a word that a hyphen ties to one with a capital, as far as that is no title. */
static bool hyphened_read(const struct scene *scene, struct lead *lead, const struct token *word)
{
	struct token hyphen, first;
	return token_prev(&scene->words, word->at.start, &hyphen) && hyphen.glued &&
		hyphen.sign == '-' && token_prev(&scene->words, hyphen.at.start, &first) &&
		first.glued && first.capital &&
		(first.lexeme.flags & (LEX_TITLE | LEX_COMMON | LEX_NATION | LEX_MODIFIER)) == 0 &&
		(word->lexeme.flags & LEX_TITLE) == 0 &&
		part_add(scene, lead, (struct range){first.at.start, word->at.end});
}

/* A word before the name. Returns whether to go on to the left. */
static bool word_read(const struct scene *scene, struct lead *lead, const struct token *word)
{
	if (is_title(scene, word)) {
		title_set(lead, word);
		return false;
	}
	/* "rue de Vienne" */
	bool before = (word->lexeme.flags & LEX_BEFORE) != 0 && (word->capital ||
		(lead->particle && (word->lexeme.flags & LEX_STREET) != 0));
	if (before && lead->ngiven == 0) {
		lead->thing = true;
		return false;
	}
	if (word->capital && word->letters == 1) {
		lead->initials = true;
		return given_add(scene, lead, word->at, word->lexeme.flags);
	}
	if (word->capital && !is_neutral(scene, word)) {
		return given_add(scene, lead, word->at, word->lexeme.flags);
	}
	if (!word->capital && hyphened_read(scene, lead, word)) {
		return true;
	}
	bool particle = !word->capital && (word->lexeme.flags & LEX_PARTICLE) != 0;
	lead->particle = lead->particle || (particle && lead->ngiven == 0);
	return particle;
}

/* The "d'" of "duc d'Artois": the token becomes the particle; whether it is one. */
static bool elision_read(const struct scene *scene, struct lead *lead, struct token *token)
{
	struct token word;
	if (!token->glued || !token_prev(&scene->words, token->at.start, &word) || !word.glued ||
		word.letters != 1 || (word.lexeme.flags & LEX_PARTICLE) == 0) {
		return false;
	}
	*token = word;
	lead->particle = true;
	return true;
}

/* Most words before a name are small, tied to nothing, and lead to no name: as a bit test tells. */
static bool is_plain(const struct scene *scene, const struct token *left)
{
	if (left->kind == TOKEN_SIGN) {
		return left->sign != '.' && left->sign != '\'' && left->sign != '-';
	}
	return left->kind != TOKEN_WORD || left->glued || (!left->capital &&
		(left->lexeme.flags & (LEX_TITLE | LEX_BEFORE | LEX_PARTICLE)) == 0 &&
		scene_is_apart(scene, left));
}

static void left_read(const struct scene *scene, struct lead *lead)
{
	struct token token = lead->before;
	uint32_t from = lead->start; /* where the token was read from */
	bool more = !is_plain(scene, &token);
	for (int i = 0; more && i < STEPS; i++) {
		more = false;
		if (token.kind == TOKEN_WORD) {
			more = word_read(scene, lead, &token);
		} else if (token.kind == TOKEN_SIGN && token.sign == '.') {
			struct token word;
			more = stop_read(scene, lead, &token);
			if (more && token_prev(&scene->words, token.at.start, &word)) {
				token = word;
			}
		} else if (token.kind == TOKEN_SIGN && token.sign == '\'' && i == 0) {
			more = elision_read(scene, lead, &token);
		} else if (token.kind == TOKEN_SIGN && token.sign == '-' && token.glued && i == 0) {
			lead->hyphen = token_prev(&scene->words, token.at.start, &token) &&
				token.glued && token.kind == TOKEN_WORD && token.capital;
		} else if (token.kind == TOKEN_SIGN && token.sign == '-' && token.glued) {
			more = lead->initials; /* "C.-M." */
		}
		if (more) {
			from = token.at.start;
			more = token_prev(&scene->words, from, &token);
			token.kind = more ? token.kind : TOKEN_NONE;
			lead->before = from == lead->start ? token : lead->before;
		}
	}
	if (from != lead->start && lead->start != scene_hit(scene)->at.start) {
		lead->before.kind = TOKEN_NONE;
		token_prev(&scene->words, lead->start, &lead->before);
	}
}

/* What stands right behind the name. */
static void right_read(const struct scene *scene, struct lead *lead)
{
	const struct token *right = &scene->words.right;
	struct token token, word;
	bool ties = right->glued && (right->sign == '-' || right->sign == '\'');
	bool more = ties && token_next(&scene->words, right->at.end, &word);
	lead->prose = right->kind == TOKEN_WORD && !right->capital;
	if (more && right->sign == '-') {
		lead->hyphen = lead->hyphen ||
			(word.glued && word.kind == TOKEN_WORD && word.capital);
	} else if (more) {
		lead->possessive = word.kind == TOKEN_WORD && word.glued && word.letters == 1;
		/* "the Duke of York's Own" is a regiment. */
		lead->thing = lead->thing || (token_next(&scene->words, word.at.end, &token) &&
			span_eq(span_in(scene->doc->text, token.at), SPAN("Own")));
	} else if (right->kind == TOKEN_WORD && !right->glued && right->capital) {
		lead->after = true;
	}
}

void lead_read(const struct scene *scene, struct lead *out)
{
	*out = (struct lead){.start = scene_hit(scene)->at.start, .before = scene->words.left};
	left_read(scene, out);
	right_read(scene, out);
	if (out->before.kind == TOKEN_WORD) {
		out->place = (out->before.lexeme.flags & LEX_AT) != 0;
		out->prose = out->before.lexeme.flags == 0 && out->prose;
	} else {
		out->prose = false;
	}
}

bool lead_is_unknown(const struct scene *scene, const struct lead *lead)
{
	struct token before;
	return lead->title && !scene->french &&
		token_prev(&scene->words, lead->title_start, &before) && before.letters == 1 &&
		(before.lexeme.flags & LEX_INDEFINITE) != 0;
}

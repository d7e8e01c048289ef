#include "links/phrase.h"

#include "links/letter.h"

#define STEPS_LEFT 10
#define STEPS_RIGHT 28
#define STRANGERS_MOST 3

/* Reading to the right: what the small words passed over allow to come next. */
struct right {
	const struct scene *scene;
	struct phrase *phrase;
	uint32_t off;
	bool of; /* what comes next belongs to the phrase */
	bool at; /* it only stands nearby, unless something was done there */
	bool done; /* "signed", "concluded" */
	bool with; /* parties come next */
	bool list; /* the last thing read may be followed by "and" */
	int commas, strangers;
};

bool phrase_is(const struct scene *scene, const struct hit *hit, enum form_what what)
{
	const uint32_t *tags = scene_tags(scene, hit);
	for (uint32_t i = 0; i < hit->ntags; i++) {
		if (form_what(tags[i]) == what) {
			return true;
		}
	}
	return false;
}

static void nation_add(struct phrase *phrase, uint8_t nation)
{
	phrase->nations |= (uint64_t)1 << nation;
}

/* Puts a date before number i: reading to the left finds the last one first. */
static void when_add(struct phrase *phrase, uint32_t i, const struct when *when)
{
	struct when *whens = phrase->whens;
	if (phrase->nwhens < PHRASE_MOST) {
		memmove(whens + i + 1, whens + i, (phrase->nwhens - i) * sizeof(*whens));
		whens[i] = *when;
		phrase->nwhens++;
	}
}

static void place_add(struct phrase *phrase, uint32_t i, const struct hit *hit)
{
	const struct hit **places = phrase->places;
	if (phrase->nplaces < PHRASE_MOST) {
		memmove(places + i + 1, places + i, (phrase->nplaces - i) * sizeof(*places));
		places[i] = hit;
		phrase->nplaces++;
	}
}

/* The nation that a word to the left is, and where its name starts ("United States"). */
static uint8_t nation_left(const struct scene *scene, const struct token *word, uint32_t *start)
{
	struct token united;
	bool may = word->capital && (word->letters == 6 || word->letters == 7);
	uint8_t both = may ? lexicon_united(span_in(scene->doc->text, word->at)) : 0;
	*start = word->at.start;
	if (both != 0 && token_prev(&scene->words, word->at.start, &united) &&
		(united.lexeme.flags & LEX_UNITED) != 0) {
		*start = united.at.start;
		return both;
	}
	return (word->lexeme.flags & LEX_NATION) != 0 ? word->lexeme.nation : 0;
}

/* A hyphen between two nations, or between one and the kind word. */
static bool hyphen_left(const struct scene *scene, const struct token *sign, struct phrase *phrase,
	uint32_t *start)
{
	struct token word;
	if (sign->sign != '-' || !token_prev(&scene->words, sign->at.start, &word) ||
		!word.glued || word.kind != TOKEN_WORD) {
		return false;
	}
	uint8_t nation = nation_left(scene, &word, start);
	if (nation == 0) {
		return false;
	}
	nation_add(phrase, nation);
	return true;
}

/* "the Crimean [Yalta] agreement": an editor's word for a place, and the capital it explains. */
static bool bracket_left(const struct scene *scene, const struct token *sign,
	struct phrase *phrase, uint32_t *start)
{
	struct token word;
	if (sign->sign != ']') {
		return false;
	}
	const struct hit *hit = scene_hit_to(scene, sign->at.start);
	if (hit == NULL || !phrase_is(scene, hit, FORM_PLACE) ||
		!token_prev(&scene->words, hit->at.start, &word) || word.sign != '[') {
		return false;
	}
	place_add(phrase, 0, hit);
	*start = word.at.start;
	if (token_prev(&scene->words, *start, &word) && word.kind == TOKEN_WORD && word.capital) {
		*start = word.at.start;
	}
	return true;
}

/* A word before the core; returns whether it belongs to the phrase, and its start. */
static bool word_left(const struct scene *scene, const struct token *word, bool name,
	struct phrase *phrase, uint32_t *start)
{
	const struct hit *hit = scene_hit_to(scene, word->at.end);
	if (hit != NULL && phrase_is(scene, hit, FORM_PLACE)) {
		place_add(phrase, 0, hit);
		*start = hit->at.start;
		return true;
	}
	uint8_t nation = nation_left(scene, word, start);
	if (nation != 0) {
		nation_add(phrase, nation);
		return true;
	}
	bool modifier = (word->lexeme.flags & LEX_MODIFIER) != 0 ||
		((word->lexeme.flags & LEX_DEED) != 0 && word->capital);
	if (!modifier || (name && !word->capital)) {
		phrase->indefinite = (word->lexeme.flags & LEX_INDEFINITE) != 0;
		return false;
	}
	*start = word->at.start;
	if (phrase->start == word->at.end + 1 || phrase->start == phrase->core.start) {
		phrase->start = word->at.start;
		phrase->modifiers++;
		phrase->proper = phrase->proper || word->capital;
	}
	return true;
}

/* "1855 and 1875 treaties": whether a date, or a place, stands before the "and" or comma. */
static bool list_left(const struct scene *scene, const struct token *token,
	const struct phrase *phrase)
{
	struct when when;
	struct token before;
	bool links = (token->lexeme.flags & LEX_AND) != 0 ||
		(token->kind == TOKEN_SIGN && (token->sign == ',' || token->sign == '&'));
	if (!links || !phrase->plural || !token_prev(&scene->words, token->at.start, &before)) {
		return false;
	}
	if (phrase->nwhens > 0) {
		return when_read_back(&scene->words, token->at.start, &when);
	}
	const struct hit *hit = scene_hit_to(scene, before.at.end);
	return phrase->nplaces > 0 && hit != NULL && phrase_is(scene, hit, FORM_PLACE);
}

/* A year of Japanese and Chinese, and the particle between it and the kind word. */
static bool is_asian(const struct scene *scene, const struct token *token, bool date)
{
	static const struct span signs[] = {{"年", 3}, {"月", 3}, {"日", 3}, {"の", 3}, {"的", 3}};
	struct span text = span_in(scene->doc->text, token->at);
	if (text.n != signs[0].n) {
		return false;
	}
	for (size_t i = date ? 0 : 3; i < (date ? 3 : COUNT_OF(signs)); i++) {
		if (span_eq(text, signs[i])) {
			return true;
		}
	}
	return false;
}

/* "between 1855 and 1875 treaties were rare" lists no treaties. */
static void between_left(const struct scene *scene, struct phrase *phrase)
{
	struct token token;
	if (phrase->nwhens > 1 && token_prev(&scene->words, phrase->at.start, &token) &&
		(token.lexeme.flags & (LEX_WITH | LEX_OF)) != 0) {
		phrase->nwhens = 0;
		phrase->at = phrase->core;
	}
}

/* "the Copyright Treaty of 1996": a name of its own that the treaty must have. */
static void stranger_left(const struct scene *scene, const struct token *token, struct phrase *phrase)
{
	bool name = token->kind == TOKEN_WORD && token->capital && token->lexeme.flags == 0 &&
		phrase->proper && scene_hit_to(scene, token->at.end) == NULL &&
		!token_begins(&scene->words, token->at.start);
	phrase->stranger = name ? token->at : phrase->stranger;
}

/* The date that ends at off, put in front of those found. */
static bool when_left(const struct scene *scene, uint32_t off, struct phrase *phrase,
	uint32_t *start)
{
	struct when when;
	if (!when_read_back(&scene->words, off, &when)) {
		return false;
	}
	when_add(phrase, 0, &when);
	*start = when.at.start;
	return true;
}

/* A small word before the core, of no sort that belongs to a phrase; the hit before it is elsewhere. */
static bool ends_left(const struct scene *scene, const struct token *left)
{
	const struct hit *before = scene->hit > 0 ? scene_hit(scene) - 1 : NULL;
	return left->kind == TOKEN_WORD && !left->capital &&
		(left->lexeme.flags & (LEX_AND | LEX_NATION | LEX_MODIFIER)) == 0 &&
		(unsigned char)scene->doc->text.p[left->at.start] < 0x80 &&
		(before == NULL || before->at.end < left->at.end);
}

static void left_read(const struct scene *scene, bool name, struct phrase *phrase)
{
	struct token token = scene->words.left;
	uint32_t off = phrase->core.start;
	if (ends_left(scene, &token)) {
		phrase->indefinite = (token.lexeme.flags & LEX_INDEFINITE) != 0;
		return;
	}
	bool more = token.kind != TOKEN_NONE;
	for (int i = 0; more && i < STEPS_LEFT; i++) {
		uint32_t start = token.at.start;
		if (list_left(scene, &token, phrase) ||
			(i == 0 && !name && token.glued && is_asian(scene, &token, false))) {
			off = start;
			more = token_prev(&scene->words, off, &token);
			continue;
		}
		bool belongs, asian = !name && is_asian(scene, &token, true);
		if (token.kind == TOKEN_NUMBER || asian) {
			belongs = when_left(scene, off, phrase, &start);
		} else if (token.kind == TOKEN_SIGN) {
			belongs = hyphen_left(scene, &token, phrase, &start) ||
				bracket_left(scene, &token, phrase, &start);
		} else {
			belongs = word_left(scene, &token, name, phrase, &start);
		}
		if (!belongs) {
			stranger_left(scene, &token, phrase);
			break;
		}
		off = phrase->at.start = start;
		more = token_prev(&scene->words, off, &token);
	}
	between_left(scene, phrase);
}

/* Further dates: ", 1875 and of 1905". */
static void list_right(const struct right *r)
{
	struct phrase *phrase = r->phrase;
	struct token token;
	struct when when;
	uint32_t off = phrase->at.end;
	while (token_next(&r->scene->words, off, &token)) {
		bool links = (token.lexeme.flags & (LEX_AND | LEX_OF)) != 0 ||
			(token.kind == TOKEN_SIGN && (token.sign == ',' || token.sign == '&'));
		if (links) {
			off = token.at.end;
			continue;
		}
		if (off == phrase->at.end || !when_read(&r->scene->words, off, &when)) {
			return;
		}
		when_add(phrase, phrase->nwhens, &when);
		off = phrase->at.end = when.at.end;
	}
}

/* "between China and Russia" behind the date: two nations belong to it. */
static void parties_right(const struct right *r)
{
	struct phrase *phrase = r->phrase;
	struct token token;
	uint32_t off = phrase->at.end, nations = 0;
	if (!token_next(&r->scene->words, off, &token) || (token.lexeme.flags & LEX_WITH) == 0) {
		return;
	}
	while (token_next(&r->scene->words, token.at.end, &token)) {
		if ((token.lexeme.flags & LEX_NATION) != 0 && token.capital) {
			nation_add(phrase, token.lexeme.nation);
			nations++;
			off = token.at.end;
		} else if ((token.lexeme.flags & (LEX_AND | LEX_ARTICLE)) == 0 &&
			token.sign != ',') {
			break;
		}
	}
	if (nations > 1) {
		phrase->at.end = off;
	}
}

/* A date, so many steps behind the core; reading ends with it. */
static void when_right(struct right *r, const struct when *when, int steps)
{
	struct phrase *phrase = r->phrase;
	if ((r->of || r->done || steps == 0) && r->commas == 0) {
		if (phrase->nwhens == 0) {
			when_add(phrase, 0, when);
			phrase->at.end = when->at.end;
			list_right(r);
			parties_right(r);
		}
	} else if (r->at || r->of || r->commas > 0) {
		phrase->loose = *when;
		phrase->has_loose = true;
		phrase->apposed = steps == 1 && r->commas == 1;
	}
}

static bool place_right(struct right *r, const struct hit *hit)
{
	bool belongs = r->of || (r->done && r->at) || (r->list && r->phrase->nplaces > 0);
	if (!belongs && !r->at) {
		return false;
	}
	if (belongs) {
		place_add(r->phrase, r->phrase->nplaces, hit);
		r->phrase->at.end = hit->at.end;
	}
	r->of = r->at = false;
	r->list = true;
	r->off = hit->at.end;
	return true;
}

static bool nation_right(struct right *r, const struct token *word, bool first)
{
	struct token next;
	uint8_t nation = word->lexeme.nation;
	uint32_t end = word->at.end;
	if ((word->lexeme.flags & LEX_UNITED) != 0 && word->capital &&
		token_next(&r->scene->words, end, &next)) {
		nation = lexicon_united(span_in(r->scene->doc->text, next.at));
		end = next.at.end;
	}
	if (nation == 0 || !(r->of || r->with || r->list || first)) {
		return false;
	}
	nation_add(r->phrase, nation);
	r->list = true;
	r->off = end;
	return true;
}

/* A small word, or one of those in "of peace and friendship". */
static bool word_right(struct right *r, const struct token *word)
{
	uint32_t flags = word->lexeme.flags;
	bool goes_on = true;
	if ((flags & LEX_AT) != 0) {
		r->at = true;
	} else if ((flags & LEX_OF) != 0) {
		r->of = true;
	} else if ((flags & LEX_ARTICLE) != 0) {
		goes_on = r->of || r->at || r->with || r->done || r->list;
	} else if ((flags & LEX_DONE) != 0) {
		r->done = true;
	} else if ((flags & LEX_WITH) != 0) {
		r->with = true;
	} else if ((flags & LEX_AND) != 0) {
		goes_on = r->list;
	} else if ((flags & (LEX_MODIFIER | LEX_DEED)) != 0) {
		/* "Treaty of Peace and Friendship" is all of it a name. */
		goes_on = r->of;
		r->list = true;
		r->phrase->at.end = goes_on && r->commas == 0 ? word->at.end : r->phrase->at.end;
	} else {
		/* A place or person that is not listed: only a full date can tell the treaty then. */
		goes_on = (r->of || r->at) && ++r->strangers <= STRANGERS_MOST;
		r->phrase->strange = r->phrase->strange || goes_on;
	}
	r->off = word->at.end;
	return goes_on;
}

static bool sign_right(struct right *r, const struct token *sign)
{
	r->off = sign->at.end;
	if (sign->sign == ',' || sign->sign == '(' || sign->sign == '[') {
		return ++r->commas <= 2;
	}
	return sign->sign == '-' && r->phrase->nations != 0 && sign->glued;
}

/* Nothing that a phrase goes on with stands behind the core. */
static bool ends_right(const struct token *right)
{
	if (right->kind == TOKEN_WORD) {
		return right->glued || (right->lexeme.nation == 0 && (right->lexeme.flags &
			(LEX_AT | LEX_OF | LEX_DONE | LEX_WITH | LEX_UNITED)) == 0);
	}
	return right->kind == TOKEN_NONE || (right->kind == TOKEN_SIGN && right->sign != ',' &&
		right->sign != '(' && right->sign != '[' && right->sign != '-');
}

static void right_read(const struct scene *scene, struct phrase *phrase)
{
	struct right r = {.scene = scene, .phrase = phrase, .off = phrase->core.end};
	struct token token = scene->words.right;
	bool more = !ends_right(&token);
	for (int i = 0; more && i < STEPS_RIGHT; i++) {
		struct when when;
		const struct hit *hit = token.kind == TOKEN_WORD ?
			scene_hit_from(scene, token.at.start) : NULL;
		bool may_date = token.kind == TOKEN_NUMBER ||
			(token.kind == TOKEN_WORD && (r.of || r.at || r.done));
		if (i == 0 && token.glued && token.kind != TOKEN_SIGN) {
			return;
		}
		if (may_date && when_may_begin(&scene->words, &token) &&
			when_read(&scene->words, token.at.start, &when)) {
			when_right(&r, &when, i);
			return;
		}
		if (hit != NULL && phrase_is(scene, hit, FORM_PLACE)) {
			more = place_right(&r, hit);
		} else if (token.kind == TOKEN_WORD) {
			more = nation_right(&r, &token, i == 0) || word_right(&r, &token);
		} else {
			more = token.kind == TOKEN_SIGN && sign_right(&r, &token);
		}
		more = more && token_next(&scene->words, r.off, &token);
	}
}

void phrase_read(const struct scene *scene, bool name, bool plural, struct phrase *out)
{
	struct range core = scene_hit(scene)->at;
	unsigned char c = (unsigned char)scene->doc->text.p[core.start];
	struct token first;
	*out = (struct phrase){.core = core, .at = core, .start = core.start, .plural = plural};
	if (c < 0x80 && letter_is_alnum(c)) {
		out->proper = c >= 'A' && c <= 'Z';
	} else if (token_next(&scene->words, core.start, &first)) {
		out->proper = first.capital;
	}
	left_read(scene, name, out);
	right_read(scene, out);
}

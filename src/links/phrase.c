#include "links/phrase.h"

#define STEPS_LEFT 10
#define STEPS_RIGHT 28
#define NEAR_AHEAD 300
#define NEAR_BACK 200

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
	int commas;
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

/* Puts a date before the one with number i: reading to the left finds the last one first. */
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
	uint8_t both = lexicon_united(span_in(scene->doc->text, word->at));
	*start = word->at.start;
	if (both != 0 && word->capital && token_prev(&scene->words, word->at.start, &united) &&
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

/* "1855 and 1875 treaties": whether a further date, or place, stands before the "and" or comma. */
static bool list_left(const struct scene *scene, const struct token *token,
	const struct phrase *phrase)
{
	struct when when;
	struct token before;
	bool links = (token->lexeme.flags & LEX_AND) != 0 ||
		(token->kind == TOKEN_SIGN && (token->sign == ',' || token->sign == '&'));
	if (!links || !phrase->plural) {
		return false;
	}
	if (phrase->nwhens > 0) {
		return when_read_back(&scene->words, token->at.start, &when);
	}
	if (phrase->nplaces == 0 || !token_prev(&scene->words, token->at.start, &before)) {
		return false;
	}
	const struct hit *hit = scene_hit_to(scene, before.at.end);
	return hit != NULL && phrase_is(scene, hit, FORM_PLACE);
}

/* "between 1855 and 1875 treaties were rare": these are no dates of treaties. */
static bool is_span(const struct scene *scene, const struct phrase *phrase)
{
	struct token before;
	return phrase->nwhens > 1 && token_prev(&scene->words, phrase->at.start, &before) &&
		(before.lexeme.flags & LEX_WITH) != 0;
}

static void left_read(const struct scene *scene, bool name, struct phrase *phrase)
{
	struct token token;
	struct when when;
	uint32_t off = phrase->core.start;
	for (int i = 0; i < STEPS_LEFT && token_prev(&scene->words, off, &token); i++) {
		uint32_t start = token.at.start;
		if (list_left(scene, &token, phrase)) {
			off = start;
			continue;
		}
		if (token.kind == TOKEN_NUMBER) {
			if (!when_read_back(&scene->words, off, &when)) {
				return;
			}
			when_add(phrase, 0, &when);
			start = when.at.start;
		} else if (token.kind == TOKEN_SIGN ? !hyphen_left(scene, &token, phrase, &start) &&
			!bracket_left(scene, &token, phrase, &start) :
			!word_left(scene, &token, name, phrase, &start)) {
			return;
		}
		off = phrase->at.start = start;
	}
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

/* A date; reading ends with it. */
static void when_right(struct right *r, const struct when *when, bool first)
{
	struct phrase *phrase = r->phrase;
	if ((r->of || r->done || first) && r->commas == 0) {
		if (phrase->nwhens == 0) {
			when_add(phrase, 0, when);
			phrase->at.end = when->at.end;
			list_right(r);
		}
	} else if (r->at || r->of || r->commas > 0) {
		phrase->loose = *when;
		phrase->has_loose = true;
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
		goes_on = r->of || r->at || r->with || r->done;
	} else if ((flags & LEX_DONE) != 0) {
		r->done = true;
	} else if ((flags & LEX_WITH) != 0) {
		r->with = true;
	} else if ((flags & LEX_AND) != 0) {
		goes_on = r->list;
	} else if ((flags & (LEX_MODIFIER | LEX_DEED)) != 0) {
		goes_on = r->of;
		r->list = true;
	} else {
		goes_on = false;
	}
	r->off = word->at.end;
	return goes_on;
}

/* "convention de Londres du 15 juillet": a name where a place may stand that no treaty has. */
static bool strange_right(struct right *r, const struct token *word)
{
	struct phrase *phrase = r->phrase;
	bool first = phrase->strange.end == 0;
	if (!word->capital || !(first ? r->of || (r->done && r->at) :
		phrase->strange.end == r->off)) {
		return false;
	}
	phrase->strange = (struct range){first ? word->at.start : phrase->strange.start,
		word->at.end};
	r->of = r->at = false;
	r->list = true;
	r->off = word->at.end;
	return true;
}

static bool sign_right(struct right *r, const struct token *sign)
{
	r->off = sign->at.end;
	if (sign->sign == ',' || sign->sign == '(' || sign->sign == '[') {
		return ++r->commas <= 2;
	}
	return sign->sign == '-' && r->phrase->nations != 0 && sign->glued;
}

static void right_read(const struct scene *scene, struct phrase *phrase)
{
	struct right r = {.scene = scene, .phrase = phrase, .off = phrase->core.end};
	struct token token;
	for (int i = 0; i < STEPS_RIGHT && token_next(&scene->words, r.off, &token); i++) {
		struct when when;
		const struct hit *hit = token.kind == TOKEN_WORD ?
			scene_hit_from(scene, token.at.start) : NULL;
		bool may_date = token.kind == TOKEN_NUMBER ||
			(token.kind == TOKEN_WORD && (r.of || r.at || r.done));
		bool more;
		if (i == 0 && token.glued && token.kind != TOKEN_SIGN) {
			return;
		}
		if (may_date && when_read(&scene->words, token.at.start, &when)) {
			when_right(&r, &when, i == 0);
			return;
		}
		if (hit != NULL && phrase_is(scene, hit, FORM_PLACE)) {
			more = place_right(&r, hit);
		} else if (token.kind == TOKEN_WORD) {
			more = nation_right(&r, &token, i == 0) ||
				(token.lexeme.flags == 0 && strange_right(&r, &token)) ||
				word_right(&r, &token);
		} else {
			more = token.kind == TOKEN_SIGN && sign_right(&r, &token);
		}
		if (!more) {
			return;
		}
	}
}

void phrase_read(const struct scene *scene, struct range core, bool name, bool plural,
	struct phrase *out)
{
	struct phrase phrase = {.core = core, .at = core, .start = core.start, .plural = plural};
	struct token first;
	if (token_next(&scene->words, core.start, &first)) {
		phrase.proper = first.capital;
	}
	left_read(scene, name, &phrase);
	if (is_span(scene, &phrase)) {
		phrase.nwhens = 0;
		phrase.at.start = phrase.start;
	}
	right_read(scene, &phrase);
	*out = phrase;
}

/* Whether a sentence ends with the byte at off. A full stop behind an initial or title ends none. */
static bool sentence_ends(const struct scene *scene, uint32_t off)
{
	char c = scene->doc->text.p[off];
	struct token next, before;
	if (c != '.' && c != '!' && c != '?' && c != ';') {
		return false;
	}
	if (c == '.' && token_prev(&scene->words, off, &before) && before.kind == TOKEN_WORD &&
		((before.capital && before.letters <= 2) ||
		(before.lexeme.flags & LEX_TITLE) != 0)) {
		return false;
	}
	return c == ';' || !token_next(&scene->words, off + 1, &next) ||
		(!next.glued && (next.kind != TOKEN_WORD || next.capital));
}

/* Whether a hit is another treaty, so that a date behind it is not ours. */
static bool is_rival(const struct scene *scene, const struct hit *hit)
{
	const struct entities *ents = scene->resolver->ents;
	const uint32_t *tags = scene_tags(scene, hit);
	for (uint32_t i = 0; i < hit->ntags; i++) {
		enum form_what what = form_what(tags[i]);
		if (what == FORM_DEED || what == FORM_DEEDS || (what == FORM_NAME && ents->items[
			ents->names[form_value(tags[i])].ent.i].kind == KIND_TREATY)) {
			return true;
		}
	}
	return false;
}

/* The first date that starts in [off, end), or the last one. */
static bool date_in(const struct scene *scene, uint32_t off, uint32_t end, bool last,
	struct when *out)
{
	const char *p = scene->doc->text.p;
	bool found = false;
	while (off < end) {
		struct token month;
		struct when when;
		if (p[off] < '0' || p[off] > '9') {
			off++;
			continue;
		}
		bool read = when_read(&scene->words, off, &when);
		/* "October 10, 1973", "January of 1960" begin before their first digit. */
		for (uint32_t i = 0, at = off; i < 2 && (!read || when.date.month == 0) &&
			token_prev(&scene->words, at, &month); i++, at = month.at.start) {
			struct when more;
			if (when_read(&scene->words, month.at.start, &more) &&
				more.at.end > off) {
				when = more;
				read = true;
			}
		}
		if (read) {
			*out = when;
			found = true;
			off = when.at.end;
			if (!last) {
				return true;
			}
		}
		while (off < end && p[off] >= '0' && p[off] <= '9') {
			off++;
		}
	}
	return found;
}

static bool near_ahead(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	uint32_t off = phrase->at.end, end = scene->words.para.end;
	end = end - off > NEAR_AHEAD ? off + NEAR_AHEAD : end;
	for (uint32_t i = scene->hit + 1; i < scene->hits.n; i++) {
		const struct hit *hit = &scene->hits.items[i];
		if (hit->at.start >= end) {
			break;
		}
		if (hit->at.start >= off && is_rival(scene, hit)) {
			end = hit->at.start;
			break;
		}
	}
	for (uint32_t i = off; i < end; i++) {
		if (sentence_ends(scene, i)) {
			end = i;
		}
	}
	return date_in(scene, off, end, false, out);
}

static bool near_back(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	uint32_t off = scene->words.para.start, end = phrase->at.start;
	off = end - off > NEAR_BACK ? end - NEAR_BACK : off;
	for (uint32_t i = scene->hit; i > 0; i--) {
		const struct hit *hit = &scene->hits.items[i - 1];
		if (hit->at.end <= off) {
			break;
		}
		if (is_rival(scene, hit)) {
			off = hit->at.end;
			break;
		}
	}
	for (uint32_t i = end; i > off; i--) {
		if (sentence_ends(scene, i - 1)) {
			off = i;
		}
	}
	return off < end && date_in(scene, off, end, true, out);
}

bool phrase_near(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	return near_ahead(scene, phrase, out) || near_back(scene, phrase, out);
}

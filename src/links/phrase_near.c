#include "links/phrase_near.h"

#include "links/letter.h"

#define NEAR_AHEAD 300
#define NEAR_BACK 200
#define BLOCK 32u

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
	const struct fact *facts = scene_facts(scene, hit);
	for (uint32_t i = 0; i < hit->ntags; i++) {
		if (facts[i].what == FORM_DEED || facts[i].what == FORM_DEEDS ||
			(scene_is_name(&facts[i]) && facts[i].kind == KIND_TREATY)) {
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
			if (when_may_begin(&scene->words, &month) &&
				when_read(&scene->words, month.at.start, &more) &&
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

/* A run of bytes looked at together: a loop of fixed length is what compilers turn into wide steps. */
static bool block_has_digit(const char *p)
{
	unsigned char any = 0;
	for (uint32_t i = 0; i < BLOCK; i++) {
		any |= (unsigned char)(p[i] - '0') < 10;
	}
	return any != 0;
}

/* Whether there may be a digit in [off, end): without one there is no date. Never wrongly no. */
static bool may_date(const struct scene *scene, uint32_t off, uint32_t end)
{
	struct span text = scene->doc->text;
	while (off < end && off + BLOCK <= text.n && !block_has_digit(text.p + off)) {
		off += BLOCK;
	}
	return off < end;
}

/* What the search for a date stops at: digits, and where a sentence may end. */
enum { STOP_DIGIT = 1, STOP_SENTENCE = 2 };

static const uint8_t stops[256] = {
	['0'] = STOP_DIGIT, ['1'] = STOP_DIGIT, ['2'] = STOP_DIGIT, ['3'] = STOP_DIGIT,
	['4'] = STOP_DIGIT, ['5'] = STOP_DIGIT, ['6'] = STOP_DIGIT, ['7'] = STOP_DIGIT,
	['8'] = STOP_DIGIT, ['9'] = STOP_DIGIT,
	['.'] = STOP_SENTENCE, ['!'] = STOP_SENTENCE, ['?'] = STOP_SENTENCE, [';'] = STOP_SENTENCE,
};

static uint8_t stop_at(const struct scene *scene, uint32_t off)
{
	return stops[(unsigned char)scene->doc->text.p[off]];
}

/*
 * The next byte in [off, end) that may be one of them, or end: ASCII's signs and digits have one
 * bit set and one not, and are no blank.
 */
static uint32_t next_sign(struct span text, uint32_t off, uint32_t end)
{
	const uint64_t ones = 0x0101010101010101u;
	for (; off + 8 <= end; off += 8) {
		uint64_t bytes = letter_eight(text, off);
		uint64_t shown = (bytes & 0x1F * ones) + 0x1F * ones;
		uint64_t signs = shown & bytes & ~(bytes >> 1) & 0x20 * ones;
		if (signs != 0) {
			return off + (uint32_t)__builtin_ctzll(signs) / 8;
		}
	}
	return off;
}

/* Where the next other treaty behind the hit begins, as far as that is before end; else end. */
static uint32_t rival_ahead(const struct scene *scene, uint32_t off, uint32_t end)
{
	for (uint32_t i = scene->hit + 1; i < scene->hits.n; i++) {
		const struct hit *hit = &scene->hits.items[i];
		if (hit->at.start >= end) {
			break;
		}
		if (hit->at.start >= off && is_rival(scene, hit)) {
			return hit->at.start;
		}
	}
	return end;
}

/* The first date ahead, unless the sentence ends, or another treaty begins, before it. */
static bool near_ahead(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	uint32_t off = phrase->at.end, end = scene->words.para.end, rival = 0;
	end = end - off > NEAR_AHEAD ? off + NEAR_AHEAD : end;
	if (!may_date(scene, off, end)) {
		return false;
	}
	struct span text = scene->doc->text;
	for (uint32_t i = next_sign(text, off, end); i < end; i = next_sign(text, i + 1, end)) {
		uint8_t stop = stop_at(scene, i);
		if (stop == STOP_SENTENCE && sentence_ends(scene, i)) {
			return false;
		}
		if (stop == STOP_DIGIT) {
			rival = rival == 0 ? rival_ahead(scene, off, end) : rival;
			if (rival < i) {
				return false;
			}
			if (date_in(scene, i, i + 1, false, out)) {
				return true;
			}
		}
	}
	return false;
}

/* The last date in the sentence before the phrase, behind other treaties. */
static bool near_back(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	uint32_t off = scene->words.para.start, end = phrase->at.start, digit = end;
	off = end - off > NEAR_BACK ? end - NEAR_BACK : off;
	if (!may_date(scene, off, end)) {
		return false;
	}
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
		uint8_t stop = stop_at(scene, i - 1);
		digit = stop == STOP_DIGIT ? i - 1 : digit;
		if (stop == STOP_SENTENCE && sentence_ends(scene, i - 1)) {
			break;
		}
	}
	return digit < end && date_in(scene, digit, end, true, out);
}

bool phrase_near_date(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	return near_ahead(scene, phrase, out) || near_back(scene, phrase, out);
}

bool phrase_near_month(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	struct token of, month;
	struct when year;
	size_t n = 0;
	uint32_t back = scene->words.para.start, end = phrase->at.start;
	if (!token_next(&scene->words, phrase->core.end, &of) || (of.lexeme.flags & LEX_OF) == 0 ||
		!token_next(&scene->words, of.at.end, &month) || month.kind != TOKEN_WORD ||
		!month.capital) {
		return false;
	}
	uint8_t number = doc_date_month(span_in(scene->doc->text, month.at), &n);
	back = end - back > NEAR_BACK ? end - NEAR_BACK : back;
	if (number == 0 || n != month.at.end - month.at.start ||
		!date_in(scene, back, end, true, &year)) {
		return false;
	}
	*out = (struct when){.at = month.at, .date = {.year = year.date.year, .month = number}};
	return true;
}

#include "links/phrase_near.h"

#define NEAR_AHEAD 300
#define NEAR_BACK 200

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

/* The first digit in [off, end), or end: without one there is no date to look for. */
static uint32_t digit_in(const struct scene *scene, uint32_t off, uint32_t end)
{
	const char *p = scene->doc->text.p;
	while (off < end && (unsigned char)(p[off] - '0') > 9) {
		off++;
	}
	return off;
}

/* Whether a sentence ends, or another treaty begins, in [off, end). */
static bool is_parted(const struct scene *scene, uint32_t off, uint32_t end)
{
	for (uint32_t i = scene->hit + 1; i < scene->hits.n; i++) {
		const struct hit *hit = &scene->hits.items[i];
		if (hit->at.start >= end) {
			break;
		}
		if (hit->at.start >= off && is_rival(scene, hit)) {
			return true;
		}
	}
	for (uint32_t i = off; i < end; i++) {
		if (sentence_ends(scene, i)) {
			return true;
		}
	}
	return false;
}

static bool near_ahead(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	uint32_t off = phrase->at.end, end = scene->words.para.end;
	end = end - off > NEAR_AHEAD ? off + NEAR_AHEAD : end;
	for (;;) {
		uint32_t digit = digit_in(scene, off, end);
		if (digit == end || is_parted(scene, off, digit)) {
			return false;
		}
		if (date_in(scene, digit, digit + 1, false, out)) {
			return true;
		}
		off = digit + 1;
	}
}

static bool near_back(const struct scene *scene, const struct phrase *phrase, struct when *out)
{
	uint32_t off = scene->words.para.start, end = phrase->at.start;
	off = end - off > NEAR_BACK ? end - NEAR_BACK : off;
	if (digit_in(scene, off, end) == end) {
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
		if (sentence_ends(scene, i - 1)) {
			off = i;
		}
	}
	return off < end && date_in(scene, off, end, true, out);
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

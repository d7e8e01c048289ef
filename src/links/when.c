#include "links/when.h"

#include "base/utf8.h"
#include "links/republican.h"

#define YEAR_FIRST 1000
#define YEAR_LAST 2099

/* A date being read: where reading goes on, and what is known. */
struct reading {
	const struct words *words;
	uint32_t off;
	struct when when;
};

/* A year: four digits and no number that goes on. */
static bool is_year(const struct words *words, const struct token *token)
{
	if (token->kind != TOKEN_NUMBER || token->digits != 4 || token->letters != 4 ||
		token->number < YEAR_FIRST || token->number > YEAR_LAST) {
		return false;
	}
	struct token sign, more;
	if (token_next(words, token->at.end, &sign) && sign.glued && sign.kind == TOKEN_SIGN &&
		(sign.sign == '-' || sign.sign == '/' || sign.sign == '.' || sign.sign == ',') &&
		token_next(words, sign.at.end, &more) && more.glued && more.kind == TOKEN_NUMBER) {
		return false;
	}
	return !(token_prev(words, token->at.start, &sign) && sign.glued &&
		sign.kind == TOKEN_SIGN && (sign.sign == ',' || sign.sign == '$') &&
		token_prev(words, sign.at.start, &more) && more.glued &&
		more.kind == TOKEN_NUMBER);
}

static bool is_day(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->digits <= 2 && token->letters <= 4 &&
		token->number >= 1 && token->number <= 31;
}

/* Passes a sign, or a small word that links parts of a date ("of", "de"). */
static void skip(struct reading *r, uint32_t sign, bool word)
{
	struct token token;
	if (token_next(r->words, r->off, &token) &&
		((token.kind == TOKEN_SIGN && token.sign == sign) ||
		(word && token.kind == TOKEN_WORD && (token.lexeme.flags & LEX_OF) != 0))) {
		r->off = token.at.end;
	}
}

static bool read_year(struct reading *r)
{
	struct token token;
	if (!token_next(r->words, r->off, &token) || !is_year(r->words, &token)) {
		return false;
	}
	r->when.date.year = (int16_t)token.number;
	r->when.at.end = r->off = token.at.end;
	struct span rest = {r->words->doc->text.p + r->off, r->words->para.end - r->off};
	if (span_starts(rest, SPAN(" года")) || span_starts(rest, SPAN(" г."))) {
		r->when.at.end += span_starts(rest, SPAN(" года")) ? 9 : 4;
	}
	return true;
}

static bool read_month(struct reading *r)
{
	struct token token;
	if (!token_next(r->words, r->off, &token) || token.kind != TOKEN_WORD) {
		return false;
	}
	size_t n = 0;
	uint32_t from = token.at.start;
	r->when.date.month = doc_date_month((struct span){r->words->doc->text.p + from,
		r->words->para.end - from}, &n);
	r->off = r->when.date.month == 0 ? r->off : from + (uint32_t)n;
	return r->when.date.month != 0;
}

/* A day, with its ordinal ending or full stop, and the other one of a double date. */
static bool read_day(struct reading *r, bool *stop)
{
	struct token token, slash, other;
	if (!token_next(r->words, r->off, &token) || !is_day(&token)) {
		return false;
	}
	r->when.date.day = (uint8_t)token.number;
	r->off = token.at.end;
	*stop = false;
	if (!token_next(r->words, r->off, &slash) || slash.kind != TOKEN_SIGN || !slash.glued) {
		return true;
	}
	if (slash.sign == '/' && token_next(r->words, slash.at.end, &other) && is_day(&other)) {
		r->when.day2 = (uint8_t)other.number;
		r->off = other.at.end;
	} else if (slash.sign == '.') {
		r->off = slash.at.end;
		*stop = true;
	}
	return true;
}

/* The other half of "25 September/7 October", which is the day in the new style. */
static void read_other(struct reading *r)
{
	struct reading other = *r;
	struct token slash;
	bool stop;
	if (!token_next(r->words, r->off, &slash) || slash.kind != TOKEN_SIGN ||
		slash.sign != '/') {
		return;
	}
	other.off = slash.at.end;
	if (read_day(&other, &stop) && read_month(&other)) {
		other.when.day2 = r->when.date.day;
		*r = other;
	}
}

/* 19.10.1956, behind its first full stop. */
static bool read_numeric(struct reading *r)
{
	struct token month, sign;
	if (!token_next(r->words, r->off, &month) || month.kind != TOKEN_NUMBER ||
		month.digits > 2 || month.number < 1 || month.number > 12) {
		return false;
	}
	r->when.date.month = (uint8_t)month.number;
	if (!token_next(r->words, month.at.end, &sign) || !sign.glued || sign.sign != '.') {
		return false;
	}
	r->off = sign.at.end;
	return read_year(r);
}

/* 1956-10-19, 1956年10月19日: what follows the year, which stands already. */
static void read_parts(struct reading *r)
{
	static const uint32_t asian[] = {0x5E74, 0x6708, 0x65E5};
	struct token sign, number;
	uint32_t off = r->when.at.end;
	for (int i = 0; i < 3; i++) {
		if (!token_next(r->words, off, &sign) || !sign.glued) {
			return;
		}
		size_t at = sign.at.start;
		if (utf8_next(r->words->doc->text, &at) != asian[i]) {
			return;
		}
		r->when.at.end = off = sign.at.end;
		if (i == 2 || !token_next(r->words, off, &number) ||
			number.kind != TOKEN_NUMBER || number.digits > 2) {
			return;
		}
		*(i == 0 ? &r->when.date.month : &r->when.date.day) = (uint8_t)number.number;
		off = number.at.end;
	}
}

/* 1956-10-19. */
static bool read_iso(struct reading *r, const struct token *year)
{
	struct span text = r->words->doc->text;
	uint32_t end = year->at.start + 10;
	if (year->kind != TOKEN_NUMBER || year->digits != 4 || end > r->words->para.end ||
		!doc_date_parse((struct span){text.p + year->at.start, 10}, &r->when.date)) {
		return false;
	}
	r->when.at.end = end;
	return true;
}

bool when_read(const struct words *words, uint32_t off, struct when *out)
{
	struct token first;
	if (!token_next(words, off, &first)) {
		return false;
	}
	struct reading r = {words, off, {.at = first.at}};
	bool stop = false, ok = false;
	if (first.kind == TOKEN_WORD && read_month(&r)) {
		struct reading month = r;
		ok = read_day(&r, &stop) && (skip(&r, ',', true), read_year(&r));
		if (!ok) {
			r = month;
			r.when.date.day = 0;
			skip(&r, ',', true);
			ok = read_year(&r);
		}
	} else if (first.kind == TOKEN_NUMBER) {
		ok = read_iso(&r, &first);
		if (!ok && read_year(&r)) {
			read_parts(&r);
			ok = true;
		} else if (!ok && read_day(&r, &stop)) {
			struct reading day = r;
			ok = stop && read_numeric(&r);
			if (!ok) {
				r = day;
				skip(&r, ',', true);
				ok = republican_read(words, r.off, r.when.date.day, &r.when.date,
					&r.when.at.end) || (read_month(&r) &&
					(read_other(&r), skip(&r, ',', true), read_year(&r)));
			}
		}
	}
	if (ok) {
		*out = r.when;
	}
	return ok;
}

bool when_read_back(const struct words *words, uint32_t off, struct when *out)
{
	struct token token;
	struct when when;
	bool found = false;
	uint32_t end = 0, at = off;
	for (int i = 0; i < 6 && token_prev(words, at, &token); i++) {
		end = i == 0 ? token.at.end : end;
		at = token.at.start;
		if (token.kind != TOKEN_SIGN && when_read(words, at, &when) && when.at.end == end) {
			*out = when;
			found = true;
		}
	}
	return found;
}

bool when_fits(const struct when *when, const struct doc_date *date, const struct doc_date *until)
{
	const struct doc_date *w = &when->date;
	if (until->year != 0) {
		return w->year >= date->year && w->year <= until->year;
	}
	if (w->year != date->year || date->year == 0) {
		return false;
	}
	if (w->month == 0 || date->month == 0) {
		return true;
	}
	if (w->day == 0 || date->day == 0) {
		return w->month == date->month || when->day2 != 0;
	}
	/* The first day of a double date may lie in the month before. */
	bool same = w->month == date->month && w->day == date->day;
	return same || (when->day2 != 0 && date->day == when->day2) ||
		(when->day2 != 0 && w->month == date->month && w->day == date->day);
}

bool when_same_day(const struct when *when, const struct doc_date *date)
{
	static const struct doc_date none = {0};
	return when->date.day != 0 && date->day != 0 && when_fits(when, date, &none);
}

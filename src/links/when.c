#include "links/when.h"

#include "base/byte.h"
#include "base/utf8.h"
#include "links/person.h"

#define YEAR_FIRST 1000
#define YEAR_LAST 2099

/* A date being read: where reading goes on, and what is known. */
struct reading {
	const struct words *words;
	uint32_t off;
	uint32_t at; /* off + 1 where the token there was read already: … */
	struct token token; /* … it is this, or TOKEN_NONE */
	uint8_t day2; /* of a double date within one month */
	struct when when;
};

/* The token where reading goes on: asked for by one attempt after the other. */
static const struct token *token_here(struct reading *r)
{
	if (r->at != r->off + 1) {
		r->token.kind = TOKEN_NONE;
		token_next(r->words, r->off, &r->token);
		r->at = r->off + 1;
	}
	return &r->token;
}

/* A year: four digits and no number that goes on. */
static bool is_year(const struct words *words, const struct token *token)
{
	if (token->kind != TOKEN_NUMBER || token->digits != 4 || token->letters != 4 ||
		token->number < YEAR_FIRST || token->number > YEAR_LAST) {
		return false;
	}
	struct token sign, more;
	struct span text = words->doc->text;
	uint32_t start = token->at.start, end = token->at.end;
	unsigned char before = start > words->para.start ? (unsigned char)text.p[start - 1] : ' ';
	unsigned char behind = end < words->para.end ? (unsigned char)text.p[end] : ' ';
	if (behind == '-' && end + 1 < words->para.end && text.p[end + 1] > ' ') {
		return false;
	}
	/* Only what touches it can go on: for most years the bytes tell that nothing does. */
	bool goes_on = behind == '-' || behind == '/' || behind == '.' || behind == ',' ||
		behind >= 0x80;
	if (goes_on && token_next(words, end, &sign) && sign.glued && sign.kind == TOKEN_SIGN &&
		(sign.sign == '-' || sign.sign == '/' || sign.sign == '.' || sign.sign == ',') &&
		token_next(words, sign.at.end, &more) && more.glued && more.kind == TOKEN_NUMBER) {
		return false;
	}
	return !((before == ',' || before == '$') && token_prev(words, start, &sign) && sign.glued &&
		token_prev(words, sign.at.start, &more) && more.glued && more.kind == TOKEN_NUMBER);
}

static bool is_day(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && token->digits <= 2 && token->letters <= 4 &&
		token->number >= 1 && token->number <= 31;
}

/* Passes a sign, or a small word that links parts of a date ("of", "de"). */
static void skip(struct reading *r, uint32_t sign, bool word)
{
	const struct token *token = token_here(r);
	if ((token->kind == TOKEN_SIGN && token->sign == sign) ||
		(word && token->kind == TOKEN_WORD && (token->lexeme.flags & LEX_OF) != 0)) {
		r->off = token->at.end;
	}
}

static bool read_year(struct reading *r)
{
	const struct token *token = token_here(r);
	if (!is_year(r->words, token)) {
		return false;
	}
	r->when.date.year = (int16_t)token->number;
	r->when.at.end = r->off = token->at.end;
	struct span rest = {r->words->doc->text.p + r->off, r->words->para.end - r->off};
	if (span_starts(rest, SPAN(" года")) || span_starts(rest, SPAN(" г."))) {
		r->when.at.end += span_starts(rest, SPAN(" года")) ? 9 : 4;
	}
	return true;
}

static bool read_month(struct reading *r)
{
	const struct token *token = token_here(r);
	if (token->kind != TOKEN_WORD) {
		return false;
	}
	size_t n = 0;
	uint32_t from = token->at.start;
	r->when.date.month = doc_date_month((struct span){r->words->doc->text.p + from,
		r->words->para.end - from}, &n);
	r->off = r->when.date.month == 0 ? r->off : from + (uint32_t)n;
	return r->when.date.month != 0;
}

/* A day, with its ordinal ending or full stop, and the other one of a double date. */
static bool read_day(struct reading *r, bool *stop)
{
	const struct token *token = token_here(r);
	struct token other;
	if (!is_day(token)) {
		return false;
	}
	r->when.date.day = (uint8_t)token->number;
	r->off = token->at.end;
	*stop = false;
	token = token_here(r);
	if (token->kind != TOKEN_SIGN || !token->glued) {
		return true;
	}
	if (token->sign == '/' && token_next(r->words, token->at.end, &other) && is_day(&other)) {
		r->day2 = (uint8_t)other.number;
		r->off = other.at.end;
	} else if (token->sign == '.') {
		r->off = token->at.end;
		*stop = true;
	}
	return true;
}

/* 19.10.1956, behind its first full stop. */
static bool read_numeric(struct reading *r)
{
	const struct token *month = token_here(r);
	struct token sign;
	if (month->kind != TOKEN_NUMBER || month->digits > 2 || month->number < 1 ||
		month->number > 12) {
		return false;
	}
	r->when.date.month = (uint8_t)month->number;
	if (!token_next(r->words, month->at.end, &sign) || !sign.glued || sign.sign != '.') {
		return false;
	}
	r->off = sign.at.end;
	return read_year(r);
}

/* 1956-10-19, 1956年10月19日: what follows the year, which stands already. */
static void read_parts(struct reading *r)
{
	static const uint32_t asian[] = {0x5E74, 0x6708, 0x65E5};
	struct span text = r->words->doc->text;
	struct token sign, number;
	uint32_t off = r->when.at.end;
	for (int i = 0; i < 3; i++) {
		size_t at = off;
		if (off >= r->words->para.end || (unsigned char)text.p[off] < 0x80 ||
			utf8_next(text, &at) != asian[i] || !token_next(r->words, off, &sign) ||
			!sign.glued) {
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
		text.p[year->at.start + 4] != '-' ||
		!doc_date_parse((struct span){text.p + year->at.start, 10}, &r->when.date)) {
		return false;
	}
	r->when.at.end = end;
	return true;
}

/* "/7 October 1826" behind the day and month of the old style. */
static bool read_second(struct reading *r)
{
	const struct token *slash = token_here(r);
	struct when second;
	if (slash->kind != TOKEN_SIGN || slash->sign != '/' ||
		!when_read(r->words, slash->at.end, &second) || second.date.day == 0) {
		return false;
	}
	r->when.other = r->when.date;
	r->when.other.year = second.date.year;
	r->when.date = second.date;
	r->when.at.end = second.at.end;
	return true;
}

/* "October 10, 1973", "October 1973". */
static bool read_month_first(struct reading *r)
{
	bool stop;
	if (!read_month(r)) {
		return false;
	}
	struct reading month = *r;
	if (read_day(r, &stop)) {
		skip(r, ',', true);
		if (read_year(r)) {
			return true;
		}
	}
	*r = month;
	skip(r, ',', true);
	return read_year(r);
}

/*
 * Dates of the French republican calendar, years I to XIV: "26 vendémiaire an VI" is 17 October
 * 1797. As it was in force, with the days on which its years began; the complementary days at a
 * year's end are not read.
 */

#define MONTH_DAYS 30
#define SMALL_WORDS 6

/* The number of the month, from 0; 12 where the word is none. */
static uint32_t month_of(struct span word)
{
	static const char *const months[] = {"vendemiaire", "brumaire", "frimaire", "nivose",
		"pluviose", "ventose", "germinal", "floreal", "prairial", "messidor", "thermidor",
		"fructidor"};
	bool may = !byte_is_letter(word.p[0]) || strchr("vbfnpgmt", word.p[0] | 0x20) != NULL;
	uint32_t i = may ? 0 : COUNT_OF(months);
	while (i < COUNT_OF(months) && !person_same_word(word, span_of(months[i]))) {
		i++;
	}
	return i;
}

/* A year from 1 to 14, in Roman or other numerals; 0 otherwise. */
static uint32_t year_of(const struct words *words, const struct token *token)
{
	static const char *const numerals[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX",
		"X", "XI", "XII", "XIII", "XIV"};
	struct span text = span_in(words->doc->text, token->at);
	if (token->kind == TOKEN_NUMBER) {
		return token->digits == text.n && token->number <= COUNT_OF(numerals) ?
			token->number : 0;
	}
	for (uint32_t i = 0; i < COUNT_OF(numerals); i++) {
		if (span_eq(text, span_of(numerals[i]))) {
			return i + 1;
		}
	}
	return 0;
}

/* The year behind "an", "year", with what links it to the month. */
static uint32_t year_read(const struct words *words, uint32_t off, uint32_t *end)
{
	struct token token;
	bool named = false;
	for (int i = 0; i < SMALL_WORDS && token_next(words, off, &token); i++) {
		struct span text = span_in(words->doc->text, token.at);
		uint32_t year = named ? year_of(words, &token) : 0;
		bool links = (token.lexeme.flags & (LEX_OF | LEX_ARTICLE)) != 0 ||
			(token.kind == TOKEN_SIGN && (token.sign == ',' || token.sign == '\''));
		if (year != 0) {
			*end = token.at.end;
			return year;
		}
		if (span_eq_nocase(text, SPAN("an")) || span_eq_nocase(text, SPAN("year"))) {
			named = true;
		} else if (!links) {
			return 0;
		}
		off = token.at.end;
	}
	return 0;
}

/* The day that is `days` days behind the first day of a republican year. */
static struct doc_date civil(uint32_t year, uint32_t days)
{
	/* The days of September on which the years began. */
	static const uint8_t first[] = {22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23};
	uint32_t y = 1791 + year, m = 9, d = first[year - 1] + days;
	while (d > doc_date_month_days((int)y, m)) {
		d -= doc_date_month_days((int)y, m);
		m = m == 12 ? 1 : m + 1;
		y += m == 1;
	}
	return (struct doc_date){(int16_t)y, (uint8_t)m, (uint8_t)d};
}

/*
 * Reads month and year behind a day of the month, which has been read: "vendémiaire an VI",
 * "pluviôse, an 9", "germinal of the Year X", "brumaire de l'an VIII". False, outputs untouched,
 * where there is none.
 */
static bool read_republican(struct reading *r)
{
	const struct token *token = token_here(r);
	uint32_t day = r->when.date.day;
	if (day < 1 || day > MONTH_DAYS || token->kind != TOKEN_WORD) {
		return false;
	}
	uint32_t month = month_of(span_in(r->words->doc->text, token->at));
	uint32_t year = month < 12 ? year_read(r->words, token->at.end, &r->when.at.end) : 0;
	if (year == 0) {
		return false;
	}
	r->when.date = civil(year, month * MONTH_DAYS + day - 1);
	return true;
}

/* What begins with a day. */
static bool read_day_first(struct reading *r)
{
	bool stop = false;
	if (!read_day(r, &stop)) {
		return false;
	}
	struct reading day = *r;
	if (stop && read_numeric(r)) {
		return true;
	}
	*r = day;
	if (read_republican(r)) {
		return true;
	}
	skip(r, ',', true);
	if (!read_month(r)) {
		return false;
	}
	if (read_second(r)) {
		return true;
	}
	skip(r, ',', true);
	if (!read_year(r)) {
		return false;
	}
	if (r->day2 != 0) {
		r->when.other = r->when.date;
		r->when.date.day = r->day2;
	}
	return true;
}

bool when_may_begin(const struct words *words, const struct token *token)
{
	struct range rest = {token->at.start, words->para.end};
	return token->kind == TOKEN_NUMBER || (token->kind == TOKEN_WORD &&
		doc_date_may_month(span_in(words->doc->text, rest)));
}

bool when_read(const struct words *words, uint32_t off, struct when *out)
{
	struct reading r = {.words = words, .off = off};
	const struct token *first = token_here(&r);
	bool ok = false;
	r.when.at = first->at;
	if (first->kind == TOKEN_WORD) {
		ok = read_month_first(&r);
	} else if (first->kind == TOKEN_NUMBER) {
		ok = read_iso(&r, first);
		if (!ok && read_year(&r)) {
			read_parts(&r);
			ok = true;
		}
		ok = ok || read_day_first(&r);
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
		if (when_may_begin(words, &token) && when_read(words, at, &when) &&
			when.at.end == end) {
			*out = when;
			found = true;
		}
	}
	return found;
}

/* Whether both are the same as far as both are known. */
static bool agrees(const struct doc_date *a, const struct doc_date *b)
{
	if (a->year != b->year || a->year == 0) {
		return false;
	}
	if (a->month == 0 || b->month == 0) {
		return true;
	}
	return a->month == b->month && (a->day == 0 || b->day == 0 || a->day == b->day);
}

bool when_fits(const struct when *when, const struct doc_date *date, const struct doc_date *until)
{
	if (until->year != 0) {
		return when->date.year >= date->year && when->date.year <= until->year;
	}
	return agrees(&when->date, date) || agrees(&when->other, date);
}

bool when_same_day(const struct when *when, const struct doc_date *date)
{
	return date->day != 0 && ((when->date.day != 0 && agrees(&when->date, date)) ||
		(when->other.day != 0 && agrees(&when->other, date)));
}

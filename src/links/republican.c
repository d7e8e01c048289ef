#include "links/republican.h"

#include "links/person.h"

#define MONTH_DAYS 30
#define SMALL_WORDS 6

/* The number of the month, from 0; 12 where the word is none. */
static uint32_t month_of(struct span word)
{
	static const char *const months[] = {"vendemiaire", "brumaire", "frimaire", "nivose",
		"pluviose", "ventose", "germinal", "floreal", "prairial", "messidor", "thermidor",
		"fructidor"};
	uint32_t i = 0;
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

static uint32_t days_in(uint32_t year, uint32_t month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* The day that is `days` days behind the first day of a republican year. */
static struct doc_date civil(uint32_t year, uint32_t days)
{
	/* The days of September on which the years began. */
	static const uint8_t first[] = {22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23};
	uint32_t y = 1791 + year, m = 9, d = first[year - 1] + days;
	while (d > days_in(y, m)) {
		d -= days_in(y, m);
		m = m == 12 ? 1 : m + 1;
		y += m == 1;
	}
	return (struct doc_date){(int16_t)y, (uint8_t)m, (uint8_t)d};
}

bool republican_read(const struct words *words, uint32_t off, uint32_t day, struct doc_date *out,
	uint32_t *end)
{
	struct token token;
	if (day < 1 || day > MONTH_DAYS || !token_next(words, off, &token) ||
		token.kind != TOKEN_WORD) {
		return false;
	}
	uint32_t month = month_of(span_in(words->doc->text, token.at));
	uint32_t year = month < 12 ? year_read(words, token.at.end, end) : 0;
	if (year == 0) {
		return false;
	}
	*out = civil(year, month * MONTH_DAYS + day - 1);
	return true;
}

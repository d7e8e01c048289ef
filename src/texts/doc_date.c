#include "texts/doc_date.h"

#include "base/byte.h"
#include "base/utf8.h"

#define YEAR_LEAST 1000
#define YEAR_MOST 2999
#define NAME_MOST 24 /* folded bytes: more than the longest month name has */

/*
 * Folded: small letters without diacritics (Russian й is и). An abbreviation may have a full stop
 * behind it. What names in ASCII begin with is in month_seconds as well.
 */
#define MONTH(name, month) {name, sizeof(name) - 1, month}
#define LETTER(c) ((uint32_t)1 << ((c) - 'a'))

static const struct {
	const char *name;
	uint8_t n, month;
} months[] = {
	MONTH("january", 1), MONTH("jan", 1), MONTH("janvier", 1), MONTH("janv", 1),
	MONTH("januar", 1), MONTH("janner", 1), MONTH("января", 1), MONTH("янв", 1),
	MONTH("february", 2), MONTH("feb", 2), MONTH("fevrier", 2), MONTH("fevr", 2),
	MONTH("februar", 2), MONTH("feber", 2), MONTH("февраля", 2), MONTH("фев", 2),
	MONTH("февр", 2),
	MONTH("march", 3), MONTH("mar", 3), MONTH("mars", 3), MONTH("marz", 3), MONTH("марта", 3),
	MONTH("мар", 3),
	MONTH("april", 4), MONTH("apr", 4), MONTH("avril", 4), MONTH("avr", 4), MONTH("апреля", 4),
	MONTH("апр", 4),
	MONTH("may", 5), MONTH("mai", 5), MONTH("мая", 5),
	MONTH("june", 6), MONTH("jun", 6), MONTH("juin", 6), MONTH("juni", 6), MONTH("июня", 6),
	MONTH("июн", 6),
	MONTH("july", 7), MONTH("jul", 7), MONTH("juillet", 7), MONTH("juil", 7), MONTH("juli", 7),
	MONTH("июля", 7), MONTH("июл", 7),
	MONTH("august", 8), MONTH("aug", 8), MONTH("aout", 8), MONTH("августа", 8), MONTH("авг", 8),
	MONTH("september", 9), MONTH("sep", 9), MONTH("sept", 9), MONTH("septembre", 9),
	MONTH("сентября", 9), MONTH("сен", 9), MONTH("сент", 9),
	MONTH("october", 10), MONTH("oct", 10), MONTH("octobre", 10), MONTH("oktober", 10),
	MONTH("okt", 10), MONTH("октября", 10), MONTH("окт", 10),
	MONTH("november", 11), MONTH("nov", 11), MONTH("novembre", 11), MONTH("ноября", 11),
	MONTH("ноя", 11), MONTH("нояб", 11),
	MONTH("december", 12), MONTH("dec", 12), MONTH("decembre", 12), MONTH("dezember", 12),
	MONTH("dez", 12), MONTH("декабря", 12), MONTH("дек", 12),
};

/* By first letter, the second ones that are ASCII: a bit for each. */
static const uint32_t month_seconds[26] = {
	['j' - 'a'] = LETTER('a') | LETTER('u'), ['f' - 'a'] = LETTER('e'),
	['m' - 'a'] = LETTER('a'),
	['a' - 'a'] = LETTER('p') | LETTER('v') | LETTER('u') | LETTER('o'),
	['s' - 'a'] = LETTER('e'), ['o' - 'a'] = LETTER('c') | LETTER('k'),
	['n' - 'a'] = LETTER('o'), ['d' - 'a'] = LETTER('e'),
};

bool doc_date_may_month(struct span text)
{
	unsigned char first = text.n < 2 ? 0 : (unsigned char)text.p[0];
	unsigned char second = text.n < 2 ? 0 : (unsigned char)text.p[1];
	if (first >= 0x80 || !byte_is_letter(first)) {
		return first >= 0x80;
	}
	uint32_t seconds = month_seconds[(first | 0x20) - 'a'];
	return seconds != 0 && (second >= 0x80 || (byte_is_letter(second) &&
		(seconds >> ((second | 0x20) - 'a') & 1) != 0));
}

uint8_t doc_date_month_days(int year, uint32_t month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

static bool date_is_real(uint32_t year, uint32_t month, uint32_t day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
		day <= doc_date_month_days((int)year, month);
}

/* A number of so many digits, with noughts before it. */
static void put_digits(uint32_t n, int digits, struct buf *out)
{
	if (digits > 1) {
		put_digits(n / 10, digits - 1, out);
	}
	buf_putc(out, (char)('0' + n % 10));
}

void doc_date_put(const struct doc_date *date, struct buf *out)
{
	if (date->year == 0) {
		return;
	}
	put_digits((uint32_t)date->year, 4, out);
	if (date->month > 0) {
		buf_putc(out, '-');
		put_digits(date->month, 2, out);
	}
	if (date->month > 0 && date->day > 0) {
		buf_putc(out, '-');
		put_digits(date->day, 2, out);
	}
}

bool doc_date_parse(struct span text, struct doc_date *out)
{
	static const size_t lengths[] = {4, 2, 2};
	uint32_t parts[3] = {0, 1, 1};
	struct span piece;
	size_t n = 0;

	while (n < 3 && span_cut(&text, '-', &piece)) {
		if (piece.n != lengths[n] || !span_u32(piece, &parts[n])) {
			return false;
		}
		n++;
	}
	if (text.p != NULL || n == 0 || !date_is_real(parts[0], parts[1], parts[2])) {
		return false;
	}
	*out = (struct doc_date){
		(int16_t)parts[0], n > 1 ? (uint8_t)parts[1] : 0, n > 2 ? (uint8_t)parts[2] : 0};
	return true;
}

int doc_date_cmp(const struct doc_date *a, const struct doc_date *b)
{
	if (a->year != b->year) {
		if (a->year == 0 || b->year == 0) {
			return a->year == 0 ? 1 : -1;
		}
		return a->year < b->year ? -1 : 1;
	}
	if (a->month != b->month) {
		return a->month < b->month ? -1 : 1;
	}
	return (int)a->day - (int)b->day;
}

uint8_t doc_date_month(struct span text, size_t *n)
{
	char name[NAME_MOST + UTF8_FOLD_MAX * UTF8_MAX];
	size_t length = 0, off = 0;

	if (!doc_date_may_month(text)) {
		return 0;
	}
	while (off < text.n && length < NAME_MOST) {
		uint32_t folded[UTF8_FOLD_MAX];
		size_t next = off, count;
		uint32_t c = utf8_next(text, &next);

		if (byte_is_letter((int)c)) {
			name[length++] = (char)(c | 0x20);
			off = next;
			continue;
		}
		if (c == UTF8_INVALID || !utf8_is_word(c) || utf8_is_digit(c)) {
			break;
		}
		count = utf8_fold(c, false, folded);
		for (size_t i = 0; i < count; i++) {
			length += utf8_encode(folded[i], name + length);
		}
		off = next;
	}
	for (size_t i = 0; length > 0 && i < COUNT_OF(months); i++) {
		if (months[i].n == length && months[i].name[0] == name[0] &&
			memcmp(months[i].name, name, length) == 0) {
			*n = off + (off < text.n && text.p[off] == '.' ? 1 : 0);
			return months[i].month;
		}
	}
	return 0;
}

/* A place in a text that is being read; the functions below move it on where they return true. */
struct reading {
	struct span text;
	size_t off;
};

static bool read_number(struct reading *r, size_t least, size_t most, uint32_t *out)
{
	size_t end = r->off;

	while (end < r->text.n && byte_is_digit(r->text.p[end]) && end - r->off <= most) {
		end++;
	}
	if (end - r->off < least || end - r->off > most) {
		return false;
	}
	if (!span_u32((struct span){r->text.p + r->off, end - r->off}, out)) {
		return false;
	}
	r->off = end;
	return true;
}

static bool read_word(struct reading *r, const char *word)
{
	size_t n = span_begins_nocase((struct span){r->text.p + r->off, r->text.n - r->off}, word);

	r->off += n;
	return n > 0;
}

/* Blanks, no-break spaces and at most one line end; true where there is any. */
static bool read_blank(struct reading *r)
{
	size_t start = r->off;
	uint32_t lines = 0;

	while (r->off < r->text.n) {
		char c = r->text.p[r->off];

		if (c == '\n' && ++lines > 1) {
			r->off = start;
			return false;
		}
		if (c != ' ' && c != '\t' && c != '\n' && !read_word(r, "\xC2\xA0")) {
			break;
		}
		r->off += c == ' ' || c == '\t' || c == '\n';
	}
	return r->off > start;
}

static bool read_month(struct reading *r, uint32_t *month)
{
	struct span rest = {r->text.p + r->off, r->text.n - r->off};
	size_t n = 0;
	uint8_t found = doc_date_month(rest, &n);

	if (found == 0) {
		return false;
	}
	*month = found;
	r->off += n;
	return true;
}

/* Day of the month with what may stand behind its figures: 1st, 1er, 1. */
static bool read_day(struct reading *r, uint32_t *day)
{
	if (!read_number(r, 1, 2, day)) {
		return false;
	}
	if (!read_word(r, "st") && !read_word(r, "nd") && !read_word(r, "rd") &&
		!read_word(r, "th") && !read_word(r, "er")) {
		(void)read_word(r, ".");
	}
	return true;
}

/* A year of four figures, with or without a comma and a blank before it. */
static bool read_year_behind(struct reading *r, uint32_t *year)
{
	bool comma = read_word(r, ",");

	return (read_blank(r) || comma) && read_number(r, 4, 4, year);
}

static bool form_day_month(struct reading *r, uint32_t *year, uint32_t *month, uint32_t *day)
{
	if (!read_day(r, day) || !read_blank(r)) {
		return false;
	}
	if (read_word(r, "of") && !read_blank(r)) {
		return false;
	}
	return read_month(r, month) && read_year_behind(r, year);
}

static bool form_month_day(struct reading *r, uint32_t *year, uint32_t *month, uint32_t *day)
{
	return read_month(r, month) && read_blank(r) && read_day(r, day) &&
		read_year_behind(r, year);
}

/* 2016-12-16, 2016/12/16, 2016.12.16 */
static bool form_iso(struct reading *r, uint32_t *year, uint32_t *month, uint32_t *day)
{
	char sign;

	if (!read_number(r, 4, 4, year) || r->off >= r->text.n) {
		return false;
	}
	sign = r->text.p[r->off++];
	return (sign == '-' || sign == '/' || sign == '.') && read_number(r, 1, 2, month) &&
		r->off < r->text.n && r->text.p[r->off++] == sign && read_number(r, 1, 2, day);
}

/* 16.12.2016 */
static bool form_dotted(struct reading *r, uint32_t *year, uint32_t *month, uint32_t *day)
{
	return read_number(r, 1, 2, day) && read_word(r, ".") &&
		read_number(r, 1, 2, month) && read_word(r, ".") &&
		read_number(r, 4, 4, year);
}

/* 2016年12月16日 */
static bool form_ideographic(struct reading *r, uint32_t *year, uint32_t *month, uint32_t *day)
{
	return read_number(r, 4, 4, year) && read_word(r, "年") &&
		read_number(r, 1, 2, month) && read_word(r, "月") &&
		read_number(r, 1, 2, day) && read_word(r, "日");
}

typedef bool (*date_form)(struct reading *r, uint32_t *year, uint32_t *month, uint32_t *day);

static const date_form figure_forms[] = {
	form_iso, form_dotted, form_ideographic, form_day_month,
};

/* Whether the date that forms read at off is followed by nothing that makes it another number. */
static bool date_at(struct span text, size_t off, const date_form *forms, size_t n,
	struct range *at, struct doc_date *out)
{
	for (size_t i = 0; i < n; i++) {
		struct reading r = {text, off};
		uint32_t year, month, day;

		if (!forms[i](&r, &year, &month, &day) || year < YEAR_LEAST || year > YEAR_MOST ||
			!date_is_real(year, month, day) ||
			(r.off < text.n && byte_is_digit(text.p[r.off]))) {
			continue;
		}
		*at = (struct range){(uint32_t)off, (uint32_t)r.off};
		*out = (struct doc_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
		return true;
	}
	return false;
}

/*
 * Whether four figures stand alone from off on that may be a year: every form has them. One of four
 * bytes is looked at, because one of these figures is among them.
 */
static bool has_year(struct span text, size_t off)
{
	size_t start, end;

	for (size_t i = off + 3; i < text.n; i = end + 4) {
		start = end = i;
		if (!byte_is_digit(text.p[i])) {
			continue;
		}
		while (start > off && byte_is_digit(text.p[start - 1])) {
			start--;
		}
		while (end < text.n && byte_is_digit(text.p[end])) {
			end++;
		}
		if (end - start == 4 && (text.p[start] == '1' || text.p[start] == '2')) {
			return true;
		}
	}
	return false;
}

bool doc_date_find(struct span text, size_t from, struct range *at, struct doc_date *out)
{
	static const date_form name_forms[] = {form_month_day};
	bool in_word = false, in_number = false;

	if (!has_year(text, from)) {
		return false;
	}
	for (size_t off = from; off < text.n;) {
		size_t start = off;
		uint32_t c = utf8_next(text, &off);
		bool digit = c < 0x80 && byte_is_digit((int)c);
		bool word = digit || (c < 0x80 ? byte_is_letter((int)c)
					       : c != UTF8_INVALID && utf8_is_word(c));

		if (digit && !in_number && date_at(text, start, figure_forms,
				COUNT_OF(figure_forms), at, out)) {
			return true;
		}
		if (word && !digit && !in_word &&
			doc_date_may_month((struct span){text.p + start, text.n - start}) &&
			date_at(text, start, name_forms, 1, at, out)) {
			return true;
		}
		in_number = digit;
		in_word = word;
		while (in_word && !digit && off < text.n && byte_is_letter(text.p[off])) {
			off++; /* no date begins within a word */
		}
	}
	return false;
}

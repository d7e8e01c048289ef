#include "texts/heading.h"

#include "base/byte.h"
#include "base/utf8.h"
#include "texts/doc_date.h"

#define COLS_MOST 72
#define BYTES_MOST (16 * COLS_MOST) /* marks take no column, and there may be a gigabyte of them */
#define WORDS_MOST 14
#define DOTTED_MOST 6 /* words of a numbered title that ends in a full stop */
#define STARRED_MOST 4 /* lines of a heading between ** and ** */
#define LONG_WORD 4 /* letters from which on a word of a title has a capital */

/* What the words of a line look like. */
struct words {
	uint32_t n, letters, capitals; /* letters: with case only */
	uint32_t small; /* words of four letters and more without a capital or figure */
	bool first_small;
};

static void word_count(struct span word, struct words *out)
{
	uint32_t letters = 0;
	bool high = false, seen = false;

	for (size_t off = 0; off < word.n;) {
		uint32_t c = utf8_next(word, &off);
		bool upper;

		if (c < 0x80 && (c | 0x20) - 'a' < 26) {
			high |= !seen && c < 'a';
			seen = true;
			letters++;
			out->capitals += c < 'a';
			out->letters++;
			continue;
		}
		upper = utf8_is_upper(c);
		if (!utf8_is_word(c)) {
			continue;
		}
		high = high || (!seen && (upper || utf8_is_digit(c)));
		seen = true;
		letters++;
		out->capitals += upper;
		out->letters += !utf8_is_digit(c) && !utf8_is_mark(c);
	}
	if (!seen) {
		return;
	}
	out->first_small = out->first_small || (out->n == 0 && !high);
	out->small += letters >= LONG_WORD && !high;
	out->n++;
}

static struct words words_of(struct span rest)
{
	struct words words = {0};
	size_t start = 0;

	for (size_t off = 0; off < rest.n;) {
		size_t blank;

		if ((signed char)rest.p[off] > ' ') { /* what is not ASCII is negative */
			off++;
			continue;
		}
		blank = textline_blank(rest, off);
		if (blank > 0) {
			word_count((struct span){rest.p + start, off - start}, &words);
			off += blank;
			start = off;
		} else {
			(void)utf8_next(rest, &off);
		}
	}
	word_count((struct span){rest.p + start, rest.n - start}, &words);
	return words;
}

static bool is_too_long(const struct textline *line)
{
	return line->cols > COLS_MOST || line->end - line->first > BYTES_MOST;
}

static bool is_capitals(const struct words *words)
{
	return words->letters >= LONG_WORD && words->capitals == words->letters;
}

bool heading_is_capitals(struct span text, const struct textline *line)
{
	uint32_t capitals = 0;
	bool wide = false;
	struct words words;

	if (is_too_long(line)) {
		return false;
	}
	for (uint32_t off = line->first; off < line->end; off++) {
		unsigned char c = (unsigned char)text.p[off];

		if (c >= 'a' && c <= 'z') {
			return false; /* the quick way out of most lines */
		}
		capitals += c >= 'A' && c <= 'Z';
		wide |= c >= 0x80;
	}
	if (!wide) {
		return capitals >= LONG_WORD;
	}
	words = words_of(span_in(text, textline_range(line)));
	return is_capitals(&words);
}

bool heading_is_title_case(struct span text, const struct textline *line)
{
	struct words words;

	if (line->end - line->first > BYTES_MOST) {
		return false;
	}
	words = words_of(span_in(text, textline_range(line)));
	return words.n > 0 && words.capitals > 0 && words.small == 0 && !words.first_small;
}

static size_t skip_digits(struct span text, size_t off)
{
	while (off < text.n && byte_is_digit(text.p[off])) {
		off++;
	}
	return off;
}

static uint32_t level_by_hashes(struct span rest)
{
	uint32_t n = 0;

	while (n < rest.n && rest.p[n] == '#') {
		n++;
	}
	return n >= 1 && n <= 6 && n < rest.n && rest.p[n] == ' ' ? n : 0;
}

/* `1.`, `2.1`, `2.1.3.` with more behind: the level by the number of its parts, 0 where none is. */
static uint32_t level_by_number(struct span rest, size_t *behind)
{
	uint32_t parts = 0;
	size_t off = 0, end;

	while ((end = skip_digits(rest, off)) > off && end - off <= 3) {
		parts++;
		off = end;
		if (off >= rest.n || rest.p[off] != '.') {
			break;
		}
		off++;
	}
	if (off == 0 || off + 1 >= rest.n || rest.p[off] != ' ' ||
		(parts == 1 && rest.p[off - 1] != '.')) {
		return 0;
	}
	*behind = off + 1;
	return parts < 5 ? parts + 1 : 6;
}

/* `IV. ` */
static size_t skip_roman(struct span rest)
{
	size_t off = 0;

	while (off < rest.n && memchr("IVXL", rest.p[off], 4) != NULL) {
		off++;
	}
	return off > 0 && off + 2 < rest.n && rest.p[off] == '.' && rest.p[off + 1] == ' ' ? off + 2
											  : 0;
}

/* `Chapter 3`, `Глава IV`, `第三章`: words that stand before the number of a part. */
static bool names_part(struct span rest)
{
	static const char *const parts[] = {
		"Chapter ", "Part ", "Section ", "Book ", "Annex ", "Appendix ", "Chapitre ",
		"Partie ", "Kapitel ", "Teil ", "Abschnitt ", "Глава ", "ГЛАВА ", "Часть ",
		"ЧАСТЬ ", "Раздел ", "РАЗДЕЛ ",
	};

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		size_t off = span_begins_nocase(rest, parts[i]);

		if (off > 0 && off < rest.n &&
			(skip_digits(rest, off) > off ||
				memchr("IVXLABC", rest.p[off], 7) != NULL)) {
			return true;
		}
	}
	return span_starts(rest, SPAN("第")) && rest.n < 60 &&
		(span_find(rest, SPAN("章"), 0) < rest.n || span_find(rest, SPAN("節"), 0) < rest.n);
}

/* `Original Language:`: a label over what follows. */
static bool is_label(struct span rest, const struct words *words)
{
	return rest.p[rest.n - 1] == ':' && words->n <= 3 && words->small == 0 &&
		!words->first_small && words->capitals > 0;
}

/* `Source Code.`: behind a number a short title may have a full stop, as in laws and licences. */
static bool is_dotted_title(struct span rest, const struct words *words)
{
	return rest.p[rest.n - 1] == '.' && words->n <= DOTTED_MOST && words->small == 0;
}

/* `The Mainichi, Moscow, January 2019`: where a text is from, with the month at the end. */
static bool ends_with_month(struct span rest)
{
	size_t comma = rest.n, n;

	while (comma > 0 && rest.p[comma - 1] != ',') {
		comma--;
	}
	rest = span_trim((struct span){rest.p + comma, rest.n - comma});
	if (comma == 0 || doc_date_month(rest, &n) == 0) {
		return false;
	}
	rest = span_trim((struct span){rest.p + n, rest.n - n});
	return rest.n == 4 && skip_digits(rest, 0) == 4;
}

static bool is_furniture(struct span rest)
{
	struct doc_date date;
	struct range at;

	return doc_date_find(rest, 0, &at, &date) || ends_with_month(rest) ||
		span_find(rest, SPAN("://"), 0) < rest.n ||
		memchr(rest.p, '@', rest.n) != NULL || memchr(rest.p, '|', rest.n) != NULL ||
		span_find(rest, SPAN(" / "), 0) < rest.n ||
		(rest.n > 3 && span_begins_nocase(rest, "by ") > 0);
}

static uint32_t level_of_words(struct span text, const struct textline *line, struct span rest)
{
	struct words words = words_of(rest);
	bool titled = words.n >= 2 && words.capitals > 0 && words.small == 0 &&
		!words.first_small && !textline_ends(text, line) && rest.p[rest.n - 1] != ',';
	bool capitals = is_capitals(&words), label = words.n > 0 && is_label(rest, &words);

	if (words.n > WORDS_MOST || !(titled || capitals || label) || is_furniture(rest)) {
		return 0;
	}
	return label && !capitals ? 3 : 2;
}

uint32_t heading_level(struct span text, const struct textline *line)
{
	struct span rest = span_in(text, textline_range(line));
	uint32_t level;
	size_t behind = 0;

	if (rest.n == 0 || is_too_long(line)) {
		return 0;
	}
	level = level_by_hashes(rest);
	if (level > 0) {
		return level;
	}
	if (names_part(rest)) {
		return 2;
	}
	level = level_by_number(rest, &behind);
	if (level == 0) {
		behind = skip_roman(rest);
		level = behind > 0 ? 2 : 0;
	}
	if (level > 0) {
		struct words words = words_of((struct span){rest.p + behind, rest.n - behind});

		if (words.n == 0 || words.first_small ||
			(textline_ends(text, line) && !is_dotted_title(rest, &words))) {
			return 0;
		}
		return level;
	}
	return level_of_words(text, line, rest);
}

bool heading_is_underlined(struct span text, const struct textline *lines, uint32_t n)
{
	uint32_t sign = n < 2 ? 0 : textline_rule(text, lines + 1);

	return (sign == '=' || sign == '-' || sign == '~') && lines[1].cols + 2 >= lines[0].cols &&
		lines[1].cols <= lines[0].cols + 4 && textline_rule(text, lines) == 0;
}

uint32_t heading_starred(struct span text, const struct textline *lines, uint32_t n)
{
	struct span first = span_in(text, textline_range(lines));

	if (first.n < 5 || first.p[0] != '*' || !span_starts(first, SPAN("**")) || first.p[2] == ' ') {
		return 0;
	}
	for (uint32_t i = 0; i < n && i < STARRED_MOST; i++) {
		struct span line = span_in(text, textline_range(&lines[i]));
		size_t star = span_find(line, SPAN("**"), i == 0 ? 2 : 0);

		if (star < line.n) {
			return star + 2 == line.n ? i + 1 : 0;
		}
	}
	return 0;
}

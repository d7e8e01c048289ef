#include "texts/textline.h"

#include "base/buf.h"
#include "base/byte.h"
#include "base/utf8.h"
#include "texts/doc_date.h"
#include "texts/linescan.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define TAB_COLS 8
#define RULE_LEAST 3
#define ROMAN_MOST 8 /* letters of the longest Roman number that a list may have */

/* Reads all, 16 or 8 bytes at a time; the last ones again where they do not fill a step. */
static bool is_ascii(struct span text)
{
	uint64_t all = 0, two[2];

	if (text.n < sizeof(two)) {
		for (size_t i = 0; i < text.n; i++) {
			all |= (unsigned char)text.p[i];
		}
		return all < 0x80;
	}
	for (size_t i = 0; i + sizeof(two) < text.n; i += sizeof(two)) {
		memcpy(two, text.p + i, sizeof(two));
		all |= two[0] | two[1];
	}
	memcpy(two, text.p + text.n - sizeof(two), sizeof(two));
	return ((all | two[0] | two[1]) & 0x8080808080808080u) == 0;
}

static uint32_t char_cols(uint32_t c)
{
	if (c < 0x300 || (c >= 0x370 && c < 0x483)) {
		return 1;
	}
	if ((c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
		(c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
		(c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF01 && c <= 0xFF60) ||
		(c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
		(c >= 0x20000 && c <= 0x3FFFD)) {
		return 2;
	}
	return utf8_is_mark(c) ? 0 : 1;
}

uint32_t textline_cols(struct span text)
{
	uint32_t cols = 0;

	if (is_ascii(text)) {
		return (uint32_t)text.n;
	}
	for (size_t off = 0; off < text.n;) {
		cols += char_cols(utf8_next(text, &off));
	}
	return cols;
}

size_t textline_blank_wide(struct span text, size_t off)
{
	size_t next = off;
	uint32_t c = utf8_next(text, &next);

	return c != 0x2028 && c != 0x2029 && utf8_is_space(c) ? next - off : 0;
}

/* Moves end back over blanks; only bytes that can end one are looked at closely. */
static uint32_t trim_end(struct span text, uint32_t start, uint32_t end)
{
	while (end > start) {
		size_t before = end;

		if (text.p[end - 1] == ' ' || text.p[end - 1] == '\t') {
			end--;
			continue;
		}
		if ((unsigned char)text.p[end - 1] < 0x80) {
			break;
		}
		(void)utf8_prev(text, &before);
		if (before < start || textline_blank(text, before) == 0) {
			break;
		}
		end = (uint32_t)before;
	}
	return end;
}

/* Letters or figures that neither a full stop nor a bracket makes a sign. */
bool textline_begins_oddly(struct span rest)
{
	size_t most = rest.n < ROMAN_MOST + 1 ? rest.n : ROMAN_MOST + 1, i = 0;

	while (i < most && byte_is_alnum(rest.p[i])) {
		i++;
	}
	return i > 0 && (i == most || (rest.p[i] != '.' && rest.p[i] != ')'));
}

/* Columns of the first word. */
static uint32_t word_cols(struct span text, const struct textline *line)
{
	uint32_t cols = 0, most = line->end - line->first;

	most = most < TEXTLINE_WORD_COLS ? most : TEXTLINE_WORD_COLS;
	while (cols < most && (signed char)text.p[line->first + cols] > ' ') {
		cols++;
	}
	for (size_t off = line->first + cols; off < line->end && cols < TEXTLINE_WORD_COLS;) {
		uint32_t c;

		if (textline_blank(text, off) > 0) {
			break;
		}
		c = utf8_next(text, &off);
		cols += char_cols(c);
		if (utf8_is_ideograph(c)) {
			break; /* a line may be broken behind each */
		}
	}
	return cols;
}

/* Whether two blanks stand side by side in [p, end). */
static bool has_blanks(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i blanks = _mm_set1_epi8(' ');

	for (__m128i here, next; (size_t)(end - p) > sizeof(here); p += sizeof(here)) {
		memcpy(&here, p, sizeof(here));
		memcpy(&next, p + 1, sizeof(next));
		here = _mm_and_si128(_mm_cmpeq_epi8(here, blanks), _mm_cmpeq_epi8(next, blanks));
		if (_mm_movemask_epi8(here) != 0) {
			return true;
		}
	}
#endif
	for (; p + 1 < end; p++) {
		if (p[0] == ' ' && p[1] == ' ') {
			return true;
		}
	}
	return false;
}

/* What there is to know of a line whose place and columns are known. */
static void measure(struct span text, struct textline *line)
{
	struct span rest = span_in(text, textline_range(line));

	line->word = textline_begins_word(rest);
	line->word_cols = (uint8_t)word_cols(text, line);
	line->gaps = has_blanks(rest.p, rest.p + rest.n);
	line->cells = rest.n > 0 && (memchr(rest.p, '\t', rest.n) != NULL || memchr(rest.p, '|', rest.n) != NULL);
}

struct textline textline_of(struct span text, uint32_t start, uint32_t end)
{
	struct textline line = {.start = start, .first = start};
	size_t n;

	line.end = end > start && (signed char)text.p[end - 1] > ' ' ? end : trim_end(text, start, end);
	while (line.first < line.end && (n = textline_blank(text, line.first)) > 0) {
		if (text.p[line.first] == ' ') {
			line.indent++;
		} else if (text.p[line.first] == '\t') {
			line.indent = (line.indent / TAB_COLS + 1) * TAB_COLS;
		} else {
			line.indent += textline_cols((struct span){text.p + line.first, n});
		}
		line.first += (uint32_t)n;
	}
	line.cols = textline_cols(span_in(text, textline_range(&line)));
	measure(text, &line);
	return line;
}

bool textline_split(struct span text, struct textlines *out)
{
	struct linescan scan = {.text = text};

	for (size_t off = 0; off < text.n;) {
		struct textline line;

		if (!linescan_next(&scan, &off, &line)) {
			const char *lf = memchr(text.p + off, '\n', text.n - off);
			size_t end = lf == NULL ? text.n : (size_t)(lf - text.p);

			line = textline_of(text, (uint32_t)off, (uint32_t)end);
			off = end + 1;
		}
		if (!array_reserve(&out->items, &out->cap, out->n + 1, sizeof(*out->items))) {
			return false;
		}
		out->items[out->n++] = line;
	}
	return true;
}

void textline_finish(struct textlines *lines)
{
	free(lines->items);
	*lines = (struct textlines){0};
}

static bool is_rule_sign(uint32_t c)
{
	return c == '-' || c == '*' || c == '_' || c == '=' || c == '~' || c == '#' || c == '+' ||
		c == 0x2013 || c == 0x2014 || c == 0x2015 || c == 0x2500 || c == 0x2501;
}

uint32_t textline_rule_at(struct span text, const struct textline *line)
{
	struct span rest = span_in(text, textline_range(line));
	uint32_t sign = 0, count = 0;

	for (size_t off = 0; off < rest.n;) {
		size_t blank = textline_blank(rest, off);
		uint32_t c;

		if (blank > 0) {
			off += blank;
			continue;
		}
		c = utf8_next(rest, &off);
		if (!is_rule_sign(c) || (sign != 0 && c != sign)) {
			return 0;
		}
		sign = c;
		count++;
	}
	return count >= RULE_LEAST ? sign : 0;
}

static bool is_closing(uint32_t c)
{
	return c == '"' || c == ')' || c == ']' || c == '}' || c == 0x201D || c == 0xBB ||
		c == '*' || c == '_' || c == 0x300D || c == 0x300F || c == 0xFF09 ||
		utf8_is_apostrophe(c);
}

static bool is_end_sign(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == ':' || c == ';' || c == 0x2026 ||
		c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF1A || c == 0xFF1B ||
		c == 0xFF0E || c == 0x61F || c == 0x6D4;
}

bool textline_ends_oddly(struct span text, const struct textline *line)
{
	struct span rest = span_in(text, textline_range(line));
	size_t off = rest.n;

	while (off > 0) {
		uint32_t c = utf8_prev(rest, &off);

		if (is_end_sign(c)) {
			return true;
		}
		if (!is_closing(c)) {
			return false;
		}
	}
	return false;
}

static bool is_opening(uint32_t c)
{
	return c == '"' || c == '(' || c == '[' || c == '{' || c == 0x201C || c == 0x201E ||
		c == 0xAB || c == '*' || c == '_' || c == 0x300C || c == 0x300E || c == 0xBF ||
		c == 0xA1 || c == 0xFF08 || utf8_is_apostrophe(c);
}

uint32_t textline_initial(struct span text, const struct textline *line)
{
	struct span rest = span_in(text, textline_range(line));

	for (size_t off = 0; off < rest.n;) {
		uint32_t c = utf8_next(rest, &off);

		if (utf8_is_word(c)) {
			return c;
		}
		if (!is_opening(c)) {
			return 0;
		}
	}
	return 0;
}

static bool is_bullet(uint32_t c)
{
	if (c < 0x80) {
		return c == '-' || c == '*' || c == '+';
	}
	return c == 0x2022 || c == 0x2023 || c == 0x2013 ||
		c == 0x25E6 || c == 0x25AA || c == 0x25A0 || c == 0x25CF || c == 0x25CB;
}

static uint32_t roman_digit(char c)
{
	static const char letters[] = "ivxlc";
	static const uint32_t values[] = {1, 5, 10, 50, 100};
	const char *at = c == '\0' ? NULL : strchr(letters, c | 0x20);

	return at == NULL ? 0 : values[at - letters];
}

/* Whether digits are value written as a Roman number: one way only, no `iiv`. */
static bool is_roman(struct span digits, uint32_t value)
{
	static const struct {
		const char *letters;
		uint32_t value;
	} steps[] = {{"c", 100}, {"xc", 90}, {"l", 50}, {"xl", 40}, {"x", 10}, {"ix", 9},
		{"v", 5}, {"iv", 4}, {"i", 1}};

	for (size_t i = 0; i < COUNT_OF(steps); i++) {
		struct span letters = span_of(steps[i].letters);

		while (value >= steps[i].value) {
			if (digits.n < letters.n ||
				!span_eq_nocase((struct span){digits.p, letters.n}, letters)) {
				return false;
			}
			digits.p += letters.n;
			digits.n -= letters.n;
			value -= steps[i].value;
		}
	}
	return digits.n == 0;
}

/* Value of a Roman number up to 399; 0 where it is none. */
static uint32_t roman_value(struct span digits)
{
	uint32_t value = 0;

	for (size_t i = 0; i < digits.n; i++) {
		uint32_t digit = roman_digit(digits.p[i]);
		uint32_t next = i + 1 < digits.n ? roman_digit(digits.p[i + 1]) : 0;

		if (digit == 0) {
			return 0;
		}
		value = digit < next ? value - digit : value + digit;
	}
	return value < 400 && is_roman(digits, value) ? value : 0;
}

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Fills kind and values for what stands between the signs of a number; close is the one behind. */
static bool sign_count(struct span word, char open, char close, struct textline_sign *out)
{
	size_t letters = 0, small = 0;

	if (word.n <= 3 && span_u32(word, &out->value)) {
		out->kind = SIGN_NUMBER;
		return true;
	}
	while (letters < word.n && byte_is_letter(word.p[letters])) {
		small += is_small(word.p[letters]);
		letters++;
	}
	if (letters == 0 || letters < word.n || (small != 0 && small != letters) || open == '[') {
		return false;
	}
	out->kind = SIGN_LETTER;
	out->roman = roman_value(word);
	out->value = letters == 1 ? (uint32_t)(word.p[0] | 0x20) - 'a' + 1 : 0;
	if (letters == 1) {
		return small == 1 || close != '.'; /* a capital and a full stop is an initial */
	}
	return out->roman != 0;
}

/* Reads ( [ nothing, a count, ) ] . and moves *off behind. */
static bool sign_read_count(struct span rest, size_t *off, struct textline_sign *out)
{
	char open = rest.p[0] == '(' || rest.p[0] == '[' ? rest.p[0] : '\0', close;
	size_t start = open != '\0' ? 1 : 0, end = start;
	bool small;

	while (end < rest.n && end - start < ROMAN_MOST &&
		byte_is_alnum(rest.p[end])) {
		end++;
	}
	if (end >= rest.n) {
		return false;
	}
	close = rest.p[end];
	if (!(open == '\0' && (close == '.' || close == ')')) && !(open == '(' && close == ')') &&
		!(open == '[' && close == ']')) {
		return false;
	}
	if (!sign_count((struct span){rest.p + start, end - start}, open, close, out)) {
		return false;
	}
	small = is_small(rest.p[start]);
	out->style = (uint32_t)(unsigned char)open << 16 | (uint32_t)(unsigned char)close << 8 |
		(uint32_t)small;
	*off = end + 1;
	return true;
}

struct textline_sign textline_sign_at(struct span text, const struct textline *line)
{
	static const struct textline_sign none = {0};
	struct span rest = span_in(text, textline_range(line));
	struct textline_sign sign = {0};
	size_t off = 0, behind, n;
	uint32_t c;

	if (rest.n == 0) {
		return none;
	}
	c = utf8_next(rest, &off);
	if (is_bullet(c)) {
		sign.kind = SIGN_BULLET;
		sign.style = c;
	} else if (!sign_read_count(rest, &off, &sign)) {
		return none;
	}
	behind = off;
	while (off < rest.n && (n = textline_blank(rest, off)) > 0) {
		off += n;
	}
	if (off == behind || off == rest.n) {
		return none;
	}
	if (sign.kind == SIGN_NUMBER &&
		doc_date_month((struct span){rest.p + off, rest.n - off}, &n) != 0) {
		return none;
	}
	sign.text = line->first + (uint32_t)off;
	sign.cols = textline_cols((struct span){rest.p, off});
	return sign;
}

bool textline_sign_follows(const struct textline_sign *a, const struct textline_sign *b)
{
	if (a->kind != b->kind || a->kind == SIGN_NONE || a->style != b->style) {
		return false;
	}
	if (a->kind == SIGN_BULLET) {
		return true;
	}
	return (b->value == a->value + 1 && b->value > 1) ||
		(a->roman != 0 && b->roman == a->roman + 1);
}

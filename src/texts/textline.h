/*
 * textline.h - lines of a text as the finders of paragraphs see them.
 *
 * Indents and lengths are in columns, of a coarse kind that no locale changes: wide characters
 * are two, combining marks none, tabs go to the next multiple of eight. Blank are U+0020, tab and
 * the spaces of Unicode; control characters are not, nor are U+2028 and U+2029: they have to be
 * seen.
 *
 *	struct textlines lines = {0};
 *	if (!textline_split(text, &lines)) { … no memory … }
 *	for (uint32_t i = 0; i < lines.n; i++) { if (!textline_is_blank(&lines.items[i])) { … } }
 */
#ifndef DOSSIER_TEXTS_TEXTLINE_H
#define DOSSIER_TEXTS_TEXTLINE_H

#include "base/span.h"

/* Columns of a first word that are counted, give or take one: no prose is broken for an address. */
#define TEXTLINE_WORD_COLS 20

struct textline {
	uint32_t start; /* its first byte */
	uint32_t first; /* its first byte that is not blank; end where there is none */
	uint32_t end; /* behind its last byte that is not blank; the line end is not in it */
	uint32_t indent; /* columns before first */
	uint32_t cols; /* columns from first to end */
	uint8_t word; /* 1: begins with a letter or figure that is no sign of a list, as nearly all do */
	uint8_t word_cols; /* of its first word, or a little more than TEXTLINE_WORD_COLS */
	uint8_t gaps; /* 1: two U+0020 stand side by side in it */
	uint8_t cells; /* 1: a tab or a bar stands in it */
};

struct textlines {
	struct textline *items;
	uint32_t n, cap;
};

/* Appends the lines of canonical text. False where memory is short. */
bool textline_split(struct span text, struct textlines *out) MUST_CHECK;

/* The piece of one line from start to end (its line end or the end of the text) as a line. */
struct textline textline_of(struct span text, uint32_t start, uint32_t end);

/* Frees the list. Takes a zeroed one. */
void textline_finish(struct textlines *lines);

/* Whether there is nothing but blanks on it. */
static inline bool textline_is_blank(const struct textline *line)
{
	return line->first == line->end;
}

/* From the first to the last character that is not blank. */
static inline struct range textline_range(const struct textline *line)
{
	return (struct range){line->first, line->end};
}

/* Columns of text, counted as in struct textline; for a piece of one line. */
uint32_t textline_cols(struct span text);

/* textline_begins_word() of what the quick way there does not tell. */
bool textline_begins_oddly(struct span rest);

/* Whether one of eight bytes is c; at times also where it is not. */
static inline uint64_t textline_may_have(uint64_t bytes, char c)
{
	const uint64_t ones = 0x0101010101010101u;

	bytes ^= ones * (unsigned char)c;
	return (bytes - ones) & ~bytes & ones << 7;
}

/* textline.word, of the text from `first` to `end`. */
static inline bool textline_begins_word(struct span rest)
{
	uint64_t bytes;

	if (rest.n > sizeof(bytes) && ((unsigned char)rest.p[0] | 0x20u) - 'a' < 26) {
		memcpy(&bytes, rest.p, sizeof(bytes));
		if ((textline_may_have(bytes, '.') | textline_may_have(bytes, ')')) == 0 &&
			rest.p[sizeof(bytes)] != '.' && rest.p[sizeof(bytes)] != ')') {
			return true;
		}
	}
	return textline_begins_oddly(rest);
}

/* textline_blank() of what is not ASCII. */
size_t textline_blank_wide(struct span text, size_t off);

/* Length of the blank character at off < text.n, 0 where there is none. A line end is none. */
static inline size_t textline_blank(struct span text, size_t off)
{
	unsigned char c = (unsigned char)text.p[off];

	return c >= 0x80 ? textline_blank_wide(text, off) : c == ' ' || c == '\t' ? 1 : 0;
}

/* The sign that a line is made of, three or more of it with or without blanks: - * _ = ~ # + — ─.
 * 0 where it is not such a line. */
uint32_t textline_rule_at(struct span text, const struct textline *line);

/* The same; most lines can be none. */
static inline uint32_t textline_rule(struct span text, const struct textline *line)
{
	return line->word ? 0 : textline_rule_at(text, line);
}

/* Whether its last character ends a sentence or a clause: . ! ? … : ; and their like, with
 * closing quotes and brackets behind them. A comma does not. */
bool textline_ends_oddly(struct span text, const struct textline *line);

/* The same; nearly all lines end in a letter, a comma or a full stop. */
static inline bool textline_ends(struct span text, const struct textline *line)
{
	char last = line->first < line->end ? text.p[line->end - 1] : ',';

	if (((unsigned char)last | 0x20u) - 'a' < 26 || last == ',' || last == '.') {
		return last == '.';
	}
	return textline_ends_oddly(text, line);
}

/* First character that is a letter, a digit or an ideograph, behind opening quotes and brackets; 0
 * where the line begins otherwise. */
uint32_t textline_initial(struct span text, const struct textline *line);

enum textline_sign_kind { SIGN_NONE, SIGN_BULLET, SIGN_NUMBER, SIGN_LETTER };

/* The sign of a list item at the start of a line. */
struct textline_sign {
	enum textline_sign_kind kind;
	uint32_t style; /* same for signs that look alike: the bullet, or what is around a number */
	uint32_t value; /* of a number or letter */
	uint32_t roman; /* of a letter or letters read as a Roman number; 0: cannot be */
	uint32_t text; /* offset of the item's text */
	uint32_t cols; /* of sign and blanks before the text */
};

/*
 * The list sign of a line: - * + • ◦ ▪ ‣ – and 1. 1) (1) [1] a. a) (a) A) (A) iv. iv) (iv) IV.
 * with a blank and text behind. Of what could be an initial or a year nothing is said:
 * `A. Gromyko`, `V. Putin`, `1956. gada` are no items, nor is a German date (`4. Juli`).
 */
struct textline_sign textline_sign_at(struct span text, const struct textline *line);

/* The same; most lines have none. */
static inline struct textline_sign textline_sign(struct span text, const struct textline *line)
{
	return line->word ? (struct textline_sign){0} : textline_sign_at(text, line);
}

/* Whether b counts on from a, in the same style: 2. behind 1., c) behind b), - behind -. */
bool textline_sign_follows(const struct textline_sign *a, const struct textline_sign *b);

#endif

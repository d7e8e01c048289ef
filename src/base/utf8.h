/*
 * utf8.h - Unicode: decoding, classes, widths, boundaries, folding, encodings.
 *
 * utf8.c is the one file that knows libunistring; utf8_line.c is line breaking on top of it,
 * utf8_valid.c needs no tables, utf8_convert.c is the way in from other encodings (iconv). ASCII has
 * a fast path everywhere: prose in English never meets a Unicode table. Widths are those of
 * wcwidth(3), as in ncurses, so the program must have set a UTF-8 LC_CTYPE (C.UTF-8 will do); the
 * library sets no locale itself.
 *
 * Sources: UAX #11 (widths, through the C library), #14 (line breaking, with vetoes of our own,
 * see utf8_line_breaks), #29 (graphemes, words), CaseFolding.txt.
 */
#ifndef DOSSIER_BASE_UTF8_H
#define DOSSIER_BASE_UTF8_H

#include "base/buf.h"

#define UTF8_INVALID 0xFFFFFFFFu /* what utf8_next gives for a byte that is no UTF-8 */
#define UTF8_MAX 4 /* bytes of one character at most */

/* utf8_next() where the byte at *off is not ASCII. */
uint32_t utf8_next_wide(struct span text, size_t *off);

/*
 * The character at *off, which moves behind it. A byte that starts no valid sequence (overlong,
 * surrogate, above U+10FFFF, cut off) gives UTF8_INVALID and moves by one. *off must be < text.n.
 */
static inline uint32_t utf8_next(struct span text, size_t *off)
{
	unsigned char c = (unsigned char)text.p[*off];
	if (c < 0x80) {
		++*off;
		return c;
	}
	return utf8_next_wide(text, off);
}

/* Text without the byte order mark that some editors put before it. */
struct span utf8_without_mark(struct span text);

/* The character before *off, which moves to its start; bytes as in utf8_next. *off must be > 0. */
uint32_t utf8_prev(struct span text, size_t *off);

/* Writes c to out and returns its length, 1 to 4. c must be a scalar value. */
size_t utf8_encode(uint32_t c, char out[UTF8_MAX]);

/*
 * The largest offset up to off <= text.n at which a character starts; off itself in bytes that are
 * no UTF-8.
 */
size_t utf8_floor(struct span text, size_t off);

/* Bytes at the start of text that are valid UTF-8; text.n where all are. 8 ASCII bytes a step. */
size_t utf8_valid_prefix(struct span text);

/* Terminal columns of one character: 0 to 2, or -1 for what is no graphic character. */
int utf8_cols(uint32_t c);

/*
 * End of the grapheme cluster (UAX #29, extended) that starts at off < text.n. text must be valid
 * UTF-8. Looks at no more than 256 bytes: a longer cluster is cut there.
 */
size_t utf8_grapheme_end(struct span text, size_t off);

/* What a character is to a screen; decides in visible.h what may be drawn. */
enum utf8_class {
	UTF8_GRAPHIC, /* one or two columns of its own: letters, signs, spacing marks, U+3000 */
	UTF8_BLANK, /* a space of one column */
	UTF8_ATTACHED, /* no column, drawn on what is before it: marks, Hangul vowels and finals */
	UTF8_SELECTOR, /* variation selectors: invisible, change the character before them */
	UTF8_JOINER, /* U+200C and U+200D */
	UTF8_SOFT, /* the soft hyphen */
	UTF8_CONTROL, /* C0, DEL, C1 */
	UTF8_HIDDEN, /* everything else: format controls, fillers, tags, U+2028/9, private use,
		      * noncharacters, unassigned, and what the C library gives no width */
};

/* The class of c; UTF8_INVALID is UTF8_HIDDEN. */
enum utf8_class utf8_class(uint32_t c);

/* Characters of scripts that are spelt with joiners (Arabic, Syriac, Mongolian, those of India …). */
bool utf8_is_joining(uint32_t c);

/* Emoji and other pictographs, skin tones among them: what U+200D may join into one picture. */
bool utf8_is_pictograph(uint32_t c);

/* Letters, digits, marks: what words are made of. The apostrophe and the hyphen are not. */
bool utf8_is_word(uint32_t c);

/* Combining marks (Mn, Me, Mc). */
bool utf8_is_mark(uint32_t c);

/* Upper case or title case letters. */
bool utf8_is_upper(uint32_t c);

/* Decimal digits of any script. */
bool utf8_is_digit(uint32_t c);

/* Scripts written without blanks, where every character is a word of its own: Han, kana. */
bool utf8_is_ideograph(uint32_t c);

/* White space of any kind (White_Space property), line ends among it. */
bool utf8_is_space(uint32_t c);

/* Hyphens and dashes (Dash property). The soft hyphen is not one. */
bool utf8_is_dash(uint32_t c);

/* Apostrophes and single quotation marks: ' ‘ ’ ʼ ′ ＇ and the grave and acute accents. */
bool utf8_is_apostrophe(uint32_t c);

#define UTF8_FOLD_MAX 8

/*
 * Folds one character for comparison: full case folding, canonical decomposition (compatibility
 * too for ligatures, letter variants, full-width and half-width forms), diacritics dropped. Writes
 * up to UTF8_FOLD_MAX characters and returns how many; 0 for a diacritic or a default-ignorable
 * character. Marks that have the weight of a letter stay: vowel signs of Indic scripts and Thai,
 * the voicing marks of kana. keep_case leaves case as it is. Locale-free: İ folds to i in Turkey
 * too. Folding what was folded changes nothing.
 */
size_t utf8_fold(uint32_t c, bool keep_case, uint32_t out[UTF8_FOLD_MAX]);

/*
 * Marks where a line of text may be broken: breaks[i] is 1 where a break is allowed before byte
 * i, else 0; breaks[0] is 0. text must be valid UTF-8; breaks has text.n elements. UAX #14
 * without mandatory breaks (a line end in text counts as a blank), and never: after . , : ;
 * before a letter or digit (U.S.A., 3.1); inside French quotes « mot »; before ; : ! ? after a
 * plain space; inside an em dash pair; before the first character that is no blank. Linear, no
 * memory: what is not ASCII is looked at through a window of 4 KiB.
 */
void utf8_line_breaks(struct span text, unsigned char *breaks);

/*
 * The last of from < i <= last < text.n before which utf8_line_breaks() allows a break, `from` where
 * there is none. Only for text that is printable ASCII and line ends as far as `last`, with no blank
 * at `from`. Looks at few bytes: rows are filled from their end.
 */
size_t utf8_line_break_last(struct span text, size_t from, size_t last);

#define UTF8_UAX14_MOST 4096

/*
 * UAX #14 as the library has it, for at most UTF8_UAX14_MOST bytes: what utf8_line_breaks makes
 * its answers from. A mandatory break is no break here.
 */
void utf8_uax14(struct span text, bool *breaks);

/* Start of the first word (UAX #29; at least one letter or digit) behind off; text.n without one. */
size_t utf8_word_next(struct span text, size_t off);

/* Start of the last word that starts before off; 0 where there is none. */
size_t utf8_word_prev(struct span text, size_t off);

/*
 * Converts bytes of a named encoding ("ISO-8859-1", "UTF-16LE", "KOI8-R", "Shift_JIS") to UTF-8,
 * appended to out. What cannot be converted becomes U+FFFD, one for each byte (for each code unit
 * of UTF-16 and UTF-32). offsets (malloc'd, owned by the caller, one element for each byte that was
 * appended and one more) gives for each of these bytes where its source starts in `bytes`; the
 * last one is bytes.n. False for an encoding that nobody knows, more than UINT32_MAX bytes, or no
 * memory; out is as it was then.
 */
bool utf8_convert(struct span bytes, const char *encoding, struct buf *out, uint32_t **offsets,
	struct err *err) MUST_CHECK;

#endif

/*
 * letter.h - one character of a text at a time, as matching sees it: what it is, and which comes
 * next or before, with markup that is not shown passed over.
 *
 *	struct reader reader = letter_reader(doc);
 *	for (off = letter_skip(&reader, off); off < limit; off = letter_skip(&reader, next)) {
 *		uint32_t c = letter_at(reader.text, off, &next);
 *	}
 */
#ifndef DOSSIER_LINKS_LETTER_H
#define DOSSIER_LINKS_LETTER_H

#include "base/utf8.h"
#include "texts/doc.h"

#define LETTER_SOFT_HYPHEN 0xADu

/* A place in a text with the markup around it. Copied freely; reads, never writes. */
struct reader {
	struct span text;
	const struct mark *marks; /* the document's, or NULL where nothing is hidden */
	uint32_t nmarks;
	uint32_t mark; /* the first one that may end behind the place read last */
};

/* Reads doc from its start; for offsets that only grow. */
struct reader letter_reader(const struct doc *doc);

/* The first offset at or behind off that is shown, and in *next where the next markup starts. */
uint32_t letter_shown(struct reader *reader, uint32_t off, uint32_t *next);

/* The same without the markup, for single steps. */
static inline uint32_t letter_skip(struct reader *reader, uint32_t off)
{
	uint32_t next;
	return reader->mark < reader->nmarks ? letter_shown(reader, off, &next) : off;
}

/* The character at off < text.n, and where it ends. */
static inline uint32_t letter_at(struct span text, uint32_t off, uint32_t *end)
{
	size_t at = off;
	uint32_t c = utf8_next(text, &at);
	*end = (uint32_t)at;
	return c;
}

/* ASCII letters and digits. */
static inline bool letter_is_alnum(uint32_t c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* letter_eight() where the text has fewer. */
uint64_t letter_eight_last(struct span text, uint32_t off);

/* Eight bytes at off <= text.n, the first lowest; what stands behind the text is 0. */
static inline uint64_t letter_eight(struct span text, uint32_t off)
{
	uint64_t bytes;
	if ((size_t)off + 8 > text.n) {
		return letter_eight_last(text, off);
	}
	memcpy(&bytes, text.p + off, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	bytes = __builtin_bswap64(bytes);
#endif
	return bytes;
}

/* Of eight bytes those that are no ASCII letters or digits: the upper bit of each is set. */
static inline uint64_t letter_others(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t letters = (bytes | 0x20 * ones) & ~tops, digits = bytes & ~tops;
	uint64_t letter = (letters + (0x80 - 'a') * ones) & ~(letters + (0x7F - 'z') * ones);
	uint64_t digit = (digits + (0x80 - '0') * ones) & ~(digits + (0x7F - '9') * ones);
	return (~(letter | digit) | bytes) & tops;
}

/* How many of eight bytes, from the first on, are ASCII letters and digits. */
static inline uint32_t letter_run(uint64_t bytes)
{
	uint64_t others = letter_others(bytes);
	return others == 0 ? 8 : (uint32_t)__builtin_ctzll(others) / 8;
}

/* The same from the last one on backwards. */
static inline uint32_t letter_run_back(uint64_t bytes)
{
	uint64_t others = letter_others(bytes);
	return others == 0 ? 8 : (uint32_t)__builtin_clzll(others) / 8;
}

/* A-Z as a-z, other ASCII as it is. */
static inline unsigned char letter_small(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* What words are made of: letters, digits and marks, but no apostrophe. */
bool letter_is_word(uint32_t c);

/* Characters that take no place in a word: soft hyphens, joiners, marks. */
bool letter_is_nothing(uint32_t c);

/* Hyphens that may break a word over a line end, the soft one among them. */
bool letter_is_hyphen(uint32_t c);

/* What a character is besides folding: a blank, dash, apostrophe or double quote; or 0. */
char letter_plain(uint32_t c);

/*
 * With off behind a hyphen: where the next line's text starts, if nothing but blanks stands
 * between the hyphen and one line end; 0 otherwise.
 */
uint32_t letter_line(struct reader *reader, uint32_t off, uint32_t limit);

/* Steps back over one shown character; UTF8_INVALID, and off untouched, at from. */
uint32_t letter_back(const struct reader *reader, uint32_t from, uint32_t *off);

/* The same up to one that takes a place in a word, or is a soft hyphen. */
uint32_t letter_before(const struct reader *reader, uint32_t from, uint32_t *off);

/*
 * The marks that make ba or pa of the kana ha, full and half width, where they stand apart. A letter
 * that has one is another letter.
 */
bool letter_is_voicing(uint32_t c);

/* Behind the voicing marks at off, before limit; off where there is none. */
uint32_t letter_voiced_end(struct span text, uint32_t off, uint32_t limit);

/*
 * Whether no word ends between these two, though ideographs stand there: katakana is written for
 * foreign words, which are longer than a letter, and a voicing mark belongs to its letter.
 */
bool letter_goes_on(uint32_t before, uint32_t c);

#endif

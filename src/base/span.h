/*
 * span.h - borrowed bytes and ranges of offsets.
 *
 * A span is UTF-8 or plain bytes that somebody else owns; there is no NUL at its end that one may
 * count on. A range is a pair of byte offsets in one document, end exclusive.
 * Knows nothing of Unicode: that is utf8.h.
 *
 *	struct span rest = SPAN("a,b"), piece;
 *	while (span_cut(&rest, ',', &piece)) { use(piece); }
 */
#ifndef DOSSIER_BASE_SPAN_H
#define DOSSIER_BASE_SPAN_H

#include "base/base.h"

#include <string.h>

struct span {
	const char *p; /* NULL only where n is 0 */
	size_t n;
};

struct range {
	uint32_t start, end; /* byte offsets, end exclusive; start <= end */
};

/* A string literal as a span. */
#define SPAN(literal) ((struct span){"" literal, sizeof(literal) - 1})

/* For printf: the two arguments of "%.*s". */
#define SPAN_ARG(s) (int)(s).n, (s).p

/* The bytes of a C string; NULL gives the empty span. Valid as long as the string is. */
static inline struct span span_of(const char *string)
{
	return (struct span){string, string == NULL ? 0 : strlen(string)};
}

/*
 * The bytes [at.start, at.end) of text, as far as there are any: places in a file that has been
 * changed meanwhile may lie behind its end.
 */
static inline struct span span_in(struct span text, struct range at)
{
	size_t end = at.end < text.n ? at.end : text.n;
	if (at.start >= end) {
		return (struct span){text.p, 0};
	}
	return (struct span){text.p + at.start, end - at.start};
}

/* Whether both hold the same bytes. */
static inline bool span_eq(struct span a, struct span b)
{
	return a.n == b.n && (b.n == 0 || memcmp(a.p, b.p, b.n) == 0);
}

/* Whether off lies in [at.start, at.end). */
static inline bool range_has(struct range at, uint32_t off)
{
	return at.start <= off && off < at.end;
}

/* Whether a and b share a byte. */
static inline bool range_meets(struct range a, struct range b)
{
	return a.start < b.end && b.start < a.end;
}

/* Byte order, the shorter first where one begins the other: <0, 0, >0. */
int span_cmp(struct span a, struct span b);

/* Whether text begins with the bytes of part; every text begins with the empty span. */
bool span_starts(struct span text, struct span part);

/* Whether text ends with the bytes of part; every text ends with the empty span. */
bool span_ends(struct span text, struct span part);

/* Text without ASCII white space (blank, \t \n \v \f \r) at both ends. */
struct span span_trim(struct span text);

/*
 * Takes the piece before the next sep off the front of *rest (all of it where there is no sep).
 * False, and piece untouched, once *rest is used up: rest->p is NULL then. An empty span that is
 * not NULL is one empty piece.
 */
bool span_cut(struct span *rest, char sep, struct span *piece);

/* Decimal digits only, no sign, no blanks, at most UINT32_MAX; false and out untouched otherwise. */
bool span_u32(struct span text, uint32_t *out);

/*
 * Offset of the first byte of part in text at or after from; text.n where there is none. The
 * empty part is found at from.
 */
size_t span_find(struct span text, struct span part, size_t from);

/* Where a hash begins: FNV-1a, 64 bit (Fowler, Noll, Vo). */
#define SPAN_HASH_START 14695981039346656037u

/* The hash of one more value. */
static inline uint64_t span_hash_on(uint64_t hash, uint32_t value)
{
	return (hash ^ value) * 1099511628211u;
}

/* The same of the bytes of a text. Not for hostile keys of a table. */
uint64_t span_hash(uint64_t hash, struct span text);

/* Like span_eq, with A-Z equal to a-z. */
bool span_eq_nocase(struct span a, struct span b);

/* span_begins_nocase() of a text whose first byte may be the word's. */
size_t span_begins_all(struct span text, const char *word);

/* Length of the word, not empty, if text begins with it, A-Z equal to a-z; else 0. */
static inline size_t span_begins_nocase(struct span text, const char *word)
{
	bool may = text.n > 0 && ((text.p[0] ^ word[0]) & ~0x20) == 0;
	return may ? span_begins_all(text, word) : 0;
}

#endif

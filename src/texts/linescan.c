#include "texts/linescan.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>

static uint64_t bits_of(__m128i bytes, unsigned shift)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << shift;
}
#endif

static inline struct linescan_mask find(const unsigned char *p, size_t n)
{
	struct linescan_mask mask = {0};
	unsigned i = 0;

#ifdef __SSE2__
	for (; i + 16 <= n; i += 16) {
		__m128i bytes, odd;

		memcpy(&bytes, p + i, sizeof(bytes));
		odd = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')),
			_mm_cmpeq_epi8(bytes, _mm_set1_epi8('|')));
		mask.lf |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), i);
		mask.space |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')), i);
		mask.odd |= bits_of(_mm_or_si128(odd, bytes), i); /* the highest bits are taken */
	}
#endif
	for (; i < n; i++) {
		uint64_t odd = p[i] >= 0x80 || p[i] == '\t' || p[i] == '|';

		mask.lf |= (uint64_t)(p[i] == '\n') << i;
		mask.space |= (uint64_t)(p[i] == ' ') << i;
		mask.odd |= odd << i;
	}
	return mask;
}

struct linescan_mask linescan_find(const unsigned char *p, size_t n)
{
	return n < LINESCAN_BLOCK ? find(p, n) : find(p, LINESCAN_BLOCK);
}

/* The lowest n bits. */
static uint64_t low(size_t n)
{
	return n >= LINESCAN_BLOCK ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

/* 64 bits of a mask from `at` on, which lies before its last number. */
static uint64_t bits_at(const uint64_t *mask, size_t at)
{
	size_t i = at / LINESCAN_BLOCK, shift = at % LINESCAN_BLOCK;

	return mask[i] >> shift | mask[i + 1] << 1 << (LINESCAN_BLOCK - 1 - shift);
}

/* Looks at what stands from off on. Behind the last byte no bit is set. */
static void look(struct linescan *scan, size_t off)
{
	size_t left = scan->text.n - off, n = left < LINESCAN_BYTES ? left : LINESCAN_BYTES;
	uint64_t blank = 0; /* whether the byte before is one */
	uint32_t block = 0;

	scan->from = off;
	scan->to = off + n;
	for (size_t at = 0; at < n; at += LINESCAN_BLOCK, block++) {
		const unsigned char *p = (const unsigned char *)scan->text.p + off + at;
		struct linescan_mask mask = linescan_find(p, n - at);

		scan->lf[block] = mask.lf;
		scan->space[block] = mask.space;
		scan->odd[block] = mask.odd;
		scan->rare[block] = mask.odd | (mask.space & (mask.space << 1 | blank));
		blank = mask.space >> (LINESCAN_BLOCK - 1);
	}
	scan->lf[block] = scan->space[block] = scan->odd[block] = scan->rare[block] = 0;
}

/* Where the line at off ends, or the text. False: not in what has been looked at. */
static bool find_end(const struct linescan *scan, size_t off, size_t *end)
{
	size_t at = off - scan->from, block = at / LINESCAN_BLOCK;
	uint64_t bits;

	if (off < scan->from || off >= scan->to) {
		return false;
	}
	bits = scan->lf[block] & ~low(at % LINESCAN_BLOCK);
	while (bits == 0) {
		if (++block * LINESCAN_BLOCK >= scan->to - scan->from) {
			*end = scan->text.n;
			return scan->to == scan->text.n;
		}
		bits = scan->lf[block];
	}
	*end = scan->from + block * LINESCAN_BLOCK + (size_t)__builtin_ctzll(bits);
	return true;
}

/* Whether a bit is set in [from, to), which the mask or its end holds. */
static inline bool has_any(const uint64_t *mask, size_t from, size_t to)
{
	size_t i = from / LINESCAN_BLOCK, last = to / LINESCAN_BLOCK;
	uint64_t found = mask[i] & UINT64_MAX << from % LINESCAN_BLOCK;

	for (; i < last; found = mask[i]) {
		if (found != 0) {
			return true;
		}
		i++;
	}
	return (found & (((uint64_t)1 << to % LINESCAN_BLOCK) - 1)) != 0;
}

/* The line from start to lf. */
static void line_of(const struct linescan *scan, size_t start, size_t lf, struct textline *out)
{
	const char *p = scan->text.p;
	size_t at = start - scan->from, end = lf, n, lead = 0, word;
	uint64_t blanks = bits_at(scan->space, at);
	bool rare;

	while (end > start && p[end - 1] == ' ') {
		end--;
	}
	n = end - start;
	if ((blanks & 1) != 0 && n > 0) {
		lead = blanks == UINT64_MAX ? LINESCAN_BLOCK : (size_t)__builtin_ctzll(~blanks);
		blanks = bits_at(scan->space, at + lead);
	}
	rare = has_any(scan->rare, at + lead, at + n);
	if (lead == LINESCAN_BLOCK || (rare && has_any(scan->odd, at + lead, at + n))) {
		*out = textline_of(scan->text, (uint32_t)start, (uint32_t)lf);
		return;
	}
	word = blanks == 0 ? TEXTLINE_WORD_COLS : (size_t)__builtin_ctzll(blanks);
	word = word < TEXTLINE_WORD_COLS ? word : TEXTLINE_WORD_COLS;
	*out = (struct textline){.start = (uint32_t)start, .first = (uint32_t)(start + lead),
		.end = (uint32_t)end, .indent = (uint32_t)lead, .cols = (uint32_t)(n - lead),
		.word_cols = (uint8_t)(word < n - lead ? word : n - lead), .gaps = rare,
		.word = n > 0 && textline_begins_word((struct span){p + start + lead, n - lead})};
}

bool linescan_next(struct linescan *scan, size_t *off, struct textline *out)
{
	bool looked = false;
	size_t end;

	while (!find_end(scan, *off, &end)) {
		if (looked) {
			return false;
		}
		look(scan, *off);
		looked = true;
	}
	line_of(scan, *off, end, out);
	*off = end + 1;
	return true;
}

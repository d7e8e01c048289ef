#include "links/match_words.h"

#include <string.h>

#ifdef __SSE2__

#include <emmintrin.h>

static uint64_t mask_of(__m128i bytes, unsigned shift)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << shift;
}

/*
 * Bytes of the n that end with `last`: all are moved up so that it is the greatest number there
 * is, and one comparison is left. Those from 0x80 on become too small or wrap to them.
 */
static __m128i within(__m128i bytes, char last, char n)
{
	__m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8((char)(127 - last)));
	return _mm_cmpgt_epi8(moved, _mm_set1_epi8((char)(127 - n)));
}

static __m128i at_least(__m128i bytes, int low)
{
	__m128i lows = _mm_set1_epi8((char)low);
	return _mm_cmpeq_epi8(_mm_max_epu8(bytes, lows), bytes);
}

struct match_words match_words_find(const unsigned char *p)
{
	struct match_words masks = {0};
	uint64_t bit5 = 0; /* set in small letters and digits, and not in capitals */
	__m128i bytes[4];
	for (unsigned i = 0; i < 4; i++) {
		memcpy(&bytes[i], p + 16 * i, sizeof(bytes[i]));
		__m128i letter = within(_mm_or_si128(bytes[i], _mm_set1_epi8(0x20)), 'z', 26);
		__m128i digit = within(bytes[i], '9', 10);
		masks.word |= mask_of(_mm_or_si128(letter, digit), 16 * i);
		bit5 |= mask_of(_mm_slli_epi16(bytes[i], 2), 16 * i);
		masks.high |= mask_of(bytes[i], 16 * i);
		masks.hyphen |= mask_of(_mm_cmpeq_epi8(bytes[i], _mm_set1_epi8('-')), 16 * i);
	}
	masks.capital = masks.word & ~bit5;
	for (unsigned i = 0; masks.high != 0 && i < 4; i++) {
		masks.lead |= mask_of(at_least(bytes[i], 0xC0), 16 * i);
		masks.wide |= mask_of(at_least(bytes[i], 0xE0), 16 * i);
	}
	return masks;
}

#else

struct match_words match_words_find(const unsigned char *p)
{
	return match_words_find_plain(p);
}

#endif

struct match_words match_words_find_plain(const unsigned char *p)
{
	struct match_words masks = {0};
	for (unsigned i = 0; i < MATCH_WORDS_BLOCK; i++) {
		uint64_t capital = p[i] >= 'A' && p[i] <= 'Z';
		uint64_t small = p[i] >= 'a' && p[i] <= 'z';
		uint64_t digit = p[i] >= '0' && p[i] <= '9';
		masks.word |= (capital | small | digit) << i;
		masks.capital |= capital << i;
		masks.lead |= (uint64_t)(p[i] >= 0xC0) << i;
		masks.wide |= (uint64_t)(p[i] >= 0xE0) << i;
		masks.high |= (uint64_t)(p[i] >= 0x80) << i;
		masks.hyphen |= (uint64_t)(p[i] == '-') << i;
	}
	return masks;
}

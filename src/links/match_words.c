#include "links/match_words.h"

#include <string.h>

#ifdef __SSE2__

#include <emmintrin.h>

/* Bytes within [low, high], which are ASCII: a signed comparison will do. */
static __m128i within(__m128i bytes, char low, char high)
{
	return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
		_mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(high + 1))));
}

static uint64_t mask_of(__m128i bytes, unsigned shift)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << shift;
}

static void block_find(const unsigned char *p, struct match_words *out)
{
	struct match_words masks = {0};
	for (unsigned i = 0; i < MATCH_WORDS_BLOCK; i += 16) {
		__m128i bytes;
		memcpy(&bytes, p + i, sizeof(bytes));
		__m128i capital = within(bytes, 'A', 'Z');
		__m128i word = _mm_or_si128(capital, _mm_or_si128(within(bytes, 'a', 'z'),
			within(bytes, '0', '9')));
		masks.word |= mask_of(word, i);
		masks.capital |= mask_of(capital, i);
		masks.high |= mask_of(bytes, i);
	}
	*out = masks;
}

#else

static void block_find(const unsigned char *p, struct match_words *out)
{
	struct match_words masks = {0};
	for (unsigned i = 0; i < MATCH_WORDS_BLOCK; i++) {
		uint64_t capital = p[i] >= 'A' && p[i] <= 'Z';
		uint64_t small = p[i] >= 'a' && p[i] <= 'z';
		uint64_t digit = p[i] >= '0' && p[i] <= '9';
		masks.word |= (capital | small | digit) << i;
		masks.capital |= capital << i;
		masks.high |= (uint64_t)(p[i] >> 7) << i;
	}
	*out = masks;
}

#endif

void match_words_find(const unsigned char *p, size_t n, size_t more, struct match_words *out)
{
	unsigned char padded[MATCH_WORDS_BLOCK] = {0};
	if (n + more < MATCH_WORDS_BLOCK) {
		memcpy(padded, p, n);
		p = padded;
	}
	block_find(p, out);
	if (n < MATCH_WORDS_BLOCK) {
		uint64_t keep = ((uint64_t)1 << n) - 1;
		out->word &= keep;
		out->capital &= keep;
		out->high &= keep;
	}
}

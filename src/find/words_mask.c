#include "find/words_mask.h"

#include <string.h>

#ifdef __SSE2__

#include <emmintrin.h>

/*
 * Bytes of the n that end with `last`: all are moved up so that it is the greatest number there is,
 * and one comparison is left.
 */
static __m128i within(__m128i bytes, char last, char n)
{
	__m128i moved = _mm_add_epi8(bytes, _mm_set1_epi8((char)(127 - last)));

	return _mm_cmpgt_epi8(moved, _mm_set1_epi8((char)(127 - n)));
}

static uint64_t bits_of(__m128i bytes, unsigned shift)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << shift;
}

struct words_mask words_mask_find(const unsigned char *p)
{
	struct words_mask masks = {0};

	for (unsigned i = 0; i < 4; i++) {
		__m128i bytes, letter, digit, low, blank, hard;

		memcpy(&bytes, p + 16 * i, sizeof(bytes));
		letter = within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'z', 26);
		digit = within(bytes, '9', 10);
		/* As numbers with a sign, what is not ASCII is below the blank, too. */
		low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));
		blank = within(bytes, '\r', 5);
		hard = _mm_or_si128(_mm_andnot_si128(blank, low),
			_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)));
		masks.word |= bits_of(_mm_or_si128(letter, digit), 16 * i);
		masks.hard |= bits_of(hard, 16 * i);
		masks.hyphen |= bits_of(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('-')), 16 * i);
	}
	return masks;
}

#else

struct words_mask words_mask_find(const unsigned char *p)
{
	return words_mask_find_plain(p);
}

#endif

struct words_mask words_mask_find_plain(const unsigned char *p)
{
	struct words_mask masks = {0};

	for (unsigned i = 0; i < WORDS_MASK_BLOCK; i++) {
		unsigned char small = p[i] | 0x20;
		uint64_t digit = p[i] >= '0' && p[i] <= '9', letter = small >= 'a' && small <= 'z';
		uint64_t hard = p[i] >= 0x7F || (p[i] < ' ' && (p[i] < '\t' || p[i] > '\r'));

		masks.word |= (digit | letter) << i;
		masks.hard |= hard << i;
		masks.hyphen |= (uint64_t)(p[i] == '-') << i;
	}
	return masks;
}

#include "links/match_window.h"

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#define TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define TARGET_AVX512 __attribute__((target( \
	"avx2,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2")))
#endif

/* Compiled into each of the ways, with the instructions that it may use. */
#define INTO_EACH static inline __attribute__((always_inline))

/* A window on its way to a list of words. */
struct cut {
	const unsigned char *p;
	uint32_t n;
	struct match_window *out;
	uint64_t quote; /* bytes of this block that a quote in the block before goes on with */
};

/* Quotes and dashes, all three bytes of each. Most are U+2018 to U+201D. */
static uint64_t quotes(struct cut *cut, const unsigned char *p, uint64_t wide)
{
	uint64_t found = cut->quote;
	cut->quote = 0;
	for (; wide != 0; wide &= wide - 1) {
		uint32_t i = match_words_first(wide);
		if (p[i] == 0xE2 && p[i + 1] == 0x80 && p[i + 2] > 0x90 && p[i + 2] < 0xA8) {
			found |= (uint64_t)7 << i;
			cut->quote |= i < 62 ? 0 : (uint64_t)7 >> (64 - i);
		}
	}
	return found;
}

/* Hyphens behind words before what may be white space: the line may end there, and the word go on. */
static uint64_t breaks(const unsigned char *p, uint64_t hyphens)
{
	uint64_t found = 0;
	for (; hyphens != 0; hyphens &= hyphens - 1) {
		unsigned char next = p[match_words_first(hyphens) + 1];
		if (next <= ' ' || next >= 0x80) {
			found |= hyphens & -hyphens;
		}
	}
	return found;
}

/* Notes that word i is odd; words come in order, each any number of times. */
static void odd_note(struct match_window *out, uint32_t i)
{
	if (out->nodd == 0 || out->odd[out->nodd - 1] != i) {
		out->odd[out->nodd++] = (uint16_t)i;
	}
}

/*
 * The words that hold these bytes, or end at them, are odd. Before them stand n edges of words, and
 * the block has those in `edges`.
 */
static void odd_put(struct match_window *out, uint64_t odd, uint64_t edges, uint32_t n)
{
	for (; odd != 0; odd &= odd - 1) {
		uint64_t upto = odd ^ (odd - 1);
		odd_note(out, (n + (uint32_t)__builtin_popcountll(edges & upto) - 1) / 2);
	}
}

INTO_EACH void cut_run(struct cut *cut, struct match_words (*find)(const unsigned char *),
	uint16_t *(*put)(uint16_t *, uint64_t, uint32_t))
{
	uint16_t *first = cut->out->edges, *edge = first;
	uint64_t carry = 0; /* the last byte of the block before was of a word */
	for (uint32_t base = 0; base < cut->n; base += MATCH_WORDS_BLOCK) {
		const unsigned char *p = cut->p + base;
		struct match_words masks = find(p);
		uint64_t whole = UINT64_MAX, high = 0;
		if (cut->n - base < MATCH_WORDS_BLOCK) {
			whole = ((uint64_t)1 << (cut->n - base)) - 1;
		}
		if (masks.high != 0 || cut->quote != 0) {
			high = masks.high & ~quotes(cut, p, masks.wide) & whole;
		}
		uint64_t word = (masks.word & whole) | high, before = word << 1 | carry;
		uint64_t edges = word ^ before, hyphens = masks.hyphen & before & whole;
		if ((high | hyphens) != 0) {
			uint64_t odd = (high & ~(high << 1)) | breaks(p, hyphens);
			odd_put(cut->out, odd, edges, (uint32_t)(edge - first));
		}
		edge = put(edge, edges, base);
		carry = word >> 63;
	}
	if ((edge - first) % 2 == 1) {
		*edge++ = (uint16_t)cut->n;
	}
	cut->out->n = (uint32_t)(edge - first) / 2;
}

/* Writes down the edges of words, which are starts and ends by turns. */
static uint16_t *edges_put(uint16_t *out, uint64_t edges, uint32_t base)
{
	for (; edges != 0; edges &= edges - 1) {
		*out++ = (uint16_t)(base + match_words_first(edges));
	}
	return out;
}

static void cut_plain(struct cut *cut)
{
	cut_run(cut, match_words_find_plain, edges_put);
}

static void cut_sse2(struct cut *cut)
{
	cut_run(cut, match_words_find, edges_put);
}

#ifdef __x86_64__

TARGET_AVX2 static inline uint64_t mask_of(__m256i low, __m256i high)
{
	return (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 |
		(uint32_t)_mm256_movemask_epi8(low);
}

/* See match_words.c. */
TARGET_AVX2 static inline __m256i within(__m256i bytes, char last, char n)
{
	__m256i moved = _mm256_add_epi8(bytes, _mm256_set1_epi8((char)(127 - last)));
	return _mm256_cmpgt_epi8(moved, _mm256_set1_epi8((char)(127 - n)));
}

TARGET_AVX2 static inline __m256i alnum_of(__m256i bytes)
{
	__m256i small = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
	return _mm256_or_si256(within(small, 'z', 26), within(bytes, '9', 10));
}

TARGET_AVX2 static inline __m256i is_wide(__m256i bytes)
{
	__m256i lows = _mm256_set1_epi8((char)0xE0);
	return _mm256_cmpeq_epi8(_mm256_max_epu8(bytes, lows), bytes);
}

/* The masks that words need. */
TARGET_AVX2 static inline struct match_words masks_avx2(const unsigned char *p)
{
	const void *at = p, *next = p + 32;
	__m256i low = _mm256_loadu_si256(at), high = _mm256_loadu_si256(next);
	__m256i hyphen = _mm256_set1_epi8('-');
	struct match_words masks = {
		.word = mask_of(alnum_of(low), alnum_of(high)),
		.high = mask_of(low, high),
		.hyphen = mask_of(_mm256_cmpeq_epi8(low, hyphen), _mm256_cmpeq_epi8(high, hyphen)),
	};
	if (masks.high != 0) {
		masks.wide = mask_of(is_wide(low), is_wide(high));
	}
	return masks;
}

/* Writes eight edges, whether there are so many or not; without them. */
TARGET_AVX2 static inline uint64_t eight_put(uint16_t *out, uint64_t edges, uint32_t base)
{
	for (int i = 0; i < 8; i += 4) {
		uint64_t b = _blsr_u64(edges), c = _blsr_u64(b), d = _blsr_u64(c);
		out[i] = (uint16_t)(base + (uint32_t)_tzcnt_u64(edges));
		out[i + 1] = (uint16_t)(base + (uint32_t)_tzcnt_u64(b));
		out[i + 2] = (uint16_t)(base + (uint32_t)_tzcnt_u64(c));
		out[i + 3] = (uint16_t)(base + (uint32_t)_tzcnt_u64(d));
		edges = _blsr_u64(d);
	}
	return edges;
}

/*
 * Most blocks have 16 to 24: so many are written without asking; those that are none the next block
 * writes over.
 */
TARGET_AVX2 static inline uint16_t *edges_put_avx2(uint16_t *out, uint64_t edges, uint32_t base)
{
	uint32_t n = (uint32_t)__builtin_popcountll(edges);
	edges = eight_put(out, edges, base);
	edges = eight_put(out + 8, edges, base);
	edges = eight_put(out + 16, edges, base);
	for (uint32_t i = 24; i < n; i += 8) {
		edges = eight_put(out + i, edges, base);
	}
	return out + n;
}

TARGET_AVX2 static void cut_avx2(struct cut *cut)
{
	cut_run(cut, masks_avx2, edges_put_avx2);
}

TARGET_AVX512 static inline struct match_words masks_avx512(const unsigned char *p)
{
	__m512i bytes = _mm512_loadu_si512(p);
	__m512i letter = _mm512_sub_epi8(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)),
		_mm512_set1_epi8('a'));
	__m512i digit = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
	struct match_words masks = {
		.word = _mm512_cmplt_epu8_mask(letter, _mm512_set1_epi8(26)) |
			_mm512_cmplt_epu8_mask(digit, _mm512_set1_epi8(10)),
		.high = _mm512_movepi8_mask(bytes),
		.hyphen = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('-')),
	};
	if (masks.high != 0) {
		masks.wide = _mm512_cmpge_epu8_mask(bytes, _mm512_set1_epi8((char)0xE0));
	}
	return masks;
}

/* The numbers of 32 bytes are put together by the mask; those behind the last edge are zeros. */
TARGET_AVX512 static inline uint16_t *edges_put_avx512(uint16_t *out, uint64_t edges, uint32_t base)
{
	static const uint16_t numbers[32] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
		17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
	__m512i low = _mm512_add_epi16(_mm512_loadu_si512(numbers), _mm512_set1_epi16((short)base));
	__m512i high = _mm512_add_epi16(low, _mm512_set1_epi16(32));
	uint32_t upper = (uint32_t)(edges >> 32), lower = (uint32_t)edges;
	_mm512_storeu_si512(out, _mm512_maskz_compress_epi16(lower, low));
	out += __builtin_popcount(lower);
	_mm512_storeu_si512(out, _mm512_maskz_compress_epi16(upper, high));
	return out + __builtin_popcount(upper);
}

TARGET_AVX512 static void cut_avx512(struct cut *cut)
{
	cut_run(cut, masks_avx512, edges_put_avx512);
}

/* Which of the wide registers the system keeps for a thread. */
__attribute__((target("xsave"))) static uint64_t kept_registers(void)
{
	return (uint64_t)_xgetbv(0);
}

/*
 * The processor is asked here, when texts are linked. The compiler's own way asks it before main,
 * at each start, and that takes long where it is a virtual one.
 */
enum match_window_by match_window_best(void)
{
	const unsigned b2 = bit_AVX2 | bit_BMI | bit_BMI2, c512 = bit_AVX512VBMI2;
	const unsigned b512 = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;
	const uint64_t ymm = 0x06, zmm = 0xE6;
	unsigned a, b, c, d;
	uint64_t kept;

	if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & bit_OSXSAVE) == 0 ||
		__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) {
		return MATCH_WINDOW_SSE2;
	}
	kept = kept_registers();
	if ((kept & ymm) != ymm || (b & b2) != b2) {
		return MATCH_WINDOW_SSE2;
	}
	return (kept & zmm) == zmm && (b & b512) == b512 && (c & c512) == c512 ? MATCH_WINDOW_AVX512 :
		MATCH_WINDOW_AVX2;
}

#else

static void cut_avx2(struct cut *cut)
{
	cut_plain(cut);
}

static void cut_avx512(struct cut *cut)
{
	cut_plain(cut);
}

enum match_window_by match_window_best(void)
{
	return MATCH_WINDOW_PLAIN;
}

#endif

void match_window_cut(enum match_window_by by, const unsigned char *p, uint32_t n,
	struct match_window *out)
{
	static void (*const ways[])(struct cut *) = {
		[MATCH_WINDOW_PLAIN] = cut_plain,
		[MATCH_WINDOW_SSE2] = cut_sse2,
		[MATCH_WINDOW_AVX2] = cut_avx2,
		[MATCH_WINDOW_AVX512] = cut_avx512,
	};
	struct cut cut = {.p = p, .n = n, .out = out};
	out->nodd = 0;
	ways[by](&cut);
	for (uint32_t i = 0; i < out->nodd; i++) {
		out->edges[2 * out->odd[i] + 1] |= MATCH_WINDOW_ODD;
	}
}

void match_window_last_odd(struct match_window *words)
{
	if (words->n > 0) {
		words->edges[2 * words->n - 1] |= MATCH_WINDOW_ODD;
		odd_note(words, words->n - 1);
	}
}

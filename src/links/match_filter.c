#include "links/match_filter.h"

#include "links/letters.h"

#include <stdlib.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* Compiled for each processor, with the instructions that it has. */
#define INTO_EACH static inline __attribute__((always_inline))

#define FIRSTS_BITS_MOST 18 /* of 32 bits each: a mebibyte, which the second cache holds */
#define WHOLES_BITS_MOST 19
#define CASE_BIT 0x20u
#define HEAD_FACTOR 0x9E3779B97F4A7C15u
#define ONE_FACTOR 0x85EBCA6Bu
#define TWO_FACTOR 0x9E3779B1u
#define SMALL 0x2020202020202000u /* of all but the first letter */

/* The first n bytes of eight, or all; of n the lower five bits count. */
INTO_EACH uint64_t head_plain(uint64_t bytes, uint32_t n)
{
	n &= 31;
	return n < 8 ? bytes & (((uint64_t)1 << (8 * n)) - 1) : bytes;
}

/*
 * The hash of a word by its first eight bytes and its length, with all letters but the first made
 * small; its upper bits are the good ones. `bytes` are those of the text.
 */
INTO_EACH uint32_t hash_of(uint64_t bytes, uint32_t n, uint64_t (*head)(uint64_t, uint32_t))
{
	return (uint32_t)((head(bytes | SMALL, n) + n) * HEAD_FACTOR >> 32);
}

/* The hash of two words that stand together. */
INTO_EACH uint32_t hash_of_two(uint32_t first, uint32_t second)
{
	return (first ^ (second << 13 | second >> 19)) * TWO_FACTOR;
}

/* The hash of a word that is a form by itself. */
INTO_EACH uint32_t hash_of_one(uint32_t first)
{
	return first * ONE_FACTOR;
}

/* Two bits in 32: with two hashes to each 32 bits one in seventy passes wrongly. */
INTO_EACH uint32_t two_bits(uint32_t hash)
{
	return (uint32_t)1 << (hash & 31) | (uint32_t)1 << (hash >> 5 & 31);
}

INTO_EACH bool has(const struct match_filter *filter, uint32_t hash)
{
	uint32_t bits = two_bits(hash);
	return (filter->wholes[hash >> filter->wholes_shift] & bits) == bits;
}

/* The first pass: by the first word alone. A hash for each word is left behind. */
INTO_EACH uint32_t pass_firsts(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room,
	uint64_t (*head)(uint64_t, uint32_t))
{
	const uint32_t *firsts = filter->firsts;
	const uint16_t *edges = words->edges;
	uint32_t shift = filter->firsts_shift;
	size_t n = 0;
	for (size_t i = 0; i < words->n; i++) {
		uint32_t start = edges[2 * i], end = edges[2 * i + 1];
		uint64_t bytes;
		memcpy(&bytes, p + start, sizeof(bytes));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		bytes = __builtin_bswap64(bytes);
#endif
		uint32_t hash = hash_of(bytes, end - start, head);
		room->hashes[i] = hash;
		room->passed[n] = (uint16_t)i;
		n += (firsts[hash >> shift] >> (hash & 31) & 1) | end / MATCH_WINDOW_ODD;
	}
	room->hashes[words->n] = 0;
	return (uint32_t)n;
}

/*
 * The second one, of the n words that have passed: is it a form, or does it begin one with the word
 * behind it? That is not known where the other is odd, nor of the last one.
 */
INTO_EACH uint32_t pass_wholes(const struct match_filter *filter, const struct match_window *words,
	struct match_filter_room *room, uint32_t n)
{
	uint32_t kept = 0, last = words->n - 1;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t i = room->passed[k], hash = room->hashes[i];
		bool one = has(filter, hash_of_one(hash));
		bool two = has(filter, hash_of_two(hash, room->hashes[i + 1]));
		bool odd = ((words->edges[2 * i + 1] | words->edges[2 * i + 3]) & MATCH_WINDOW_ODD) != 0;
		room->passed[kept] = (uint16_t)i;
		kept += one | two | odd | (i == last);
	}
	return kept;
}

static uint32_t pass_plain(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room)
{
	uint32_t n = pass_firsts(filter, p, words, room, head_plain);
	return pass_wholes(filter, words, room, n);
}

#ifdef __x86_64__

#define TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2")))

/* The same as head_plain() does: the instruction takes eight bits of the number of bits. */
TARGET_AVX2 static inline uint64_t head_avx2(uint64_t bytes, uint32_t n)
{
	return _bzhi_u64(bytes, n * 8);
}

TARGET_AVX2 static uint32_t pass_avx2(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room)
{
	uint32_t n = pass_firsts(filter, p, words, room, head_avx2);
	return pass_wholes(filter, words, room, n);
}

#define TARGET_AVX512 __attribute__((target( \
	"avx2,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2")))

/* The hashes of eight words at p, of those in `which`; edges as a window has them. */
TARGET_AVX512 static inline __m256i eight_hashes(const unsigned char *p, __m256i edges, __mmask8 which)
{
	__m256i start = _mm256_and_si256(edges, _mm256_set1_epi32(0xFFFF));
	__m512i n = _mm512_cvtepu32_epi64(_mm256_sub_epi32(_mm256_srli_epi32(edges, 16), start));
	__m512i few = _mm512_min_epu64(_mm512_and_si512(n, _mm512_set1_epi64(31)),
		_mm512_set1_epi64(8));
	__m512i past = _mm512_sub_epi64(_mm512_set1_epi64(64), _mm512_slli_epi64(few, 3));
	__m512i bytes = _mm512_mask_i32gather_epi64(_mm512_setzero_si512(), which, start, p, 1);
	__m512i head = _mm512_and_si512(_mm512_or_si512(bytes, _mm512_set1_epi64((int64_t)SMALL)),
		_mm512_srlv_epi64(_mm512_set1_epi64(-1), past));
	__m512i hash = _mm512_mullo_epi64(_mm512_add_epi64(head, n),
		_mm512_set1_epi64((int64_t)HEAD_FACTOR));
	return _mm512_cvtepi64_epi32(_mm512_srli_epi64(hash, 32));
}

/* The 32 bits of a table that each of sixteen hashes has its bits in. */
TARGET_AVX512 static inline __m512i words_of(const uint32_t *table, uint32_t shift, __m512i hashes,
	__mmask16 which)
{
	__m512i at = _mm512_srl_epi32(hashes, _mm_cvtsi32_si128((int)shift));
	return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), which, at, table, 4);
}

/* Bit number `by`, of which the lower five bits count, in each of sixteen. */
TARGET_AVX512 static inline __m512i bits_of(__m512i by)
{
	return _mm512_sllv_epi32(_mm512_set1_epi32(1),
		_mm512_and_si512(by, _mm512_set1_epi32(31)));
}

/* Which of sixteen hashes the table of wholes has. */
TARGET_AVX512 static inline __mmask16 has_which(const struct match_filter *filter, __m512i hashes,
	__mmask16 which)
{
	__m512i bits = _mm512_or_si512(bits_of(hashes), bits_of(_mm512_srli_epi32(hashes, 5)));
	__m512i words = words_of(filter->wholes, filter->wholes_shift, hashes, which);
	return _mm512_mask_cmpeq_epi32_mask(which, _mm512_and_si512(words, bits), bits);
}

/* The first `left` of sixteen, or all. */
TARGET_AVX512 static inline __mmask16 first_of(uint32_t left)
{
	return (__mmask16)(left < 16 ? (1u << left) - 1 : 0xFFFF);
}

/* As pass_firsts() does, sixteen words at a time. */
TARGET_AVX512 static uint32_t firsts_avx512(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room)
{
	__m256i numbers = _mm256_set_epi16(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
	uint32_t n = 0;
	for (uint32_t i = 0; i < words->n; i += 16) {
		__mmask16 which = first_of(words->n - i);
		__m512i edges = _mm512_loadu_si512(words->edges + 2 * i);
		__m256i low = eight_hashes(p, _mm512_castsi512_si256(edges), (__mmask8)which);
		__m256i high = eight_hashes(p, _mm512_extracti64x4_epi64(edges, 1),
			(__mmask8)(which >> 8));
		__m512i hashes = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
		__m512i found = words_of(filter->firsts, filter->firsts_shift, hashes, which);
		__mmask16 pass = (_mm512_test_epi32_mask(found, bits_of(hashes)) |
			_mm512_movepi32_mask(edges)) & which;
		void *at = room->passed + n;
		_mm512_storeu_si512(room->hashes + i, hashes);
		_mm256_storeu_si256(at, _mm256_maskz_compress_epi16(pass,
			_mm256_add_epi16(numbers, _mm256_set1_epi16((short)i))));
		n += (uint32_t)__builtin_popcount(pass);
	}
	return n;
}

/* As pass_wholes() does, sixteen words at a time. */
TARGET_AVX512 static uint32_t wholes_avx512(const struct match_filter *filter,
	const struct match_window *words, struct match_filter_room *room, uint32_t n)
{
	uint32_t kept = 0;
	for (uint32_t k = 0; k < n; k += 16) {
		__mmask16 which = first_of(n - k);
		const void *from = room->passed + k;
		__m256i numbers = _mm256_loadu_si256(from);
		__m512i at = _mm512_cvtepu16_epi32(numbers), zero = _mm512_setzero_si512();
		__m512i first = _mm512_mask_i32gather_epi32(zero, which, at, room->hashes, 4);
		__m512i second = _mm512_mask_i32gather_epi32(zero, which, at, room->hashes + 1, 4);
		__m512i one = _mm512_mullo_epi32(first, _mm512_set1_epi32((int)ONE_FACTOR));
		__m512i two = _mm512_mullo_epi32(_mm512_xor_si512(first,
			_mm512_rol_epi32(second, 13)), _mm512_set1_epi32((int)TWO_FACTOR));
		__mmask16 pass = has_which(filter, one, which) | has_which(filter, two, which);
		pass |= _mm512_mask_cmpeq_epi32_mask(which, at,
			_mm512_set1_epi32((int)words->n - 1));
		if (words->nodd > 0) {
			__m512i edges = _mm512_or_si512(
				_mm512_mask_i32gather_epi32(zero, which, at, words->edges, 4),
				_mm512_mask_i32gather_epi32(zero, which, at, words->edges + 2, 4));
			pass |= _mm512_movepi32_mask(edges);
		}
		void *to = room->passed + kept;
		_mm256_storeu_si256(to, _mm256_maskz_compress_epi16(pass, numbers));
		kept += (uint32_t)__builtin_popcount(pass);
	}
	return kept;
}

static uint32_t pass_avx512(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room)
{
	uint32_t n = firsts_avx512(filter, p, words, room);
	return wholes_avx512(filter, words, room, n);
}

#else

static uint32_t pass_avx512(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room)
{
	return pass_plain(filter, p, words, room);
}

static uint32_t pass_avx2(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room)
{
	return pass_plain(filter, p, words, room);
}

#endif

uint32_t match_filter_pass(const struct match_filter *filter, enum match_window_by by,
	const unsigned char *p, const struct match_window *words, struct match_filter_room *room)
{
	return by == MATCH_WINDOW_AVX512 ? pass_avx512(filter, p, words, room) :
		by == MATCH_WINDOW_AVX2 ? pass_avx2(filter, p, words, room) :
		pass_plain(filter, p, words, room);
}

bool match_filter_pair(const struct match_filter *filter, const struct match_window *words,
	const struct match_filter_room *room, uint32_t i)
{
	const uint16_t *edges = words->edges + (size_t)2 * i;
	return i + 1 >= words->n || ((edges[1] | edges[3]) & MATCH_WINDOW_ODD) != 0 ||
		has(filter, hash_of_two(room->hashes[i], room->hashes[i + 1]));
}

bool match_filter_make(struct match_filter *filter, uint32_t n)
{
	uint32_t firsts = 5, wholes = 5;
	while (firsts < FIRSTS_BITS_MOST && (uint32_t)1 << firsts < n) {
		firsts++;
	}
	while (wholes < WHOLES_BITS_MOST && (uint32_t)1 << wholes < n) {
		wholes++;
	}
	filter->firsts_shift = 32 - firsts;
	filter->wholes_shift = 32 - wholes;
	filter->firsts = calloc((size_t)1 << firsts, sizeof(*filter->firsts));
	filter->wholes = calloc((size_t)1 << wholes, sizeof(*filter->wholes));
	return filter->firsts != NULL && filter->wholes != NULL;
}

/* A word of a form as a text may spell it: with a capital, and with a small letter where it may. */
struct spellings {
	uint32_t hashes[2];
	uint32_t n; /* 0: not all ASCII */
	bool any; /* there is a word */
};

/* Whether a form begins in the same way with its capitals and without, up to a letter. */
static bool is_ascii_to(struct span folded, size_t end)
{
	for (size_t i = 0; i <= end; i++) {
		if (i >= folded.n || (unsigned char)folded.p[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

/* Reads the word at *off of a form in small letters. */
static struct spellings spellings_of(struct span folded, struct span small, size_t *off)
{
	struct spellings out = {.n = 0};
	while (*off < small.n && (unsigned char)small.p[*off] < 0x80 &&
		!letter_is_alnum((unsigned char)small.p[*off])) {
		++*off;
	}
	size_t start = *off;
	struct word_key key = letters_form_key(small, off);
	out.any = key.n > 0;
	for (size_t i = start; i < *off; i++) {
		if (!letter_is_alnum((unsigned char)small.p[i])) {
			return out;
		}
	}
	if (!out.any) {
		return out;
	}
	bool letter = small.p[start] >= 'a' && small.p[start] <= 'z';
	if (letter) {
		out.hashes[out.n++] = hash_of(key.head & ~(uint64_t)CASE_BIT, key.n, head_plain);
	}
	if (!letter || !is_ascii_to(folded, start) || folded.p[start] == small.p[start]) {
		out.hashes[out.n++] = hash_of(key.head, key.n, head_plain);
	}
	return out;
}

static void wholes_set(struct match_filter *filter, uint32_t hash)
{
	filter->wholes[hash >> filter->wholes_shift] |= two_bits(hash);
}

void match_filter_add(struct match_filter *filter, struct span folded, struct span small)
{
	size_t off = 0;
	struct spellings first = spellings_of(folded, small, &off);
	struct spellings second = spellings_of(folded, small, &off);
	for (uint32_t i = 0; i < first.n; i++) {
		uint32_t hash = first.hashes[i];
		filter->firsts[hash >> filter->firsts_shift] |= (uint32_t)1 << (hash & 31);
		if (!second.any) {
			wholes_set(filter, hash_of_one(hash));
		}
		for (uint32_t k = 0; k < second.n; k++) {
			wholes_set(filter, hash_of_two(hash, second.hashes[k]));
		}
	}
}

void match_filter_finish(struct match_filter *filter)
{
	free(filter->firsts);
	free(filter->wholes);
	*filter = (struct match_filter){0};
}

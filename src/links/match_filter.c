#include "links/match_filter.h"

#include "links/letters.h"

#include <stdlib.h>

#ifdef __x86_64__
#include <immintrin.h>
#endif

/* Compiled for each processor, with the instructions that it has. */
#define INTO_EACH static inline __attribute__((always_inline))

#define FIRSTS_BITS_MOST 17 /* of 64 bits each: a mebibyte, which the second cache holds */
#define WHOLES_BITS_MOST 18
#define CASE_BIT 0x20u
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
	return (uint32_t)((head(bytes | SMALL, n) + n) * 0x9E3779B97F4A7C15u >> 32);
}

/* The hash of two words that stand together. */
INTO_EACH uint32_t hash_of_two(uint32_t first, uint32_t second)
{
	return (first ^ (second << 13 | second >> 19)) * 0x9E3779B1u;
}

/* The hash of a word that is a form by itself. */
INTO_EACH uint32_t hash_of_one(uint32_t first)
{
	return first * 0x85EBCA6Bu;
}

/* Two bits in 64: with four hashes to each 64 bits one in seventy passes wrongly. */
INTO_EACH uint64_t two_bits(uint32_t hash)
{
	return (uint64_t)1 << (hash & 63) | (uint64_t)1 << (hash >> 6 & 63);
}

INTO_EACH bool has(const struct match_filter *filter, uint32_t hash)
{
	uint64_t bits = two_bits(hash);
	return (filter->wholes[hash >> filter->wholes_shift] & bits) == bits;
}

/* The first pass: by the first word alone. A hash for each word is left behind. */
INTO_EACH uint32_t pass_firsts(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room,
	uint64_t (*head)(uint64_t, uint32_t))
{
	const uint64_t *firsts = filter->firsts;
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
		n += (firsts[hash >> shift] >> (hash & 63) & 1) | end / MATCH_WINDOW_ODD;
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

#else

static uint32_t pass_avx2(const struct match_filter *filter, const unsigned char *p,
	const struct match_window *words, struct match_filter_room *room)
{
	return pass_plain(filter, p, words, room);
}

#endif

uint32_t match_filter_pass(const struct match_filter *filter, enum match_window_by by,
	const unsigned char *p, const struct match_window *words, struct match_filter_room *room)
{
	return by == MATCH_WINDOW_AVX2 ? pass_avx2(filter, p, words, room) :
		pass_plain(filter, p, words, room);
}

bool match_filter_make(struct match_filter *filter, uint32_t n)
{
	uint32_t firsts = 4, wholes = 4;
	while (firsts < FIRSTS_BITS_MOST && (uint32_t)1 << firsts < n / 2) {
		firsts++;
	}
	while (wholes < WHOLES_BITS_MOST && (uint32_t)1 << wholes < n / 2) {
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
		filter->firsts[hash >> filter->firsts_shift] |= (uint64_t)1 << (hash & 63);
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

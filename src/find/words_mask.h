/*
 * words_mask.h - where words are in 64 bytes of a text, and what cannot be cut as ASCII: bit i is byte i.
 *
 * With SSE2, which every x86-64 has, else byte by byte. Both are here, and a test holds them equal.
 * Internal to words_cut.c and words_table.c.
 */
#ifndef DOSSIER_FIND_WORDS_MASK_H
#define DOSSIER_FIND_WORDS_MASK_H

#include "base/base.h"

#define WORDS_MASK_BLOCK 64u

struct words_mask {
	uint64_t word; /* ASCII letters and digits */
	uint64_t hard; /* what is not ASCII, DEL, and controls that are no white space */
	uint64_t hyphen; /* U+002D */
};

/* The masks of the 64 bytes at p. */
struct words_mask words_mask_find(const unsigned char *p);

/* The same without SIMD, for machines that have none. */
struct words_mask words_mask_find_plain(const unsigned char *p);

/* Number of the lowest bit that is set; mask must not be 0. */
static inline uint32_t words_mask_first(uint64_t mask)
{
	return (uint32_t)__builtin_ctzll(mask);
}

/* The lowest n bits, n <= 64. */
static inline uint64_t words_mask_low(uint64_t n)
{
	return n >= WORDS_MASK_BLOCK ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

/* A number whose bytes lie in memory from the lowest on, where this machine does it otherwise. */
static inline uint64_t words_mask_little(uint64_t number)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(number);
#else
	return number;
#endif
}

#endif

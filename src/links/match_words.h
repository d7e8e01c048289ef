/*
 * match_words.h - where words are in 64 bytes, as bit masks: bit i is byte i.
 *
 * The matcher looks at word starts alone, and these are found by a few instructions a block: with
 * SSE2, which every x86-64 has, else byte by byte. Both are here, and a test holds them equal.
 * Characters that are not ASCII are marked where they begin, and left to others. Internal to
 * match.c and words_cut.c.
 */
#ifndef DOSSIER_LINKS_MATCH_WORDS_H
#define DOSSIER_LINKS_MATCH_WORDS_H

#include "base/base.h"

#define MATCH_WORDS_BLOCK 64u

struct match_words {
	uint64_t word; /* ASCII letters and digits */
	uint64_t capital; /* of these, capitals */
	uint64_t lead; /* bytes from 0xC0 on: a character that is not ASCII begins */
	uint64_t wide; /* of these, those from 0xE0 on */
	uint64_t high; /* bytes from 0x80 on */
	uint64_t hyphen; /* the ASCII one */
};

/* The masks of the 64 bytes at p. */
struct match_words match_words_find(const unsigned char *p);

/* The same without SIMD, for machines that have none. */
struct match_words match_words_find_plain(const unsigned char *p);

/* Number of the lowest bit that is set; mask must not be 0. */
static inline uint32_t match_words_first(uint64_t mask)
{
	return (uint32_t)__builtin_ctzll(mask);
}

#endif

/*
 * match_words.h - where words are in 64 bytes, as bit masks: bit i is byte i.
 *
 * The matcher looks at word starts alone, and these are found by a few instructions a block: with
 * SSE2, which every x86-64 has, else byte by byte. Bytes that are not ASCII are marked and left
 * to others. Internal to match.c.
 */
#ifndef DOSSIER_LINKS_MATCH_WORDS_H
#define DOSSIER_LINKS_MATCH_WORDS_H

#include "base/base.h"

#define MATCH_WORDS_BLOCK 64u

struct match_words {
	uint64_t word; /* ASCII letters and digits */
	uint64_t capital; /* of these, capitals */
	uint64_t high; /* bytes from 0x80 on */
};

/* The masks of the n <= 64 bytes at p, behind which there are `more`; bits from n on are 0. */
void match_words_find(const unsigned char *p, size_t n, size_t more, struct match_words *out);

/* Number of the lowest bit that is set; mask must not be 0. */
static inline uint32_t match_words_first(uint64_t mask)
{
	return (uint32_t)__builtin_ctzll(mask);
}

#endif

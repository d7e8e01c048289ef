/*
 * match_sieve.h - the words that may begin a form, by their first two bytes.
 *
 * Of a hundred words of prose some five begin like a form does. The sieve leaves the others out
 * without a branch for any of them, whatever stands behind their second byte; the matcher hashes
 * and compares what is left. A yes may be wrong, a no never is: a word that goes on with a
 * hyphen, or with a character that is not ASCII, passes. So does every such character that
 * begins a word.
 *
 *	uint16_t places[MATCH_SIEVE_PIECE];
 *	uint32_t n = match_sieve_places(&sieve, text, from, from, end, places);
 */
#ifndef DOSSIER_LINKS_MATCH_SIEVE_H
#define DOSSIER_LINKS_MATCH_SIEVE_H

#include "base/span.h"

#define MATCH_SIEVE_PIECE 1024u /* bytes looked at in one call; a multiple of 64 */

struct match_sieve {
	uint64_t rows[128][4]; /* by the first byte: a bit for each second one */
	bool small; /* some form may begin with a small letter or a digit */
};

/* Adds a form as letters_fold() leaves it. Zero is an empty sieve. */
void match_sieve_add(struct match_sieve *sieve, struct span folded);

/*
 * Where in [off, off + MATCH_SIEVE_PIECE) a word of text may begin a form, as distances from off,
 * ascending; their number. Nothing is looked at from `end` on, nor before `from`, which is where
 * a word may begin whatever stands before it; off - from is a multiple of 64.
 */
uint32_t match_sieve_places(const struct match_sieve *sieve, struct span text, uint32_t from,
	uint32_t off, uint32_t end, uint16_t places[MATCH_SIEVE_PIECE]);

#endif

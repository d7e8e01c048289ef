/*
 * match_sieve.h - the words that may begin a form, by their first two bytes.
 *
 * For words that are to be read letter by letter, so that few of them are. A yes may be wrong, a no
 * never is: a word that goes on with a hyphen, or with a character that is not ASCII, passes.
 */
#ifndef DOSSIER_LINKS_MATCH_SIEVE_H
#define DOSSIER_LINKS_MATCH_SIEVE_H

#include "base/span.h"

struct match_sieve {
	uint64_t rows[128][4]; /* by the first byte: a bit for each second one */
};

/* Adds a form as letters_fold() leaves it. Zero is an empty sieve. */
void match_sieve_add(struct match_sieve *sieve, struct span folded);

/* Whether a word that begins with these bytes, the first of them ASCII, may begin a form. */
static inline bool match_sieve_may(const struct match_sieve *sieve, unsigned char first,
	unsigned char second)
{
	return (sieve->rows[first & 0x7F][second >> 6] >> (second & 63) & 1) != 0;
}

#endif

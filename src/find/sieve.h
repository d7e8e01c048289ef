/*
 * sieve.h - can this piece of text hold that folded pattern at all?
 *
 * Folding costs ten times as much as looking: a search over a hundred megabytes must not fold
 * them all. The sieve takes the rarest letter or digit of the pattern and looks for it in the raw
 * bytes, in both cases; where it stands, its neighbours must agree with the pattern, up to the
 * first byte that folding may change (white space, hyphens, quotes, controls, what is not ASCII).
 * It never says no to a text that folds to something with the pattern in it; now and then it says
 * yes to another. ASCII is scanned by memchr; of the rest only characters that fold to ASCII
 * letters and digits are looked at.
 *
 * Knows bytes only, no documents: bytes that folding leaves out for another reason (markup) are
 * the caller's business.
 *
 *	struct sieve sieve;
 *	sieve_init(&sieve, folded, false);
 *	if (sieve_may_hold(&sieve, text)) { … fold and look … }
 */
#ifndef DOSSIER_FIND_SIEVE_H
#define DOSSIER_FIND_SIEVE_H

#include "base/span.h"

struct sieve {
	struct span needle; /* borrowed */
	size_t anchor; /* offset of the rarest letter or digit in it; needle.n where it has none */
	char forms[2]; /* what the anchor may be in ASCII text */
	bool keep_case;
	bool beyond; /* the needle holds something that is not ASCII */
};

/* Prepares for needle, a pattern folded with or without its case; needle must outlive the sieve. */
void sieve_init(struct sieve *sieve, struct span needle, bool keep_case);

/* Whether text (valid UTF-8) may fold to something with the needle in it. O(text.n). */
bool sieve_may_hold(const struct sieve *sieve, struct span text);

#endif

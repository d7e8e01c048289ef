#include "links/match_sieve.h"

#include "links/letter.h"

static void bit_set(uint64_t row[4], unsigned char byte)
{
	row[byte >> 6] |= (uint64_t)1 << (byte & 63);
}

static unsigned char capital_of(unsigned char c)
{
	return c >= 'a' && c <= 'z' ? (unsigned char)(c & ~0x20) : c;
}

/* Lets words pass that begin with `first` and go on with `second`, or with what may hide it. */
static void pass(struct match_sieve *sieve, unsigned char first, unsigned char second)
{
	uint64_t *row = sieve->rows[first];
	if (!letter_is_alnum(second)) {
		memset(row, 0xFF, sizeof(sieve->rows[first])); /* a word of one letter */
		return;
	}
	bit_set(row, letter_small(second));
	bit_set(row, capital_of(second));
	bit_set(row, '-'); /* of a line end */
	row[2] = row[3] = UINT64_MAX;
}

void match_sieve_add(struct match_sieve *sieve, struct span folded)
{
	unsigned char first = (unsigned char)folded.p[0];
	unsigned char second = folded.n > 1 ? (unsigned char)folded.p[1] : '\0';
	if (first >= 0x80) {
		return;
	}
	pass(sieve, first, second);
	if (first < 'A' || first > 'Z') {
		pass(sieve, capital_of(first), second);
	}
}

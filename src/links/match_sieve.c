#include "links/match_sieve.h"

#include "links/letter.h"
#include "links/match_words.h"

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
		sieve->small = true;
	}
}

/* The last n <= 64 bytes, and one that says that nobody knows how they go on. */
static const unsigned char *block_pad(unsigned char padded[MATCH_WORDS_BLOCK + 1],
	const unsigned char *p, size_t n)
{
	memset(padded, 0, MATCH_WORDS_BLOCK + 1);
	memcpy(padded, p, n);
	padded[n] = 0x80;
	return padded;
}

uint32_t match_sieve_places(const struct match_sieve *sieve, struct span text, uint32_t from,
	uint32_t off, uint32_t end, uint16_t places[MATCH_SIEVE_PIECE])
{
	unsigned char padded[MATCH_WORDS_BLOCK + 1];
	const unsigned char *p = (const unsigned char *)text.p + off;
	uint32_t size = end - off < MATCH_SIEVE_PIECE ? end - off : MATCH_SIEVE_PIECE, n = 0;
	uint64_t carry = off > from && letter_is_alnum(p[-1]);
	for (uint32_t base = 0; base < size; base += MATCH_WORDS_BLOCK) {
		bool whole = base + MATCH_WORDS_BLOCK < end - off;
		const unsigned char *block = whole ? p + base :
			block_pad(padded, p + base, size - base);
		struct match_words words = match_words_find(block);
		uint64_t before = words.word << 1 | carry;
		uint64_t starts = words.word & ~before & (sieve->small ? UINT64_MAX : words.capital);
		carry = words.word >> 63;
		if (words.lead != 0) {
			/* Behind an ASCII letter a character of two bytes is within its word. */
			starts |= words.lead & ~(before & ~words.wide);
		}
		for (; starts != 0; starts &= starts - 1) {
			uint32_t bit = match_words_first(starts);
			const uint64_t *row = sieve->rows[block[bit] & 0x7F];
			uint32_t second = block[bit + 1];
			places[n] = (uint16_t)(base + bit);
			n += (uint32_t)(row[second >> 6] >> (second & 63) & 1) | block[bit] >> 7;
		}
	}
	return n;
}

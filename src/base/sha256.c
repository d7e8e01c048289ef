#include "base/sha256.h"

#include "base/byte.h"

enum { BLOCK = 64, LENGTH_AT = 56 };

/* FIPS 180-4, 4.2.2: fractional parts of the cube roots of the first 64 primes. */
static const uint32_t round_constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2};

static uint32_t turn(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

static uint32_t word_at(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* 6.2.2, step 1: the message schedule. */
static void schedule(const unsigned char *block, uint32_t w[64])
{
	for (int i = 0; i < 16; i++) {
		w[i] = word_at(block + 4 * i);
	}
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ a >> 3) + w[i - 7] +
			(turn(b, 17) ^ turn(b, 19) ^ b >> 10);
	}
}

/* 6.2.2, steps 2 to 4. */
static void take_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t w[64], s[8];

	schedule(block, w);
	memcpy(s, state, sizeof(s));
	/* The eight words stay where they are, and their names go round. */
	for (int i = 0; i < 64; i++) {
		uint32_t *d = &s[(67 - i) & 7], *h = &s[(71 - i) & 7];
		uint32_t a = s[(64 - i) & 7], b = s[(65 - i) & 7], c = s[(66 - i) & 7];
		uint32_t e = s[(68 - i) & 7], f = s[(69 - i) & 7], g = s[(70 - i) & 7];
		uint32_t choice = (e & f) ^ (~e & g), majority = (a & b) ^ (a & c) ^ (b & c);
		uint32_t t1 = *h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + choice +
			round_constants[i] + w[i];

		*d += t1;
		*h = t1 + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority;
	}
	for (int i = 0; i < 8; i++) {
		state[i] += s[i];
	}
}

/* 5.1.1: a one, zeros, the length in bits. */
static void take_end(uint32_t state[8], struct span rest, uint64_t bits)
{
	unsigned char tail[2 * BLOCK] = {0};
	size_t n = rest.n < LENGTH_AT ? BLOCK : 2 * BLOCK;

	if (rest.n > 0) {
		memcpy(tail, rest.p, rest.n);
	}
	tail[rest.n] = 0x80;
	for (size_t i = 0; i < 8; i++) {
		tail[n - 1 - i] = (unsigned char)(bits >> 8 * i);
	}
	for (size_t at = 0; at < n; at += BLOCK) {
		take_block(state, tail + at);
	}
}

void sha256_begin(struct sha256_run *run)
{
	*run = (struct sha256_run){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void sha256_add(struct sha256_run *run, struct span bytes)
{
	size_t held = run->n % BLOCK, at = 0;

	run->n += bytes.n;
	if (held > 0) {
		at = bytes.n < BLOCK - held ? bytes.n : BLOCK - held;
		if (at > 0) {
			memcpy(run->rest + held, bytes.p, at);
		}
		if (held + at < BLOCK) {
			return;
		}
		take_block(run->state, run->rest);
	}
	for (; bytes.n - at >= BLOCK; at += BLOCK) {
		take_block(run->state, (const unsigned char *)bytes.p + at);
	}
	if (at < bytes.n) {
		memcpy(run->rest, bytes.p + at, bytes.n - at);
	}
}

struct sha256 sha256_end(struct sha256_run *run)
{
	struct sha256 out;

	take_end(run->state, (struct span){(const char *)run->rest, run->n % BLOCK}, run->n * 8);
	for (int i = 0; i < 8; i++) {
		for (int k = 0; k < 4; k++) {
			out.bytes[4 * i + k] = (unsigned char)(run->state[i] >> (24 - 8 * k));
		}
	}
	return out;
}

struct sha256 sha256_of(struct span text)
{
	struct sha256_run run;

	sha256_begin(&run);
	sha256_add(&run, text);
	return sha256_end(&run);
}

void sha256_hex(const struct sha256 *hash, char out[65])
{
	for (int i = 0; i < 32; i++) {
		out[2 * i] = "0123456789abcdef"[hash->bytes[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[hash->bytes[i] & 15];
	}
	out[64] = '\0';
}

bool sha256_parse(struct span text, struct sha256 *out)
{
	struct sha256 made;

	if (text.n != 64) {
		return false;
	}
	for (int i = 0; i < 32; i++) {
		int high = byte_hex(text.p[2 * i]), low = byte_hex(text.p[2 * i + 1]);

		if (high < 0 || low < 0) {
			return false;
		}
		made.bytes[i] = (unsigned char)(high << 4 | low);
	}
	*out = made;
	return true;
}

bool sha256_eq(const struct sha256 *a, const struct sha256 *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

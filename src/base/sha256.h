/*
 * sha256.h - SHA-256, to tell whether a text is the one that it was.
 *
 * FIPS 180-4. Not for secrets: nothing here is constant in time.
 */
#ifndef DOSSIER_BASE_SHA256_H
#define DOSSIER_BASE_SHA256_H

#include "base/span.h"

struct sha256 {
	unsigned char bytes[32];
};

/* The same of bytes that come one after the other. */
struct sha256_run {
	uint32_t state[8];
	unsigned char rest[64]; /* that make no block yet */
	uint64_t n; /* bytes so far */
};

/* Before any bytes. */
void sha256_begin(struct sha256_run *run);

/* Takes the next bytes. */
void sha256_add(struct sha256_run *run, struct span bytes);

/* Of all that was taken. */
struct sha256 sha256_end(struct sha256_run *run);

/* Of all bytes of text. */
struct sha256 sha256_of(struct span text);

/* As 64 hexadecimal digits with a NUL behind. */
void sha256_hex(const struct sha256 *hash, char out[65]);

/* The other way. False where text is not 64 hexadecimal digits. */
bool sha256_parse(struct span text, struct sha256 *out);

/* Whether they are the same. */
bool sha256_eq(const struct sha256 *a, const struct sha256 *b);

#endif

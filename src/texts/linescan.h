/*
 * linescan.h - the lines of a text, found 64 bytes at a time.
 *
 * What textline_of() says of a line, for most lines without looking at each byte of them: where
 * nothing but ASCII stands on it, and no tab and no bar. All others are left to textline_of(), and
 * a line of more than LINESCAN_BYTES to the caller.
 *
 *	struct linescan scan = {.text = text};
 *	while (off < text.n && linescan_next(&scan, &off, &line)) { … }
 */
#ifndef DOSSIER_TEXTS_LINESCAN_H
#define DOSSIER_TEXTS_LINESCAN_H

#include "texts/textline.h"

#define LINESCAN_BLOCK 64u
#define LINESCAN_BLOCKS 64u
#define LINESCAN_BYTES (LINESCAN_BLOCK * LINESCAN_BLOCKS)

/* Of 64 bytes: bit i is byte i; no bit is set behind the last. */
struct linescan_mask {
	uint64_t lf, space;
	uint64_t odd; /* what is not ASCII, tabs, bars */
};

struct linescan {
	struct span text;
	size_t from, to; /* the bytes that have been looked at; none of a zeroed one */
	uint64_t lf[LINESCAN_BLOCKS + 1], space[LINESCAN_BLOCKS + 1], odd[LINESCAN_BLOCKS + 1];
	uint64_t rare[LINESCAN_BLOCKS + 1]; /* what is odd, and spaces behind spaces */
};

/* The line that begins at *off < text.n; *off goes behind its end. False: it is too long, nothing done. */
bool linescan_next(struct linescan *scan, size_t *off, struct textline *out);

/* The masks of the bytes at p, 64 at most: 16 at a time where there is SSE2, the rest one by one. */
struct linescan_mask linescan_find(const unsigned char *p, size_t n);

#endif

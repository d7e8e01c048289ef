/*
 * decode.h - from a file's bytes to the canonical text, and the way back.
 *
 * The canonical text is valid UTF-8 with LF line ends: CRLF becomes LF, a byte order mark is left
 * out, bytes that are nothing in their encoding become U+FFFD each. CR alone and NEL (U+0085)
 * become LF where there are more of them than of LF: they are what the file ends its lines with.
 * In other files they are controls among others, which stay and are shown, as U+2028 and U+2029
 * are: a line that goes back to its start hides nothing. For clean UTF-8 with LF the text is the
 * bytes, nothing is copied, and there is no map.
 *
 * The map is a list of runs in which every character takes the same number of bytes on both
 * sides: one for all of clean UTF-8, two for a line that ends in CRLF, one for a Cyrillic
 * word in KOI8-R.
 *
 *	struct decoded text = {0};
 *	if (!decode_bytes(&bytes, NULL, "windows-1252", &text, &err)) { … }
 *	uint32_t source = decode_source(text.steps, text.nsteps, off);
 */
#ifndef DOSSIER_TEXTS_DECODE_H
#define DOSSIER_TEXTS_DECODE_H

#include "base/buf.h"

/* From here to the next step every character is `made` bytes of text and `read` bytes of file. */
struct decode_step {
	uint32_t at, source; /* offsets of its first character */
	uint8_t made, read;
};

struct decoded {
	struct span text; /* in bytes or in made */
	struct buf bytes, made; /* the file's, and the text where it had to be made */
	struct decode_step *steps; /* NULL where offsets are the same on both sides; malloc'd */
	uint32_t nsteps;
	const char *encoding; /* a constant, or the declared or default one as it was given */
	bool guessed; /* no mark, not declared, not valid UTF-8 */
	uint32_t nbad; /* bytes (units of UTF-16 and UTF-32) that are nothing in the encoding */
};

/*
 * Decodes *bytes, which are taken over (empty afterwards, also on failure). Encoding: byte order
 * mark; UTF-16 whose NULs show it; valid UTF-8; declared (may be NULL). Else a guess: UTF-8 with
 * errors where invalid bytes are under 1 % of what is not ASCII or NULs tell of no text, and
 * fallback otherwise. False: an encoding that nobody knows, 4 GiB or more of text, or no memory;
 * out is then zeroed.
 */
bool decode_bytes(struct buf *bytes, const char *declared, const char *fallback,
	struct decoded *out, struct err *err) MUST_CHECK;

#define DECODE_MOST (UINT32_MAX - 1) /* bytes of the longest text */

/* An encoding, and how it came to be known. */
struct decode_kind {
	const char *name;
	bool guessed;
	size_t mark; /* bytes of the byte order mark */
};

/* What the bytes of a file say of its encoding; zero before the first ones. */
struct decode_survey {
	uint64_t lf, cr, nel, crlf; /* line ends, CR and LF of CRLF among them */
	bool broken, nul; /* it is no UTF-8; there is a NUL */
	uint64_t good, bad; /* characters beyond ASCII, bytes that are no UTF-8 */
};

/* The encoding that the first 8 KiB of n bytes tell: false where all have to be looked at. */
bool decode_by_head(struct span head, uint64_t n, const char *declared, struct decode_kind *out);

/* Takes bytes into account: all of them, or a piece that is cut between characters. */
void decode_survey(struct decode_survey *survey, struct span bytes);

/* The encoding that all bytes tell, where the head does not. */
struct decode_kind decode_by_survey(const struct decode_survey *survey, const char *declared,
	const char *fallback);

/* Adds the line ends of UTF-8 bytes alone. */
void decode_survey_ends(struct decode_survey *survey, struct span bytes);

/* Whether it is a name of UTF-8. */
bool decode_is_utf8(const char *encoding);

/*
 * Whether U+FFFD in the text stands for these bytes of the file because they are nothing in its
 * encoding, and not because that character stands there.
 */
bool decode_is_bad(struct span source);

/*
 * Decodes a part of a file whose encoding is known, which begins and ends with a character: the same
 * text as there in the whole. Offsets of the steps are in the part. Takes *bytes over as above.
 */
bool decode_part(struct buf *bytes, const char *encoding, struct decoded *out, struct err *err)
	MUST_CHECK;

/*
 * Whether parts of a file in this encoding, which as a whole is text, can be decoded by decode_part:
 * every character stands by itself, and so does every line end.
 */
bool decode_has_parts(const char *encoding, struct span text);

/* Source offset of the character that starts at canonical offset off. O(log n). */
uint32_t decode_source(const struct decode_step *steps, uint32_t n, uint32_t off);

/* Canonical offset of the character that starts at the source byte, or a place in it. O(log n). */
uint32_t decode_canonical(const struct decode_step *steps, uint32_t n, uint32_t source);

/* Frees it. Takes a zeroed one. */
void decode_finish(struct decoded *decoded);

#endif

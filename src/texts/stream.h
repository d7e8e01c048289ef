/*
 * stream.h - the canonical text of a file that is too large for memory, piece by piece.
 *
 * What comes out is what decode.h makes of the whole: pieces are cut between characters. The file is
 * read once to see what its encoding is (a byte order mark or UTF-16 is seen at once) and once for
 * the text, by pread: a file that shrinks ends early, and whoever asked sees that it has changed.
 * Encodings with shift states (ISO-2022, UTF-7, HZ) cannot be cut and are refused.
 *
 *	struct stream stream = {.fd = fd, .name = path, .n = size, .declared = NULL, .fallback = …,
 *		.take = take_text, .owner = …};
 *	if (!stream_decode(&stream, &err)) { … }
 */
#ifndef DOSSIER_TEXTS_STREAM_H
#define DOSSIER_TEXTS_STREAM_H

#include "texts/decode.h"

#define STREAM_PIECE (1u << 20) /* bytes of the file that are in memory at a time */

struct stream {
	int fd;
	const char *name; /* for messages */
	uint64_t n; /* bytes of the file */
	const char *declared, *fallback; /* encodings, as for decode_bytes */
	/* Takes the next piece of text, and steps of the map. False: stop. */
	bool (*take)(void *owner, struct span text, const struct decode_step *steps, uint32_t n);
	/* Told how many bytes have been looked at, of 2 n. False: stop. May be NULL. */
	bool (*progress)(void *owner, uint64_t done);
	void *owner;
	size_t piece; /* STREAM_PIECE, or less in a test: 64 at least */

	struct decode_kind kind; /* results from here on */
	uint32_t nbad;
};

/*
 * Hands all of the text to take(). No step at all is handed over where offsets are the same on both
 * sides. False: the file cannot be read, the encoding is not known or cannot be cut, the text is too
 * long, memory is short, or take() or progress() said so; err says which.
 */
bool stream_decode(struct stream *stream, struct err *err) MUST_CHECK;

/* Hands all bytes of the file to take(), as they are and without steps. */
bool stream_bytes(const struct stream *stream, struct err *err) MUST_CHECK;

/* Whether an encoding has shift states: its text cannot be cut. */
bool stream_is_stateful(const char *encoding);

#endif

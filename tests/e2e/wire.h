/* wire.h - the bytes that a program sent to its terminal, token by token
 *
 * Knows how ECMA-48 bytes fall into tokens, which code points are graphic, and which modes a
 * program leaves behind. Does not know which sequences a terminal takes (entry.h) nor what they
 * draw (vt.h). Everything works on a borrowed run of bytes.
 *
 *	struct wire_token token;
 *	for (size_t at = 0; at < log->n; at += token.n) { wire_next(log, at, &token); … }
 */
#ifndef E2E_WIRE_H
#define E2E_WIRE_H

#include "bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum wire_kind {
	WIRE_RUNE,	/* one code point from U+0020 on, whether graphic or not */
	WIRE_CONTROL,	/* one byte below 0x20, or DEL */
	WIRE_ESCAPE,	/* ESC, intermediates, final byte */
	WIRE_CSI,	/* ESC [ parameters, intermediates, final byte */
	WIRE_STRING,	/* OSC, DCS, SOS, PM, APC with its end; the Linux console's ESC ] R */
	WIRE_BAD,	/* invalid UTF-8, or a sequence that is cut off or malformed */
};

/* One token: `n` bytes (at least one) at `p`. `rune` is set for WIRE_RUNE. */
struct wire_token {
	enum wire_kind kind;
	const char *p;
	size_t n;
	uint32_t rune;
};

/* The parts of a WIRE_CSI: `params` (digits ; : < = > ?) and `tail` (intermediates and final
 * byte). Borrowed from the token. */
struct wire_csi {
	const char *params, *tail;
	size_t params_n, tail_n;
};

/* Reads the token at offset `at`, which must lie inside `log`. */
void wire_next(const struct bytes *log, size_t at, struct wire_token *token);

/* The parts of a token of the kind WIRE_CSI. */
struct wire_csi wire_csi(const struct wire_token *token);

/* Whether a terminal shows `rune` as a character and as nothing else: no control, no bidi
 * control, no tag, no invisible format character but the joiners of scripts and emoji (U+200C,
 * U+200D), no private use, no noncharacter. */
bool wire_graphic(uint32_t rune);

/* Whether the private mode `mode` (as in ESC [ ? mode h) is on after all of `log`; off where it
 * was never touched. */
bool wire_mode(const struct bytes *log, unsigned mode);

/* Appends, comma-separated, the names of all that `log` leaves other than a shell wants it:
 * alternate screen, hidden cursor, keypad and cursor-key modes, mouse, pasting, line-drawing
 * characters. Nothing is appended where all is well. */
void wire_pending(const struct bytes *log, struct bytes *names);

/* Decodes into `out` the text of the last clipboard write (OSC 52) in `log`; false where there is
 * none, or it is no base64. */
bool wire_copied(const struct bytes *log, struct bytes *out);

/* Appends `n` bytes at `p` in a form fit for a message: graphic ASCII as it is, ESC as \e, the
 * rest as \xHH. */
void wire_show(const char *p, size_t n, struct bytes *out);

#endif

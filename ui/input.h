/*
 * input.h - bytes from a terminal turned into keys, pasted text and clicks.
 *
 * Knows the sequences that terminals send, not the terminal: term.c reads the bytes and tells the
 * time. Both forms of the cursor keys are known whatever the terminal's description says, and what
 * it says on top. A sequence that nobody knows is swallowed whole; single letters of it never run
 * as commands. A sequence that a slow line cuts behind its Esc is put together again: a `[` or `O`
 * that follows a lone Esc within 300 ms belongs to it.
 *
 *	input_feed(&input, bytes, n, now);
 *	while (input_next(&input, now, &event)) { … }
 *	poll(…, input_wait(&input, now));
 *
 * Sources: ECMA-48 5.4 (control sequences), xterm's ctlseqs (keys, bracketed paste, SGR mouse).
 */
#ifndef DOSSIER_UI_INPUT_H
#define DOSSIER_UI_INPUT_H

#include "read/key.h"

enum input_kind { INPUT_KEY, INPUT_PASTE, INPUT_MOUSE };

struct input_event {
	enum input_kind kind;
	uint32_t key; /* KEY: as in key.h */
	struct span text; /* PASTE: bytes as they came; valid until the next call */
	int row, col; /* MOUSE: from 0 */
	int wheel; /* MOUSE: -1 up, 1 down, 0 the left button went down */
};

#define INPUT_DEFINED_MAX 48
#define INPUT_SEQUENCE_MAX 15

/* A sequence that the terminal's description adds. */
struct input_defined {
	char bytes[INPUT_SEQUENCE_MAX + 1];
	uint8_t n;
	uint32_t key;
};

/* Zero is a valid decoder, with escape 0. */
struct input {
	int escape; /* milliseconds to wait behind an Esc */
	bool erase_is_bs; /* ^H is what the Backspace key sends */
	struct buf bytes; /* that came and are not decoded; owned */
	size_t at; /* the first of them in bytes */
	int64_t fed; /* when the last ones came, in milliseconds of any clock */
	int64_t lone_esc; /* when an Esc was given out for want of more; 0: not lately */
	bool rejoined; /* the Esc in front of bytes was put back */
	bool pasting;
	struct buf paste; /* owned */
	struct input_defined defined[INPUT_DEFINED_MAX];
	uint32_t ndefined;
};

/* Adds a sequence; what begins with no control character, or is too long, is left out. */
void input_define(struct input *input, const char *sequence, uint32_t key);

/* Takes n bytes that came at now (milliseconds). */
void input_feed(struct input *input, const void *bytes, size_t n, int64_t now);

/* The next event; false where there is none, or none that is whole yet. */
bool input_next(struct input *input, int64_t now, struct input_event *out);

/* Milliseconds after which input_next() will know more without any byte; -1: it never will. */
int input_wait(const struct input *input, int64_t now);

/* Frees it. Takes a zeroed one. */
void input_finish(struct input *input);

#endif

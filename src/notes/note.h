/*
 * note.h - a bookmark: a passage, and what the reader says about it.
 *
 * Texts are UTF-8 with LF line ends, in an arena of whoever made the note. A note without a body is
 * a plain bookmark. Times are UTC, "2026-11-21T20:05:00Z".
 */
#ifndef DOSSIER_NOTES_NOTE_H
#define DOSSIER_NOTES_NOTE_H

#include "notes/anchor.h"

enum note_colour { NOTE_PLAIN, NOTE_YELLOW, NOTE_GREEN, NOTE_BLUE, NOTE_RED, NOTE_COLOURS };

#define NOTE_TAGS 32 /* most tags of one note */
#define NOTE_TAG_BYTES 100 /* longest tag */
#define NOTE_BODY_BYTES (1u << 20) /* longest note */

struct note {
	struct span id; /* UUID, 36 characters; empty: not written yet */
	uint32_t rev; /* from 1, one more with each edit; 0: not written yet */
	struct anchor anchor;
	struct span body;
	const struct span *tags; /* in the order given, none twice, without # */
	uint32_t ntags;
	enum note_colour colour;
	struct span author; /* may be empty */
	struct span created, modified;
	struct span rival; /* Id of the note that this one was to replace when somebody else had
			    * changed it meanwhile; else empty */
};

/* "", "yellow", … */
const char *note_colour_word(enum note_colour colour);

/* The other way. False, and out untouched, for no such word. */
bool note_colour_of(struct span word, enum note_colour *out);

/*
 * Takes tags apart that are separated by blanks or commas, with or without # in front; drops
 * doubles, and what is over the bounds. The tags are in arena. False where memory is short.
 */
bool note_tags_parse(struct span text, struct arena *arena, struct note *out) MUST_CHECK;

/* The tags behind `sign` each: "#a #b" with "#", "a b" with "". */
void note_tags_put(const struct note *note, const char *sign, struct buf *out);

/*
 * Whether it is within the bounds: text, tags, a passage; and, where it has an Id, revision and
 * times. The message tells what is not.
 */
bool note_check(const struct note *note, struct err *err) MUST_CHECK;

/* All texts of a note but its tags; always in the same order. */
#define NOTE_TEXTS 11
void note_texts(struct note *note, struct span *out[NOTE_TEXTS]);

/* Copies all texts of from into arena. False where memory is short. */
bool note_copy(const struct note *from, struct arena *arena, struct note *out) MUST_CHECK;

/* Whether text is a UUID in small letters. */
bool note_is_id(struct span text);

/*
 * Makes a UUID (RFC 9562) of 16 bytes, in which its version is set: 4 for random ones, 8 for those
 * that are the same for the same thing.
 */
void note_uuid(unsigned char bytes[16], unsigned version, char out[37]);

/* Now, as a time in a note. */
void note_now(char out[21]);

#endif

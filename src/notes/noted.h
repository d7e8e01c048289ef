/*
 * noted.h - what one asks of a note and its place before writing them out.
 *
 * A note that has a place has a document, and stands in it now; an orphan has only what was
 * written down when it was made.
 */
#ifndef DOSSIER_NOTES_NOTED_H
#define DOSSIER_NOTES_NOTED_H

#include "links/xref.h"
#include "notes/notes.h"

/* Entities, each once. Zero is a valid empty list. */
struct noted_ents {
	ent_id *items; /* in the order of the passage */
	uint32_t n, cap;
	bool failed; /* memory was refused */
};

/*
 * The document that the passage stands in now, with its text; NULL for an orphan, and where the
 * file cannot be read any more.
 */
const struct doc *noted_doc(const struct noted *noted, const struct catalog *catalog);

/* The path of that document; for an orphan that of the one it was made in. */
struct span noted_path(const struct noted *noted, const struct catalog *catalog);

/* Replaces what the list held by the entities whose settled mentions touch the passage. */
void noted_ents(const struct noted *noted, const struct xref *xref, struct noted_ents *out);

/* Frees the list. Takes a zeroed one. */
void noted_ents_finish(struct noted_ents *ents);

/*
 * Makes file offsets of characters and characters of offsets, for formats that count code points.
 * Going forward in a text costs what lies between. Zero plus text is the start.
 */
struct noted_chars {
	struct span text; /* valid UTF-8 */
	size_t off, n; /* n characters before off */
};

/* Characters before off, which lies at the start of one or at the end. */
uint32_t noted_chars_at(struct noted_chars *chars, uint32_t off);

/* The offset with n characters before it. False, and out untouched, beyond the end of the text. */
bool noted_chars_off(struct noted_chars *chars, uint32_t n, uint32_t *out);

/*
 * Appends a path below the dossier as a relative IRI: what is no letter, digit, `-._~/` of ASCII
 * is percent-encoded, so that any bytes come back.
 */
void noted_put_iri(struct span path, struct buf *out);

/* Undoes noted_put_iri, and takes `file:` and `./` off the front. False for a broken `%`. */
bool noted_take_iri(struct span iri, struct buf *out);

#endif

/*
 * notes_place.h - finding the places of notes in the documents of a catalogue.
 *
 * Each note is looked for in the document with its path. Those whose document is gone, and those
 * that are not found in it, are looked for in the others: in one with the very text that they were
 * made in, else in the one that is most like what the notes quote. The others are
 * believed only where the passage stands as it was, unless its own document is gone.
 *
 * For notes.c alone.
 */
#ifndef DOSSIER_NOTES_NOTES_PLACE_H
#define DOSSIER_NOTES_NOTES_PLACE_H

#include "notes/notes.h"

/* What has been found out about a document. */
struct notes_known {
	struct sha256 hash; /* of its canonical text */
	bool hashed;
};

/* The hash of a document's text, made once. */
const struct sha256 *notes_place_hash(
	const struct catalog *catalog, struct notes_known *known, doc_id doc);

/*
 * Fills in the places of n items, of which only the note is set. Reorders the pointers. False where
 * memory is short.
 */
bool notes_place(const struct catalog *catalog, struct notes_known *known, struct noted **items,
	uint32_t n) MUST_CHECK;

#endif

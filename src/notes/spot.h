/*
 * spot.h - a place in a document that is found again after its text has been edited.
 *
 * Lighter than an anchor: for where the reader was, not for what was said about it. A place is
 * written down as a hash of its paragraph and how far in it was, both of the text with every run of
 * white space as one blank, so that a text that was wrapped anew is the same. It is found in the
 * nearest paragraph with that hash; where there is none, at the same share of the text's length.
 *
 *	struct spot spot = spot_make(doc, off);
 *	off = spot_find(doc, &spot);
 */
#ifndef DOSSIER_NOTES_SPOT_H
#define DOSSIER_NOTES_SPOT_H

#include "texts/doc.h"

struct spot {
	uint64_t hash; /* of the paragraph */
	uint32_t in; /* bytes of the paragraph before the place, white space as single blanks */
	uint32_t off; /* where it was */
	uint32_t text_n; /* bytes of the whole text */
};

/* 64 bits of a paragraph's text (FNV-1a), white space as single blanks. */
uint64_t spot_hash(struct span text);

/* The place at off <= doc->text.n. */
struct spot spot_make(const struct doc *doc, uint32_t off);

/*
 * Where it is now: the start of a character, at most doc->text.n. Looks at the paragraph where it
 * was, then at those around it, the nearest first, through 16 MiB of text at most.
 */
uint32_t spot_find(const struct doc *doc, const struct spot *spot);

#endif

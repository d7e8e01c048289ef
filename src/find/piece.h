/*
 * piece.h - a document cut into pieces that are looked at one by one.
 *
 * A piece is a paragraph, or a part of a very long one: what a search folds at a time stays small
 * whatever stands in the file. The parts of a paragraph own its bytes between them; around its own
 * bytes each sees as many more as a match may cover. Offsets are those of the canonical text.
 *
 *	struct piece piece;
 *	for (bool more = piece_from(doc, off, &piece); more; more = piece_next(doc, &piece)) { … }
 */
#ifndef DOSSIER_FIND_PIECE_H
#define DOSSIER_FIND_PIECE_H

#include "texts/fold.h"

#define PIECE_OWN 32768u /* bytes that a piece owns, give or take a character */
#define PIECE_AROUND 16384u /* bytes that it sees on either side, within the paragraph */

struct piece {
	uint32_t para; /* index */
	struct range own; /* matches that start here belong to it; never empty */
	struct range seen;
};

/* The first piece that ends behind off. False where there is none. */
bool piece_from(const struct doc *doc, uint32_t off, struct piece *out);

/* The last piece that starts before off. False where there is none. */
bool piece_before(const struct doc *doc, uint32_t off, struct piece *out);

/* The one behind it, and the one before it. False, and the piece untouched, where there is none. */
bool piece_next(const struct doc *doc, struct piece *piece);
bool piece_prev(const struct doc *doc, struct piece *piece);

#endif

/*
 * anchor_place.h - where the start, or the end, of a passage may be in a text that was edited.
 *
 * A point has old text on either side: what stood around the passage, and the passage. Pieces of
 * eight bytes of that vote for places (the index of anchor_text.h); in the best of them Myers'
 * algorithm finds the offset at which the text on the left and on the right fit best together. Then
 * what agrees is counted on both sides, from the point outwards as far as it pays: bytes less twice
 * the edits, so that a new paragraph a few words away does no harm and chance weighs nothing.
 *
 *	struct anchor_places places;
 *	anchor_place_find(&passage, passage.start, &places);
 */
#ifndef DOSSIER_NOTES_ANCHOR_PLACE_H
#define DOSSIER_NOTES_ANCHOR_PLACE_H

#include "notes/anchor_text.h"
#include "notes/myers.h"

#define ANCHOR_PLACE_SIDE MYERS_MOST /* bytes on either side of a point that are looked for */
#define ANCHOR_PLACE_REACH 32        /* how far a point may be from where pieces put it */
#define ANCHOR_PLACE_MOST 6

/* A passage as it was, to be found in the text as it is. */
struct anchor_passage {
	const struct anchor_text *text; /* ready */
	struct span now;                /* its fold */
	struct span want;               /* prefix, quotation and suffix, folded as one */
	uint32_t start, end;            /* the quotation in want */
	uint32_t guesses[2], nguesses;  /* where, in now, it should start */
};

struct anchor_place {
	uint32_t at; /* in the folded text */
	uint32_t votes;
	uint32_t outer,
		inner; /* bytes that agree of the context, of the passage beside the point */
};

struct anchor_places {
	struct anchor_place items[ANCHOR_PLACE_MOST];
	uint32_t n;
};

/* The best places of a point, which is the passage's start or end. */
void anchor_place_find(
	const struct anchor_passage *passage, uint32_t point, struct anchor_places *out);

#endif

/*
 * anchor_diff.h - what became of a quotation: how much was edited, how much of it is left.
 *
 * Walks along both texts; where they part it looks for the nearest place from which on
 * ANCHOR_TEXT_GRAM bytes agree again (through the index of anchor_text.h, so that a paragraph
 * put in costs no more than a word), and counts what lies between with myers.h. What it gives is an
 * upper bound: exact where edits are single words. Linear in the quotation.
 */
#ifndef DOSSIER_NOTES_ANCHOR_DIFF_H
#define DOSSIER_NOTES_ANCHOR_DIFF_H

#include "notes/anchor_text.h"

struct anchor_diff {
	uint32_t edits;      /* bytes inserted, deleted, replaced */
	uint32_t lost;       /* bytes of the quotation that are not there any more */
	uint32_t head, tail; /* of these, near its start and near its end; 0 for a short one */
};

/* Compares the folded quote with [at.start, at.end) of the folded text. The text must be ready. */
struct anchor_diff anchor_diff(const struct anchor_text *text, struct span quote, struct range at);

#endif

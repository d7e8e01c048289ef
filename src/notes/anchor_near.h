/*
 * anchor_near.h - the place of a passage in a text that was edited.
 *
 * A passage is two points, its start and its end (anchor_place.h). Pairs of a place for the start
 * and one for the end are weighed by how much of prefix, quotation and suffix agrees, in bytes:
 * agreement less twice the edits.
 *
 * The passage must be there with enough agreement, most of its own words, and clearly more than
 * any other place: else it is not found, and the best places are candidates. The limits were
 * set by the table of tests/unit/test_anchor_table.c.
 */
#ifndef DOSSIER_NOTES_ANCHOR_NEAR_H
#define DOSSIER_NOTES_ANCHOR_NEAR_H

#include "notes/anchor.h"

/*
 * Looks for the passage with all that stood around it, folded, and takes it where that stands once;
 * out->state is MOVED then, else ORPHAN. Makes the text ready. False where memory is short.
 */
bool anchor_near_whole(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out) MUST_CHECK;

/*
 * Looks for the passage. out->state is MOVED where the folded quotation is there as it was, else
 * REWORDED or ORPHAN. Makes the text ready. False where memory is short.
 */
bool anchor_near_find(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out) MUST_CHECK;

#endif

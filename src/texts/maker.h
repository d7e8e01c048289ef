/*
 * maker.h - what makes canonical text: UTF-8 with invalid bytes in it becomes text and a map.
 *
 * Internal to decode.c and stream.c. Works on a piece of a file, all of it or the next one: pieces
 * are cut between characters, never behind a CR.
 */
#ifndef DOSSIER_TEXTS_MAKER_H
#define DOSSIER_TEXTS_MAKER_H

#include "texts/decode.h"

struct maker {
	struct span in;
	const uint32_t *offsets; /* offsets in the piece, base not counted; NULL: they are i */
	uint32_t base; /* file offset of the piece */
	uint32_t end; /* file offset behind it */
	size_t valid; /* up to here in is known to be valid UTF-8 */
	bool cr, nel; /* are line ends, alone */
	bool finds_ends; /* maker_convert: by the text that it makes, which is all of it */
	struct decoded *out;
	uint64_t before; /* bytes of text that were made and taken out of out->made */
	uint32_t csteps;
};

/* Settles which of CR and NEL end lines alone: what there is more of than of LF. */
void maker_ends(struct maker *maker, const struct decode_survey *survey);

/* Appends the text of the piece `in`, which is UTF-8 or nearly so, and its map to out. */
bool maker_run(struct maker *maker, struct err *err) MUST_CHECK;

/* The same of a piece in another encoding, out->encoding. */
bool maker_convert(struct maker *maker, struct err *err) MUST_CHECK;

#endif

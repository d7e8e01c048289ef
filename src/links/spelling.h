/*
 * spelling.h - a name in another spelling that means the same to every reader.
 *
 *	"María López-García"          "María López García"
 *	"Treaty of Saint-Germain"     "Treaty of St Germain", "Treaty of St. Germain"
 *	"Mt. Kudryavy"                "Mount Kudryavy", "Mt Kudryavy"
 *	"VAN DER BERG"                "van der Berg"
 *
 * Each call appends one spelling. Knows no entity and no form; transliteration is not its business.
 */
#ifndef DOSSIER_LINKS_SPELLING_H
#define DOSSIER_LINKS_SPELLING_H

#include "base/buf.h"
#include "links/lexicon.h"

/* With blanks for hyphens. False, out untouched, where the name has none. */
bool spelling_unhyphened(struct span name, struct buf *out);

/* How words like "Saint" are written. */
enum spelling_length {
	SPELLING_WHOLE, /* "Saint" */
	SPELLING_SHORT, /* "St" */
	SPELLING_STOP, /* "St." */
	SPELLING_LENGTHS
};

/*
 * With such words of that length, blanks for the hyphens behind them. False where the name has none, or
 * has them so.
 */
bool spelling_shortened(struct span name, enum spelling_length length, struct buf *out);

/*
 * Of a name in capitals, as registers print them ("METTERNICH (Klemens von)"): each word with a capital
 * first and small letters behind it, particles with small letters. False for other names, and for those
 * of less than four bytes, which may be abbreviations.
 */
bool spelling_softened(const struct lexicon *lexicon, struct span name, struct buf *out);

#endif

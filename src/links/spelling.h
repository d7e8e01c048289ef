/*
 * spelling.h - a name in another spelling that means the same to every reader.
 *
 *	"María López-García"          "María López García"
 *	"Treaty of Saint-Germain"     "Treaty of St Germain", "Treaty of St. Germain"
 *	"Mt. Kudryavy"                "Mount Kudryavy", "Mt Kudryavy"
 *	"VAN DER BERG"                "van der Berg"
 *	"Vinson & Elkins"             "Vinson and Elkins"
 *	"SEC", "J.P. Morgan"          "S.E.C.", "J. P. Morgan", "JP Morgan"
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

/* With "and" for "&", or else the other way. False where the name has neither between two words. */
bool spelling_and(struct span name, struct buf *out);

/* How the letters of an abbreviation are written. */
enum spelling_stops {
	SPELLING_BARE, /* "USSR" */
	SPELLING_STOPPED, /* "U.S.S.R." */
	SPELLING_SPACED, /* "U. S. S. R." */
	SPELLING_STOPS
};

/*
 * With all its abbreviations written so: words of up to six letters with stops, or of two to four
 * capitals where other words have small letters, or there are none; no Roman numbers. False where the
 * name has none, or has them so.
 */
bool spelling_abbreviated(struct span name, enum spelling_stops stops, struct buf *out);

/*
 * Of a name in capitals, as registers print them ("METTERNICH (Klemens von)"): each word with a capital
 * first and small letters behind it, particles with small letters. False for other names, and for those
 * of less than four bytes, which may be abbreviations.
 */
bool spelling_softened(const struct lexicon *lexicon, struct span name, struct buf *out);

#endif

/*
 * deed.h - the commonest kind words of treaties, seen without a lexicon.
 *
 * A lexicon takes a while to be made. Of nearly all treaties the first words of the rows of
 * lexicon.def tell that their names have a kind word; only the others need lexicon_sum.
 *
 *	if (deed_shows(name) || lexicon_sum(lexicon, name).deeds != 0) { … }
 */
#ifndef DOSSIER_LINKS_DEED_H
#define DOSSIER_LINKS_DEED_H

#include "base/span.h"

/* Whether a word of text, between blanks, is one of them. False tells nothing. */
bool deed_shows(struct span text);

#endif

/*
 * disguise.h - names that look like others: words of mixed scripts in a catalogue and in the texts.
 *
 * Told of are words that mix Latin, Greek and Cyrillic letters (script.h). In a text a word that
 * looks like one of a name in the catalogue, and is none, is a warning with the entity that it
 * could be taken for; other mixtures are notes. For `dossier check`, and for whoever explains a
 * link or a suggestion.
 *
 *	if (!disguise_find(&dossier->ents, &dossier->xref, &report, &err)) { … }
 */
#ifndef DOSSIER_LINKS_DISGUISE_H
#define DOSSIER_LINKS_DISGUISE_H

#include "links/xref.h"

/*
 * Adds every name of the catalogue that mixes scripts, and of what the texts hold the first
 * DISGUISE_TOLD of each sort, and how many more there are. Reads all documents. False where memory
 * is short.
 */
bool disguise_find(const struct entities *ents, const struct xref *xref, struct report *report,
	struct err *err) MUST_CHECK;

#define DISGUISE_TOLD 50

/*
 * Appends what is wrong with a name: "mixes Latin and Cyrillic letters: looks like “Abe”"; nothing
 * where no word of it mixes scripts.
 */
void disguise_tell(struct span name, struct buf *out);

#endif

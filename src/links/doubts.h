/*
 * doubts.h - what is doubtful in a catalogue, judged by its records and by what was found with it.
 *
 * Warnings: two entities of one kind with a name that is the same but for case, accents, marks of
 * punctuation and the order of words. Notes: a treaty without a Date, which no year finds;
 * entities that are mentioned nowhere; names that stand nowhere. What the loaders tell (names of
 * two entities letter by letter, names of one letter, unknown fields) is not told again.
 * For `dossier check`; no start of the reader waits for it.
 *
 *	if (!doubts_find(&dossier->ents, &dossier->xref, &report, &err)) { … }
 */
#ifndef DOSSIER_LINKS_DOUBTS_H
#define DOSSIER_LINKS_DOUBTS_H

#include "links/xref.h"

/*
 * Adds what is doubtful to report, in the order of the file in each group; of a sort of notes the
 * first DOUBTS_NOTES, and how many more there are. O(n log n) in the names. False where memory is
 * short.
 */
bool doubts_find(const struct entities *ents, const struct xref *xref, struct report *report,
	struct err *err) MUST_CHECK;

#define DOUBTS_NOTES 10

#endif

/*
 * russian.h - the case endings of Russian names.
 *
 * Итуруп, Итурупа, Итурупе; Портсмутскому договору; Владимира Путина. Declines by the last letters
 * of each word: adjectives, the usual nouns, surnames in -ов and -ин. Names that no rule fits
 * (Эторофу, Громыко, СССР) stay as they are. Which gender a person has is not known: a form that
 * nobody would say does no harm, for nobody says it.
 */
#ifndef DOSSIER_LINKS_RUSSIAN_H
#define DOSSIER_LINKS_RUSSIAN_H

#include "base/buf.h"

enum russian_case {
	RUSSIAN_GENITIVE,
	RUSSIAN_DATIVE,
	RUSSIAN_ACCUSATIVE,
	RUSSIAN_INSTRUMENTAL,
	RUSSIAN_PREPOSITIONAL,
	RUSSIAN_CASES
};

/*
 * Appends a name in one of the cases. Of persons every word is declined, the last one as a
 * surname; of other things the adjectives in front and the noun behind them, what follows stays
 * ("декларации СССР и Японии"). False, and nothing appended, where the name does not change.
 */
bool russian_decline(struct span name, enum russian_case which, bool person, struct buf *out);

/* Whether text is the surname, or one of its cases. */
bool russian_is_surname(struct span surname, struct span text);

#endif

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

#define RUSSIAN_WORDS 12

/* A name with the rules that its words follow. */
struct russian {
	struct span name; /* borrowed */
	bool person;
	uint8_t rules[RUSSIAN_WORDS]; /* number + 1, 0 where a word stays; words behind stay too */
};

/* Finds the rules for a name, once for all cases. */
void russian_read(struct span name, bool person, struct russian *out);

/*
 * Appends the name in one of the cases. Of persons every word is declined, the last one as a
 * surname; of other things the adjectives in front and the noun behind them, what follows stays
 * ("декларации СССР и Японии"). False, and nothing appended, where the name does not change.
 */
bool russian_decline(const struct russian *russian, enum russian_case which, struct buf *out);

/* Whether text is the surname, or one of its cases. */
bool russian_is_surname(struct span surname, struct span text);

#endif

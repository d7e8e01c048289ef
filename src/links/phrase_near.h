/*
 * phrase_near.h - a date elsewhere in the sentence of a treaty's phrase.
 *
 * "the letters that were exchanged between S. Matsumoto and A.A. Gromyko on 29 September 1956":
 * the date does not belong to the phrase and still tells which letters. Initials and abbreviated
 * titles end no sentence.
 */
#ifndef DOSSIER_LINKS_PHRASE_NEAR_H
#define DOSSIER_LINKS_PHRASE_NEAR_H

#include "links/phrase.h"

/*
 * The next date in the rest of the sentence, or else the last one in it before the phrase, with
 * no other kind word or treaty between. Looks at a few hundred bytes. False where there is none.
 */
bool phrase_near_date(const struct scene *scene, const struct phrase *phrase, struct when *out);

/*
 * "In 1878 … the treaty of July": a month behind the kind word, in the last year that the paragraph
 * names before it. out->at is the month. False where there are not both.
 */
bool phrase_near_month(const struct scene *scene, const struct phrase *phrase, struct when *out);

#endif

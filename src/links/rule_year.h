/*
 * rule_year.h - a kind word or a treaty's name with year, day, place or parties.
 *
 * Candidates are the listed treaties whose date (or place) the text gives; kind word, place and
 * parties vote, and a nation that is no party or a kind that does not fit rules a treaty out. A
 * tie goes to the one that the document spoke of last, marked as likely; else it stays open. A
 * kind word with a year of no listed treaty is no mention.
 */
#ifndef DOSSIER_LINKS_RULE_YEAR_H
#define DOSSIER_LINKS_RULE_YEAR_H

#include "links/phrase.h"

enum year_result {
	YEAR_NONE, /* no listed treaty fits */
	YEAR_ONE, /* scene->some[0], the others are its rivals */
	YEAR_OPEN, /* scene->some are rivals that nothing tells apart */
};

/*
 * The treaties that fit a kind (bit set) with this date (NULL: by the phrase's places), best
 * first in scene->some. *certainty is set for YEAR_ONE.
 */
enum year_result rule_year_pick(struct scene *scene, const struct phrase *phrase, uint32_t deeds,
	const struct when *when, enum mention_certainty *certainty);

/* Settles the kind word at the current hit by date or place. False where there is no mention. */
bool rule_year(struct scene *scene, const struct phrase *phrase, uint32_t deeds);

/* Settles the treaty's name at the current hit, with the date that goes with it. */
bool rule_year_name(struct scene *scene, const struct phrase *phrase);

#endif

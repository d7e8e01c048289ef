/*
 * rule_coordinated.h - several names that share one head word.
 *
 * "treaties of 1855 and 1875", "traités de Paris et de Chaumont", "Habomai and Shikotan islands":
 * one mention of all of them, from the first name to the head. Names that are whole by
 * themselves ("the islands of Habomai and Shikotan") are not coordinated.
 */
#ifndef DOSSIER_LINKS_RULE_COORDINATED_H
#define DOSSIER_LINKS_RULE_COORDINATED_H

#include "links/phrase.h"

/* Settles a kind word with several dates or places. False where not two of them are listed. */
bool rule_coordinated_deeds(struct scene *scene, const struct phrase *phrase, uint32_t deeds);

/* Settles the island at the current hit together with those behind it, up to their head. */
bool rule_coordinated_islands(struct scene *scene);

/*
 * "Johan and Cornelis de Witt" at the current hit, which is a whole name: given names before it that
 * with its surname are whole names of others. False where there are none.
 */
bool rule_coordinated_people(struct scene *scene);

#endif

/*
 * rule_short.h - a short form of a treaty that the document has named before.
 *
 * "the security treaty" behind "Japanese-American security treaty": a kind word with a word of
 * the name before it, of exactly one treaty that was spoken of. A kind word alone is a
 * description, and "a peace treaty" is any.
 */
#ifndef DOSSIER_LINKS_RULE_SHORT_H
#define DOSSIER_LINKS_RULE_SHORT_H

#include "links/phrase.h"

/* Whether one of the treaty's names holds every word of the text in `at`, "of" and "the" apart. */
bool rule_short_holds(const struct scene *scene, uint32_t ent, struct range at);

/*
 * Settles the kind word at the current hit, whose kinds are `deeds` (1 << enum lex_deed). False
 * where it is no short form of anything.
 */
bool rule_short(struct scene *scene, const struct phrase *phrase, uint32_t deeds);

#endif

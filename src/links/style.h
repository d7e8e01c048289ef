/*
 * style.h - the part of a person's name behind the comma that is a title: "Viscount Castlereagh",
 * "1st Duke of Wellington", "comte de Palmella", "2nd Earl", "Sir Robert".
 *
 * Knows titles and ranks by the lexicon; no entity and no text.
 */
#ifndef DOSSIER_LINKS_STYLE_H
#define DOSSIER_LINKS_STYLE_H

#include "links/lexicon.h"

#define STYLE_DUKE 5
#define STYLE_SOVEREIGN 7 /* the rank of kings: their lands are no names of theirs */

struct style {
	struct span name; /* what the title is of, "Wellington"; empty for "2nd Earl", "Duke of" */
	uint8_t rank; /* 0 for "Sir" and for offices, 1 baron or lord, …, 5 duke, 6 prince */
	bool seat; /* the name stands behind "of" or "de": it is a place's, too */
	uint32_t gender; /* LEX_MAN or LEX_WOMAN by the title, 0 where it tells none */
};

/* Reads a part of a name. False where it does not begin with a title, or an ordinal and one. */
bool style_read(const struct lexicon *lexicon, struct span part, struct style *out);

#endif

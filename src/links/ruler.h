/*
 * ruler.h - the name and number of a ruler, in other spellings.
 *
 *	"Louis XVIII, roi de France"    "Louis XVIII", "Louis 18", "Louis the Eighteenth"
 *	"Wilhelm I."                    "Wilhelm I", "Wilhelm Ier", "Wilhelm the First"
 */
#ifndef DOSSIER_LINKS_RULER_H
#define DOSSIER_LINKS_RULER_H

#include "links/person.h"

enum ruler_spelling { RULER_ROMAN, RULER_FIGURE, RULER_ORDINAL, RULER_SPELLINGS };

/* Appends one spelling of a ruler's name (person->ruler). False, out untouched, where there is none. */
bool ruler_put(const struct person *person, enum ruler_spelling spelling, struct buf *out);

#endif

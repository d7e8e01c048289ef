/*
 * republican.h - dates of the French republican calendar, years I to XIV.
 *
 * "26 vendémiaire an VI" is 17 October 1797. Knows the calendar as it was in force, with the days
 * on which its years began; the complementary days at a year's end are not read.
 */
#ifndef DOSSIER_LINKS_REPUBLICAN_H
#define DOSSIER_LINKS_REPUBLICAN_H

#include "links/token.h"

/*
 * Reads month and year behind a day of the month, which has been read: "vendémiaire an VI",
 * "pluviôse, an 9", "germinal of the Year X", "brumaire de l'an VIII". False, outputs untouched,
 * where there is none.
 */
bool republican_read(const struct words *words, uint32_t off, uint32_t day, struct doc_date *out,
	uint32_t *end);

#endif

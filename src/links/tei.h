/*
 * tei.h - a catalogue out of TEI: listPerson, listPlace, listBibl, listEvent, listOrg, listObject.
 *
 * tei.c is the one file that knows libxml2, and keeps its traps shut: no network, no external
 * entity or DTD, no entity expanded, no XInclude, its own bounds on depth and size left on. One
 * entry is in memory at a time.
 *
 * An entry (person, place, bibl, event, org, object right in a list) gives: its names as Name and
 * Alias, of persons put together from forename, nameLink, surname and genName, without roleName;
 * birth and death, or date, as Date; pubPlace or placeName of what is written or happens as Place;
 * note and desc as Note; idno as Idno, with its type before it; Kind `person`, else the type,
 * else `treaty` for an event and for a bibl of a list of treaties, or the element's name (`work`
 * for bibl). The Id is that in idno type="dossier", else xml:id where it can be one. The bibliography of
 * sources in the header is passed over.
 */
#ifndef DOSSIER_LINKS_TEI_H
#define DOSSIER_LINKS_TEI_H

#include "links/roster.h"

#define TEI_BYTES ((size_t)64 << 20) /* of a file */

/* Whether a file is XML rather than a table: by its first sign. */
bool tei_looks_so(struct span text);

/*
 * Adds the entries of text to the roster. What cannot be taken is reported with its line. False,
 * with a message `path:line: …`, for what is not well-formed or larger than TEI_BYTES, where
 * there is no entry at all, or where memory is short.
 */
bool tei_read(struct span text, struct roster *roster, struct err *err) MUST_CHECK;

#endif

/*
 * tei_put.h - a catalogue as TEI: listPerson, listPlace, listBibl, listOrg, listObject.
 *
 * Persons, places and what is written get elements of their own, other kinds are objects with a
 * type. An xml:id is made of each Id, the same for the same one and no two alike; the Id itself
 * stands in idno type="dossier". What has no element in TEI stands in note type="dossier" with
 * the field as subtype. tei.h reads all of it back.
 */
#ifndef DOSSIER_LINKS_TEI_PUT_H
#define DOSSIER_LINKS_TEI_PUT_H

#include "links/entities.h"

/*
 * Appends the catalogue as a TEI document in UTF-8. Every text is escaped; control characters and
 * bytes that are no UTF-8, which XML cannot hold, stand in their visible form (visible.h).
 */
void tei_put(const struct entities *ents, struct buf *out);

/*
 * Appends an Id as an xml:id, which has no colon and begins with a letter or `_`: `:` becomes `.`,
 * and `_` stands before what would be mistaken for something else. No two Ids give the same.
 */
void tei_put_id(struct span id, struct buf *out);

#endif

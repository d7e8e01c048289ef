/*
 * notes_built.h - the list of notes as it was at the end of a session, in a file that is mapped.
 *
 * Reading 10,000 rows of a database takes longer than a reader notices, so the list is kept in the
 * form of sections.h: texts, and the places that were found, with what the documents were then.
 * It is only ever a copy: the key tells of which state of the store (store_notes_key), and any
 * other state, a file that is broken, or none, lead to the database. Places of documents that have
 * changed since are found anew.
 *
 * For notes.c alone.
 */
#ifndef DOSSIER_NOTES_NOTES_BUILT_H
#define DOSSIER_NOTES_NOTES_BUILT_H

#include "notes/notes.h"

/* Of fewer notes no copy is kept. */
#define NOTES_BUILT_LEAST 500

/*
 * Fills list, items (in the order of their making), far's room and n of *made from the copy at its
 * path, if there is one with this key; the rest is in made->arena and made->map, which stays open
 * with the list. placed[i] (in the arena) is set where the item's place is still good. False: there
 * is none, or memory is short; *made may hold pieces of it in arena and map.
 */
bool notes_built_read(struct notes *made, struct span key, bool **placed) MUST_CHECK;

/* Writes the copy of a list. False where it cannot be written: the old one, if any, stays. */
bool notes_built_write(const struct notes *notes, struct span key) MUST_CHECK;

#endif

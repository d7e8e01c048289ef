/*
 * noting_list.h - lists of notes in a session: asked for in words, opened, made anew.
 *
 * What can be asked, in any order: words of the note, `#tag`, `entity:ID`, `since 2026-11-01`, and
 * `by document`, `by date`, `by tag`, `by entity`.
 */
#ifndef DOSSIER_READ_NOTING_LIST_H
#define DOSSIER_READ_NOTING_LIST_H

#include "read/state.h"

/* Opens the list of the notes of doc (DOC_NONE: of all) that `asked` describes. */
void noting_list_open(struct session *session, doc_id doc, struct span asked);

/* Makes every open list of notes anew; the same note stays chosen, or the one in its place. */
void noting_list_renew(struct session *session);

#endif

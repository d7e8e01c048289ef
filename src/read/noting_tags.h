/*
 * noting_tags.h - tags that the reader has used before, for the line of tags in the note's editor.
 *
 * It knows the notes of the session's dossier and changes nothing.
 *
 *	editor_open(&editor, …, noting_tags_complete, session);
 */
#ifndef DOSSIER_READ_NOTING_TAGS_H
#define DOSSIER_READ_NOTING_TAGS_H

#include "read/state.h"

/*
 * Known tags that begin like the word before the cursor, with and without #, the most used first.
 * owner is the session.
 */
void noting_tags_complete(void *owner, struct span before, struct candidates *out);

#endif

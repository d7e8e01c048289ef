/*
 * pet_name.h - given names as letters shorten them: "Wm.", "Geo.", "Chas.", "Tom", "Harry".
 *
 * A table of English ones; case and full stops do not count. Knows no person.
 */
#ifndef DOSSIER_LINKS_PET_NAME_H
#define DOSSIER_LINKS_PET_NAME_H

#include "base/span.h"

/* Whether the word is a short form of the full given name: "Wm." of "William". */
bool pet_name_fits(struct span full, struct span word);

/* Whether the word, without its full stop, is written with one: "Geo", "Chas", not "Tom". */
bool pet_name_is_cut(struct span word);

#endif

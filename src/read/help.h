/*
 * help.h - the help screen: an ordinary document made from the tables.
 */
#ifndef DOSSIER_READ_HELP_H
#define DOSSIER_READ_HELP_H

#include "read/keymap.h"
#include "texts/doc.h"

/*
 * Makes the help document: first what the screen shows and the ten keys of the first hour, then
 * every command by group with the keys that are bound now, aligned; then the options with their
 * present values.
 */
bool help_doc(const struct keymap *map, const struct config *config, struct doc *out,
	struct err *err) MUST_CHECK;

#endif

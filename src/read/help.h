/*
 * help.h - the help screen: an ordinary document made from the tables.
 */
#ifndef DOSSIER_READ_HELP_H
#define DOSSIER_READ_HELP_H

#include "read/keymap.h"
#include "read/restrictions.h"
#include "texts/doc.h"

/*
 * Makes the help document: first what the screen shows and the ten keys of the first hour, then
 * every command by group with the keys that are bound now, aligned; then the options with their
 * present values. Commands that a guest may not run are left out, which is said; restrictions may be
 * NULL.
 */
bool help_doc(const struct keymap *map, const struct config *config,
	const struct restrictions *restrictions, struct doc *out, struct err *err) MUST_CHECK;

#endif

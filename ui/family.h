/*
 * family.h - relatives of terminals that the database of a server often lacks.
 */
#ifndef DOSSIER_UI_FAMILY_H
#define DOSSIER_UI_FAMILY_H

/* The name of a terminal that behaves like the one called name; "vt100" for an unknown family. */
const char *family_relative(const char *name);

#endif

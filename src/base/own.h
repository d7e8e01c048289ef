/*
 * own.h - files and folders that are the user's alone.
 *
 * What a reader writes down may be nobody else's business, and what somebody else can put there
 * must not be followed: no links, owned by the user, no rights for others. Messages tell what to do.
 */
#ifndef DOSSIER_BASE_OWN_H
#define DOSSIER_BASE_OWN_H

#include "base/err.h"

/* Looks at a folder. True where it is fit for use, or not there, which *there tells. */
bool own_folder(const char *path, bool *there, struct err *err) MUST_CHECK;

/* The same of a regular file. */
bool own_file(const char *path, bool *there, struct err *err) MUST_CHECK;

/* Makes the folder (0700), and those above it, where they are not there, and looks at it. */
bool own_make(const char *path, struct err *err) MUST_CHECK;

#endif

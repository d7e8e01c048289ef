/*
 * fence_files.h - Landlock: which files can be opened at all, and that no TCP port can.
 *
 * Internal to fence.c. Beside what is asked for it opens what libraries read while the program runs:
 * descriptions of terminals, locales, converters of iconv with their libraries, time zones, random
 * numbers, the number of processors, and the terminal itself. Source: the kernel's
 * userspace-api/landlock.rst; rights that a kernel does not know are left out of what is asked.
 */
#ifndef DOSSIER_UI_FENCE_FILES_H
#define DOSSIER_UI_FENCE_FILES_H

#include "ui/fence.h"

/* Needs PR_SET_NO_NEW_PRIVS. Adds the lines "files" and "ports". */
void fence_files_raise(const struct fence_how *how, struct restrictions *told);

#endif

/*
 * camp.h - a folder that a test has for itself. It goes with the test, also where that is killed by a
 * signal that can be caught, as it is when it takes too long.
 *
 *	char path[] = "/tmp/dossier-thing-XXXXXX";
 *	if (camp_make(path)) { …; camp_remove(path); }
 */
#ifndef DOSSIER_TESTS_CAMP_H
#define DOSSIER_TESTS_CAMP_H

#include <stdbool.h>

/* Makes a folder for whose XXXXXX other letters are put. False: errno says why. */
bool camp_make(char *path);

/* Removes what is in a folder. Not 0: it failed. */
int camp_sweep(const char *path);

/* Removes it with all that is in it. Not 0: it failed. */
int camp_remove(const char *path);

#endif

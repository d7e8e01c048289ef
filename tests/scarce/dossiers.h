/*
 * dossiers.h - for stories: the sample dossier, opened by one thread, and what is in it.
 */
#ifndef DOSSIER_TESTS_DOSSIERS_H
#define DOSSIER_TESTS_DOSSIERS_H

#include "read/dossier.h"
#include "scarce.h"

enum dossiers_flags {
	DOSSIERS_CACHE = 1, /* with a folder for indexes, in the process's own */
	DOSSIERS_STATE = 2, /* with a folder for the reader's own */
	DOSSIERS_WORDS = 4, /* with an index of all words */
};

/* Writes the settings that all stories go by. */
void dossiers_prepare(void);

/* Opens the folder at path below the source. */
bool dossiers_open(struct dossier *dossier, const char *path, unsigned flags, struct err *err)
	MUST_CHECK;

/* Documents, entities, every mention, and what was wrong. */
void dossiers_tell(struct dossier *dossier, struct told *told);

#endif

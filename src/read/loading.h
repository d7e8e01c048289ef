/*
 * loading.h - the one pass over the documents of a dossier: read, linked, cut into words.
 *
 * Internal to dossier.c. What the prebuilt index has is not read; where the word index is asked for,
 * documents whose mentions are known and whose words are not are read for these alone.
 */
#ifndef DOSSIER_READ_LOADING_H
#define DOSSIER_READ_LOADING_H

#include "read/dossier.h"

/*
 * Reads the documents that were listed and makes the mention index; names and decisions are loaded.
 * With how->words the word index, too: its folder is there.
 */
bool loading_read(struct dossier *dossier, const struct dossier_how *how, struct err *err)
	MUST_CHECK;

#endif

/*
 * catalog_use.h - how much text of a catalogue is in memory; for the files of the catalogue only.
 */
#ifndef DOSSIER_TEXTS_CATALOG_USE_H
#define DOSSIER_TEXTS_CATALOG_USE_H

#include <stdatomic.h>

struct catalog_use {
	atomic_uint_fast64_t bytes; /* of text in memory; several threads may read documents */
	atomic_uint stale; /* texts read that were of another state of their file than was listed */
};

#endif

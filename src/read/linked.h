/*
 * linked.h - what links are made with, and what is made: replaced as a whole, or not at all.
 *
 * Internal to dossier*.c and loading.c.
 */
#ifndef DOSSIER_READ_LINKED_H
#define DOSSIER_READ_LINKED_H

#include "read/dossier.h"

struct linked {
	struct decisions decisions;
	struct entities ents;
	struct xref xref;
	struct report report;
	uint32_t from; /* in it, behind what loading the names has found */
};

/* Loads decisions, and the alias table that they change. The index is made by somebody else. */
bool linked_load(struct linked *made, const struct dossier *dossier, struct err *err) MUST_CHECK;

/* Loads decisions, and takes the alias table from the dossier's index, with what was said of both. */
bool linked_lend(struct linked *made, const struct dossier *dossier, struct err *err) MUST_CHECK;

/* Puts what was loaded into the dossier, which had nothing of it; the index stays. */
void linked_put(struct linked *made, struct dossier *dossier);

/*
 * What mentions depend on besides the documents, as it is on disk. Asked before it is loaded: what is
 * written in between is then not taken for what was loaded.
 */
struct prebuilt_key linked_key(const struct dossier *dossier);

/* Frees it. Takes a zeroed one. */
void linked_finish(struct linked *linked);

#endif

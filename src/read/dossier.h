/*
 * dossier.h - everything that is loaded before the first frame and const from then on.
 *
 * Documents, alias table, mention index, settings: the first of the three lifetimes (dossier,
 * session, frame).
 *
 *	struct dossier dossier;
 *	if (!dossier_open(&dossier, &how, &err)) { … }
 *	…
 *	dossier_close(&dossier);
 */
#ifndef DOSSIER_READ_DOSSIER_H
#define DOSSIER_READ_DOSSIER_H

#include "base/config.h"
#include "links/xref.h"
#include "texts/catalog.h"

/* What the command line asks for. */
struct dossier_how {
	const char *const *paths; /* one folder, or one or more files */
	uint32_t npaths;
	const char *entities; /* a catalogue in place of the folder's entities.rec; NULL: that one */
	const char *config; /* the user's config.ini; must exist where `must` is set; NULL: none */
	bool config_must;
};

struct dossier {
	struct config config;
	struct catalog catalog;
	struct entities ents;
	struct xref xref;
	struct report report; /* all that was wrong but stopped nothing */
	char *entities_path; /* as used; owned */
};

/* Loads everything. False: a message with the path, and nothing to close. */
bool dossier_open(struct dossier *dossier, const struct dossier_how *how, struct err *err)
	MUST_CHECK;

/* Frees everything. Takes a zeroed one. */
void dossier_close(struct dossier *dossier);

#endif

/*
 * overlay.h - decisions laid over a catalogue: aliases added, entities made, merged and split.
 *
 * Works on records, before the alias table is made of them, so that all that reads names sees what
 * was decided. Memory and time grow with the catalogue and the decisions, however many of them are
 * about one entity and however long a chain of merges is.
 *
 *	if (!overlay_make(&decisions, &file, &arena, report, &err)) { … no memory … }
 */
#ifndef DOSSIER_LINKS_OVERLAY_H
#define DOSSIER_LINKS_OVERLAY_H

#include "links/decisions.h"

/*
 * Changes the records of a catalogue as decided. New fields and records carry the line of their
 * decision. A decision about an entity or a name that is not there is reported. What is made lives
 * in the arena.
 */
bool overlay_make(const struct decisions *decisions, struct rec_file *file, struct arena *arena,
	struct report *report, struct err *err) MUST_CHECK;

#endif

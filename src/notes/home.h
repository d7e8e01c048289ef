/*
 * home.h - where the state of a dossier lives, also after its folder has been moved or copied.
 *
 * Each dossier has a folder of its own in the user's state folder: notes.db, decisions.rec, and
 * home.rec, which says what it is the state of (Path, Id, and sizes and hashes of some documents).
 * A dossier is known by, in this order: the Id that its own config.ini gives ([dossier] id), the
 * path of its folder, its content (most of the same documents). So a folder that was moved, renamed
 * or copied finds its notes, and the reader is told; two different folders of the same name never
 * share any.
 */
#ifndef DOSSIER_NOTES_HOME_H
#define DOSSIER_NOTES_HOME_H

#include "base/report.h"
#include "texts/catalog.h"

enum home_known {
	HOME_NEW, /* nothing is known of this dossier */
	HOME_HERE, /* by path or Id, at the path where it was */
	HOME_MOVED, /* what was elsewhere is here now: the old path is gone */
	HOME_COPY, /* the other one is still there: both share their state */
};

struct home {
	char *folder; /* of its state, below the state folder; owned; need not exist yet */
	enum home_known known;
	char *other; /* MOVED, COPY: the path it was known at; owned; else NULL */
};

/*
 * Finds the state of the dossier in `folder` below `state`. id: as recorded in the dossier; empty:
 * none. The catalog need not have been read. Writes nothing. Broken records are reported and passed over.
 */
bool home_find(struct home *home, const char *state, const char *folder, struct span id,
	const struct catalog *catalog, struct report *report, struct err *err) MUST_CHECK;

/*
 * Makes the folder (0700, owned by the user, no link; refused otherwise) and brings home.rec up to
 * date, with a catalog that was read: before anything is first written into it in a session.
 */
bool home_make(const struct home *home, const char *folder, struct span id,
	const struct catalog *catalog, struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void home_finish(struct home *home);

#endif

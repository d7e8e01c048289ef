/*
 * store.h - what the reader leaves on disk: one SQLite database for each dossier, `notes.db`.
 *
 * A call that returns true has been committed and synced: only then may the screen say so
 * (rollback journal, cut to nothing and synced; synchronous=FULL). Sessions on one dossier share
 * the file; none ever writes over what another has written: see store_put. Every former state of a
 * note is kept.
 *
 * The file is made by the first write: reading where there is none finds nothing. It is 0600 in a
 * folder 0700, both owned by the user; anything else, and links, are refused. A damaged file is set
 * aside under a new name, never deleted, and what can be read of it goes into a new one. A file of
 * a newer dossier is left alone, and nothing is written.
 *
 * store*.c are the only files that know SQLite: store_db.h is theirs.
 *
 *	struct store *store;
 *	if (!store_open(&store, folder, &report, &err)) { … }
 *	if (store_put(store, &note, &rival, &err)) { say("saved"); }
 *	store_close(store);
 */
#ifndef DOSSIER_NOTES_STORE_H
#define DOSSIER_NOTES_STORE_H

#include "base/report.h"
#include "notes/note.h"

struct store;

/*
 * Opens the store in folder (the one of this dossier in the user's state folder; it need not be
 * there). What was wrong and mended is reported, also later on: report stays where it is, or
 * store_prepare names another one. False, with a message that tells what to do, where the file may
 * not or cannot be used; everything but notes works without a store.
 */
bool store_open(struct store **out, const char *folder, struct report *report, struct err *err)
	MUST_CHECK;

/*
 * Has make(with) called before the first write of this session: it makes the folder, which the
 * store makes itself otherwise. What is found from now on goes to this report.
 */
void store_prepare(struct store *store, bool (*make)(void *with, struct err *err), void *with,
	struct report *report);

/* All notes in the order of their making; texts and items are in arena. */
bool store_notes(struct store *store, struct arena *arena, struct note **out, uint32_t *n,
	struct err *err) MUST_CHECK;

/*
 * What tells this state of all notes from any other, in place of what out holds: how many changes
 * there were, and the last ones. Nothing where there are no notes.
 */
bool store_notes_key(struct store *store, struct buf *out, struct err *err) MUST_CHECK;

/*
 * Writes a note. Without an Id it is a new one: Id, rev and times are filled in (texts in arena).
 * With one it replaces the note's revision note->rev by the next. Where that is not the last one
 * any more, or the note is deleted, both are kept: this one becomes a new note whose `rival` is the
 * other's Id, and *rival is set. On failure nothing is written and *note is what it was.
 */
bool store_put(struct store *store, struct note *note, struct arena *arena, bool *rival,
	struct err *err) MUST_CHECK;

/*
 * Writes n notes as they are, Id, rev and times included, in one transaction: for an import. A note
 * whose Id is there is replaced only by a later revision, or a later time at the same revision.
 * *taken is the number written.
 */
bool store_merge(struct store *store, const struct note *notes, uint32_t n, uint32_t *taken,
	struct err *err) MUST_CHECK;

/*
 * Deletes a note if rev is still its last revision. False, too, where it is not. What it was is
 * kept for store_restore.
 */
bool store_delete(struct store *store, struct span id, uint32_t rev, struct err *err) MUST_CHECK;

/*
 * Takes the last change of a note back if rev is the revision that it made: the state before
 * becomes the newest revision; a note that was made is deleted, a deleted one is there again.
 */
bool store_restore(struct store *store, struct span id, uint32_t rev, struct err *err) MUST_CHECK;

/*
 * A number that changes whenever anybody, this session too, has changed a note since. Costs a look
 * at the file's header; never waits.
 */
uint64_t store_version(struct store *store);

/*
 * Has the database checked in full; each fault is an error in report. One with faults is mended,
 * which store_open's report tells. False where that cannot be done, or it cannot be read at all.
 */
bool store_check(struct store *store, struct report *report, struct err *err) MUST_CHECK;

/* Closes it; takes NULL. */
void store_close(struct store *store);

#endif

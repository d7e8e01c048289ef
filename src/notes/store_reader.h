/*
 * store_reader.h - what a session remembers besides notes: places, trails, marks, what was typed,
 * what was read, drafts.
 *
 * Kept in the same database as the notes (store.h). Writing is one transaction for all of it and
 * does not wait for another session: store_reader_save fails at once where the file is locked, and
 * the caller tries again. Of two sessions the last one to write wins, but for what was read and
 * what was typed: these merge. Documents are known by their path; what is kept of a document that
 * is not there any more stays until it is written over.
 *
 *	struct reader_kept kept = {0};
 *	if (!store_reader_load(store, &kept, &err)) { … }
 *	…
 *	if (!store_reader_save(store, &changes, 0, &err)) { again later }
 *	store_reader_finish(&kept);
 */
#ifndef DOSSIER_NOTES_STORE_READER_H
#define DOSSIER_NOTES_STORE_READER_H

#include "notes/spot.h"
#include "notes/store.h"

#define READER_TYPED_MAX 500 /* entries of a history */

/* Where somebody was in a document. */
struct reader_place {
	struct span path;
	struct spot top, cursor; /* of the first row, of the reader */
	bool active; /* the mention at the cursor was the active one */
	char letter; /* of a mark; else 0 */
};

/* Places in their order. */
struct reader_places {
	struct reader_place *items;
	uint32_t n, cap;
};

/* A trail: places before `at` are the way back; then the reader's; those behind are the way forward. */
struct reader_trail {
	struct span name; /* empty: the one without a name */
	struct reader_places places;
	uint32_t at;
	bool current; /* the one that the last session walked on */
};

/* A paragraph that was on the screen. */
struct reader_read {
	struct span path;
	uint64_t hash; /* spot_hash */
};

enum reader_history { READER_SEARCHES, READER_LINES, READER_NAMES, READER_HISTORIES };

struct reader_typed {
	enum reader_history history;
	struct span text;
};

/* A note that was being typed. */
struct reader_draft {
	struct span key; /* what it is a draft of: the note's Id, or document and place */
	struct span path; /* of the document */
	struct spot start, end; /* of the passage */
	struct span note; /* Id of the note that is edited; empty: a new one */
	uint32_t rev; /* its revision */
	struct span body, tags, colour;
	struct span when; /* as in a note; filled in by the store */
};

/* All that is read at the start of a session. Texts are in the arena. */
struct reader_kept {
	struct reader_places last; /* of each document; the latest first */
	struct reader_places marks;
	struct reader_trail *trails; /* with their places; by name */
	uint32_t ntrails, ctrails;
	struct reader_typed *typed; /* the oldest first */
	uint32_t ntyped, ctyped;
	struct reader_draft *drafts; /* the oldest first */
	uint32_t ndrafts, cdrafts;
	struct arena arena;
};

/* What has changed since it was last written. Everything is borrowed; zero is no change. */
struct reader_changes {
	const struct reader_place *last; /* the last one is where the reader is now */
	uint32_t nlast;
	const struct reader_places *marks; /* all of them, or NULL */
	const struct reader_trail *trail; /* the whole of one, which is the current one from now on, or NULL */
	const struct reader_typed *typed; /* in the order of typing */
	uint32_t ntyped;
	const struct reader_read *read;
	uint32_t nread;
	const struct reader_draft *draft; /* to be kept, or NULL */
	struct span drop; /* key of a draft that is not needed any more; empty: none */
};

/* Reads everything but what was read. False, a message, and *out as it was. */
bool store_reader_load(struct store *store, struct reader_kept *out, struct err *err) MUST_CHECK;

/* Hashes of the paragraphs of a document that were read, ascending; malloc'd, owned by the caller. */
bool store_reader_read(struct store *store, struct span path, uint64_t **out, uint32_t *n,
	struct err *err) MUST_CHECK;

/* Writes the changes, waiting at most `patience` ms for other sessions. False: nothing was written. */
bool store_reader_save(struct store *store, const struct reader_changes *changes, int patience,
	struct err *err) MUST_CHECK;

/* A key that no other draft has. False where the system has no random numbers. */
bool store_reader_key(char out[17], struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void store_reader_finish(struct reader_kept *kept);

#endif

/*
 * memory.h - what a session remembers for the next one, and what it was told by the last one.
 *
 * The last place of each document and the last document, the trail, named trails, marks, what was
 * typed, which paragraphs were on the screen. Places come from disk as they were written
 * (store_reader.h) and are looked for in the text when somebody goes there: only then is that text
 * read. Writing is memory_tick's, a transaction that waits for nobody; what fails is tried again,
 * and said once. Without a store, or with read.remember off, nothing is remembered.
 *
 *	memory_open(session);            at the start
 *	memory_leave(session, view);     before a view shows another document
 *	memory_tick(session, 0);         now and then
 */
#ifndef DOSSIER_READ_MEMORY_H
#define DOSSIER_READ_MEMORY_H

#include "notes/store_reader.h"
#include "read/trail.h"

struct session;
struct prompt_history;

#define MEMORY_HERE '\'' /* the letter that the last place is kept under, among the marks */

struct memory_doc {
	struct place place; /* the last one, where there is one */
	bool has, changed; /* changed: since it was written */
	bool looked; /* `read` has been asked for */
	uint64_t *read; /* hashes of the paragraphs that were read, ascending; owned */
	uint32_t nread, cread;
};

struct memory {
	struct store *store; /* borrowed; NULL: nothing is remembered */
	struct reader_kept *kept; /* what was loaded, one after the other: places point into them */
	uint32_t nkept, ckept;
	struct memory_doc *docs; /* as many as the catalogue has; owned */
	uint32_t nchanged; /* documents whose place has changed */
	doc_id last; /* the last document on disk */
	struct span trail; /* name of the one that is walked on; in kept, or owned by name */
	struct buf name;
	uint32_t trail_written; /* the trail's number of changes when it was written */
	bool marks_changed;
	uint32_t typed_written[READER_HISTORIES]; /* entries that have been written */
	struct reader_read *fresh; /* paragraphs read and not written yet */
	uint32_t nfresh, cfresh;
	uint32_t version; /* grows with what was read */
	uint32_t rest; /* ticks to let pass after a failure */
	bool told;
	struct {
		uint32_t ent, version; /* version 0: it is to be counted anew */
		uint32_t at, n; /* of its mentions, looked at so far; unread of these */
		uint64_t *paras; /* paragraphs of those n, as far as their texts were looked at; owned */
		uint32_t nparas, cparas; /* one may stand several times */
	} unread; /* the count of unread_count */
};

/* Reads what is remembered and goes to where the last session was. What fails is said. */
void memory_open(struct session *session);

/* Takes down where the reader is in the document of this view. */
void memory_leave(struct session *session, const struct view *view);

/* A place from disk, not looked for in its text yet. False: the document is not there. */
bool memory_find(const struct session *session, const struct reader_place *kept, struct place *out);

/* Finds a place that came from disk in its text, once; others stay as they are. */
void memory_resolve(const struct session *session, struct place *place);

/* The last place in a document. False: there is none. */
bool memory_place(const struct session *session, doc_id doc, struct place *out);

/* Whether memory_tick has anything to write, as far as can be told without looking at texts. */
bool memory_unsaved(struct session *session);

/* Takes down what the views show and writes what has changed, waiting at most `patience` ms. */
void memory_tick(struct session *session, int patience);

/*
 * Writes the trail as it is now and reads all of them. Valid until the next call. NULL, and a
 * message has been shown, where that fails or nothing is remembered.
 */
const struct reader_kept *memory_trails(struct session *session);

/*
 * Walks on the trail with this name from now on: where it was left, or from here where it is new.
 * False: a message has been shown.
 */
bool memory_trail(struct session *session, struct span name);

/* The history of the prompt that is kept under this name. */
struct prompt_history *memory_history(struct session *session, enum reader_history history);

/* Says, once in a session, why nothing can be remembered. */
void memory_trouble(struct session *session, const struct err *err);

/* Frees it. Takes a zeroed one. */
void memory_finish(struct memory *memory, uint32_t ndocs);

#endif

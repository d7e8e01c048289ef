/*
 * drafts.h - what is typed of notes, kept on disk until it is saved or given up.
 *
 * noting.h holds the drafts of a session and the open editor; here they get to the store and back
 * (store_reader.h), so that a note that was being typed when the line was dropped is in the editor
 * again in the next session. Each draft has a key of its own: two sessions never write over each
 * other's. A draft whose text was saved as a note after all is dropped when it is read.
 *
 *	drafts_open(session);           at the start: takes them in and offers the last one
 *	drafts_tick(session, 0);        now and then
 */
#ifndef DOSSIER_READ_DRAFTS_H
#define DOSSIER_READ_DRAFTS_H

#include "texts/doc.h"

struct session;

/* A draft as it is on disk. */
struct draft_kept {
	char key[17];
	doc_id doc;
	struct range at;
	char *id; /* of the note that is edited; empty: a new one; owned */
	uint64_t hash; /* of what was typed */
	bool wanted; /* scratch of drafts_tick */
};

struct drafts {
	struct draft_kept *items;
	uint32_t n, cap;
	uint32_t rest; /* ticks to let pass after a failure */
	bool told;
};

/* Takes in the drafts that are on disk, goes to the last one and offers it. */
void drafts_open(struct session *session);

/* Whether something was typed that is not on disk yet. */
bool drafts_unsaved(struct session *session);

/* Writes what was typed, and drops what was saved or given up, waiting at most `patience` ms. */
void drafts_tick(struct session *session, int patience);

/* Frees it. Takes a zeroed one. */
void drafts_finish(struct drafts *drafts);

#endif

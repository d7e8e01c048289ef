/*
 * notes.h - the reader's notes on the loaded documents: which there are, and where they stand now.
 *
 * All notes of the store, each with the place that anchor.h found for it, sorted by document and
 * place, orphans last. A note whose document is not there any more, or not in it, is looked for in
 * the others: first in those with the same hash, then in the most alike. Changes go to the store
 * first; what is here never runs ahead of it. What other sessions wrote comes in with
 * notes_refresh. The stored quotation changes only by notes_settle. While documents are still being
 * read (catalog->pending), notes on those that are not there yet are not in the list, and none is
 * looked for in another document.
 *
 *	struct notes notes = {0};
 *	if (!notes_open(&notes, &catalog, store, NULL, &err)) { … }
 *	for (uint32_t i = notes_from(&notes, doc, at.start); i < notes.n && …; i++) { … }
 *	notes_finish(&notes);
 */
#ifndef DOSSIER_NOTES_NOTES_H
#define DOSSIER_NOTES_NOTES_H

#include "base/sections.h"
#include "notes/store.h"
#include "texts/catalog.h"

struct noted {
	const struct note *note; /* in the arena of the list: valid until it changes */
	doc_id doc;              /* DOC_NONE: an orphan without a candidate */
	struct range at;         /* canonical, in doc; empty for an orphan */
	enum anchor_state state;
	uint32_t edits; /* REWORDED */
	bool elsewhere; /* found in another document than the one it was made in */
	struct range candidates[ANCHOR_CANDIDATES]; /* ORPHAN: in doc, the best first */
	uint32_t ncandidates;
};

struct notes {
	struct noted
		*items; /* by document, then place (the longer first), then making; orphans last */
	uint32_t n, norphans;
	const struct catalog *catalog; /* borrowed */
	struct store *store;           /* borrowed */
	uint64_t version;              /* of the store when it was last read */
	uint32_t *far; /* by item that is no orphan: where it, or one of its document before it,
			  ends */
	struct notes_known *known; /* by document; NULL until it is needed; see notes_place.h */
	struct arena arena;
	const struct note *list; /* in the order of their making */
	char *path; /* of the copy of the list that makes the next start quick; NULL: none; owned */
	struct sections map; /* the copy, where the texts are in it */
	bool kept;           /* the copy is that of the list */
	struct buf key;      /* of the state of the store that the list was read from */
};

/*
 * Reads all notes and finds their places. store NULL: there are none, and every change is refused.
 * path: of a copy of the list that an earlier session has left, which is quick where there are many
 * notes; notes_finish writes it anew where it is not that of the list any more. NULL: there is none.
 * False: a message, and an empty list.
 */
bool notes_open(struct notes *notes, const struct catalog *catalog, struct store *store,
	const char *path, struct err *err) MUST_CHECK;

/*
 * Takes in what was written since; what has not changed stays where it was found. *changed: there
 * was something; pointers are then gone.
 */
bool notes_refresh(struct notes *notes, bool *changed, struct err *err) MUST_CHECK;

/*
 * Makes a note on `at` of a document: body, tags and colour of *draft (its id empty). *id gets its
 * Id, in notes->arena. True: it is on disk, and in the list.
 */
bool notes_add(struct notes *notes, doc_id doc, struct range at, const struct note *draft,
	struct span *id, struct err *err) MUST_CHECK;

/*
 * Writes body, tags and colour of *draft over the note with draft's id, whose revision draft->rev
 * the reader saw. *rival as in store_put.
 */
bool notes_edit(
	struct notes *notes, const struct note *draft, bool *rival, struct err *err) MUST_CHECK;

/* Deletes a note as it is in the list. */
bool notes_delete(struct notes *notes, struct span id, struct err *err) MUST_CHECK;

/* Takes back the last change of a note (store_restore). */
bool notes_restore(struct notes *notes, struct span id, uint32_t rev, struct err *err) MUST_CHECK;

/*
 * By the reader's word: the note stands at `at` of that document; its anchor is written anew. Where
 * somebody else has changed the note meanwhile, there are two then, and *rival is set.
 */
bool notes_settle(struct notes *notes, struct span id, doc_id doc, struct range at, bool *rival,
	struct err *err) MUST_CHECK;

/* Index of the note with this Id, or UINT32_MAX. */
uint32_t notes_find(const struct notes *notes, struct span id);

/*
 * The first item (index) of doc that ends behind off: walk on while notes_goes. O(log n), plus
 * overlapping ones.
 */
uint32_t notes_from(const struct notes *notes, doc_id doc, uint32_t off);

/* Whether item i, from notes_from on, is of doc and starts before `end`. */
static inline bool notes_goes(const struct notes *notes, uint32_t i, doc_id doc, uint32_t end)
{
	return i < notes->n - notes->norphans && notes->items[i].doc.i == doc.i &&
		notes->items[i].at.start < end;
}

/* Frees it. Takes a zeroed one; the store stays open. */
void notes_finish(struct notes *notes);

#endif

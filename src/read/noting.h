/*
 * noting.h - notes of a session: which one is meant, the editor open on one, drafts, undo.
 *
 * A note is on disk before the screen says so: where it cannot be written the editor stays open
 * with all that was typed. What was typed and not saved is a draft until it is saved or emptied,
 * and stands in the editor again when it is opened at the same place.
 *
 *	noting_new(session, doc, at);           the editor opens
 *	noting_key(session, key);               … until it is saved or left
 */
#ifndef DOSSIER_READ_NOTING_H
#define DOSSIER_READ_NOTING_H

#include "read/state.h"

/*
 * The note that is meant: in a list of notes the chosen one, in the panel the chosen one, else the
 * innermost one at the reader's place. UINT32_MAX: none. An index in the dossier's notes.
 */
uint32_t noting_here(struct session *session);

/* The innermost note whose passage holds off: as above. */
uint32_t noting_at(const struct session *session, doc_id doc, uint32_t off);

/* Where the reader is in a text: the start of the active mention, else the cursor. */
uint32_t noting_place(const struct session *session, const struct view *view);

/* Notes whose passages lie in a document. O(log n). */
uint32_t noting_count(const struct session *session, doc_id doc);

/* Opens the editor for a new note on `at`, or on the draft of one there. */
void noting_new(struct session *session, doc_id doc, struct range at);

/* Opens the editor on a note, or on the draft of it. */
void noting_edit(struct session *session, uint32_t note);

/* Whether the editor is open and holds something that is not the note already. */
bool noting_is_typed(const struct session *session);

/*
 * Takes in a draft of the note with this Id (empty: a new one): document, place, revision and colour
 * of *about; texts are copied. False where memory is short.
 */
bool noting_take_draft(struct noting *noting, const struct note_draft *about, struct span id,
	struct span text, struct span tags);

/* A key for the open editor. */
void noting_key(struct session *session, uint32_t key);

/*
 * Writes texts, tags and colour of *draft (Id and rev: of the note as it was seen) over the note,
 * and says `said`, or why not.
 */
bool noting_rewrite(struct session *session, const struct note *draft, const char *said);

/*
 * After *draft was written over the note with its Id: says `said`, or that it became a rival, and
 * puts the step into undo.
 */
void noting_rewrote(struct session *session, const struct note *draft, bool rival,
	const char *said);

/* Notes have changed: lists of notes and the panel's are made anew, the choice stays. */
void noting_changed(struct session *session);

/* Takes in what other sessions have written since. Returns whether there was anything. */
bool noting_refresh(struct session *session);

/*
 * Remembers that a change made this revision of a note; an empty Id: that a decision was made, which
 * `said` tells.
 */
void noting_did(struct session *session, struct span id, uint32_t rev, struct span said);

/* Takes the last step off; false where there is none. */
bool noting_undone(struct session *session, struct undo_step *step);

/* Frees what the session holds of all this. */
void noting_finish(struct noting *noting);

#endif

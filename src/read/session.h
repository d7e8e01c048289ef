/*
 * session.h - one reader at one screen: the state, and the two things that happen to it.
 *
 * Keys come in (session_key), frames go out (session_frame). What the session wants from the outside (a
 * copy to the clipboard, a file written, a redraw, the end) it leaves in `wants`; the program does it and
 * answers with session_say. No terminal, no clock, no files here.
 *
 *	struct session *session = session_new(&dossier, &err);
 *	session_resize(session, cols, rows);
 *	while (!session_wants(session)->quit) {
 *		session_frame(session, &frame);   paint it, present it
 *		session_key(session, key);        one key
 *	}
 *	session_free(session);
 */
#ifndef DOSSIER_READ_SESSION_H
#define DOSSIER_READ_SESSION_H

#include "read/dossier.h"
#include "read/frame.h"
#include "read/key.h"

/* What the session asks the program to do; the program resets what it has done. */
struct session_wants {
	bool quit;
	bool redraw; /* clear the terminal and draw everything */
	bool retheme; /* config.look_* changed: make theme, line characters anew */
	bool relook; /* the same for another reason: nothing that is shown is spoilt */
	bool copy; /* send `text` to the clipboard (way: config.read_clipboard) */
	bool save; /* write `text` to the new file `path` */
	struct buf text;
	struct buf path;
};

struct session; /* in state.h, which only the room read/ includes */

/*
 * Makes a session on a loaded dossier, which must outlive it and changes only by what the reader
 * decides (but see session_watch). NULL: no memory, err filled.
 */
struct session *session_new(struct dossier *dossier, struct err *err) MUST_CHECK;

/*
 * The same, ready for its size and a first frame; what that frame does not show may wait (start.h)
 * until session_rest, which is to be called behind it, before anything else.
 */
struct session *session_begin(struct dossier *dossier, struct err *err) MUST_CHECK;

/* Opens what has waited and counts what was told; the next frame shows it. */
void session_rest(struct session *session);

/*
 * Whether the last frame showed texts as they are in their files. Where it did not (an index stood for
 * the folder, and a file on that frame is another one by now), it is not to be seen: the dossier has
 * to be opened without the index, and another session begun.
 */
bool session_is_true(const struct session *session);

/*
 * Looks at files from now on, behind the screen, and takes the dossier anew where they have changed:
 * the session then goes on with a dossier of its own, and the one it was made on is closed. *how is as
 * the dossier was opened, and outlives the session.
 */
void session_watch(struct session *session, const struct dossier_how *how);

/* The path of the document in the pane with the focus; empty for one that was made. */
struct span session_document(struct session *session);

/* The dossier that it reads now. */
struct dossier *session_dossier(const struct session *session);

/* A new size of the screen, in columns and rows, each at least 1. Every view keeps its first word. */
void session_resize(struct session *session, int cols, int rows);

/* One key from the terminal. */
void session_key(struct session *session, uint32_t key);

/* Pasted text: goes to an open prompt as characters, is ignored otherwise. */
void session_paste(struct session *session, struct span text);

/* A click (row, col from 0; wheel: -1 up, 1 down, 0 a press). Ignored while a prompt is open. */
void session_mouse(struct session *session, int row, int col, int wheel);

/* Composes the screen as it is now. Never fails: what found no memory is missing on the screen. */
void session_frame(struct session *session, struct frame *frame);

/* What it wants done; never NULL. */
struct session_wants *session_wants(struct session *session);

/* Shows a message on the last row until the next key; failure says it in the colour of errors. */
void session_say(struct session *session, bool failure, const char *fmt, ...) PRINTF_LIKE(3, 4);

/* Whether one of a failure stands there: what goes on behind the screen does not write over it. */
bool session_complains(const struct session *session);

/* Whether a message stands there. */
bool session_says(const struct session *session);

/* The settings as the session has changed them (`set`). Valid as long as the session. */
const struct config *session_config(const struct session *session);

/* The signs of kinds, by their number, to be shown beside names; they must outlive the session. */
void session_signs(struct session *session, const struct span *signs, uint32_t n);

/* What the program should do about session_tick. */
enum session_due {
	SESSION_NEVER, /* nothing will ever come of it */
	SESSION_WATCH, /* now and then: others may have written something */
	SESSION_UNSAVED, /* soon: something is not on disk yet */
};

/* Which it is at present. */
enum session_due session_due(struct session *session);

/* Whether something goes on behind the screen: session_step is to be called some times a second. */
bool session_works(const struct session *session);

/* Takes a step of that. Returns whether the screen has changed. */
bool session_step(struct session *session);

/*
 * Writes down where the reader is and what was read (memory.h), waiting for no other session, and
 * takes in what others have written. For when no key was typed for a moment. Returns whether the
 * screen has changed.
 */
bool session_tick(struct session *session);

/* Whether a search is going on: session_hunt is to be called whenever no key waits. */
bool session_hunts(const struct session *session);

/* Goes on with it for some milliseconds. The screen may have changed. */
void session_hunt(struct session *session);

/* Whether pages or unread mentions are to be counted: session_count is to be called then. */
bool session_counts(struct session *session);

/* Counts for a moment, when there is nothing else to do. Returns whether the screen has changed. */
bool session_count(struct session *session);

/* session_tick for the last time, before the session is freed; may wait for other sessions a little. */
void session_end(struct session *session);

/* Frees it; takes NULL. Writes nothing. */
void session_free(struct session *session);

#endif

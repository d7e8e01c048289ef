/*
 * quest.h - the search in one document that is going on in a session.
 *
 * It begins with a first slice, which is all of an ordinary document; in a long one the rest is
 * looked at in slices between the keys, with its progress on the last row, until it is found or Esc
 * stops it. The reader may go on reading meanwhile: what is found then is not jumped to, but told,
 * and '' goes there. What is being typed is looked for in the same way, as far as the prompt is
 * open; found, it is shown. One quest at a time.
 *
 * Behind the end it goes on at the start, up to where it began. The answers to a question are found
 * all at once (question.h), in slices, too: for n, and to be shown.
 */
#ifndef DOSSIER_READ_QUEST_H
#define DOSSIER_READ_QUEST_H

#include "read/state.h"

/*
 * Looks for the n-th match of the last pattern, or answer to the last question, in the view that has
 * the focus, from its cursor on or back; again: not the one that the cursor stands on. For a command:
 * runs of its jumps are one step.
 */
void quest_begin(struct session *session, bool back, uint32_t n, bool again,
	enum command_id command);

/* Looks for what is being typed, from the cursor on or back, to show it. */
void quest_show(struct session *session, bool back);

/* Whether one is going on and may: not while something else is being typed. */
bool quest_runs(const struct session *session);

/* Goes on for a slice, some milliseconds. Says how far it is; at the end, what came of it. */
void quest_on(struct session *session);

/* Ends it: nothing was found. False: none was going on. */
bool quest_stop(struct session *session);

#endif

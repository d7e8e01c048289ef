/*
 * unread.h - which paragraphs have been on the screen, and which mentions have not.
 *
 * A paragraph was read when it was on the screen for a moment: when memory_tick found it there. It
 * is known by its hash, so it stays read when the text around it is edited. Documents that nobody
 * has opened are not looked at: all of them is unread.
 */
#ifndef DOSSIER_READ_UNREAD_H
#define DOSSIER_READ_UNREAD_H

#include "read/state.h"

#define UNREAD_MOST 10000 /* unread mentions that are counted, but for those in documents never opened */

/* Takes down that what the view shows has been read. */
void unread_take(struct session *session, const struct view *view);

#define UNREAD_SLICE 64 /* looks at paragraphs at once: some hundredths of a millisecond */

/*
 * Counts the settled mentions of an entity in paragraphs that were not read, by so many looks more; no
 * more than UNREAD_SLICE mentions are counted in any case. Returns whether that is done; *n is 0 until
 * then, and where there are too many. The last entity's count is kept.
 */
bool unread_count(struct session *session, ent_id ent, uint32_t looks, uint32_t *n);

/* The same for the panel's card; panel.uncounted: it is to be called on. */
void unread_follow(struct session *session, uint32_t looks);

/*
 * The first unread mention of an entity behind the reader's place in the order of the dossier, going
 * round; MENTION_NONE where all were read.
 */
uint32_t unread_next(struct session *session, ent_id ent);

#endif

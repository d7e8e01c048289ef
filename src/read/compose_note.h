/*
 * compose_note.h - the parts of a frame that notes have: bars, the note in the panel, the editor.
 */
#ifndef DOSSIER_READ_COMPOSE_NOTE_H
#define DOSSIER_READ_COMPOSE_NOTE_H

#include "read/state.h"

/*
 * The bars of what a view shows, and, where `here` is set, the words of the note that the reader is
 * in, go into *how. Valid until the next call.
 */
void compose_note_bars(struct session *session, const struct view *view, bool here,
	struct render *how);

/* Whether the panel has a note to show: the reader is in the passage of one. */
bool compose_note_shown(struct session *session);

/*
 * The notes at the reader's place, the innermost first, in at most `at`: one area, its text
 * `margin` columns from the left. Returns the rows it took; at least one where compose_note_shown says so and there is room.
 */
int compose_note_panel(struct session *session, struct frame *frame, struct rect at,
	uint32_t margin);

/* The note's editor, where it is open. */
void compose_note_editor(struct session *session, struct frame *frame);

/* The keys of the editor that fit into the last row, the way out always among them. */
void compose_note_keys(const struct editor *editor, uint32_t cols, struct lines *out);

#endif

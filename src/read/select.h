/*
 * select.h - the end of a selection that moves: by characters, rows, words, sentences, paragraphs.
 *
 * A selection is what lies between the anchor and the cursor of a view. Its cursor moves from
 * boundary to boundary: while it lies behind the anchor, from the end of one unit to the end of
 * the next, while before it, from start to start. On its way to the other side it stops at the
 * anchor. So the same key takes back what the other one took. Knows no keys, and changes only the
 * view that it is given.
 *
 *	select_begin(view, view->cursor);
 *	select_units(view, SELECT_WORD, 2);     two words forward
 *	select_units(view, SELECT_SENTENCE, -1);
 */
#ifndef DOSSIER_READ_SELECT_H
#define DOSSIER_READ_SELECT_H

#include "links/xref.h"
#include "read/view.h"

enum select_unit { SELECT_WORD, SELECT_SENTENCE, SELECT_PARAGRAPH };

/* Begins a selection at off: nothing is in it yet. */
void select_begin(struct view *view, uint32_t off);

/* Moves the cursor to `to`, and the view with it. */
void select_to(struct view *view, uint32_t to);

/* Moves it by n units, forward where n > 0. Returns whether it moved. */
bool select_units(struct view *view, enum select_unit unit, int n);

/* Moves it by n glyphs as they stand on the screen: what is not shown is passed over. */
bool select_chars(struct view *view, int n);

/* Moves it by n rows and keeps its column. At the last row it goes to the end, at the first to the start. */
bool select_rows(struct view *view, int n);

/* Moves it over n mentions of the document: forward to the end of one, back to its start. */
bool select_mentions(struct view *view, const struct xref *xref, int n);

/* Widens the selection to whole units at both ends; where nothing is selected, to the one at the cursor. */
void select_whole(struct view *view, enum select_unit unit);

/* The cursor goes to the other end. */
void select_swap(struct view *view);

/* Words in what is selected, counted up to `most`. */
uint32_t select_words(const struct view *view, uint32_t most);

#endif

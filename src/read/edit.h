/*
 * edit.h - a text and a cursor, edited by grapheme clusters: one line, or several.
 *
 * Knows no label, no history, no completion (prompt.h's), no rows and no fields (editor.h's). The
 * text is a buffer in UTF-8; bytes that are none are clusters of their own, so that file names can
 * be edited. EDIT_LINE: one line, at most EDIT_MOST bytes; EDIT_TEXT: lines, each ended by LF but
 * the last, at most EDIT_TEXT_MOST bytes. The cursor is a byte offset between two clusters. What
 * does not fit or finds no memory is not taken: the text stays as it was.
 *
 *	if (!edit_move(buf_span(&text), &cursor, key)) {
 *		edit_key(EDIT_LINE, &text, &cursor, &killed, key);
 *	}
 */
#ifndef DOSSIER_READ_EDIT_H
#define DOSSIER_READ_EDIT_H

#include "read/key.h"
#include "read/line.h"

enum { EDIT_MOST = 4096, EDIT_TEXT_MOST = 1 << 20 };

enum edit_kind { EDIT_LINE, EDIT_TEXT };

/* End of the grapheme cluster that starts at off < text.n. O(length of the cluster). */
size_t edit_cluster_end(struct span text, size_t off);

/*
 * Replaces bytes [from, to) by `with` (not part of text) and puts the cursor behind what came in.
 */
void edit_splice(enum edit_kind kind, struct buf *text, uint32_t *cursor, size_t from, size_t to,
	struct span with);

/*
 * Moves the cursor by one of the keys that do (<Left> ^A <A-b> …); false for any other key. ^A and
 * ^E go to the ends of the cursor's line.
 */
bool edit_move(struct span text, uint32_t *cursor, uint32_t key);

/*
 * Deletes, cuts to and pastes from killed, or inserts the character; other keys do nothing. ^U and
 * ^K cut up to the ends of the cursor's line; at its end ^K cuts the line end.
 */
void edit_key(enum edit_kind kind, struct buf *text, uint32_t *cursor, struct buf *killed,
	uint32_t key);

/*
 * Inserts foreign text, as much of it as fits: tabs as blanks, line ends too in one line, other
 * controls and broken bytes not at all.
 */
void edit_paste(enum edit_kind kind, struct buf *text, uint32_t *cursor, struct span pasted);

/* Columns of text[from, to). */
uint32_t edit_cols(struct span text, size_t from, size_t to);

/*
 * The part of a text that is shown: bytes [from, to), the cursor's cluster [cursor, cursor_end).
 */
struct edit_window {
	size_t from, cursor, cursor_end, to; /* cursor_end == cursor: at the end of the text */
};

/*
 * The part that fits into cols with the cursor in it; a cursor at the end takes one column. Moves
 * by half of cols at a time, so that not every key shifts the line. Where even the cursor's
 * cluster is too wide for cols it is all that is shown.
 */
struct edit_window edit_window(struct span text, uint32_t cursor, uint32_t cols);

#endif

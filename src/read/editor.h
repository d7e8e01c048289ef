/*
 * editor.h - what a note is typed in: its text in several lines, its tags, its colour.
 *
 * Knows no note, no document, no screen: whoever opens it says what it is about (`title`) and
 * takes the text when it is to be saved. Editing within a text is edit.h's, the field of tags is a
 * prompt with a list of known tags. The text is wrapped at blanks for a number of columns that
 * editor_size sets; nothing but <Up> and <Down> looks at it, so that a resize keeps everything.
 *
 * Keys: those of edit.h, <Up> <Down> ^P ^N rows, ^J and <A-Enter> a new line, <Tab> and <S-Tab> the
 * other field, ^T the next colour, <Enter> save, <Esc> ^C ^G leave, ^O write to a file. In the field
 * of tags <Up> <Down> step through the tags that are known.
 *
 *	editor_open(&editor, title, body, tags, NOTE_PLAIN, complete, owner);
 *	if (editor_key(&editor, key) == EDITOR_SAVE) { keep(editor_text(&editor)); }
 */
#ifndef DOSSIER_READ_EDITOR_H
#define DOSSIER_READ_EDITOR_H

#include "notes/note.h"
#include "read/prompt.h"

enum editor_field { EDITOR_NOTE, EDITOR_TAGS };

enum editor_result { EDITOR_GOES_ON, EDITOR_SAVE, EDITOR_LEAVE, EDITOR_WRITE };

struct editor {
	bool open;
	enum editor_field field; /* that has the cursor */
	struct buf title; /* "note on ¶14 “…”" */
	struct buf text;
	uint32_t cursor; /* byte offset in text */
	struct buf killed; /* what was cut out of the text */
	struct prompt tags; /* always open while the editor is */
	enum note_colour colour;
	uint32_t cols; /* of a row of the text, at least 1 */
	uint32_t top; /* number of the first row that was shown last */
	uint32_t goal; /* column that <Up> and <Down> try to keep; UINT32_MAX: that of the cursor */
};

/* Opens it on a text with the cursor at its end. Texts are copied. complete: of tags, or NULL. */
void editor_open(struct editor *editor, struct span title, struct span text, struct span tags,
	enum note_colour colour, prompt_complete *complete, void *owner);

/* Closes it; what was typed stays until it is opened again. */
void editor_close(struct editor *editor);

/* Columns that it is given; 0 counts as 1. */
void editor_size(struct editor *editor, uint32_t cols);

/* Feeds one key. It stays open, whatever comes out. */
enum editor_result editor_key(struct editor *editor, uint32_t key);

/* Inserts pasted text into the field that has the cursor; the text keeps its line ends. */
void editor_paste(struct editor *editor, struct span text);

/* What was typed; valid until the next key. */
struct span editor_text(const struct editor *editor);
struct span editor_tags(const struct editor *editor);

/* Rows of the whole text, at least 1; counts no further than `most`. */
uint32_t editor_rows(const struct editor *editor, uint32_t most);

/* Appends `rows` lines of the text, the cursor's among them; the cursor rests there. */
void editor_put_text(struct editor *editor, uint32_t rows, struct lines *out);

/* Appends the line of tags, in cols columns. */
void editor_put_tags(const struct editor *editor, uint32_t cols, struct lines *out);

/* Frees it. Takes a zeroed one. */
void editor_finish(struct editor *editor);

#endif

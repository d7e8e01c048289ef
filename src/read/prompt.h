/*
 * prompt.h - the line that is typed: an editor, a history, completion.
 *
 * Knows nothing of commands or documents: what can be completed is asked of the owner. Editing is
 * edit.h's. Keys: <Left> <Right> <Home> <End> ^A ^E ^B ^F, <A-b> <A-f> words, <BS> <Del> ^H ^D,
 * ^W ^U ^K cut and ^Y puts back, <Up> <Down> ^P ^N history (only entries that begin with what
 * stood before the cursor), <Tab> <S-Tab> completion (a list above the line, stepped through),
 * <Enter> ^J done, <Esc> ^C ^G cancelled, and so is <BS> in an empty line. Pasted text comes as
 * characters with line ends as blanks; it never runs anything.
 *
 * Completion: the first Tab lists what there is and adds what all of it begins with, further ones
 * step through it and back to what was typed. An eager prompt lists at every change; there <Up>
 * and <Down> step through the list.
 */
#ifndef DOSSIER_READ_PROMPT_H
#define DOSSIER_READ_PROMPT_H

#include "read/key.h"
#include "read/line.h"

/* One thing that the word before the cursor could become. */
struct candidate {
	struct span text; /* replaces bytes [from, cursor) */
	struct span note; /* shown behind it; may be empty */
};

struct candidates {
	struct candidate *items;
	uint32_t n, cap;
	uint32_t from; /* byte offset in the prompt's text that the candidates replace from */
	struct arena arena; /* owns made texts */
	bool failed;
};

/*
 * Fills out (cleared) with what the text up to its end could become, best first, at most 200;
 * sets out->from, at most before_cursor.n.
 */
typedef void prompt_complete(void *owner, struct span before_cursor, struct candidates *out);

struct prompt_history {
	char **items; /* oldest first; no two neighbours alike; at most 500 */
	uint32_t n, cap;
	uint32_t added; /* calls of prompt_history_add that have added one */
};

enum prompt_result { PROMPT_OPEN, PROMPT_DONE, PROMPT_CANCELLED };

struct prompt {
	bool open;
	const char *label; /* ":" "/" "find: " */
	struct buf text;
	uint32_t cursor; /* byte offset */
	struct buf killed; /* what ^W ^U ^K cut, for ^Y */
	struct buf typed; /* what was typed before history or completion took over */
	uint32_t typed_cursor; /* where the cursor was in it */
	struct prompt_history *history; /* borrowed; NULL: none */
	uint32_t history_at; /* number of the entry shown; history->n: none */
	prompt_complete *complete; /* NULL: none */
	void *owner;
	struct candidates candidates;
	uint32_t choice; /* of the candidates; UINT32_MAX: none is taken yet */
	bool eager; /* candidates are listed at every change, not only after Tab */
	bool proposed; /* the text is a proposal, see prompt_propose */
	bool live; /* the owner wants to see every change: incremental search, counts */
	struct span note; /* shown at the right end, where there is room; borrowed */
};

/*
 * Opens it with a text to start from; history and complete may be NULL. live and eager are off:
 * set live, or call prompt_eager, where they are wanted.
 */
void prompt_start(struct prompt *prompt, const char *label, struct span text,
	struct prompt_history *history, prompt_complete *complete, void *owner);

/*
 * Makes the text a proposal: taken by <Enter>, edited by keys that move or delete, replaced by the
 * first character that is typed or pasted.
 */
void prompt_propose(struct prompt *prompt);

/* Lists candidates now and at every change. */
void prompt_eager(struct prompt *prompt);

/* Inserts pasted text. */
void prompt_paste(struct prompt *prompt, struct span text);

/* Feeds one key. After DONE the text is in prompt->text and, if not empty, in the history. */
enum prompt_result prompt_key(struct prompt *prompt, uint32_t key);

/*
 * One whole line: label and text, scrolled so that the cursor's piece is within cols; `<` and `>`
 * say that there is more. Its pieces are valid until the prompt changes.
 */
void prompt_line(const struct prompt *prompt, uint32_t cols, struct lines *out);

/*
 * The candidates as lines, at most rows of them around the choice; nothing where there are none.
 */
void prompt_candidates(const struct prompt *prompt, uint32_t rows, uint32_t cols,
	struct lines *out);

/* For completers: adds one candidate, text and note copied. */
void candidates_add(struct candidates *candidates, struct span text, struct span note);

/* Adds an entry at the end, moving it there where it is known. Not for secrets. */
void prompt_history_add(struct prompt_history *history, struct span text);

/* Frees it. Takes a zeroed one. */
void prompt_finish(struct prompt *prompt);

/* Frees the entries. Takes a zeroed one. */
void prompt_history_finish(struct prompt_history *history);

#endif

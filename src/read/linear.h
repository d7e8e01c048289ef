/*
 * linear.h - the session without a screen: lines typed in, lines of text out, nothing drawn over.
 *
 * For blind readers, for terminals that cannot place a cursor, for scripts. The commands are those
 * of command.def on the same session; what they change is told, one event a line. What was read
 * last is to the session what the screen is elsewhere: mentions, the panel's page, what counts as
 * read and the place that is kept follow it. All that comes out has passed visible.h.
 *
 * What may be typed; where a question was asked, the answer:
 *
 *	(nothing)          reads on
 *	12                 an entry of the list that was told last, else a paragraph
 *	search treaty      the name of a command, or enough of its beginning, and its argument
 *	s treaty   3*      keys as text, a count before them, an argument behind a blank
 *	/treaty    ma      signs and marks need no blank
 *	Tab  <S-Tab>  ^O   keys by their names, as config.ini spells them
 *	:set …             the command line
 *
 *	struct linear *linear = linear_new(session, &how, &err);
 *	linear_begin(linear, &out);                         print what is in out, and a prompt
 *	while (!session_wants(session)->quit && … a line …) {
 *		linear_line(linear, line, &out);
 *	}
 *	linear_free(linear);
 */
#ifndef DOSSIER_READ_LINEAR_H
#define DOSSIER_READ_LINEAR_H

#include "read/session.h"

struct linear_how {
	uint32_t cols, rows; /* of the terminal; 0: none, lines may be as long as they like */
	bool ascii; /* our own signs are ASCII */
};

struct linear;

/* Takes over a session, which must outlive it. NULL: no memory, err filled. */
struct linear *linear_new(struct session *session, const struct linear_how *how,
	struct err *err) MUST_CHECK;

/* Another size of the terminal. What was read is not said again. */
void linear_size(struct linear *linear, uint32_t cols, uint32_t rows);

/* Appends what one is told at the start: the dossier, the document, how to go on. */
void linear_begin(struct linear *linear, struct buf *out);

/* Takes one line without its end, and appends whole lines: what it has led to. */
void linear_line(struct linear *linear, struct span line, struct buf *out);

/* ^C: gives up what is being asked or typed; a note is kept as a draft. Appends what it led to. */
void linear_cancel(struct linear *linear, struct buf *out);

/* Appends what session_say has said since, for answers to what the session wanted done. */
void linear_told(struct linear *linear, struct buf *out);

/* Appends the words that ask for the next line, without a line end. */
void linear_prompt(struct linear *linear, struct buf *out);

/* Frees it, not the session. Takes NULL. */
void linear_free(struct linear *linear);

#endif

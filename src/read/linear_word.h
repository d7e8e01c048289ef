/*
 * linear_word.h - a typed line of linear mode understood: a command with what belongs to it.
 *
 *	(nothing)          reads on
 *	12                 a number, alone
 *	search treaty      the name of a command, or enough of its beginning, and its argument
 *	s treaty   3*      keys as text, a count before them, an argument behind a blank
 *	/treaty    ma      signs and marks need no blank
 *	Tab  <S-Tab>  ^O   keys by their names, as config.ini spells them
 *	:set …             the command line
 */
#ifndef DOSSIER_READ_LINEAR_WORD_H
#define DOSSIER_READ_LINEAR_WORD_H

#include "read/state.h"

enum linear_word_kind { LINEAR_WORD_NONE, LINEAR_WORD_NUMBER, LINEAR_WORD_CALL };

struct linear_word {
	enum linear_word_kind kind;
	uint32_t number; /* NUMBER */
	struct call call; /* CALL; its text lies in the line; p NULL where there is none */
	bool asks_key; /* CALL: the letter that belongs to it was not typed */
};

/* Understands a line by the session's keys. False: err says what is wrong with it. */
bool linear_word_read(const struct session *session, struct span line, struct linear_word *out,
	struct err *err) MUST_CHECK;

#endif

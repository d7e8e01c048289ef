/* script.h - the lines of a case file
 *
 * Knows words, quotes, escapes and the texts that follow a line; does not know any instruction.
 * run.c describes the language.
 *
 *	struct script script = {0};
 *	struct script_line line;
 *	script_open(&script, "a.case", &why);
 *	while (script_next(&script, &line, &why)) { … script_line_finish(&line); }
 */
#ifndef E2E_SCRIPT_H
#define E2E_SCRIPT_H

#include "bytes.h"

#include <stdbool.h>
#include <stddef.h>

#define SCRIPT_WORDS 32

/* An open case file. */
struct script {
	struct bytes text;
	size_t at;
	unsigned number;	/* of the line read last, from 1 */
};

/* One instruction. `word` holds `n` unescaped strings and a NULL behind them; word[0] is its
 * name. */
struct script_line {
	unsigned number;
	char *word[SCRIPT_WORDS + 1];
	bool quoted[SCRIPT_WORDS];
	size_t n;
	struct bytes source;	/* the whole line as it stands in the file */
	const char *rest;	/* in `source`: what follows the name and its blanks */
	bool has_body;
	struct bytes body;	/* the unescaped text of <<END, with its newlines */
};

/* Reads the file; false with a message added to `why`. */
bool script_open(struct script *script, const char *path, struct bytes *why);

/* Frees what script_open() read; copes with a zeroed struct. */
void script_close(struct script *script);

/* The next instruction, empty lines and comments left out. False at the end of the file, and,
 * with a message added to `why` and the line's number set, where a line cannot be read. The
 * caller calls script_line_finish() in either case. */
bool script_next(struct script *script, struct script_line *line, struct bytes *why);

/* Frees a line; copes with a zeroed one. */
void script_line_finish(struct script_line *line);

/* Makes `line`, with n > 1, one without its first word. */
void script_line_shift(struct script_line *line);

#endif

/*
 * shape.h - what the shape of a block of lines says: prose that was wrapped, or lines to be kept.
 *
 * A block is lines without a blank one among them. Wrapped prose is known by its breaks: the first
 * word of the next line would not have fitted (the break was forced), or the next line goes on in
 * the middle of a sentence. Verse, addresses and lists of names break where they like; tables have
 * columns. Knows nothing of list signs, headings and speakers: that is plain.h.
 */
#ifndef DOSSIER_TEXTS_SHAPE_H
#define DOSSIER_TEXTS_SHAPE_H

#include "texts/textline.h"

/* A line this long was not broken by hand nor by a mail program: it is a paragraph. */
#define SHAPE_LONG 120

#define SHAPE_WIDTHS 256 /* columns that are told apart; longer lines count as the last */

/* What is typical of a whole text. */
struct shape {
	uint32_t width; /* columns (with indent) at which lines are wrapped; 0: no block has two */
	uint32_t indent; /* of its ordinary lines */
};

/* A text that is being measured, line by line. Zero is one of no lines. */
struct shape_counts {
	uint32_t widths[SHAPE_WIDTHS], indents[SHAPE_WIDTHS];
	uint32_t wrapped, filled; /* lines that another one follows at once, lines that are not blank */
};

/* Takes the next line; before: the line before it, or NULL. */
void shape_count(struct shape_counts *counts, const struct textline *before,
	const struct textline *line);

/* What the lines are like that have been taken. */
struct shape shape_measured(const struct shape_counts *counts);

/* Whether the n lines are rows of a table: tabs or bars in most, or gaps above one another. */
bool shape_is_table(struct span text, const struct textline *lines, uint32_t n);

/* Whether the break between two lines was forced at this width. */
bool shape_is_forced(const struct textline *line, uint32_t width);

/* Whether the line behind `line` goes on with its sentence. */
bool shape_runs_on(struct span text, const struct textline *line);

/* Whether the n lines, two or more, are prose wrapped at the text's width, or at their own. */
bool shape_is_prose(struct span text, const struct textline *lines, uint32_t n,
	const struct shape *shape);

#endif

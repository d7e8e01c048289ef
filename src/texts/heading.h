/*
 * heading.h - whether a line of plain text reads as a heading.
 *
 * Looks at the line alone; that it stands between blank lines and that text follows is the
 * business of plain.h.
 * Careful: a short sentence, a byline, a date or a name list that was taken for a heading is worse
 * than a heading that was taken for prose.
 */
#ifndef DOSSIER_TEXTS_HEADING_H
#define DOSSIER_TEXTS_HEADING_H

#include "texts/textline.h"

/*
 * Level of the heading that the line is, 1 to 6, or 0: `# Title`, `2.1 Title`, `IV. Title`,
 * `Chapter 3`, `TITLE`, `Title With Capitals`, `Original Language:`. At most 72 columns.
 */
uint32_t heading_level(struct span text, const struct textline *line);

/* Whether all of its letters are capitals, four at least: a heading even without a blank line. */
bool heading_is_capitals(struct span text, const struct textline *line);

/* Whether every word of four letters and more, and the first one, has a capital or a figure. */
bool heading_is_title_case(struct span text, const struct textline *line);

/* Whether the first of n lines is a heading with a rule of its length under it. */
bool heading_is_underlined(struct span text, const struct textline *lines, uint32_t n);

/* How many of the n lines, four at most, are a heading between ** and **; 0: it is none. */
uint32_t heading_starred(struct span text, const struct textline *lines, uint32_t n);

#endif

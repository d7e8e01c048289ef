/*
 * para.h - paragraphs: what a text is read, numbered and cited by.
 *
 * Only the list and its shape; plain.h and markdown.h find them. Paragraphs are in the order of
 * the text and do not overlap. They cover every line that is not blank, except Markdown's lines
 * of markup alone (code fences, underlines of headings). Their numbers are a pure function of the
 * text: no width, no setting and no locale changes them.
 */
#ifndef DOSSIER_TEXTS_PARA_H
#define DOSSIER_TEXTS_PARA_H

#include "base/span.h"

enum para_kind {
	PARA_PROSE, /* lines are joined and wrapped anew */
	PARA_HEADING, /* like prose, set apart; level 1 to 6 */
	PARA_LINES, /* verse, tables, indented lines, addresses: lines keep ends and indents */
	PARA_ITEM, /* a list item: prose with a hanging indent of `indent` columns */
	PARA_QUOTE, /* Markdown quotation: prose, indented by level */
	PARA_CODE, /* Markdown code: like LINES, not prose */
	PARA_RULE, /* a line of dashes or stars: drawn as a rule */
};

/* Whether the lines of paragraphs of this kind keep their ends. */
static inline bool para_keeps_lines(unsigned kind)
{
	return kind == PARA_LINES || kind == PARA_CODE;
}

struct para {
	struct range at; /* to the last character that is not blank; LINES and CODE start where
			  * their first line starts, the others at their first character */
	uint32_t number; /* from 1: what one cites; a RULE has that of the paragraph before it, a
			  * part that of the paragraph it belongs to */
	uint8_t kind; /* enum para_kind */
	uint8_t level; /* HEADING 1 to 6, QUOTE and ITEM depth from 1 */
	uint8_t indent; /* ITEM: columns of its sign with the blank behind it */
	bool part; /* goes on with the one before it: the paragraph was too long (part.h) */
};

/* A growing list. Zero is a valid empty one. */
struct paras {
	struct para *items;
	uint32_t n, cap;
	uint32_t number; /* of the last one that was added, also when the list has been emptied */
	bool failed; /* memory was refused; what is added is dropped from then on */
};

/* Appends a paragraph that begins behind the last one and gives it its number. */
void para_add(struct paras *paras, enum para_kind kind, struct range at, uint32_t level,
	uint32_t indent);

/* Appends a copy of *para, its number too. */
void para_copy(struct paras *paras, const struct para *para);

/* Frees the list; empty and usable again. Takes a zeroed one. */
void para_finish(struct paras *paras);

#endif

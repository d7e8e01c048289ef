/*
 * block.h - the paragraphs of one block of plain text: of lines without a blank one among them.
 *
 * Internal to plain.c, which walks over the blocks. Looks at the lines around, too: whether text
 * follows decides about a heading. Lines are numbered in the window that they stand in.
 */
#ifndef DOSSIER_TEXTS_BLOCK_H
#define DOSSIER_TEXTS_BLOCK_H

#include "texts/linewindow.h"
#include "texts/para.h"
#include "texts/shape.h"
#include "texts/speech.h"

#define BLOCK_DEPTH 9 /* lists in lists */

struct block_level {
	uint32_t indent; /* of its signs */
	struct textline_sign sign; /* the last one */
};

struct blocks {
	struct span text;
	struct linewindow window;
	const struct textline *lines; /* those in the window; numbers of lines are theirs */
	uint32_t n;
	struct shape shape;
	struct speech speech;
	struct paras *paras;
	struct block_level levels[BLOCK_DEPTH]; /* lists that are open, outermost first */
	uint32_t depth;
	bool fields; /* the block has names of fields where others have names of speakers */
};

/* The line behind the block that begins on line i: a blank one, or one that is too far away. */
uint32_t block_end(const struct blocks *p, uint32_t i);

/* The first line from i on that is not blank. */
uint32_t block_next(const struct blocks *p, uint32_t i);

/* Whether a speech may begin on line i: something ends before it. */
bool block_may_speak(const struct blocks *p, uint32_t i);

/* Whether line i, which is not blank, may begin with a name: with a capital, or no ASCII. */
static inline bool block_may_name(const struct blocks *p, uint32_t i)
{
	unsigned char c = (unsigned char)p->text.p[p->lines[i].first];

	return c >= 0x80 || (c >= 'A' && c <= 'Z');
}

/* Appends the paragraphs of the block [a, b). */
void block_put(struct blocks *p, uint32_t a, uint32_t b);

#endif

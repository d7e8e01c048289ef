/*
 * words_paras.h - the paragraphs of a document as the word index keeps them: where each stands in
 * its file, and how many words it has.
 *
 * So a place, which is the number of a word, leads to a paragraph, and that can be read alone
 * (window.h). Four varints a paragraph:
 *
 *	words, bytes between it and the one before, its bytes, kind (3 bits) and step of its number
 *
 *	struct words_paras walk;
 *	words_paras_start(&walk, bytes);
 *	while (words_paras_next(&walk)) { … walk.para.at, walk.first … }
 */
#ifndef DOSSIER_FIND_WORDS_PARAS_H
#define DOSSIER_FIND_WORDS_PARAS_H

#include "base/buf.h"
#include "texts/para.h"

struct words_paras {
	const char *p, *end;
	uint32_t index; /* of the paragraph the walk is at */
	struct para para; /* its place, number and kind; the rest is not kept */
	uint32_t first, words; /* its words, as numbers in the document */
	uint32_t started; /* paragraphs seen */
};

/* Appends a paragraph; before: the one that was put before it in this document, or NULL. */
void words_paras_put(struct buf *out, const struct para *para, const struct para *before,
	uint32_t words);

/* Begins before the first paragraph of those bytes. */
void words_paras_start(struct words_paras *walk, struct span bytes);

/* Goes to the next one. False where there is none, or what stands there is none. */
bool words_paras_next(struct words_paras *walk);

/* Goes on, or stays, to the paragraph that has a word with this number. False: none from here on. */
bool words_paras_find(struct words_paras *walk, uint32_t word);

#endif

/*
 * words_paras.h - the paragraphs of a document as the word index keeps them: where each stands in
 * its file, and how many words it has.
 *
 * So a place, which is the number of a word, leads to a paragraph, and that can be read alone
 * (window.h). Four varints a paragraph, and two more where the text is not the file's bytes as they
 * are (`mapped`):
 *
 *	words, bytes between it and the one before, its bytes, kind (3 bits) and step of its number,
 *	bytes of the file between it and the one before, its bytes in the file
 *
 *	struct words_paras walk;
 *	words_paras_start(&walk, bytes, false);
 *	while (words_paras_next(&walk)) { … walk.now.para.at, walk.first … }
 */
#ifndef DOSSIER_FIND_WORDS_PARAS_H
#define DOSSIER_FIND_WORDS_PARAS_H

#include "texts/doc.h"

struct words_para {
	struct para para; /* its place, number and kind; the rest is not kept */
	struct range source; /* where it is in the file */
	bool mapped; /* its bytes there are not the text as they are */
};

struct words_paras {
	const char *p, *end;
	uint32_t index; /* of the paragraph the walk is at */
	struct words_para now;
	uint32_t first, words; /* its words, as numbers in the document */
	uint32_t started; /* paragraphs seen */
};

/* Appends the paragraph doc->paras[i], in the order of the document. */
void words_paras_put(struct buf *out, const struct doc *doc, uint32_t i, uint32_t words);

/* Begins before the first paragraph of those bytes, which are of a document that is mapped or not. */
void words_paras_start(struct words_paras *walk, struct span bytes, bool mapped);

/* Goes to the next one. False where there is none, or what stands there is none. */
bool words_paras_next(struct words_paras *walk);

/* Goes on, or stays, to the paragraph that has a word with this number. False: none from here on. */
bool words_paras_find(struct words_paras *walk, uint32_t word);

#endif

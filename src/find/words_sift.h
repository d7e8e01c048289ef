/*
 * words_sift.h - which documents can hold a plain pattern, by the word index.
 *
 * A pattern is found anywhere in the folded text: its inner words are whole words there, the first
 * and the last one may be pieces of longer ones, and so may those beside a hyphen, which a line end
 * may have taken. Where there are no hyphens its words follow one another. A document that may not
 * is certain to hold no match; one that may has to be searched.
 */
#ifndef DOSSIER_FIND_WORDS_SIFT_H
#define DOSSIER_FIND_WORDS_SIFT_H

#include "find/words.h"

enum words_sift_flags {
	WORDS_SIFT_EXACT = 1, /* the pattern is bytes of the canonical text, not folded ones */
	WORDS_SIFT_WHOLE = 2, /* its first and last words are whole ones, too */
	WORDS_SIFT_PREFIX = 4, /* but for the end of the last one */
};

/*
 * Fills may, an element for each document of the catalogue: true where it has to be searched.
 * Documents that are not covered have to. False where memory is short.
 */
bool words_sift(const struct words *words, struct span pattern, unsigned flags, bool *may,
	struct err *err) MUST_CHECK;

#endif

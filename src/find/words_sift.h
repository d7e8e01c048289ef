/*
 * words_sift.h - which paragraphs can hold a plain pattern, by the word index.
 *
 * A pattern is found anywhere in the folded text: its inner words are whole words there, the first
 * and the last one may be pieces of longer ones, and so may those beside a hyphen, which a line end
 * may have taken. Where there are no hyphens its words follow one another. What is not among the
 * spots is certain to hold no match; what is has to be searched.
 */
#ifndef DOSSIER_FIND_WORDS_SIFT_H
#define DOSSIER_FIND_WORDS_SIFT_H

#include "find/words_spots.h"

enum words_sift_flags {
	WORDS_SIFT_EXACT = 1, /* the pattern is bytes of the canonical text, not folded ones */
	WORDS_SIFT_WHOLE = 2, /* its first and last words are whole ones, too */
	WORDS_SIFT_PREFIX = 4, /* but for the end of the last one */
	WORDS_SIFT_COUNT = 8, /* to be counted only: at once, documents only where places are few */
};

/*
 * Fills zeroed spots with what has to be searched. False, and nothing to free, where memory is short.
 * Where the words are rare, the documents that do not have them cost nothing.
 */
bool words_sift(struct words *words, struct span pattern, unsigned flags,
	struct words_spots *out, struct err *err) MUST_CHECK;

#endif

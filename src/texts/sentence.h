/*
 * sentence.h - where sentences begin and end, for the reader who moves by them.
 *
 * Boundaries are those of UAX #29 (sentences) as far as prose needs them: a full stop, an
 * exclamation or question mark, with the quotes and brackets that close behind it, ends a sentence
 * where white space follows and then no small letter; the marks of Chinese and Japanese end one
 * without white space. What UAX #29 leaves to tailoring: titles and other abbreviations ("Mr.
 * Horn"), initials ("A. A. Gromyko", "U.S."), numbers that count ("No. 7", "Art. 3") end none.
 *
 * A sentence never reaches over the end of its paragraph, nor over that of a kept line; a heading
 * is one. Paragraphs that were cut into parts (part.h) end a sentence where they were cut.
 *
 *	struct range at = sentence_from(doc, off);
 */
#ifndef DOSSIER_TEXTS_SENTENCE_H
#define DOSSIER_TEXTS_SENTENCE_H

#include "texts/doc.h"

/*
 * The first sentence that ends behind off, without the white space around it; the empty range at
 * the end of the text where there is none. Looks through one paragraph, or two.
 */
struct range sentence_from(const struct doc *doc, uint32_t off);

/* The last sentence that starts before off; the empty range at 0 where there is none. */
struct range sentence_before(const struct doc *doc, uint32_t off);

#endif

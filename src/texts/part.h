/*
 * part.h - paragraphs of megabytes, cut into parts that can be laid out at every key.
 *
 * A screen is laid out from the start of a paragraph. Where a whole book stands on one line that
 * start is far away, so what is longer than PARA_LONG bytes becomes several entries of the list,
 * one number for all of them: the number is what one cites. All but the first have `part` set.
 *
 * A cut is made where it hurts least in the last half of a part: behind the end of a sentence,
 * else at a line end, else at a blank, else between two characters. Lines that are kept are cut
 * at their ends first. Parts and the blanks between them cover the paragraph.
 */
#ifndef DOSSIER_TEXTS_PART_H
#define DOSSIER_TEXTS_PART_H

#include "texts/doc.h"

#define PARA_LONG 65536 /* bytes of the longest part */

/*
 * Cuts what is too long in the list of a document's paragraphs, of which only the text is looked at.
 * Linear. False where memory is short; paras is as it was then.
 */
bool part_split(const struct doc *doc, struct paras *paras) MUST_CHECK;

#endif

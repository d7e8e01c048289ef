/*
 * script.h - words that mix Latin, Greek and Cyrillic letters, and what they look like.
 *
 * Cyrillic а in Latin Abe looks like the name and is another one. A word is a run of letters,
 * digits and marks; that mixes letters of two of these three scripts is hardly ever honest. Greek
 * signs without a Latin look-alike beside Latin letters are (kΩ, λmax), and words of other scripts
 * beside Latin ones, as in Japanese, are no mixture at all.
 *
 * The look-alikes are the usual ones, picked from UTS #39 (Unicode Security Mechanisms),
 * confusables.txt: letters of Greek and Cyrillic that most typefaces draw as a Latin one.
 *
 *	if (script_mixes(name)) { script_tell(name, &out); script_skeleton(name, &latin); }
 */
#ifndef DOSSIER_BASE_SCRIPT_H
#define DOSSIER_BASE_SCRIPT_H

#include "base/buf.h"

/* Whether a word of text, which may be several, mixes scripts. */
bool script_mixes(struct span text);

/* Appends which ones: "Latin and Cyrillic"; nothing where it mixes none. */
void script_tell(struct span text, struct buf *out);

/*
 * Appends text with Latin letters in place of those that look like them. Returns whether it now
 * differs from text and holds no Greek or Cyrillic letter any more: whether it could be taken for it.
 */
bool script_skeleton(struct span text, struct buf *out);

/*
 * The next word from off on, up to text.n, that mixes scripts. False where there is none. Linear;
 * ASCII costs little.
 */
bool script_find(struct span text, size_t off, struct range *out);

#endif

/*
 * ascii.h - letters and signs for terminals that show ASCII and no more.
 *
 * What such a terminal is sent instead of a character that it does not know: the letter without its
 * marks, the sign that is most like it, a question mark for all others. Bytes of UTF-8 must not
 * reach it: some of them are controls to it.
 */
#ifndef DOSSIER_BASE_ASCII_H
#define DOSSIER_BASE_ASCII_H

#include "base/base.h"

/* The character of ASCII, graphic or a blank, that stands for c; `?` where nothing is like it. */
char ascii_for(uint32_t c);

#endif

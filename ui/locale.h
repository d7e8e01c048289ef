/*
 * locale.h - the character set of the terminal, and the one that the program works in.
 */
#ifndef DOSSIER_UI_LOCALE_H
#define DOSSIER_UI_LOCALE_H

#include "base/err.h"

/*
 * Sets LC_CTYPE, and nothing else: the user's where it is UTF-8, else C.UTF-8, because widths and
 * classes are asked of the C library. A locale that the machine does not know (an SSH client sends
 * its own) is taken by its name; where none is set at all, the terminal is taken for one of UTF-8,
 * as nearly all are. Returns whether it is UTF-8: else only ASCII may be shown. *notice gets what
 * the reader should know of that; empty: nothing.
 */
bool locale_start(struct err *notice);

#endif

/*
 * locale.h - the character set of the terminal, and the one that the program works in.
 */
#ifndef DOSSIER_UI_LOCALE_H
#define DOSSIER_UI_LOCALE_H

#include "base/base.h"

/*
 * Sets LC_CTYPE, and nothing else: the user's where it is UTF-8, else C.UTF-8, because widths and
 * classes are asked of the C library. A locale that the machine does not know (an SSH client sends
 * its own) is taken by its name. Returns whether the user's is UTF-8: whether signs may be drawn
 * in it.
 */
bool locale_start(void);

#endif

/*
 * wrapped.h - a few words of the catalogue or of the program as lines of a width.
 */
#ifndef DOSSIER_READ_WRAPPED_H
#define DOSSIER_READ_WRAPPED_H

#include "read/line.h"

/*
 * Plain text wrapped at blanks to cols columns, `margin` of them blank, at most rows lines, cut
 * with … where it is longer.
 */
void wrapped_put(struct span text, uint32_t margin, uint32_t cols, uint32_t rows, unsigned role,
	struct lines *out);

#endif

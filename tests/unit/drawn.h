/*
 * drawn.h - what a canvas shows, as text.
 */
#ifndef DOSSIER_TESTS_DRAWN_H
#define DOSSIER_TESTS_DRAWN_H

#include "base/buf.h"
#include "ui/canvas.h"

/* Appends the rows as plain text, a line each, without blanks at their ends. */
void drawn_text(const struct canvas *canvas, struct buf *out);

/*
 * Appends what drawn_text does, each row followed by a line for each stretch of cells that is
 * not plain text on plain ground, nor blanks on it: `	3-9 heading on status, bold`.
 */
void drawn_roles(const struct canvas *canvas, struct buf *out);

#endif

/*
 * paint.h - a frame put on a canvas: pieces of text, right-hand parts, fillings, rules.
 *
 * Knows where things stand on the screen, not what they mean (the session does) nor how they look
 * (the theme does). The signs that the reader draws with (lines, corners, arrows) have an ASCII
 * form for terminals that show no others; texts of documents are never changed.
 *
 *	paint_frame(&canvas, &frame, ascii);
 */
#ifndef DOSSIER_UI_PAINT_H
#define DOSSIER_UI_PAINT_H

#include "read/frame.h"
#include "ui/canvas.h"

/*
 * Draws frame on canvas, which has the frame's size and is cleared first: areas in their order,
 * then vertical rules, joined to the horizontal ones that they meet. ascii: signs as ASCII.
 */
void paint_frame(struct canvas *canvas, const struct frame *frame, bool ascii);

/*
 * Every character of the canvas that ASCII lacks becomes one that it has, in as many columns: for
 * terminals that are not of UTF-8, to which some of its bytes are controls.
 */
void paint_ascii(struct canvas *canvas);

#endif

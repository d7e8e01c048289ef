/*
 * frame.h - one whole screen as areas of lines: what session_frame makes and ui/paint.c draws.
 *
 * Areas never overlap and lie within cols x rows. Rows and columns count from 0.
 */
#ifndef DOSSIER_READ_FRAME_H
#define DOSSIER_READ_FRAME_H

#include "read/line.h"

struct rect {
	int row, col, rows, cols; /* a rect with rows or cols <= 0 is empty */
};

struct area {
	struct rect at;
	uint32_t line, nlines; /* first in frame->lines; rows without a line are blank */
};

/* A vertical rule between two areas; horizontal ones are lines with a FILL piece. */
struct vrule {
	int row, col, rows;
};

#define FRAME_AREAS 64

struct frame {
	int cols, rows;
	struct lines lines;
	struct area areas[FRAME_AREAS];
	uint32_t nareas;
	struct vrule vrules[FRAME_AREAS];
	uint32_t nvrules;
	bool cursor; /* the hardware cursor is to be seen; it rests on the PIECE_CURSOR anyway */
};

/* Forgets everything and keeps the memory. */
void frame_clear(struct frame *frame, int cols, int rows);

/*
 * Begins an area at `at`: lines made from now on belong to it, until the next frame_area or
 * frame_end. Empty rects are allowed. No more than FRAME_AREAS of them.
 */
void frame_area(struct frame *frame, struct rect at);

/* Ends the last area: once, after the last line. Lines made later belong to no area. */
void frame_end(struct frame *frame);

/* Cuts off whatever lies in or below a row, for something that stands over it. */
void frame_cut(struct frame *frame, int row);

/* Adds a vertical rule; no more than FRAME_AREAS of them. */
void frame_vrule(struct frame *frame, int row, int col, int rows);

/* Frees it. Takes a zeroed one. */
void frame_finish(struct frame *frame);

#endif

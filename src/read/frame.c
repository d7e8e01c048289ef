#include "read/frame.h"

#include <assert.h>

void frame_clear(struct frame *frame, int cols, int rows)
{
	lines_clear(&frame->lines);
	frame->cols = cols;
	frame->rows = rows;
	frame->nareas = 0;
	frame->nvrules = 0;
	frame->cursor = false;
}

void frame_area(struct frame *frame, struct rect at)
{
	assert(frame->nareas < FRAME_AREAS);
	frame_end(frame);
	frame->areas[frame->nareas++] = (struct area){.at = at, .line = frame->lines.n};
}

void frame_end(struct frame *frame)
{
	if (frame->nareas > 0) {
		struct area *last = &frame->areas[frame->nareas - 1];
		last->nlines = frame->lines.n - last->line;
	}
}

void frame_vrule(struct frame *frame, int row, int col, int rows)
{
	assert(frame->nvrules < FRAME_AREAS);
	frame->vrules[frame->nvrules++] = (struct vrule){.row = row, .col = col, .rows = rows};
}

void frame_cut(struct frame *frame, int row)
{
	for (uint32_t i = 0; i < frame->nareas; i++) {
		struct rect *at = &frame->areas[i].at;

		at->rows = at->row + at->rows > row ? row - at->row : at->rows;
	}
	for (uint32_t i = 0; i < frame->nvrules; i++) {
		struct vrule *rule = &frame->vrules[i];

		rule->rows = rule->row + rule->rows > row ? row - rule->row : rule->rows;
	}
}

void frame_finish(struct frame *frame)
{
	lines_finish(&frame->lines);
	*frame = (struct frame){0};
}

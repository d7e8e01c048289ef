#include "ui/paint.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* Which sides of a cell a rule leaves by. */
enum side { SIDE_UP = 1, SIDE_DOWN = 2, SIDE_LEFT = 4, SIDE_RIGHT = 8 };

#define RULE_HORIZONTAL 0x2500u
#define RULE_VERTICAL 0x2502u

/* Indexed by or'ed sides. A rule that ends in the open is drawn as if it went on. */
static const uint32_t joints[16] = {
	[SIDE_UP] = RULE_VERTICAL,
	[SIDE_DOWN] = RULE_VERTICAL,
	[SIDE_UP | SIDE_DOWN] = RULE_VERTICAL,
	[SIDE_LEFT] = RULE_HORIZONTAL,
	[SIDE_RIGHT] = RULE_HORIZONTAL,
	[SIDE_LEFT | SIDE_RIGHT] = RULE_HORIZONTAL,
	[SIDE_UP | SIDE_LEFT] = 0x2518,
	[SIDE_UP | SIDE_RIGHT] = 0x2514,
	[SIDE_DOWN | SIDE_LEFT] = 0x2510,
	[SIDE_DOWN | SIDE_RIGHT] = 0x250C,
	[SIDE_UP | SIDE_DOWN | SIDE_LEFT] = 0x2524,
	[SIDE_UP | SIDE_DOWN | SIDE_RIGHT] = 0x251C,
	[SIDE_LEFT | SIDE_RIGHT | SIDE_UP] = 0x2534,
	[SIDE_LEFT | SIDE_RIGHT | SIDE_DOWN] = 0x252C,
	[SIDE_UP | SIDE_DOWN | SIDE_LEFT | SIDE_RIGHT] = 0x253C,
};

/* The ASCII form of a sign of one column that the reader draws with; c itself for any other. */
static uint32_t ascii_sign(uint32_t c)
{
	static const struct {
		uint32_t sign;
		char ascii;
	} signs[] = {
		{0x2500, '-'}, {0x2502, '|'}, {0x2503, '|'}, {0x254C, '-'}, {0x2551, '#'},
		{0x25B8, '>'}, {0x25BE, 'v'}, {0x25B4, '^'}, {0x25C2, '<'}, {0x25B6, '>'},
		{0x2039, '<'}, {0x203A, '>'}, {0x2026, '~'}, {0x00B6, '#'}, {0x00B7, '.'},
		{0x2022, '*'}, {0x25CF, '*'}, {0x25C6, '*'}, {0x25CB, 'o'}, {0x25A0, '#'},
		{0x2190, '<'}, {0x2191, '^'}, {0x2192, '>'}, {0x2193, 'v'}, {0x2194, '-'},
		{0x2195, '|'}, {0x2013, '-'}, {0x2014, '-'}, {0x00A7, '$'}, {0x00D7, 'x'},
	};
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		if (signs[i].sign == c) {
			return (unsigned char)signs[i].ascii;
		}
	}
	return c > 0x2500 && c < 0x2580 ? '+' : c;
}

/* Whether pieces of this role hold the words of documents and of the catalogue. */
static bool is_quoted(unsigned role)
{
	switch (role) {
	case ROLE_TEXT:
	case ROLE_HEADING:
	case ROLE_QUOTE:
	case ROLE_CODE:
	case ROLE_SPEAKER:
	case ROLE_LINK:
	case ROLE_NOTED:
	case ROLE_OPEN:
	case ROLE_HIT:
	case ROLE_SELECTION:
	case ROLE_PROMPT:
		return true;
	default:
		return role >= ROLE_KIND;
	}
}

/* Columns [col, end) of a row, where a piece is to stand. */
struct place {
	int row, col, end;
};

/* The style of a piece on its line: what is reversed on a reversed line must still stand out. */
static uint8_t join_styles(unsigned piece, unsigned line)
{
	return (uint8_t)(((piece | line) & ~(unsigned)STYLE_REVERSE) |
		((piece ^ line) & STYLE_REVERSE));
}

static int put_piece(struct canvas *canvas, const struct piece *piece, struct place at,
	const struct line *ground)
{
	struct run run = {.row = at.row, .col = at.col, .end = at.end,
		.ink = {.role = piece->role, .ground = ground->role,
			.style = join_styles(piece->style, ground->style)}};
	if (piece->flags & PIECE_FILL) {
		int cols = (int)piece->cols;
		run.end = cols > 0 && cols < run.end - run.col ? run.col + cols : run.end;
		canvas_fill(canvas, run, piece->text);
		return run.end;
	}
	return canvas_put(canvas, run, piece->text);
}

/* Replaces the signs that were just drawn in [at.col, at.end) by their ASCII forms. */
static void put_ascii(struct canvas *canvas, struct place at)
{
	for (int col = at.col; col < at.end; col++) {
		const struct cell *cell = canvas_cell(canvas, at.row, col);
		if (cell == NULL) {
			return;
		}
		uint32_t sign = ascii_sign(cell->text);
		if (cell->cols == 1 && sign != cell->text) {
			struct run run = {.row = at.row, .col = col, .ink = cell->ink};
			canvas_sign(canvas, run, sign);
		}
	}
}

/* Columns of the pieces from the first that stands on the right. */
static int right_cols(const struct piece *pieces, uint32_t n)
{
	uint32_t cols = 0;
	bool right = false;
	for (uint32_t i = 0; i < n; i++) {
		right = right || (pieces[i].flags & PIECE_RIGHT) != 0;
		cols += right ? pieces[i].cols : 0;
	}
	return (int)cols;
}

static void put_line(struct canvas *canvas, const struct lines *lines, const struct line *line,
	struct place at, bool ascii)
{
	const struct piece *pieces = &lines->pieces[line->piece];
	struct run ground = {.row = at.row, .col = at.col, .end = at.end,
		.ink = {.role = line->role, .ground = line->role, .style = line->style}};
	if (line->role != ROLE_TEXT || line->style != 0) { /* else it is what a canvas begins with */
		canvas_fill(canvas, ground, SPAN(" "));
	}
	/* Where both sides do not fit, the right one wins: it holds figures, the left one words. */
	int right = right_cols(pieces, line->npieces);
	int start = at.end - right > at.col ? at.end - right : at.col;
	int end = right > 0 ? start : at.end;
	bool is_right = false;
	for (uint32_t i = 0; i < line->npieces; i++) {
		if (!is_right && (pieces[i].flags & PIECE_RIGHT)) {
			is_right = true;
			at.col = start;
			end = at.end;
		}
		if (pieces[i].flags & PIECE_CURSOR) {
			canvas->cursor_row = at.row;
			canvas->cursor_col = at.col < at.end ? at.col : at.end - 1;
		}
		struct place to = {at.row, at.col, end};
		at.col = put_piece(canvas, &pieces[i], to, line);
		if (ascii && !is_quoted(pieces[i].role)) {
			put_ascii(canvas, (struct place){at.row, to.col, at.col});
		}
	}
}

/* The part of an area that lies on the canvas. */
static struct rect clip(const struct canvas *canvas, struct rect at)
{
	if (at.row < 0) {
		at.rows += at.row;
		at.row = 0;
	}
	if (at.col < 0) {
		at.cols += at.col;
		at.col = 0;
	}
	at.rows = at.row + at.rows > canvas->rows ? canvas->rows - at.row : at.rows;
	at.cols = at.col + at.cols > canvas->cols ? canvas->cols - at.col : at.cols;
	return at;
}

static void put_area(struct canvas *canvas, const struct frame *frame, const struct area *area,
	bool ascii)
{
	struct rect at = clip(canvas, area->at);
	for (int row = 0; row < at.rows && at.cols > 0; row++) {
		if ((uint32_t)row >= area->nlines) {
			break;
		}
		const struct line *line = &frame->lines.items[area->line + (uint32_t)row];
		put_line(canvas, &frame->lines, line,
			(struct place){at.row + row, at.col, at.col + at.cols}, ascii);
	}
}

/* Whether a horizontal rule stands in the cell. */
static bool is_rule(const struct canvas *canvas, int row, int col)
{
	const struct cell *cell = canvas_cell(canvas, row, col);
	if (cell == NULL || cell->ink.role != ROLE_RULE) {
		return false;
	}
	return cell->text == RULE_HORIZONTAL || cell->text == '-';
}

/* Draws one cell of a vertical rule, with an arm to each horizontal rule beside it. */
static void put_joint(struct canvas *canvas, int row, int col, unsigned sides, bool ascii)
{
	if (is_rule(canvas, row, col - 1)) {
		sides |= SIDE_LEFT;
	}
	if (is_rule(canvas, row, col + 1)) {
		sides |= SIDE_RIGHT;
	}
	uint32_t c = joints[sides];
	struct ink ink = {.role = ROLE_RULE, .ground = ROLE_TEXT};
	canvas_sign(canvas, (struct run){.row = row, .col = col, .ink = ink},
		ascii ? ascii_sign(c) : c);
}

/*
 * The cells above and below a vertical rule, where a horizontal one may pass, get an arm to it.
 * The horizontal one passes even where words beside the cell interrupt it.
 */
static void join_end(struct canvas *canvas, int row, int col, unsigned side, bool ascii)
{
	if (is_rule(canvas, row, col)) {
		put_joint(canvas, row, col, side | SIDE_LEFT | SIDE_RIGHT, ascii);
	}
}

static void put_vrule(struct canvas *canvas, const struct vrule *rule, bool ascii)
{
	for (int row = rule->row; row < rule->row + rule->rows; row++) {
		put_joint(canvas, row, rule->col, SIDE_UP | SIDE_DOWN, ascii);
	}
	if (rule->rows > 0) {
		join_end(canvas, rule->row - 1, rule->col, SIDE_DOWN, ascii);
		join_end(canvas, rule->row + rule->rows, rule->col, SIDE_UP, ascii);
	}
}

void paint_frame(struct canvas *canvas, const struct frame *frame, bool ascii)
{
	canvas_clear(canvas);
	for (uint32_t i = 0; i < frame->nareas; i++) {
		put_area(canvas, frame, &frame->areas[i], ascii);
	}
	for (uint32_t i = 0; i < frame->nvrules; i++) {
		put_vrule(canvas, &frame->vrules[i], ascii);
	}
	canvas->cursor = frame->cursor;
}

void paint_ascii(struct canvas *canvas)
{
	for (int row = 0; row < canvas->rows; row++) {
		for (int col = 0; col < canvas->cols; col++) {
			const struct cell *cell = canvas_cell(canvas, row, col);
			const uint32_t *chars;
			int cols = cell->cols;
			if (cell->text < 0x80 || canvas_chars(canvas, cell, &chars) == 0) {
				continue;
			}
			struct run run = {.row = row, .col = col, .end = col + cols, .ink = cell->ink};
			char c = ascii_for(chars[0]);
			const char text[2] = {c, c};
			canvas_put(canvas, run, (struct span){text, (size_t)cols});
		}
	}
}

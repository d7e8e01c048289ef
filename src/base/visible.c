#include "base/visible.h"

#include "base/utf8.h"

#include <stdio.h>

#define MARKS_DRAWN 4 /* on one base: what a cell of ncurses holds */
#define MARKS_COUNTED 999 /* surplus marks in one form; more go into the next */
#define JOINER_REACH 8 /* marks between a joiner and the letter before it */
#define ZWJ 0x200D

static uint8_t count_up(uint8_t count, size_t n)
{
	return (uint8_t)(n > UINT8_MAX - (size_t)count ? UINT8_MAX : count + n);
}

/* Characters that are no graphic ones, and bytes that are no UTF-8, one at a time. */
static void make_form(uint32_t c, struct glyph *g)
{
	int n;
	if (c < 0x20 || c == 0x7F) {
		n = snprintf(g->form, sizeof(g->form), "^%c", (int)(c ^ 0x40));
	} else {
		n = snprintf(g->form, sizeof(g->form), c < 0x100 ? "<%02X>" : "<%04X>", c);
	}
	g->kind = GLYPH_FORM;
	g->cols = (uint8_t)n;
	g->hidden = 1;
}

static bool is_attached(uint32_t c)
{
	return c >= 0x300 && utf8_class(c) == UTF8_ATTACHED;
}

/*
 * Marks that stand on nothing. One alone is shown as what it is; those behind other marks are what
 * was too much for one base, and are counted.
 */
static void make_stray(struct span text, uint32_t c, struct glyph *g)
{
	size_t before = g->start;
	if (before == 0 || !is_attached(utf8_prev(text, &before))) {
		make_form(c, g);
		return;
	}
	unsigned n = 1;
	for (size_t at = g->end; at < text.n && n < MARKS_COUNTED; n++) {
		if (!is_attached(utf8_next(text, &at))) {
			break;
		}
		g->end = at;
	}
	g->kind = GLYPH_FORM;
	g->cols = (uint8_t)snprintf(g->form, sizeof(g->form), "<+%u>", n);
	g->hidden = count_up(0, n);
}

/*
 * Whether the joiner at off is needed: between letters of scripts that are spelt with joiners, or
 * U+200D between pictographs. Marks and selectors in front of it belong to what it joins.
 */
static bool is_joiner_needed(struct span text, size_t off)
{
	size_t at = off, after = off;
	uint32_t left, joiner = utf8_next(text, &after);
	enum utf8_class class;
	int steps = 0;
	do {
		if (at == 0 || steps++ > JOINER_REACH) {
			return false;
		}
		left = utf8_prev(text, &at);
		class = utf8_class(left);
	} while (class == UTF8_ATTACHED || class == UTF8_SELECTOR);
	if (after == text.n) {
		return false;
	}
	uint32_t right = utf8_next(text, &after);
	if (utf8_is_joining(left)) {
		return utf8_is_joining(right);
	}
	return joiner == ZWJ && utf8_is_pictograph(left) && utf8_is_pictograph(right);
}

/* Hangul vowels and finals take no column only behind a Hangul initial or syllable. */
static bool sits_on(uint32_t mark, uint32_t base)
{
	return utf8_is_mark(mark) || (base >= 0x1100 && base <= 0x115E) ||
		(base >= 0xA960 && base <= 0xA97C) || (base >= 0xAC00 && base <= 0xD7A3);
}

static bool selector_fits(uint32_t selector, uint32_t base)
{
	bool mongolian = selector < 0xFE00;
	return !mongolian || (base >= 0x1800 && base <= 0x18AF);
}

/*
 * Draws the mark at [at, end) of text too. What is invisible before it (a selector, a joiner) is
 * not drawn: from then on the bytes to draw are put together in `form`.
 */
static void draw_mark(struct span text, size_t at, size_t end, struct glyph *g)
{
	if (g->drawn == at - g->start) {
		g->drawn = end - g->start;
		return;
	}
	size_t n = strlen(g->form);
	if (g->drawn != 0) {
		n = g->drawn;
		memcpy(g->form, text.p + g->start, n);
		g->drawn = 0;
	}
	memcpy(g->form + n, text.p + at, end - at);
	g->form[n + (end - at)] = '\0';
}

/* A character with columns of its own, with what is drawn on it and what joins it to the next. */
static void make_graphic(struct span text, uint32_t base, struct glyph *g)
{
	g->kind = GLYPH_PLAIN;
	g->cols = (uint8_t)utf8_cols(base);
	g->drawn = g->end - g->start;
	int marks = 0;
	for (bool first = true; g->end < text.n; first = false) {
		size_t at = g->end, end = at;
		uint32_t c = utf8_next(text, &end);
		if (c < 0x300) {
			break;
		}
		enum utf8_class class = utf8_class(c);
		if (class == UTF8_ATTACHED && marks < MARKS_DRAWN && sits_on(c, base)) {
			draw_mark(text, at, end, g);
			marks++;
		} else if ((class == UTF8_SELECTOR && first && selector_fits(c, base)) ||
			(class == UTF8_JOINER && is_joiner_needed(text, at))) {
			g->hidden = count_up(g->hidden, 1);
		} else {
			break;
		}
		g->end = end;
	}
}

static void make_blank(enum glyph_kind kind, uint8_t cols, struct glyph *g)
{
	g->kind = kind;
	g->cols = cols;
}

static void make_soft(struct glyph *g)
{
	g->kind = GLYPH_SOFT;
	g->hidden = 1;
}

/* Everything but a plain ASCII character with another one behind it. */
static void make_glyph(struct span text, struct glyph *g)
{
	uint32_t c = utf8_next(text, &g->end);
	if (c == UTF8_INVALID) {
		make_form((unsigned char)text.p[g->start], g);
		return;
	}
	switch (utf8_class(c)) {
	case UTF8_GRAPHIC:
		make_graphic(text, c, g);
		break;
	case UTF8_BLANK:
		make_blank(GLYPH_SPACE, 1, g);
		break;
	case UTF8_ATTACHED:
		make_stray(text, c, g);
		break;
	case UTF8_SOFT:
		make_soft(g);
		break;
	case UTF8_JOINER:
		if (is_joiner_needed(text, g->start)) {
			make_soft(g);
			break;
		}
		make_form(c, g);
		break;
	case UTF8_CONTROL:
		if (c == '\n' || c == '\t') {
			make_blank(c == '\n' ? GLYPH_BREAK : GLYPH_TAB, c == '\t', g);
			break;
		}
		make_form(c, g);
		break;
	case UTF8_SELECTOR:
	case UTF8_HIDDEN:
		make_form(c, g);
		break;
	}
}

void visible_next(struct span text, size_t off, struct glyph *out)
{
	unsigned char c = (unsigned char)text.p[off];
	out->start = off;
	out->hidden = 0;
	out->form[0] = '\0';
	if (c >= 0x20 && c < 0x7F && (off + 1 == text.n || (unsigned char)text.p[off + 1] < 0x80)) {
		out->end = off + 1;
		out->drawn = c != ' ';
		out->kind = c == ' ' ? GLYPH_SPACE : GLYPH_PLAIN;
		out->cols = 1;
		return;
	}
	out->end = off;
	out->drawn = 0;
	out->cols = 0;
	make_glyph(text, out);
}

struct span visible_text(struct span text, const struct glyph *g)
{
	switch (g->kind) {
	case GLYPH_PLAIN:
		return g->drawn > 0 ? (struct span){text.p + g->start, g->drawn} : span_of(g->form);
	case GLYPH_SPACE:
	case GLYPH_TAB:
		return SPAN(" ");
	case GLYPH_FORM:
		return span_of(g->form);
	case GLYPH_BREAK:
	case GLYPH_SOFT:
		break;
	}
	return SPAN("");
}

/* The glyph at off for a text of one line: tabs and line ends are forms. */
static void next_in_line(struct span text, size_t off, struct glyph *g)
{
	visible_next(text, off, g);
	if (g->kind == GLYPH_TAB || g->kind == GLYPH_BREAK) {
		make_form((unsigned char)text.p[off], g);
	}
}

size_t visible_cols(struct span text)
{
	size_t cols = 0;
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		next_in_line(text, off, &g);
		cols += g.cols;
	}
	return cols;
}

/* Printable ASCII from off on, up to a character that may have marks on it. */
static size_t plain_run(struct span text, size_t off)
{
	size_t at = off;
	while (at < text.n && text.p[at] >= ' ' && text.p[at] < 0x7F) {
		at++;
	}
	return at == text.n || at == off ? at - off : at - off - 1;
}

void visible_put(struct buf *out, struct span text, enum visible_how how)
{
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		size_t run = plain_run(text, off);
		buf_add(out, text.p + off, run);
		g.end = off + run;
		if (g.end == text.n) {
			break;
		}
		next_in_line(text, g.end, &g);
		char c = text.p[g.start];
		if (how == VISIBLE_TEXT && (c == '\n' || c == '\t')) {
			buf_putc(out, c);
		} else {
			buf_put(out, visible_text(text, &g));
		}
	}
}

size_t visible_put_cut(struct buf *out, struct span text, size_t cols, bool ascii)
{
	size_t used = 0;
	size_t fits_n = out->n, fits_cols = 0; /* what leaves a column for the sign of the cut */
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		next_in_line(text, off, &g);
		if (used + g.cols > cols) {
			if (cols == 0 || out->failed) {
				return 0;
			}
			out->n = fits_n;
			buf_puts(out, ascii ? "~" : "…");
			return fits_cols + 1;
		}
		buf_put(out, visible_text(text, &g));
		used += g.cols;
		if (used < cols) {
			fits_n = out->n;
			fits_cols = used;
		}
	}
	return used;
}

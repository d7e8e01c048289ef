#include "read/line.h"

#include "base/buf.h"
#include "base/visible.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FEW 64

/* Number of the first piece of the line being made. */
static uint32_t made_from(const struct lines *lines)
{
	if (lines->n == 0) {
		return 0;
	}
	const struct line *last = &lines->items[lines->n - 1];
	return last->piece + last->npieces;
}

uint32_t lines_text_cols(struct span text)
{
	size_t cols = 0, off = 0;
	while (off < text.n) {
		size_t run = visible_plain(text, off);
		cols += run;
		off += run;
		if (off < text.n) {
			struct glyph g;
			visible_next(text, off, &g);
			cols += g.kind == GLYPH_BREAK ? 1 : g.cols;
			off = g.end;
		}
	}
	return (uint32_t)cols;
}

void lines_clear(struct lines *lines)
{
	lines->n = 0;
	lines->npieces = 0;
	arena_finish(&lines->scratch);
	lines->failed = false;
}

void lines_add(struct lines *lines, struct span text, unsigned role, unsigned style)
{
	lines_add_flagged(lines, text, role, style, 0);
}

void lines_add_flagged(struct lines *lines, struct span text, unsigned role, unsigned style,
	unsigned flags)
{
	lines_add_known(lines, text, lines_text_cols(text), role, style, flags);
}

void lines_add_known(struct lines *lines, struct span text, uint32_t cols, unsigned role,
	unsigned style, unsigned flags)
{
	assert(role <= ROLE_MAX);
	if (text.n == 0) {
		return;
	}
	if (!array_reserve(&lines->pieces, &lines->cpieces, lines->npieces + 1,
		    sizeof(*lines->pieces))) {
		lines->failed = true;
		return;
	}
	lines->pieces[lines->npieces++] = (struct piece){
		.text = text,
		.role = (uint8_t)role,
		.style = (uint8_t)style,
		.flags = (uint8_t)flags,
		.cols = cols,
	};
}

void lines_blanks(struct lines *lines, uint32_t n, unsigned role)
{
	static const char blanks[] = "                ";
	while (n > 0) {
		uint32_t some = n < sizeof(blanks) - 1 ? n : (uint32_t)sizeof(blanks) - 1;
		lines_add_known(lines, (struct span){blanks, some}, some, role, 0, 0);
		n -= some;
	}
}

void lines_fill(struct lines *lines, struct span text, uint32_t cols, unsigned role)
{
	lines_add_known(lines, text, cols, role, 0, PIECE_FILL);
}

void lines_printf(struct lines *lines, unsigned role, unsigned style, const char *fmt, ...)
{
	va_list args, again;
	char few[FEW]; /* what nearly all of them fit in */
	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(few, sizeof(few), fmt, args);
	va_end(args);
	char *text = n < 0 ? NULL : arena_array(&lines->scratch, (size_t)n + 1, 1);
	if (text == NULL) {
		lines->failed = true;
	} else {
		if ((size_t)n < sizeof(few)) {
			memcpy(text, few, (size_t)n + 1);
		} else {
			vsnprintf(text, (size_t)n + 1, fmt, again);
		}
		lines_add(lines, (struct span){text, (size_t)n}, role, style);
	}
	va_end(again);
}

/* Adds a copy of text that takes so many columns. */
static void copy_known(struct lines *lines, struct span text, uint32_t cols, unsigned role,
	unsigned style, unsigned flags)
{
	struct span copy;
	if (!arena_copy(&lines->scratch, text, &copy)) {
		lines->failed = true;
		return;
	}
	lines_add_known(lines, copy, cols, role, style, flags);
}

void lines_copy(struct lines *lines, struct span text, unsigned role, unsigned style,
	unsigned flags)
{
	copy_known(lines, text, lines_text_cols(text), role, style, flags);
}

void lines_cut(struct lines *lines, struct span text, uint32_t cols, unsigned role, unsigned style)
{
	struct buf cut = {0};

	if (text.n <= cols && visible_plain(text, 0) == text.n) {
		copy_known(lines, text, (uint32_t)text.n, role, style, 0);
		return;
	}
	cols = (uint32_t)visible_put_cut(&cut, text, cols, false);
	lines->failed |= cut.failed;
	if (!cut.failed) {
		copy_known(lines, buf_span(&cut), cols, role, style, 0);
	}
	buf_finish(&cut);
}

uint32_t lines_cols(const struct lines *lines)
{
	uint32_t cols = 0;
	for (uint32_t i = made_from(lines); i < lines->npieces; i++) {
		cols += lines->pieces[i].cols;
	}
	return cols;
}

void lines_end(struct lines *lines, unsigned role, unsigned style)
{
	assert(role <= ROLE_MAX);
	uint32_t from = made_from(lines);
	if (!array_reserve(&lines->items, &lines->cap, lines->n + 1, sizeof(*lines->items))) {
		lines->failed = true;
		lines->npieces = from;
		return;
	}
	lines->items[lines->n++] = (struct line){
		.piece = from,
		.npieces = lines->npieces - from,
		.role = (uint8_t)role,
		.style = (uint8_t)style,
	};
}

/* Letters of ASCII from off on, at most so many. */
static size_t plain_run(struct span text, size_t off, uint32_t most)
{
	/* Of what stands behind them the first byte tells whether there are marks on the last one. */
	size_t n, end = text.n - off > most ? off + most + 1 : text.n;

	n = visible_plain((struct span){text.p, end}, off);
	return n < most ? n : most;
}

/* The last blank in [from, end), or `none`. */
static size_t last_blank(struct span text, size_t from, size_t end, size_t none)
{
	while (end > from) {
		if (text.p[--end] == ' ') {
			return end;
		}
	}
	return none;
}

/* Where the row that starts at `start` ends: at the last blank that fits, else where it is full. */
static size_t wrap_end(struct span text, size_t start, uint32_t cols)
{
	size_t off = start, blank = 0;
	uint32_t used = 0;
	struct glyph glyph;

	while (off < text.n) {
		size_t plain = plain_run(text, off, cols - used);

		if (plain > 0) {
			blank = last_blank(text, off, off + plain, blank);
			used += (uint32_t)plain;
			off += plain;
			continue;
		}
		visible_next(text, off, &glyph);
		if (glyph.kind == GLYPH_SPACE || glyph.kind == GLYPH_BREAK) {
			blank = off;
		}
		if (used + glyph.cols > cols) {
			return blank > start ? blank : off > start ? off : glyph.end;
		}
		used += glyph.cols;
		off = glyph.end;
	}
	return text.n;
}

/* Text on one line: a line end of a continued value is a blank. */
static void put_joined(struct span text, struct buf *out)
{
	struct span line;

	for (bool more = false; span_cut(&text, '\n', &line); more = true) {
		buf_puts(out, more ? " " : "");
		buf_put(out, line);
	}
}

void lines_wrapped(struct span text, uint32_t margin, uint32_t cols, uint32_t rows,
	unsigned role, struct lines *out)
{
	struct buf flat = {0};
	size_t start = 0;

	cols = cols > margin ? cols - margin : 1;
	put_joined(span_trim(text), &flat);
	text = buf_span(&flat);
	while (rows-- > 0 && start < text.n) {
		size_t end = rows == 0 ? text.n : wrap_end(text, start, cols);
		struct span row = {text.p + start, end - start};

		lines_blanks(out, margin, role);
		lines_cut(out, row, cols, role, 0);
		lines_end(out, ROLE_PANEL, 0);
		start = end;
		while (start < text.n && text.p[start] == ' ') {
			start++;
		}
	}
	buf_finish(&flat);
}

void lines_finish(struct lines *lines)
{
	free(lines->items);
	free(lines->pieces);
	arena_finish(&lines->scratch);
	*lines = (struct lines){0};
}

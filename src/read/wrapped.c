#include "read/wrapped.h"

#include "base/visible.h"

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

void wrapped_put(struct span text, uint32_t margin, uint32_t cols, uint32_t rows,
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

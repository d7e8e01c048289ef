#include "texts/shape.h"

#include "base/utf8.h"

#define GAPS 12 /* gaps of a row that are compared */
#define ROW_MOST 65536 /* bytes of the longest row: what is on one line beyond is no table */
#define PROSE_WIDTH 50 /* nobody wraps prose of some length narrower, but for newspaper columns */
#define NARROW 28 /* and these not narrower than this */

static uint32_t percentile(const uint32_t *counts, uint32_t total, uint32_t percent)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < SHAPE_WIDTHS; i++) {
		sum += counts[i];
		if (sum * 100 >= (uint64_t)total * percent) {
			return i;
		}
	}
	return SHAPE_WIDTHS - 1;
}

static uint32_t line_width(const struct textline *line)
{
	return line->indent + line->cols;
}

static uint32_t capped(uint32_t n)
{
	return n < SHAPE_WIDTHS ? n : SHAPE_WIDTHS - 1;
}

void shape_count(struct shape_counts *counts, const struct textline *before,
	const struct textline *line)
{
	if (textline_is_blank(line)) {
		return;
	}
	counts->filled++;
	counts->indents[capped(line->indent)]++;
	if (before != NULL && !textline_is_blank(before) && line_width(before) < SHAPE_LONG) {
		counts->widths[line_width(before)]++;
		counts->wrapped++;
	}
}

struct shape shape_measured(const struct shape_counts *counts)
{
	/* Some lines are over-long everywhere: an address, a formula. */
	return (struct shape){
		.width = counts->wrapped == 0 ? 0 : percentile(counts->widths, counts->wrapped, 95),
		.indent = counts->filled == 0 ? 0 : percentile(counts->indents, counts->filled, 50)};
}

static bool ends_sentence(char c)
{
	return c == '.' || c == '!' || c == '?' || c == ':';
}

/* Where two blanks stand side by side from off on, or the end. */
static uint32_t find_blanks(struct span text, uint32_t off, uint32_t end)
{
	while (off + 1 < end && (text.p[off + 1] != ' ' || text.p[off] != ' ')) {
		off += text.p[off + 1] == ' ' ? 1 : 2;
	}
	return off + 1 < end ? off : end;
}

/* Columns behind each gap of the line; a gap has three blanks, or two that end no sentence. */
static uint32_t row_gaps(struct span text, const struct textline *line, uint32_t gaps[GAPS])
{
	uint32_t n = 0, off = find_blanks(text, line->first, line->end), counted = line->first;
	uint32_t col = line->indent;

	while (off < line->end && n < GAPS) {
		uint32_t start = off;
		bool sentence = off > line->first && ends_sentence(text.p[off - 1]);

		while (off < line->end && text.p[off] == ' ') {
			off++;
		}
		col += textline_cols(span_in(text, (struct range){counted, off}));
		counted = off;
		if (off - start >= 3 || !sentence) {
			gaps[n++] = col;
		}
		off = find_blanks(text, off, line->end);
	}
	return n;
}

/* Whether half of the gaps stand above one another; in stretched prose some do by chance. */
static bool gaps_meet(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb)
{
	uint32_t least = na < nb ? na : nb, met = 0;

	for (uint32_t i = 0, j = 0; i < na && j < nb;) {
		if (a[i] == b[j]) {
			met++;
			i++;
			j++;
		} else if (a[i] < b[j]) {
			i++;
		} else {
			j++;
		}
	}
	return least > 0 && met * 2 >= least;
}

/* A tab between words, bars at both ends or, in a row that is not alone, with blanks around it. */
static bool row_has_cells(struct span text, const struct textline *line, bool alone)
{
	struct span row = span_in(text, textline_range(line));

	return memchr(row.p, '\t', row.n) != NULL ||
		(row.n > 2 && row.p[0] == '|' && row.p[row.n - 1] == '|') ||
		(!alone && memchr(row.p, '|', row.n) != NULL &&
			span_find(row, SPAN(" | "), 0) < row.n);
}

bool shape_is_table(struct span text, const struct textline *lines, uint32_t n)
{
	uint32_t cells = 0, above = 0, nbefore = 0, before[GAPS];
	bool may = false;

	for (uint32_t i = 0; i < n; i++) {
		if (lines[i].end - lines[i].first > ROW_MOST) {
			return false;
		}
		may |= lines[i].gaps || lines[i].cells;
	}
	/* Most paragraphs have nothing that could part cells. */
	for (uint32_t i = 0; may && i < n; i++) {
		uint32_t gaps[GAPS], ngaps = lines[i].gaps ? row_gaps(text, &lines[i], gaps) : 0;

		cells += lines[i].cells && row_has_cells(text, &lines[i], n == 1);
		above += i > 0 && gaps_meet(before, nbefore, gaps, ngaps);
		memcpy(before, gaps, ngaps * sizeof(*gaps));
		nbefore = ngaps;
	}
	return cells * 3 >= n * 2 || (n > 1 && above * 5 >= (n - 1) * 3);
}

bool shape_is_forced(const struct textline *line, uint32_t width)
{
	return line_width(line) + 1 + line[1].word_cols > width;
}

/* First characters of the scripts with two cases end here; Georgian and the like do without. */
#define CASED_END 0x590

bool shape_runs_on(struct span text, const struct textline *line)
{
	const struct textline *next = line + 1;
	uint32_t c = next->first < next->end ? (unsigned char)text.p[next->first] : 0;

	if (c >= 'a' && c <= 'z') {
		return true; /* as nearly all do that go on */
	}
	if (c >= 'A' && c <= 'Z') {
		return false;
	}
	c = textline_initial(text, next);
	if (c == 0 || utf8_is_upper(c) || utf8_is_digit(c)) {
		return false;
	}
	return c < CASED_END || !textline_ends(text, line);
}

/* One sentence over all of the lines: none ends one but the last. */
static bool is_one_sentence(struct span text, const struct textline *lines, uint32_t n)
{
	for (uint32_t i = 0; i + 1 < n; i++) {
		if (textline_ends(text, &lines[i])) {
			return false;
		}
	}
	return textline_ends(text, &lines[n - 1]);
}

/* Nine in ten breaks would have been forced in a text a little narrower. */
static bool is_filled(const struct textline *lines, uint32_t n, uint32_t width)
{
	uint32_t forced = 0;

	for (uint32_t i = 0; i + 1 < n; i++) {
		forced += shape_is_forced(&lines[i], width - width / 10);
	}
	return forced * 10 >= (n - 1) * 9;
}

bool shape_is_prose(struct span text, const struct textline *lines, uint32_t n,
	const struct shape *shape)
{
	uint32_t longest = 0, width, forced = 0, on = 0, breaks = n - 1;

	for (uint32_t i = 0; i < n; i++) {
		longest = line_width(&lines[i]) > longest ? line_width(&lines[i]) : longest;
	}
	width = longest > shape->width ? longest : shape->width;
	for (uint32_t i = 0; i < breaks; i++) {
		forced += shape_is_forced(&lines[i], width);
		on += shape_runs_on(text, &lines[i]);
	}
	if (longest < NARROW) {
		return false;
	}
	if (forced * 10 >= breaks * 7) {
		if (on == 0) {
			return width >= PROSE_WIDTH && is_one_sentence(text, lines, n);
		}
		return on * 4 >= breaks;
	}
	if (on == breaks && longest >= PROSE_WIDTH && longest * 10 >= width * 6) {
		return true; /* wrapped a little earlier than the rest of the text */
	}
	if (on * 4 >= breaks && longest >= PROSE_WIDTH && is_filled(lines, n, width)) {
		return true;
	}
	/* Wrapped by hand, unevenly: most lines go on, and some are near the width. */
	return on * 2 >= breaks && forced * 10 >= breaks * 3 && longest * 10 >= width * 6;
}

#include "read/layout.h"

#include "base/sorted.h"
#include "base/utf8.h"
#include "links/letter.h"

#include <stdlib.h>
#include <string.h>

/* Indent of one level of a quotation or a nested list, and of what a kept line continues on. */
enum { LEVEL_COLS = 2, CONTINUED_COLS = 2 };

enum { SOFT_BYTES = 2 }; /* of U+00AD */

#define EACH(byte) (0x0101010101010101u * (byte)) /* one in each of eight bytes */

/* The paragraph being filled and the row being made. */
struct fill {
	const struct doc *doc;
	const struct para *para;
	struct rows *rows;
	uint32_t index; /* of the paragraph */
	uint32_t cols; /* of the measure */
	uint32_t indent, hanging; /* of this row, of the rows behind it */
	uint32_t start; /* of this row */
	uint32_t used; /* columns so far, without the indent */
	uint32_t base_end; /* end of the last step that is not white space */
	struct range cut; /* the last break: the row ends at start, the next begins at end */
	uint32_t lead; /* kept lines: blank columns that this one begins with */
	bool has_cut, soft;
	bool ends_softly; /* the last step that is not white space is a soft hyphen */
};

static bool fill_row(struct fill *fill, uint32_t end, bool full, bool hyphen)
{
	struct rows *rows = fill->rows;
	struct row *row;

	if (!array_reserve(&rows->items, &rows->cap, rows->n + 1, sizeof(*rows->items))) {
		return false;
	}
	row = &rows->items[rows->n++];
	*row = (struct row){.at = {fill->start, end < fill->start ? fill->start : end},
		.para = fill->index, .kind = ROW_TEXT, .indent = (uint8_t)fill->indent,
		.full = full, .hyphen = hyphen, .bare = rows->bare};
	fill->indent = fill->hanging;
	fill->used = 0;
	fill->has_cut = false;
	fill->soft = false;
	return true;
}

static uint32_t fill_room(const struct fill *fill)
{
	return fill->cols > fill->indent ? fill->cols - fill->indent : 1;
}

/* Ends the row because `step` does not fit, at the last break or right before the step. */
static bool fill_wrap(struct fill *fill, struct flow *flow, const struct step *step)
{
	uint32_t next = step->at.start;
	bool hyphen = fill->has_cut && fill->soft;

	if (fill->has_cut) {
		next = fill->cut.end;
		if (!fill_row(fill, fill->cut.start, true, hyphen)) {
			return false;
		}
	} else if (!fill_row(fill, step->at.start, false, false)) {
		return false;
	}
	fill->start = fill->base_end = next;
	fill->ends_softly = false;
	flow_start(flow, fill->doc, fill->index, (struct range){next, flow->end});
	flow->bare = fill->rows->bare;
	return true;
}

/* Whether a row may end before the byte at off, as far as Unicode has a say. */
static bool fill_may_break(const struct fill *fill, uint32_t off)
{
	uint32_t at = off - fill->para->at.start;

	return at < fill->rows->nbreaks && fill->rows->breaks[at] != 0;
}

static void fill_cut(struct fill *fill, uint32_t end, uint32_t next, bool soft)
{
	fill->cut = (struct range){end, next};
	fill->has_cut = true;
	fill->soft = soft;
}

/* Whether the row so far ends with a soft hyphen and has room to show it. */
static bool fill_ends_softly(const struct fill *fill)
{
	return fill->used < fill_room(fill) && fill->ends_softly;
}

/* An indent that leaves half of the measure. */
static uint32_t capped(uint32_t indent, uint32_t cols)
{
	uint32_t most = cols / 2 < 200 ? cols / 2 : 200;

	return indent < most ? indent : most;
}

/* Ends the row with the kept line that it stands on; the next one starts at `next`. */
static bool fill_line_end(struct fill *fill, uint32_t next)
{
	if (!fill_row(fill, fill->base_end, false, fill_ends_softly(fill))) {
		return false;
	}
	fill->indent = fill->lead = 0;
	fill->hanging = capped(CONTINUED_COLS, fill->cols);
	fill->start = fill->base_end = next;
	fill->ends_softly = false;
	return true;
}

/* Takes one step into the row, or wraps before it. False where memory is short. */
static bool fill_step(struct fill *fill, struct flow *flow, const struct step *step)
{
	if (step->kind == STEP_END) {
		return fill_line_end(fill, step->at.end);
	}
	if (step->kind == STEP_BLANK) {
		if (flow->keep && fill->indent == 0 && fill->base_end == fill->start) {
			fill->lead += step->cols;
			fill->hanging = capped(fill->lead + CONTINUED_COLS, fill->cols);
		}
		/* White space hangs: it never makes a row too long. */
		if (fill->used > 0 && fill_may_break(fill, step->at.end)) {
			fill_cut(fill, fill->base_end, step->at.end,
				step->cols == 0 && fill_ends_softly(fill));
		}
		fill->used += step->cols;
		return true;
	}
	if (fill->used > 0 && fill_may_break(fill, step->at.start) &&
		!(fill->has_cut && fill->cut.end == step->at.start)) {
		fill_cut(fill, fill->base_end, step->at.start, false);
	}
	if (fill->used + step->cols > fill_room(fill) && fill->used > 0 &&
		step->at.start > fill->start) {
		return fill_wrap(fill, flow, step);
	}
	fill->used += step->cols;
	fill->base_end = step->at.end;
	fill->ends_softly = step->kind == STEP_SOFT && step->at.end - step->at.start == SOFT_BYTES;
	if (fill_ends_softly(fill) && fill_may_break(fill, step->at.end)) {
		fill_cut(fill, step->at.end, step->at.end, true);
	}
	return true;
}

/*
 * Takes what is left of a word of which the first letter has been taken, as far as nothing breaks
 * inside and it fits.
 */
static void fill_word(struct fill *fill, struct flow *flow)
{
	const unsigned char *breaks = fill->rows->breaks;
	uint32_t room = fill_room(fill), start = fill->para->at.start, off = flow->off, end;

	end = flow_plain(flow, room > fill->used ? off + (room - fill->used) : off);
	while (off + 4 <= end && memcmp(breaks + (off - start), "\0\0\0", 4) == 0) {
		off += 4;
	}
	while (off < end && breaks[off - start] == 0) {
		off++;
	}
	if (off > flow->off) {
		fill->used += off - flow->off;
		fill->base_end = off;
		flow_pass(flow, off);
	}
}

/*
 * Goes on behind a letter with words of ASCII and single blanks between them, to the end of the
 * row at most. Does what the steps would do; nearly all of a text is taken here.
 */
static void fill_words(struct fill *fill, struct flow *flow)
{
	const char *p = fill->doc->text.p;
	uint32_t next;

	for (;;) {
		fill_word(fill, flow);
		next = flow->off + 1;
		/* A blank, and a letter behind it that fits. */
		if (next >= flow->end || next >= flow->hide || p[next - 1] != ' ' ||
			fill->used + 2 > fill_room(fill) || !flow_is_plain(fill->doc, next)) {
			return;
		}
		if (fill_may_break(fill, next)) {
			fill_cut(fill, fill->base_end, next, false);
		}
		fill->used += 2;
		flow_pass(flow, next + 1);
		fill->base_end = next + 1;
	}
}

/* Room for what tells where the text of the paragraph may be broken. */
static bool fill_room_for_breaks(struct rows *rows, uint32_t n)
{
	if (n > rows->nbreaks) {
		unsigned char *more = realloc(rows->breaks, n);

		if (more == NULL) {
			return false;
		}
		rows->breaks = more;
	}
	rows->nbreaks = n;
	return true;
}

static void fill_indents(struct fill *fill)
{
	const struct para *para = fill->para;
	uint32_t level = para->level > 1 ? para->level - 1u : 0;

	switch (para->kind) {
	case PARA_ITEM:
		fill->indent = capped(level * LEVEL_COLS, fill->cols);
		fill->hanging = capped(level * LEVEL_COLS + para->indent, fill->cols);
		break;
	case PARA_QUOTE:
		fill->indent = fill->hanging = capped((level + 1) * LEVEL_COLS, fill->cols);
		break;
	case PARA_LINES:
	case PARA_CODE:
		fill->hanging = capped(CONTINUED_COLS, fill->cols);
		break;
	default:
		break;
	}
	if (para->part && !(para_keeps_lines(para->kind) && fill->doc->text.p[para->at.start - 1] == '\n')) {
		fill->indent = fill->hanging;
	}
}

/* Whether a blank row stands behind paragraph i: where the text has one, and between different things. */
static bool has_gap(const struct doc *doc, uint32_t i)
{
	const struct para *here = &doc->paras[i], *next = here + 1;
	uint32_t ends = 0;

	if (i + 1 >= doc->nparas || next->part) {
		return false;
	}
	if (here->kind != next->kind || (here->kind != PARA_ITEM && here->kind != PARA_LINES)) {
		return true;
	}
	for (uint32_t off = here->at.end; off < next->at.start; off++) {
		ends += doc->text.p[off] == '\n';
	}
	return ends > 1;
}

static bool fill_gap(struct fill *fill)
{
	struct rows *rows = fill->rows;

	if (!has_gap(fill->doc, fill->index)) {
		return true;
	}
	fill->start = fill->para->at.end;
	fill->indent = 0;
	if (!fill_row(fill, fill->start, false, false)) {
		return false;
	}
	rows->items[rows->n - 1].kind = ROW_GAP;
	return true;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n';
}

/* In eight bytes below 0x80: the upper bit of each that equals c. */
static uint64_t equal_eight(uint64_t bytes, char c)
{
	return ~((bytes ^ EACH(1) * (unsigned char)c) + EACH(0x7F)) & EACH(0x80);
}

/*
 * Whether the text of a paragraph is as most English prose: printable ASCII in words with one blank
 * or line end between them, and no hyphen at a line end. Then its columns are its bytes.
 */
static bool is_simple(struct span text)
{
	bool blank = true, hyphen = false; /* whether one stood before these eight */

	for (size_t off = 0; off < text.n; off += 8) {
		uint64_t bytes = letter_eight(text, (uint32_t)off), lines, blanks, hyphens;

		if (text.n - off < 8) {
			bytes |= EACH('a') << (text.n - off) * 8;
		}
		lines = equal_eight(bytes, '\n');
		blanks = lines | equal_eight(bytes, ' ');
		hyphens = equal_eight(bytes, '-');
		/* Above ASCII, DEL, or control characters but the line end. */
		if ((bytes & EACH(0x80)) != 0 || ((bytes + EACH(1)) & EACH(0x80)) != 0 ||
			(((bytes + EACH(0x60)) | lines) & EACH(0x80)) != EACH(0x80) ||
			(blanks & (blanks << 8 | (blank ? 0x80 : 0))) != 0 ||
			(lines & (hyphens << 8 | (hyphen ? 0x80 : 0))) != 0) {
			return false;
		}
		blank = blanks >> 63 != 0;
		hyphen = hyphens >> 63 != 0;
	}
	return true;
}

/*
 * Fills a paragraph of simple text: as the steps would, but from the end of a row back to where it
 * may be broken. False, with the rows so far, where a word is longer than a row or memory is short.
 */
static bool fill_simple(struct fill *fill)
{
	struct span text = fill->doc->text;
	uint32_t end = fill->para->at.end;

	while (end - fill->start > fill_room(fill)) {
		uint32_t last = fill->start + fill_room(fill), next;

		last += is_space(text.p[last]);
		if (last >= end) {
			break; /* a blank at the end of the paragraph hangs */
		}
		next = (uint32_t)utf8_line_break_last(text, fill->start, last);
		if (next == fill->start || !fill_row(fill, next - is_space(text.p[next - 1]), true, false)) {
			return false;
		}
		fill->start = next;
	}
	return fill_row(fill, end - is_space(text.p[end - 1]), false, false);
}

/*
 * Kept lines of printable ASCII that fit, as most of a table or of code are: each is a row as it
 * stands. Up to the first that is no such line.
 */
static bool fill_lines(struct fill *fill, struct flow *flow)
{
	struct span text = {fill->doc->text.p, flow->end};

	while (flow->keep && flow->hide == UINT32_MAX && flow->off < flow->end) {
		uint32_t end = flow->off + (uint32_t)visible_plain(text, flow->off), shown = end;

		while (shown > flow->off && text.p[shown - 1] == ' ') {
			shown--;
		}
		if ((end < text.n && text.p[end] != '\n') || shown - flow->off > fill_room(fill)) {
			return true;
		}
		fill->base_end = shown;
		flow->off = end;
		if (end < text.n && !fill_line_end(fill, ++flow->off)) {
			return false;
		}
	}
	return true;
}

/* Takes what is left step by step: of kept lines one. */
static bool fill_steps(struct fill *fill, struct flow *flow)
{
	struct span rest = span_in(fill->doc->text, (struct range){flow->off, flow->end});
	const char *end = flow->keep ? memchr(rest.p, '\n', rest.n) : NULL;
	struct step step;

	rest.n = end != NULL ? (size_t)(end + 1 - rest.p) : rest.n;
	utf8_line_breaks(rest, fill->rows->breaks + (flow->off - fill->para->at.start));
	while (flow_next(flow, &step)) {
		if (!fill_step(fill, flow, &step)) {
			return false;
		}
		if (step.kind == STEP_END) {
			return true;
		}
		if (step.kind == STEP_GLYPH) {
			fill_words(fill, flow);
		}
	}
	return true;
}

bool layout_para(const struct doc *doc, uint32_t para, int cols, struct rows *out)
{
	struct fill fill = {.doc = doc, .para = &doc->paras[para], .rows = out, .index = para,
		.cols = cols < 1 ? 1 : (uint32_t)cols};
	struct flow flow;
	uint32_t n = out->n;

	fill.start = fill.base_end = fill.para->at.start;
	if (fill.para->kind == PARA_RULE) {
		if (!fill_row(&fill, fill.para->at.end, false, false)) {
			return false;
		}
		out->items[out->n - 1].kind = ROW_RULE;
		return fill_gap(&fill);
	}
	fill_indents(&fill);
	flow_start(&flow, doc, para, fill.para->at);
	flow.bare = out->bare;
	if (!flow.keep && flow.hide == UINT32_MAX && is_simple(span_in(doc->text, fill.para->at))) {
		struct fill simple = fill;

		if (fill_simple(&simple)) {
			return fill_gap(&simple);
		}
		out->n = n;
	}
	if (!fill_room_for_breaks(out, fill.para->at.end - fill.start)) {
		return false;
	}
	while (flow.off < flow.end) {
		if (!fill_lines(&fill, &flow) || !fill_steps(&fill, &flow)) {
			return false;
		}
	}
	return fill_row(&fill, fill.base_end, false, false) && fill_gap(&fill);
}

void layout_flow(const struct doc *doc, const struct row *row, struct flow *flow)
{
	flow_start(flow, doc, row->para, row->at);
	flow->bare = row->bare;
}

uint32_t layout_row_at(const struct rows *rows, uint32_t off)
{
	return sorted_last(rows->items, rows->n, sizeof(*rows->items), off);
}

void rows_finish(struct rows *rows)
{
	free(rows->items);
	free(rows->breaks);
	*rows = (struct rows){0};
}

#include "read/layout.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Indent of one level of a quotation or a nested list, and of what a kept line continues on. */
enum { LEVEL_COLS = 2, CONTINUED_COLS = 2, TAB_COLS = 8 };

enum { SOFT_BYTES = 2 }; /* of U+00AD */

static bool kind_keeps(uint8_t kind)
{
	return kind == PARA_LINES || kind == PARA_CODE;
}

/* Finds the next range of markup that is not shown, from flow->mark on. */
static void flow_find_hide(struct flow *flow)
{
	const struct doc *doc = flow->doc;

	/* Marks behind the walk's end are not looked at: there may be thousands of them. */
	while (flow->mark < doc->nmarks && doc->marks[flow->mark].at.start < flow->end) {
		const struct mark *mark = &doc->marks[flow->mark];

		flow->mark++;
		if (mark->kind == MARK_HIDE && mark->at.end > flow->off) {
			flow->hide = mark->at.start;
			flow->hide_end = mark->at.end;
			return;
		}
	}
	flow->hide = flow->hide_end = UINT32_MAX;
}

void flow_start(struct flow *flow, const struct doc *doc, uint32_t para, struct range at)
{
	*flow = (struct flow){.doc = doc, .off = at.start, .end = at.end};
	flow->keep = kind_keeps(doc->paras[para].kind);
	flow->mark = doc->nmarks == 0 ? 0 : doc_mark_from(doc, at.start);
	flow_find_hide(flow);
}

/* Moves over markup at the present place. */
static void flow_skip_hidden(struct flow *flow)
{
	while (flow->off >= flow->hide) {
		if (flow->off < flow->hide_end) {
			flow->off = flow->hide_end;
		}
		flow_find_hide(flow);
	}
}

static bool is_ascii_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_letter_before(const struct doc *doc, uint32_t off)
{
	size_t at = off;

	return off > 0 && utf8_is_word(utf8_prev(doc->text, &at));
}

static bool is_letter_at(const struct doc *doc, uint32_t off)
{
	size_t at = off;

	return off < doc->text.n && utf8_is_word(utf8_next(doc->text, &at));
}

/* Whether a soft hyphen ends at off. */
static bool is_soft_before(const struct doc *doc, uint32_t off)
{
	return off >= SOFT_BYTES && memcmp(doc->text.p + off - SOFT_BYTES, "\xC2\xAD", SOFT_BYTES) == 0;
}

/* Whether the white space [at, next) is the line end inside a word that is broken at its hyphen. */
static bool is_broken_word(const struct doc *doc, struct range at)
{
	const char *p = doc->text.p;
	uint32_t hyphen = at.start >= 1 && p[at.start - 1] == '-' ? 1 : 0;

	if (is_soft_before(doc, at.start)) {
		hyphen = SOFT_BYTES;
	}
	return hyphen > 0 && p[at.start] == '\n' && is_letter_before(doc, at.start - hyphen) &&
		is_letter_at(doc, at.end);
}

/* A run of blanks and line ends in prose, with the markup among them, is one blank. */
static void flow_blank(struct flow *flow, struct step *out)
{
	uint32_t start = flow->off;

	while (flow->off < flow->end && is_ascii_blank(flow->doc->text.p[flow->off])) {
		flow->off++;
		flow_skip_hidden(flow);
	}
	if (flow->off > flow->end) {
		flow->off = flow->end;
	}
	*out = (struct step){.at = {start, flow->off}, .kind = STEP_BLANK, .cols = 1};
	if (is_broken_word(flow->doc, out->at)) {
		out->cols = 0;
	}
}

static void flow_glyph(struct flow *flow, struct step *out)
{
	struct glyph *glyph = &flow->glyph;
	struct span text = {flow->doc->text.p, flow->end};

	visible_next(text, flow->off, glyph);
	out->at = (struct range){flow->off, (uint32_t)glyph->end};
	out->cols = glyph->cols;
	flow->off = (uint32_t)glyph->end;
	switch (glyph->kind) {
	case GLYPH_PLAIN:
		out->kind = STEP_GLYPH;
		break;
	case GLYPH_FORM:
		out->kind = STEP_FORM;
		break;
	case GLYPH_SPACE:
		out->kind = STEP_BLANK;
		break;
	case GLYPH_TAB:
		out->kind = STEP_BLANK;
		out->cols = (uint8_t)(TAB_COLS - flow->col % TAB_COLS);
		break;
	case GLYPH_BREAK:
		out->kind = STEP_END;
		break;
	case GLYPH_SOFT:
		out->kind = STEP_SOFT;
		break;
	}
	out->draw = visible_text(text, glyph);
}

bool flow_next(struct flow *flow, struct step *out)
{
	const char *p = flow->doc->text.p;
	uint32_t off;

	if (flow->off >= flow->hide) {
		flow_skip_hidden(flow);
	}
	off = flow->off;
	if (off >= flow->end) {
		return false;
	}
	if (p[off] > ' ' && p[off] < 0x7f && (off + 1 >= flow->end || (signed char)p[off + 1] >= 0)) {
		/* What English prose is made of: one byte, one column, no table. */
		*out = (struct step){{off, off + 1}, {p + off, 1}, STEP_GLYPH, 1};
		flow->off = off + 1;
	} else if (!flow->keep && is_ascii_blank(p[off])) {
		flow_blank(flow, out);
	} else {
		flow_glyph(flow, out);
	}
	flow->col += out->cols;
	if (out->kind == STEP_END) {
		flow->col = 0;
	}
	return true;
}

uint32_t flow_plain(const struct flow *flow, uint32_t limit)
{
	const char *p = flow->doc->text.p;
	uint32_t off = flow->off, most = limit < flow->end ? limit : flow->end;

	most = most < flow->hide ? most : flow->hide;
	while (off < most && p[off] > ' ' && p[off] < 0x7f) {
		off++;
	}
	/* A mark on the last letter makes more than one byte of it. */
	if (off > flow->off && off < flow->doc->text.n && (signed char)p[off] < 0) {
		off--;
	}
	return off;
}

void flow_pass(struct flow *flow, uint32_t off)
{
	flow->col += off - flow->off;
	flow->off = off;
}

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
		.full = full, .hyphen = hyphen};
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
	flow_start(flow, fill->doc, fill->index, (struct range){next, flow->end});
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
	return fill->used < fill_room(fill) && is_soft_before(fill->doc, fill->base_end);
}

/* An indent that leaves half of the measure. */
static uint32_t capped(uint32_t indent, uint32_t cols)
{
	uint32_t most = cols / 2 < 200 ? cols / 2 : 200;

	return indent < most ? indent : most;
}

/* Takes one step into the row, or wraps before it. False where memory is short. */
static bool fill_step(struct fill *fill, struct flow *flow, const struct step *step)
{
	if (step->kind == STEP_END) {
		if (!fill_row(fill, fill->base_end, false, fill_ends_softly(fill))) {
			return false;
		}
		fill->indent = fill->lead = 0;
		fill->hanging = capped(CONTINUED_COLS, fill->cols);
		fill->start = fill->base_end = step->at.end;
		return true;
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
	if (step->kind == STEP_SOFT && step->at.end - step->at.start == SOFT_BYTES &&
		fill->used < fill_room(fill) && fill_may_break(fill, step->at.end)) {
		fill_cut(fill, step->at.end, step->at.end, true);
	}
	return true;
}

/*
 * Takes what is left of a word of which the first letter has been taken, at once where nothing
 * breaks inside and all of it fits; otherwise nothing. Most of a text is taken here.
 */
static void fill_word(struct fill *fill, struct flow *flow)
{
	uint32_t room = fill_room(fill), off = flow->off, end;

	if (fill->used >= room) {
		return;
	}
	end = flow_plain(flow, off + (room - fill->used));
	while (off < end && !fill_may_break(fill, off)) {
		off++;
	}
	if (off > flow->off) {
		fill->used += off - flow->off;
		fill->base_end = off;
		flow_pass(flow, off);
	}
}

static bool fill_breaks(struct rows *rows, struct span text)
{
	if (text.n > rows->nbreaks) {
		unsigned char *more = realloc(rows->breaks, text.n);

		if (more == NULL) {
			return false;
		}
		rows->breaks = more;
	}
	rows->nbreaks = (uint32_t)text.n;
	utf8_line_breaks(text, rows->breaks);
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
	if (para->part && !(kind_keeps(para->kind) && fill->doc->text.p[para->at.start - 1] == '\n')) {
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

bool layout_para(const struct doc *doc, uint32_t para, int cols, struct rows *out)
{
	struct fill fill = {.doc = doc, .para = &doc->paras[para], .rows = out, .index = para,
		.cols = cols < 1 ? 1 : (uint32_t)cols};
	struct flow flow;
	struct step step;

	fill.start = fill.base_end = fill.para->at.start;
	if (fill.para->kind == PARA_RULE) {
		if (!fill_row(&fill, fill.para->at.end, false, false)) {
			return false;
		}
		out->items[out->n - 1].kind = ROW_RULE;
		return fill_gap(&fill);
	}
	if (!fill_breaks(out, span_in(doc->text, fill.para->at))) {
		return false;
	}
	fill_indents(&fill);
	flow_start(&flow, doc, para, fill.para->at);
	while (flow_next(&flow, &step)) {
		if (!fill_step(&fill, &flow, &step)) {
			return false;
		}
		if (step.kind == STEP_GLYPH) {
			fill_word(&fill, &flow);
		}
	}
	return fill_row(&fill, fill.base_end, false, false) && fill_gap(&fill);
}

uint32_t layout_row_at(const struct rows *rows, uint32_t off)
{
	uint32_t low = 0, high = rows->n;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (rows->items[middle].at.start <= off) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

void rows_finish(struct rows *rows)
{
	free(rows->items);
	free(rows->breaks);
	*rows = (struct rows){0};
}

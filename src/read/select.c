#include "read/select.h"

#include "base/utf8.h"
#include "texts/sentence.h"

void select_begin(struct view *view, uint32_t off)
{
	view->anchor = view->cursor = off;
	view->goal_at = UINT32_MAX;
	view->selecting = true;
}

void select_to(struct view *view, uint32_t to)
{
	view->cursor = to;
	view_follow(view, to);
}

/* The word that starts at `start`, without what stands between it and the next one. */
static struct range word_at(struct span text, size_t start)
{
	size_t end = utf8_word_next(text, start);

	while (end > start) {
		size_t off = end;

		if (utf8_is_word(utf8_prev(text, &off))) {
			break;
		}
		end = off;
	}
	return (struct range){(uint32_t)start, (uint32_t)end};
}

static struct range word_from(struct span text, uint32_t off)
{
	struct range at = {off, off};

	if (off >= text.n) {
		return at;
	}
	at = word_at(text, utf8_word_prev(text, (size_t)off + 1));
	return at.end > off ? at : word_at(text, utf8_word_next(text, off));
}

/* The paragraph at an index, whole where it was cut into parts. */
static struct range paragraph_at(const struct doc *doc, uint32_t i)
{
	uint32_t last = i;

	while (i > 0 && doc->paras[i].part) {
		i--;
	}
	while (last + 1 < doc->nparas && doc->paras[last + 1].part) {
		last++;
	}
	return (struct range){doc->paras[i].at.start, doc->paras[last].at.end};
}

static struct range paragraph_from(const struct doc *doc, uint32_t off)
{
	uint32_t end = (uint32_t)doc->text.n;

	for (uint32_t i = doc->nparas == 0 ? 0 : doc_para_at(doc, off); i < doc->nparas; i++) {
		if (doc->paras[i].at.end > off) {
			return paragraph_at(doc, i);
		}
	}
	return (struct range){end, end};
}

static struct range paragraph_before(const struct doc *doc, uint32_t off)
{
	uint32_t i = doc->nparas == 0 ? 0 : doc_para_at(doc, off) + 1;

	while (i-- > 0) {
		if (doc->paras[i].at.start < off) {
			return paragraph_at(doc, i);
		}
	}
	return (struct range){0, 0};
}

/* The first unit that ends behind off; empty at the end of the text where there is none. */
static struct range unit_from(const struct doc *doc, enum select_unit unit, uint32_t off)
{
	switch (unit) {
	case SELECT_WORD:
		return word_from(doc->text, off);
	case SELECT_SENTENCE:
		return sentence_from(doc, off);
	case SELECT_PARAGRAPH:
		break;
	}
	return paragraph_from(doc, off);
}

/* The last unit that starts before off; empty at 0 where there is none. */
static struct range unit_before(const struct doc *doc, enum select_unit unit, uint32_t off)
{
	switch (unit) {
	case SELECT_WORD:
		return off == 0 ? (struct range){0, 0}
				: word_at(doc->text, utf8_word_prev(doc->text, off));
	case SELECT_SENTENCE:
		return sentence_before(doc, off);
	case SELECT_PARAGRAPH:
		break;
	}
	return paragraph_before(doc, off);
}

/* Where the cursor goes from off by one unit forward. */
static uint32_t unit_forward(const struct view *view, enum select_unit unit, uint32_t off)
{
	struct range at = unit_from(view->doc, unit, off);

	if (off >= view->anchor) {
		return at.end;
	}
	if (at.start <= off) {
		at = unit_from(view->doc, unit, at.end);
	}
	return at.start > view->anchor ? view->anchor : at.start;
}

static uint32_t unit_back(const struct view *view, enum select_unit unit, uint32_t off)
{
	struct range at = unit_before(view->doc, unit, off);

	if (off <= view->anchor) {
		return at.start;
	}
	if (at.end >= off) {
		at = unit_before(view->doc, unit, at.start);
	}
	return at.end < view->anchor ? view->anchor : at.end;
}

bool select_units(struct view *view, enum select_unit unit, int n)
{
	uint32_t off = view->cursor, old = off, before;

	do {
		before = off;
		off = n > 0 ? unit_forward(view, unit, off) : n < 0 ? unit_back(view, unit, off) : off;
		n += n > 0 ? -1 : n < 0;
	} while (n != 0 && off != before);
	select_to(view, off);
	return off != old;
}

/* The row that off stands on; for the end of a paragraph its last one, not the gap behind it. */
static bool row_of(struct view *view, uint32_t off, struct row *out)
{
	if (!view_row(view, off, 0, out)) {
		return false;
	}
	return out->kind != ROW_GAP || view_row(view, off, -1, out);
}

/* The first glyph shown that starts behind off; the end of the text where there is none. */
static uint32_t glyph_next(struct view *view, uint32_t off)
{
	const struct doc *doc = view->doc;
	uint32_t para = doc_para_at(doc, off);
	struct row row;

	if (!row_of(view, off, &row)) {
		return off;
	}
	for (uint32_t from = row.at.start; para < doc->nparas; para++) {
		struct range at = doc->paras[para].at;
		struct flow flow;
		struct step step;

		at.start = from > at.start ? from : at.start;
		flow_start(&flow, doc, para, at);
		flow.bare = row.bare;
		while (at.start < at.end && flow_next(&flow, &step)) {
			if (step.at.start > off && step.kind != STEP_SOFT) {
				return step.at.start;
			}
		}
		if (off < at.end) {
			return at.end;
		}
	}
	return doc->nparas == 0 ? off : doc->paras[doc->nparas - 1].at.end;
}

/* The last glyph shown from the start of a row on that starts before off; off where there is none. */
static uint32_t glyph_in(const struct doc *doc, const struct row *row, uint32_t off)
{
	struct range at = {row->at.start, doc->paras[row->para].at.end};
	uint32_t found = off;
	struct flow flow;
	struct step step;

	if (at.end < off) {
		return at.end; /* where a paragraph ends, the cursor stops too */
	}
	flow_start(&flow, doc, row->para, at);
	flow.bare = row->bare;
	while (at.start < off && flow_next(&flow, &step) && step.at.start < off) {
		found = step.kind == STEP_SOFT ? found : step.at.start;
	}
	return found;
}

static uint32_t glyph_before(struct view *view, uint32_t off)
{
	uint32_t found = off;
	struct row row;

	/* At a row's start it is on the one before, which may hold nothing but what is hidden. */
	for (int back = 0; back < 3 && found == off && view_row(view, off, -back, &row); back++) {
		found = glyph_in(view->doc, &row, off);
	}
	return found;
}

bool select_chars(struct view *view, int n)
{
	uint32_t old = view->cursor, off = old, before;

	do {
		before = off;
		off = n > 0 ? glyph_next(view, off) : n < 0 ? glyph_before(view, off) : off;
		n += n > 0 ? -1 : n < 0;
	} while (n != 0 && off != before);
	select_to(view, off);
	return off != old;
}

/* Column of off on its row, the indent among it. */
static uint32_t column_of(const struct doc *doc, const struct row *row, uint32_t off)
{
	uint32_t col = row->indent;
	struct flow flow;
	struct step step;

	layout_flow(doc, row, &flow);
	while (row->kind == ROW_TEXT && flow_next(&flow, &step) && step.at.start < off) {
		col += step.cols;
	}
	return col;
}

/* The place on a row that covers a column, or its end. */
static uint32_t place_at(const struct doc *doc, const struct row *row, uint32_t goal)
{
	uint32_t col = row->indent;
	struct flow flow;
	struct step step;

	layout_flow(doc, row, &flow);
	while (row->kind == ROW_TEXT && flow_next(&flow, &step)) {
		col += step.cols;
		if (col > goal) {
			return step.at.start;
		}
	}
	return row->at.end;
}

bool select_rows(struct view *view, int n)
{
	const struct doc *doc = view->doc;
	uint32_t old = view->cursor, to;
	struct row from, row;

	if (!row_of(view, old, &from) || !view_row(view, from.at.start, n, &row)) {
		return false;
	}
	if (view->goal_at != old) {
		view->goal = column_of(doc, &from, old);
	}
	if (row.kind == ROW_GAP && !view_row(view, row.at.start, n > 0 ? 1 : -1, &row)) {
		return false;
	}
	to = place_at(doc, &row, view->goal);
	if (row.para == from.para && row.at.start == from.at.start) {
		to = n > 0 ? row.at.end : row.at.start;
	}
	view->goal_at = to;
	select_to(view, to);
	return to != old;
}

bool select_mentions(struct view *view, const struct xref *xref, int n)
{
	uint32_t first = xref->doc_first[view->id.i], end = xref->doc_first[view->id.i + 1];
	uint32_t off = view->cursor, at = xref_from(xref, view->id, off);
	int64_t to = (int64_t)at + n - (n > 0);

	if (n < 0 && at < end && xref_mention(xref, at)->at.start < off) {
		to++;
	}
	to = to < end ? to : (int64_t)end - 1;
	to = to > first ? to : first;
	if (first == end) {
		return false;
	}
	at = n > 0 ? xref_mention(xref, (uint32_t)to)->at.end : xref_mention(xref, (uint32_t)to)->at.start;
	if (n > 0 ? at <= off : at >= off) {
		return false;
	}
	select_to(view, at);
	return true;
}

void select_whole(struct view *view, enum select_unit unit)
{
	struct range old = view_selection(view), first = unit_from(view->doc, unit, old.start), last;

	if (first.start == first.end) { /* behind the last one: that one */
		first = unit_before(view->doc, unit, old.start);
	}
	last = old.end > first.end ? unit_before(view->doc, unit, old.end) : first;
	view->anchor = old.end > old.start && old.start < first.start ? old.start : first.start;
	select_to(view, last.end > old.end ? last.end : old.end);
}

void select_swap(struct view *view)
{
	uint32_t cursor = view->cursor;

	select_to(view, view->anchor);
	view->anchor = cursor;
}

uint32_t select_words(const struct view *view, uint32_t most)
{
	struct range at = view_selection(view);
	struct span text = {view->doc->text.p, at.end};
	uint32_t n = 0;

	if (at.start == at.end) {
		return 0;
	}
	at = word_from(text, at.start);
	while (at.start < at.end && n < most) {
		at = (struct range){(uint32_t)utf8_word_next(text, at.start), (uint32_t)text.n};
		n++;
	}
	return n;
}

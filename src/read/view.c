#include "read/view.h"

#include <string.h>

enum { GUTTER_COLS = 2, PAGED_BYTES = 1 << 18, REVEAL_PART = 3 };

void view_set(struct view *view, const struct doc *doc, doc_id id)
{
	view->doc = doc;
	laid_forget(&view->laid);
	view->last.doc = NULL; /* documents that were made come and go at one address … */
	paging_forget(&view->paging, id); /* … and with one number */
	view->told.pages = 0;
	view->id = id;
	view->top = view->cursor = doc->nparas == 0 ? 0 : doc->paras[0].at.start;
	view->active = ACTIVE_NONE;
	view->selecting = false;
	view->rows.n = view->first = view->count = 0;
}

void view_size(struct view *view, int cols, int rows, int measure)
{
	int room = cols - GUTTER_COLS - 1;

	if (room < measure) {
		measure = cols > 8 * GUTTER_COLS ? room : cols;
	}
	view->cols = cols;
	view->height = rows < 1 ? 1 : rows;
	view->measure = measure < 1 ? 1 : measure;
	view->margin = (cols - view->measure + 1) / 2;
}

void view_bare(struct view *view, bool bare)
{
	if (view->laid.bare != bare) {
		view->laid.bare = bare;
		laid_forget(&view->laid); /* words became longer or shorter … */
		view->last.doc = NULL; /* … but pages stay those of the text as one reads it */
	}
}

/* The rows of one paragraph; NULL where memory is short. */
static const struct rows *rows_of(struct view *view, uint32_t para)
{
	return laid_rows(&view->laid, view->doc, para, view->measure);
}

/* Appends the rows of a paragraph to those from the first on the screen on. */
static bool add_rows(struct view *view, uint32_t para)
{
	const struct rows *more = rows_of(view, para);
	struct rows *rows = &view->rows;

	if (more == NULL || !array_reserve(&rows->items, &rows->cap, rows->n + more->n,
				    sizeof(*rows->items))) {
		return false;
	}
	memcpy(rows->items + rows->n, more->items, more->n * sizeof(*rows->items));
	rows->n += more->n;
	return true;
}

bool view_update(struct view *view)
{
	const struct doc *doc = view->doc;
	struct rows *rows = &view->rows;
	uint32_t para, shown = 0;

	view->first = view->count = 0;
	rows->n = 0;
	if (doc->nparas == 0) {
		return true;
	}
	para = doc_para_at(doc, view->top);
	if (!add_rows(view, para)) {
		return false;
	}
	view->first = layout_row_at(rows, view->top);
	while (shown = rows->n - view->first, shown < (uint32_t)view->height &&
		++para < doc->nparas) {
		if (!add_rows(view, para)) {
			return false;
		}
	}
	view->count = shown < (uint32_t)view->height ? shown : (uint32_t)view->height;
	if (!view_shows(view, view->cursor)) {
		view->cursor = rows->items[view->first].at.start;
		if (view->cursor < view->top && range_has(rows->items[view->first].at, view->top)) {
			view->cursor = view->top;
		}
	}
	return true;
}

bool view_row(struct view *view, uint32_t off, int n, struct row *out)
{
	const struct doc *doc = view->doc;
	const struct rows *rows;
	uint32_t para, row;

	if (doc->nparas == 0) {
		return false;
	}
	para = doc_para_at(doc, off);
	rows = rows_of(view, para);
	if (rows == NULL) {
		return false;
	}
	row = layout_row_at(rows, off);
	while (n < 0 && row < (uint32_t)-n && para > 0) {
		n += (int)row + 1;
		rows = rows_of(view, --para);
		if (rows == NULL) {
			return false;
		}
		row = rows->n - 1;
	}
	if (n < 0) {
		*out = rows->items[row < (uint32_t)-n ? 0 : row - (uint32_t)-n];
		return true;
	}
	while (row + (uint32_t)n >= rows->n && para + 1 < doc->nparas) {
		n -= (int)(rows->n - row);
		row = 0;
		rows = rows_of(view, ++para);
		if (rows == NULL) {
			return false;
		}
	}
	row += (uint32_t)n;
	*out = rows->items[row < rows->n ? row : rows->n - 1];
	return true;
}

uint32_t view_row_start(struct view *view, uint32_t off, int n)
{
	struct row row;

	if (view_row(view, off, n, &row)) {
		return row.at.start;
	}
	return view->doc->nparas == 0 ? 0 : off;
}

/* The offset at the top when the last row stands at the bottom. */
static uint32_t last_top(struct view *view)
{
	const struct doc *doc = view->doc;

	if (doc->nparas == 0) {
		return 0;
	}
	if (view->last.doc != doc || view->last.measure != view->measure ||
		view->last.height != view->height) {
		view->last = (struct view_last){doc, view->measure, view->height,
			view_row_start(view, doc->paras[doc->nparas - 1].at.end, 1 - view->height)};
	}
	return view->last.top;
}

void view_top(struct view *view, uint32_t off)
{
	uint32_t last = last_top(view);

	off = view_row_start(view, off, 0);
	view->top = off < last ? off : last;
}

bool view_scroll(struct view *view, int n)
{
	uint32_t old = view->top, last = last_top(view);
	uint32_t top = view_row_start(view, old, n);

	if (n > 0 && top > last) {
		/* A resize may have left the top below this: never scroll back for that. */
		top = old > last ? old : last;
	}
	view->top = top;
	return top != old;
}

bool view_shows(const struct view *view, uint32_t off)
{
	const struct row *last;

	if (view->count == 0 || off < view->rows.items[view->first].at.start) {
		return false;
	}
	last = &view->rows.items[view->first + view->count - 1];
	if (view->first + view->count < view->rows.n) {
		return off < last[1].at.start;
	}
	return off <= last->at.end;
}

void view_reveal(struct view *view, uint32_t off)
{
	uint32_t last;

	if (view_update(view) && view_shows(view, off)) {
		return;
	}
	last = last_top(view);
	view->top = view_row_start(view, off, -(view->height / REVEAL_PART));
	if (view->top > last) {
		view->top = last;
	}
}

void view_follow(struct view *view, uint32_t off)
{
	uint32_t cursor = view->cursor, last;
	bool shown = view_update(view) && view_shows(view, off);

	view->cursor = cursor; /* view_update may have brought it onto the old screen */
	if (shown) {
		return;
	}
	last = last_top(view);
	view->top = view_row_start(view, off, off < view->top ? 0 : 1 - view->height);
	if (view->top > last) {
		view->top = last;
	}
}

struct range view_range(const struct view *view)
{
	if (view->count == 0) {
		return (struct range){0, 0};
	}
	return (struct range){view->rows.items[view->first].at.start,
		view->rows.items[view->first + view->count - 1].at.end};
}

static bool is_blank_at(const struct view *view, uint32_t off)
{
	return memchr(" \n\t", view->doc->text.p[off], 3) != NULL;
}

struct range view_selection(const struct view *view)
{
	struct range at = {view->anchor, view->cursor};

	if (!view->selecting) {
		return (struct range){view->cursor, view->cursor};
	}
	if (at.start > at.end) {
		at = (struct range){view->cursor, view->anchor};
	}
	while (at.end > at.start && is_blank_at(view, at.end - 1)) {
		at.end--;
	}
	while (at.start < at.end && is_blank_at(view, at.start)) {
		at.start++;
	}
	return at;
}

bool view_page(struct view *view, uint32_t *page, uint32_t *pages)
{
	const struct doc *doc = view->doc;
	uint32_t para, height = (uint32_t)view->height, row;
	const struct rows *rows;
	const uint32_t *before;

	if (view->told.pages > 0 && view->told.top == view->top &&
		view->told.measure == view->measure && view->told.height == view->height) {
		*page = view->told.page;
		*pages = view->told.pages;
		return true;
	}
	if (height == 0 || doc->nparas == 0 || doc->text.n > PAGED_BYTES) {
		return false; /* a pane may be too low for a row of text */
	}
	para = doc_para_at(doc, view->top);
	rows = rows_of(view, para);
	before = paging_rows(&view->paging, doc, view->id, view->measure);
	if (rows == NULL || before == NULL) {
		return false;
	}
	row = before[para] + layout_row_at(rows, view->top);
	*pages = (before[doc->nparas] + height - 1) / height;
	*page = (row + height - 1) / height + 1;
	if (*page > *pages) {
		*page = *pages;
	}
	return true;
}

int view_percent(const struct view *view)
{
	uint64_t end = view_range(view).end, n = view->doc->text.n;
	int percent;

	if (view->count == 0 || view->first + view->count == view->rows.n) {
		const struct doc *doc = view->doc;

		if (view->count == 0 || view->rows.items[view->rows.n - 1].para + 1 == doc->nparas) {
			return 100;
		}
	}
	percent = n == 0 ? 100 : (int)(end * 100 / n);
	return percent > 99 ? 99 : percent;
}

struct place view_place(const struct view *view)
{
	return (struct place){view->id, view->top, view->cursor, view->active, NULL};
}

void view_restore(struct view *view, const struct place *place)
{
	view->top = place->top;
	view->cursor = place->cursor;
	view->active = place->active;
	view->selecting = false;
}

void view_finish(struct view *view)
{
	rows_finish(&view->rows);
	laid_finish(&view->laid);
	paging_finish(&view->paging);
	*view = (struct view){0};
}

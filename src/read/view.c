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
	view->uncounted = false;
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

/* Puts the row that lies n rows behind that of off at the top, or lower where the document ends. */
static void top_from(struct view *view, uint32_t off, int n)
{
	uint32_t last = last_top(view), top = view_row_start(view, off, n);

	view->top = top < last ? top : last;
}

void view_top(struct view *view, uint32_t off)
{
	top_from(view, off, 0);
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
	if (view->first + view->count < view->rows.n && last[1].at.start < last[1].at.end) {
		return off < last[1].at.start;
	}
	return off <= last->at.end; /* also where the blank row behind a paragraph is not shown */
}

void view_reveal(struct view *view, uint32_t off)
{
	if (!view_update(view) || !view_shows(view, off)) {
		top_from(view, off, -(view->height / REVEAL_PART));
	}
}

void view_follow(struct view *view, uint32_t off)
{
	uint32_t cursor = view->cursor;
	bool shown = view_update(view) && view_shows(view, off);

	view->cursor = cursor; /* view_update may have brought it onto the old screen */
	if (!shown) {
		top_from(view, off, off < view->top ? 0 : 1 - view->height);
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

/* What was told of the view as it is. */
static bool page_told(const struct view *view, uint32_t *page, uint32_t *pages)
{
	const struct view_told *told = &view->told;

	if (told->pages == 0 || told->top != view->top || told->measure != view->measure ||
		told->height != view->height) {
		return false;
	}
	*page = told->page;
	*pages = told->pages;
	return true;
}

/* The same of the rows that were counted, all of them. */
static bool page_counted(struct view *view, const struct paging_doc *kept, uint32_t *page,
	uint32_t *pages)
{
	uint32_t para = doc_para_at(view->doc, view->top), height = (uint32_t)view->height, before;
	const struct rows *rows = rows_of(view, para);

	if (rows == NULL || !paging_rows(&view->paging, kept, view->doc, para, &before)) {
		return false;
	}
	*pages = (kept->next.rows + height - 1) / height;
	*page = (before + layout_row_at(rows, view->top) + height - 1) / height + 1;
	if (*page > *pages) {
		*page = *pages;
	}
	return true;
}

bool view_page(struct view *view, uint32_t *page, uint32_t *pages)
{
	const struct doc *doc = view->doc;
	bool told = page_told(view, page, pages), small = doc->text.n <= PAGED_BYTES;
	const struct paging_doc *kept;

	view->uncounted = false;
	if (view->height == 0 || doc->nparas == 0 || doc->text.n > VIEW_COUNTED || (told && small)) {
		return told; /* a pane may be too low for a row of text */
	}
	kept = paging_of(&view->paging, doc, view->id, view->measure);
	view->uncounted = kept != NULL && !paging_is_whole(kept);
	if (kept == NULL || (view->uncounted && (!small || !view_count(view, true)))) {
		return told;
	}
	return page_counted(view, kept, page, pages);
}

bool view_count(struct view *view, bool all)
{
	struct paging_doc *kept = paging_of(&view->paging, view->doc, view->id, view->measure);
	bool ok = kept != NULL && paging_count(&view->paging, kept, view->doc, all);

	view->uncounted = ok && !paging_is_whole(kept);
	return ok && !view->uncounted;
}

uint32_t view_pages_likely(const struct view *view)
{
	const struct doc *doc = view->doc;
	uint64_t rows = doc->text.n / (uint32_t)view->measure + doc->nparas + doc->nparas / 2;

	return doc->text.n <= PAGED_BYTES || doc->text.n > VIEW_COUNTED || view->height == 0 ? 0
		: (uint32_t)(rows / (uint32_t)view->height + 1);
}

int view_percent(const struct view *view)
{
	uint64_t end = view_range(view).end, n = view->doc->text.n + view->doc->rest;
	int percent;

	if (view->doc->rest == 0 && (view->count == 0 || view->first + view->count == view->rows.n)) {
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

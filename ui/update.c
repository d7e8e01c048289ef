#include "ui/update.h"

#include "ui/scroll.h"

#include <stdlib.h>

enum {
	GAP_MOST = 4, /* cells that are written again rather than passed over */
	ERASE_LEAST = 10, /* blanks within a row from which erasing and going on is shorter */
	SCROLLS_MOST = 4, /* in one frame: panes one below the other that move together */
	SCROLL_LEAST = 3, /* rows that changed from which scrolling is thought of */
};

static struct cell *row_of(const struct canvas *canvas, int row)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->cols];
}

static void erase(struct cell *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		cells[i] = (struct cell){.text = ' ', .cols = 1, .ink = {.style = PEN_ERASED}};
	}
}

bool update_resize(struct update *update, int cols, int rows, struct err *err)
{
	size_t n = (size_t)(rows < 1 ? 1 : rows);
	uint64_t *hashes = malloc(2 * n * sizeof(*hashes));
	int *costs = malloc(n * sizeof(*costs));
	if (hashes == NULL || costs == NULL || !canvas_resize(&update->shown, cols, rows, err)) {
		free(hashes);
		free(costs);
		return err_memory(err);
	}
	free(update->now);
	free(update->costs);
	update->now = hashes;
	update->next = hashes + n;
	update->costs = costs;
	update_forget(update);
	return true;
}

void update_forget(struct update *update)
{
	update->fresh = true;
}

/* Whether a cell shows already what it is to show. */
static inline bool same(struct update *update, const struct cell *shown, const struct cell *next)
{
	if (canvas_same(shown, next)) {
		return true;
	}
	if (shown->text != next->text) {
		return false;
	}
	if (shown->ink.style == PEN_ERASED) { /* nearly all of a cleared screen: blanks */
		return pen_unseen(&update->pen, next);
	}
	return shown->cols == next->cols && pen_same(&update->pen, shown, next);
}

/* A number for what a row shows. */
static uint64_t hash_row(const struct cell *cells, int cols)
{
	uint64_t hash = 0;
	for (int col = 0; col < cols; col++) {
		uint64_t word;
		memcpy(&word, &cells[col], sizeof(word));
		hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
		hash ^= hash >> 32;
	}
	return hash;
}

/* About how many bytes it takes to write a row. */
static int cost_of(const struct cell *cells, int cols)
{
	int cost = 0;
	for (int col = 0; col < cols; col++) {
		cost += cells[col].text != ' ';
	}
	return cost;
}

static bool row_same(const struct update *update, const struct canvas *canvas, int row)
{
	return memcmp(row_of(canvas, row), row_of(&update->shown, row),
		(size_t)canvas->cols * sizeof(struct cell)) == 0;
}

/* Numbers the rows to be shown; returns how many of them are not shown where they shall be. */
static int number_rows(struct update *update, const struct canvas *canvas)
{
	int changed = 0;
	for (int row = 0; row < canvas->rows; row++) {
		if (row_same(update, canvas, row)) {
			update->next[row] = update->now[row];
		} else {
			update->next[row] = hash_row(row_of(canvas, row), canvas->cols);
			changed++;
		}
	}
	return changed;
}

/* What scrolling leaves: rows moved, and others empty. */
static void move_rows(struct update *update, struct scroll scroll)
{
	struct canvas *shown = &update->shown;
	int by = scroll.by < 0 ? -scroll.by : scroll.by;
	int from = scroll.by > 0 ? scroll.top + by : scroll.top;
	int to = scroll.by > 0 ? scroll.top : scroll.top + by;
	int left = scroll.by > 0 ? scroll.bottom + 1 - by : scroll.top;
	size_t cols = (size_t)shown->cols, kept = (size_t)(scroll.bottom - scroll.top + 1 - by);
	memmove(row_of(shown, to), row_of(shown, from), kept * cols * sizeof(struct cell));
	memmove(update->now + to, update->now + from, kept * sizeof(*update->now));
	erase(row_of(shown, left), (size_t)by * cols);
	memset(update->now + left, 0, (size_t)by * sizeof(*update->now));
}

/* Lets the terminal move what only moved, where that is shorter than writing it. */
static void scroll_rows(struct update *update, const struct canvas *canvas)
{
	const struct scroll_rows rows = {update->now, update->next, update->costs, canvas->rows};
	struct scroll scroll;
	for (int row = 0; row < canvas->rows; row++) {
		update->costs[row] = cost_of(row_of(canvas, row), canvas->cols);
	}
	for (int i = 0; i < SCROLLS_MOST && scroll_find(&rows, &scroll); i++) {
		pen_scroll(&update->pen, scroll.top, scroll.bottom, scroll.by);
		move_rows(update, scroll);
	}
}

/* Where the blanks at the end of a row begin, which erasing may leave. */
static int text_end(struct update *update, const struct canvas *canvas, int row)
{
	const struct cell *cells = row_of(canvas, row);
	int end = canvas->cols;
	while (end > 0 && pen_unseen(&update->pen, &cells[end - 1])) {
		end--;
	}
	return end;
}

/* Where the unseen blanks of a row from col on end, before `end`. */
static int blank_end(struct update *update, const struct cell *cells, int col, int end)
{
	while (col < end && pen_unseen(&update->pen, &cells[col])) {
		col++;
	}
	return col;
}

/* Writes cells [col, end) of a row; erases long blanks among them, and any at the end. */
static void put_cells(struct update *update, const struct canvas *canvas, int row, int col, int end)
{
	const struct cell *cells = row_of(canvas, row);
	int from = col;
	while (col < end) {
		int blanks = blank_end(update, cells, col, end);
		if (blanks - col > ERASE_LEAST || (blanks == end && blanks > col)) {
			pen_cells(&update->pen, row, from, cells + from, col - from);
			pen_blank(&update->pen, row, col, blanks - col, false);
			from = blanks;
		}
		col = blanks > col ? blanks : col + 1;
	}
	pen_cells(&update->pen, row, from, cells + from, end - from);
}

/* Whether the cells between two that changed are written again in fewer bytes than a move. */
static bool bridges(struct update *update, const struct canvas *canvas, int row, struct range gap)
{
	if (gap.end - gap.start > GAP_MOST) {
		return false;
	}
	for (uint32_t col = gap.start; col < gap.end; col++) {
		if (!pen_writes(&update->pen, &row_of(canvas, row)[col])) {
			return false;
		}
	}
	return true;
}

/* The next stretch of cells that differ from `run->end` on, before `limit`; no character is cut. */
static bool next_run(struct update *update, const struct canvas *canvas, int limit, struct run *run)
{
	const struct cell *next = row_of(canvas, run->row), *shown = row_of(&update->shown, run->row);
	int col = run->end, least = run->end;
	while (col < limit && same(update, &shown[col], &next[col])) {
		col++;
	}
	if (col >= limit) {
		return false;
	}
	run->end = col + 1;
	while (run->end < limit && !same(update, &shown[run->end], &next[run->end])) {
		run->end++;
	}
	while (col > least && (next[col].cols == 0 || shown[col].cols == 0)) {
		col--;
	}
	while (run->end < canvas->cols &&
		(next[run->end].cols == 0 || shown[run->end].cols == 0)) {
		run->end++;
	}
	run->col = col;
	return true;
}

/* Empties the rest of a row, as far as anything stands there. */
static void put_rest(struct update *update, const struct canvas *canvas, int row, int col)
{
	const struct cell *next = row_of(canvas, row), *shown = row_of(&update->shown, row);
	int end = canvas->cols;
	while (col < end && same(update, &shown[col], &next[col])) {
		col++;
	}
	while (end > col && same(update, &shown[end - 1], &next[end - 1])) {
		end--;
	}
	if (end > col) {
		pen_blank(&update->pen, row, col, end - col, true);
	}
}

static void put_row(struct update *update, const struct canvas *canvas, int row)
{
	struct run run = {.row = row};
	int before = -1, limit = text_end(update, canvas, row);
	while (next_run(update, canvas, limit, &run)) {
		struct range gap = {(uint32_t)before, (uint32_t)run.col};
		if (before >= 0 && bridges(update, canvas, row, gap)) {
			run.col = before;
		}
		put_cells(update, canvas, row, run.col, run.end);
		before = run.end;
	}
	put_rest(update, canvas, row, run.end > limit ? run.end : limit);
}

/* Clusters that the cells shown name by numbers of another canvas, or of its past, are unknown. */
static void forget_clusters(struct update *update, const struct canvas *canvas)
{
	size_t cells = (size_t)update->shown.cols * (size_t)update->shown.rows;
	if (update->from == canvas && update->age == canvas->clusters.age) {
		return;
	}
	for (size_t i = 0; i < cells && update->from != NULL; i++) {
		struct cell *cell = &update->shown.cells[i];
		cell->text = cell->text & CELL_CLUSTER ? CELL_UNKNOWN : cell->text;
	}
	update->from = canvas;
	update->age = canvas->clusters.age;
}

void update_put(struct update *update, const struct canvas *canvas, const struct theme *theme,
	struct buf *out)
{
	struct canvas *shown = &update->shown;
	size_t cells = (size_t)shown->cols * (size_t)shown->rows;
	bool fresh = update->fresh;
	pen_begin(&update->pen, canvas, theme, out);
	forget_clusters(update, canvas);
	if (fresh) {
		update->fresh = false;
		pen_start(&update->pen, shown->cols, shown->rows);
		pen_clear(&update->pen);
		erase(shown->cells, cells);
		memset(update->now, 0, (size_t)shown->rows * sizeof(*update->now));
	}
	if (number_rows(update, canvas) >= SCROLL_LEAST && !fresh && pen_scrolls(&update->pen)) {
		scroll_rows(update, canvas);
	}
	for (int row = 0; row < canvas->rows; row++) {
		if (!row_same(update, canvas, row)) {
			put_row(update, canvas, row);
			memcpy(row_of(shown, row), row_of(canvas, row),
				(size_t)canvas->cols * sizeof(struct cell));
		}
	}
	memcpy(update->now, update->next, (size_t)shown->rows * sizeof(*update->now));
	pen_end(&update->pen, canvas->cursor_row, canvas->cursor_col);
}

void update_finish(struct update *update)
{
	canvas_finish(&update->shown);
	free(update->now);
	free(update->costs);
	update->now = update->next = NULL;
	update->costs = NULL;
}

#include "ui/update.h"

#include "ui/scroll.h"

#include <stdlib.h>

#define RULE_VERTICAL 0x2502u

enum {
	GAP_MOST = 4, /* cells that are written again rather than passed over */
	BLANKS_MOST = 8, /* blanks before a word that are written rather than erased and passed over */
	MARGIN_MOST = 3, /* blanks that a row begins with, written rather than passed over */
	RULE_LEAST = 3, /* rows of a vertical rule from which it is drawn from top to bottom */
	SCROLLS_MOST = 4, /* in one frame: panes one below the other that move together */
	SCROLL_LEAST = 3, /* rows that changed from which scrolling is thought of */
};

static struct cell *row_of(const struct canvas *canvas, int row)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->cols];
}

/* What erasing leaves. Where plain blanks show nothing it is those, so that they are found at once. */
static struct cell erased(struct update *update)
{
	struct cell cell = {.text = ' ', .cols = 1};
	if (!pen_hides(&update->pen, cell.ink)) {
		cell.ink.style = PEN_ERASED;
	}
	return cell;
}

static void erase(const struct update *update, struct cell *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		cells[i] = update->erased;
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
	if (canvas_same(shown, &update->erased)) { /* nearly all of a cleared screen: blanks */
		return pen_unseen(&update->pen, next);
	}
	return shown->cols == next->cols && pen_same(&update->pen, shown, next);
}

static uint64_t mix(uint64_t sum, const struct cell *cell)
{
	uint64_t word;
	memcpy(&word, cell, sizeof(word));
	sum = (sum ^ word) * 0x9E3779B97F4A7C15u;
	return sum ^ sum >> 32;
}

/* A number for what a row shows, never 0. Four sums at a time: none has to wait for another. */
static uint64_t hash_row(const struct cell *cells, int cols)
{
	uint64_t a = 1, b = 2, c = 3, d = 4;
	int col = 0;
	for (; col + 4 <= cols; col += 4) {
		a = mix(a, &cells[col]);
		b = mix(b, &cells[col + 1]);
		c = mix(c, &cells[col + 2]);
		d = mix(d, &cells[col + 3]);
	}
	for (; col < cols; col++) {
		a = mix(a, &cells[col]);
	}
	return (((a * 5 ^ b) * 5 ^ c) * 5 ^ d) | 1;
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

/* How many rows are not shown where they shall be, of so many at most. */
static int count_changed(const struct update *update, const struct canvas *canvas, int most)
{
	int changed = 0;
	for (int row = 0; row < canvas->rows && changed < most; row++) {
		changed += !row_same(update, canvas, row);
	}
	return changed;
}

/* Numbers the rows shown, as far as that was not needed before, and those to be shown. */
static void number_rows(struct update *update, const struct canvas *canvas)
{
	int cols = canvas->cols;
	for (int row = 0; row < canvas->rows; row++) {
		if (update->now[row] == 0) {
			update->now[row] = hash_row(row_of(&update->shown, row), cols);
		}
		update->next[row] = row_same(update, canvas, row) ? update->now[row] :
			hash_row(row_of(canvas, row), cols);
	}
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
	erase(update, row_of(shown, left), (size_t)by * cols);
	memset(update->now + left, 0, (size_t)by * sizeof(*update->now));
}

/* Lets the terminal move what only moved, where that is shorter than writing it. */
static void scroll_rows(struct update *update, const struct canvas *canvas)
{
	const struct scroll_rows rows = {update->now, update->next, update->costs, canvas->rows};
	struct scroll scroll;
	number_rows(update, canvas);
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

/* A row as it is and as it shall be; what is behind `end` is unseen and erased at last. */
struct rows_of {
	const struct cell *shown, *next;
	int row, end;
};

/* The first cell from col on, before `end`, that differs; `end` where none does. */
static int next_change(struct update *update, const struct rows_of *of, int col, int end)
{
	while (col < end && same(update, &of->shown[col], &of->next[col])) {
		col++;
	}
	return col;
}

static bool changes(struct update *update, const struct rows_of *of, int col)
{
	return col < of->end && !same(update, &of->shown[col], &of->next[col]);
}

/* Whether the cells of a gap are written, with what is beside it, in fewer bytes than a move. */
static bool bridges(struct update *update, const struct rows_of *of, int col, int end)
{
	const struct cell *before = &of->next[col - 1], *behind = &of->next[end];
	bool first = true, second = true;
	for (; col < end && (first || second); col++) {
		first = first && pen_joins(&update->pen, &of->next[col], before);
		second = second && pen_joins(&update->pen, &of->next[col], behind);
	}
	return first || second;
}

/* Where the letters from col on that differ from those shown end. */
static int letters_end(const struct rows_of *of, int col)
{
	while (col < of->end && of->next[col].text != ' ' &&
		of->next[col].text != of->shown[col].text) {
		col++;
	}
	return col;
}

/*
 * Where what is written from col on ends: it goes on over short gaps of cells that did not change,
 * and over a few blanks before a word that did.
 */
static int run_end(struct update *update, const struct rows_of *of, int col)
{
	for (;;) {
		int blanks = blank_end(update, of->next, col, of->end), most = col + GAP_MOST;
		if (blanks > col && blanks - col <= BLANKS_MOST && changes(update, of, col) &&
			changes(update, of, blanks)) {
			col = blanks;
			continue;
		}
		if (blanks == col && changes(update, of, col)) {
			col = letters_end(of, col + 1);
			continue;
		}
		int next = next_change(update, of, col, most < of->end ? most + 1 : of->end);
		if (next == col || !changes(update, of, next) || !bridges(update, of, col, next)) {
			return col;
		}
		col = next;
	}
}

/* Writes what changed from col on, up to a longer gap; returns where that begins. */
static int put_text(struct update *update, const struct rows_of *of, int col)
{
	int start = col, end = run_end(update, of, letters_end(of, col + 1));
	/* A character is written whole. */
	while (start > 0 && (of->next[start].cols == 0 || of->shown[start].cols == 0)) {
		start--;
	}
	while (end < of->end && (of->next[end].cols == 0 || of->shown[end].cols == 0)) {
		end++;
	}
	/* Right below what was drawn last the way leads over the margin. */
	bool below = update->pen.row >= 0 && update->pen.row < of->row;
	if (below && start <= MARGIN_MOST && blank_end(update, of->next, 0, start) == start) {
		start = 0;
	}
	pen_cells(&update->pen, of->row, start, of->next + start, end - start);
	return end;
}

/* Makes a stretch of blanks, of which the first changed, blank at once; returns its end. */
static int put_blanks(struct update *update, const struct rows_of *of, int col)
{
	int end = blank_end(update, of->next, col, of->end), last = end;
	if (end - col <= BLANKS_MOST && changes(update, of, end)) {
		return put_text(update, of, col);
	}
	while (same(update, &of->shown[last - 1], &of->next[last - 1])) {
		last--;
	}
	pen_blank(&update->pen, of->row, col, last - col, false);
	return end;
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
	struct rows_of of = {row_of(&update->shown, row), row_of(canvas, row), row,
		text_end(update, canvas, row)};
	int col = next_change(update, &of, 0, of.end);
	while (col < of.end) {
		col = pen_unseen(&update->pen, &of.next[col]) ? put_blanks(update, &of, col) :
			put_text(update, &of, col);
		col = next_change(update, &of, col, of.end);
	}
	put_rest(update, canvas, row, col);
}

/*
 * Draws the vertical rules of a screen that was cleared: going down a column takes fewer bytes than
 * stopping for one cell in every row.
 */
static void put_rules(struct update *update, const struct canvas *canvas)
{
	int cols = canvas->cols;
	for (int row = 0; row + RULE_LEAST <= canvas->rows; row++) {
		for (int col = 0; col < cols - 1; col++) {
			struct cell *shown = &row_of(&update->shown, row)[col];
			const struct cell *next = &row_of(canvas, row)[col];
			int n = 0;
			while (next->text == RULE_VERTICAL && row + n < canvas->rows &&
				canvas_same(&next[n * cols], next) &&
				!canvas_same(&shown[n * cols], next)) {
				n++;
			}
			if (n >= RULE_LEAST) {
				pen_rule(&update->pen, row, col, next, n, cols);
				for (int i = 0; i < n; i++) {
					shown[i * cols] = *next;
				}
			}
		}
	}
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
	bool numbered = false;
	pen_begin(&update->pen, canvas, theme, out);
	forget_clusters(update, canvas);
	if (update->fresh) {
		update->fresh = false;
		pen_start(&update->pen, shown->cols, shown->rows);
		pen_clear(&update->pen);
		memset(update->now, 0, (size_t)shown->rows * sizeof(*update->now));
		update->erased = erased(update);
		erase(update, shown->cells, cells);
		put_rules(update, canvas);
	} else if (pen_scrolls(&update->pen) &&
		count_changed(update, canvas, SCROLL_LEAST) == SCROLL_LEAST) {
		scroll_rows(update, canvas);
		numbered = true;
	}
	for (int row = 0; row < canvas->rows; row++) {
		if (!row_same(update, canvas, row)) {
			put_row(update, canvas, row);
			memcpy(row_of(shown, row), row_of(canvas, row),
				(size_t)canvas->cols * sizeof(struct cell));
			update->now[row] = numbered ? update->next[row] : 0;
		}
	}
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

#include "ui/update.h"

#include "ui/scroll.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define RULE_VERTICAL 0x2502u

enum {
	RULE_LEAST = 3, /* rows of a vertical rule from which it is drawn from top to bottom */
	SCROLLS_MOST = 4, /* in one frame: panes one below the other that move together */
	SCROLL_LEAST = 3, /* rows that changed from which scrolling is thought of */
	BAND_COST = 10, /* bytes of a move and a look, for what is written in a band of a row */
	SCRATCH = 2, /* tables of rows: the room that scroll.c asks for */
};

static struct cell *row_of(const struct canvas *canvas, int row)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->cols];
}

/* What erasing leaves. Where plain blanks show nothing it is those, so that they are found at once. */
static struct cell erased(struct update *update)
{
	struct cell cell = {.text = ' ', .cols = 1};
	if (!pen_unseen(&update->pen, &cell)) {
		cell.ink.style = PEN_ERASED;
	}
	return cell;
}

static void erase(const struct update *update, struct cell *cells, size_t n)
{
	cells[0] = update->redraw.erased;
	for (size_t done = 1; done < n; done *= 2) {
		memcpy(cells + done, cells, (done < n - done ? done : n - done) * sizeof(*cells));
	}
}

bool update_resize(struct update *update, int cols, int rows, struct err *err)
{
	size_t n = (size_t)(rows < 1 ? 1 : rows);
	uint64_t *hashes = malloc(2 * UPDATE_BANDS * n * sizeof(*hashes));
	int *costs = malloc((UPDATE_BANDS + SCRATCH) * n * sizeof(*costs));
	cols = cols < 1 ? 1 : cols;
	if (hashes == NULL || costs == NULL || !redraw_resize(&update->redraw, cols, err) ||
		!canvas_resize(&update->shown, cols, rows, err)) {
		free(hashes);
		free(costs);
		return err_memory(err);
	}
	free(update->now);
	free(update->costs);
	update->now = hashes;
	update->next = hashes + UPDATE_BANDS * n;
	update->costs = costs;
	update_forget(update);
	return true;
}

void update_forget(struct update *update)
{
	update->fresh = true;
}

static uint64_t mix(uint64_t sum, const struct cell *cell)
{
	uint64_t word;
	memcpy(&word, cell, sizeof(word));
	return (sum ^ word) * 0x9E3779B97F4A7C15u;
}

/* A number for what cells show, never 0. Four sums at a time: none has to wait for another. */
static uint64_t hash_cells(const struct cell *cells, int n)
{
	uint64_t a = 1, b = 2, c = 3, d = 4;
	int i = 0;
	for (; i + 4 <= n; i += 4) {
		a = mix(a, &cells[i]);
		b = mix(b, &cells[i + 1]);
		c = mix(c, &cells[i + 2]);
		d = mix(d, &cells[i + 3]);
	}
	for (; i < n; i++) {
		a = mix(a, &cells[i]);
	}
	a = ((a * 5 ^ b) * 5 ^ c) * 5 ^ d;
	return (a ^ a >> 32) | 1;
}

/* How many cells are no blanks. */
static int count_text(const struct cell *cells, int n)
{
	int count = 0, i = 0;
#ifdef __SSE2__
	const __m128i space = _mm_set1_epi32(' ');
	__m128i blanks = _mm_setzero_si128(); /* less one for each */
	for (; i + 4 <= n; i += 4) {
		const __m128i *at = (const __m128i *)(const void *)&cells[i];
		__m128 a = _mm_castsi128_ps(_mm_loadu_si128(at));
		__m128 b = _mm_castsi128_ps(_mm_loadu_si128(at + 1));
		__m128i text = _mm_castps_si128(_mm_shuffle_ps(a, b, 0x88));
		blanks = _mm_add_epi32(blanks, _mm_cmpeq_epi32(text, space));
	}
	blanks = _mm_add_epi32(blanks, _mm_shuffle_epi32(blanks, 0x4E));
	blanks = _mm_add_epi32(blanks, _mm_shuffle_epi32(blanks, 0xB1));
	count = i + _mm_cvtsi128_si32(blanks);
#endif
	for (; i < n; i++) {
		count += cells[i].text != ' ';
	}
	return count;
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

/*
 * Finds the bands of a canvas: what the vertical rules of its middle row part. Where they were
 * others, the numbers of what is shown are of no use.
 */
static void find_bands(struct update *update, const struct canvas *canvas)
{
	const struct cell *row = row_of(canvas, canvas->rows / 2);
	int bands[UPDATE_BANDS], n = 0;
	for (int col = 0; col < canvas->cols - 1 && n < UPDATE_BANDS - 1; col++) {
		if (row[col].ink.role == ROLE_RULE && (row[col].text == RULE_VERTICAL ||
			row[col].text == '|')) {
			bands[n++] = col + 1;
		}
	}
	bands[n++] = canvas->cols;
	if (n != update->nbands || memcmp(bands, update->bands, (size_t)n * sizeof(*bands)) != 0) {
		memset(update->now, 0, (size_t)canvas->rows * sizeof(*update->now));
		memcpy(update->bands, bands, (size_t)n * sizeof(*bands));
		update->nbands = n;
	}
}

/* Numbers the bands of one row of `canvas` in a table. */
static void number_row(const struct update *update, const struct canvas *canvas, int row,
	uint64_t *table)
{
	const struct cell *cells = row_of(canvas, row);
	for (int band = 0, col = 0; band < update->nbands; col = update->bands[band++]) {
		table[band * canvas->rows + row] = hash_cells(cells + col, update->bands[band] - col);
	}
}

/* What it takes to write the bands of a row; one that becomes blank has to be erased. */
static void price_row(struct update *update, const struct canvas *canvas, int row)
{
	const struct cell *cells = row_of(canvas, row);
	for (int band = 0, col = 0; band < update->nbands; col = update->bands[band++]) {
		int text = count_text(cells + col, update->bands[band] - col), i = band * canvas->rows + row;
		text -= band + 1 < update->nbands; /* the rule behind it */
		update->costs[i] = text > 0 || update->now[i] != update->next[i] ? text + BAND_COST : 0;
	}
}

/* Numbers the rows shown, as far as that was not needed before, and those to be shown. */
static void number_rows(struct update *update, const struct canvas *canvas)
{
	for (int row = 0; row < canvas->rows; row++) {
		if (update->now[row] == 0) {
			number_row(update, &update->shown, row, update->now);
		}
		if (row_same(update, canvas, row)) {
			for (int i = row; i < update->nbands * canvas->rows; i += canvas->rows) {
				update->next[i] = update->now[i];
			}
		} else {
			number_row(update, canvas, row, update->next);
		}
		price_row(update, canvas, row);
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
	for (int band = 0; band < update->nbands; band++) {
		uint64_t *now = update->now + band * shown->rows;
		memmove(now + to, now + from, kept * sizeof(*now));
	}
	erase(update, row_of(shown, left), (size_t)by * cols);
	memset(update->now + left, 0, (size_t)by * sizeof(*update->now));
}

/* Lets the terminal move what only moved, where that is shorter than writing it. */
static void scroll_rows(struct update *update, const struct canvas *canvas)
{
	const struct scroll_rows rows = {.shown = update->now, .next = update->next,
		.cost = update->costs, .n = canvas->rows, .bands = update->nbands,
		.empty = (update->nbands - 1) * BAND_COST, .votes = update->costs + UPDATE_BANDS * canvas->rows};
	struct scroll scroll;
	number_rows(update, canvas);
	for (int i = 0; i < SCROLLS_MOST && scroll_find(&rows, &scroll); i++) {
		pen_scroll(&update->pen, scroll.top, scroll.bottom, scroll.by);
		move_rows(update, scroll);
	}
}

/* Draws the vertical rule that the cell is part of, if it is long enough. */
static void put_rule(struct update *update, const struct canvas *canvas, int row, int col)
{
	const struct cell *rule = &row_of(canvas, row)[col];
	int end = row + 1;
	while (row > 0 && canvas_same(&row_of(canvas, row - 1)[col], rule)) {
		row--;
	}
	while (end < canvas->rows && canvas_same(&row_of(canvas, end)[col], rule)) {
		end++;
	}
	if (end - row >= RULE_LEAST) {
		pen_rule(&update->pen, row, col, rule, end - row);
		for (; row < end; row++) {
			row_of(&update->shown, row)[col] = *rule;
		}
	}
}

/*
 * Draws the vertical rules of a screen that was cleared: going down a column takes fewer bytes than
 * stopping for one cell in every row. Each of them passes one of the rows that are looked at.
 */
static void put_rules(struct update *update, const struct canvas *canvas)
{
	for (int row = RULE_LEAST - 1; row < canvas->rows; row += RULE_LEAST) {
		const struct cell *next = row_of(canvas, row), *shown = row_of(&update->shown, row);
		for (int col = 0; col < canvas->cols - 1; col++) {
			if (next[col].text == RULE_VERTICAL && shown[col].text != RULE_VERTICAL) {
				put_rule(update, canvas, row, col);
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

/* A row is shown now: its numbers are known, or not. */
static void keep_numbers(struct update *update, int row, bool numbered)
{
	int rows = update->shown.rows;
	update->now[row] = 0;
	for (int i = row; numbered && i < update->nbands * rows; i += rows) {
		update->now[i] = update->next[i];
	}
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
		update->redraw.erased = erased(update);
		erase(update, shown->cells, cells);
		put_rules(update, canvas);
	} else if (pen_scrolls(&update->pen) &&
		count_changed(update, canvas, SCROLL_LEAST) == SCROLL_LEAST) {
		find_bands(update, canvas);
		scroll_rows(update, canvas);
		numbered = true;
	}
	for (int row = 0; row < canvas->rows; row++) {
		if (row == canvas->rows - 1) { /* last on the screen: who sees it sees all */
			redraw_rest(&update->redraw, &update->pen, canvas);
		}
		if (!row_same(update, canvas, row)) {
			redraw_row(&update->redraw, &update->pen, row, row_of(shown, row),
				row_of(canvas, row));
			memcpy(row_of(shown, row), row_of(canvas, row),
				(size_t)canvas->cols * sizeof(struct cell));
			keep_numbers(update, row, numbered);
		}
	}
	redraw_rest(&update->redraw, &update->pen, canvas);
	pen_end(&update->pen, canvas->cursor_row, canvas->cursor_col);
}

void update_finish(struct update *update)
{
	canvas_finish(&update->shown);
	redraw_finish(&update->redraw);
	free(update->now);
	free(update->costs);
	update->now = update->next = NULL;
	update->costs = NULL;
}

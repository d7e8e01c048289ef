#include "ui/canvas.h"

#include "base/utf8.h"
#include "base/visible.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What stands for characters that there is no memory for. */
enum { MISSING = 0xFFFD, MISSING_WIDE = 0x3013 };

static const struct cell blank = {.text = ' ', .cols = 1};

/* The cell; row and col lie within the canvas. */
static struct cell *cell_at(const struct canvas *canvas, int row, int col)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

const struct cell *canvas_cell(const struct canvas *canvas, int row, int col)
{
	if (row < 0 || row >= canvas->rows || col < 0 || col >= canvas->cols) {
		return NULL;
	}
	return cell_at(canvas, row, col);
}

/* The number of a cluster, which is kept where it is new; false where memory is short. */
static bool number_cluster(struct clusters *clusters, const struct cluster *cluster, uint32_t *out)
{
	struct span key = {(const char *)cluster->chars, sizeof(cluster->chars)};
	uint32_t number = dict_get(&clusters->numbers, key);
	if (number == UINT32_MAX) {
		number = clusters->n;
		if (!array_reserve(&clusters->items, &clusters->cap, number + 1,
			    sizeof(*clusters->items)) ||
			!dict_add(&clusters->numbers, &clusters->arena, key, number)) {
			return false;
		}
		clusters->items[clusters->n++] = *cluster;
	}
	*out = number;
	return true;
}

/* Their numbers are free from here on. */
static void drop_clusters(struct clusters *clusters)
{
	dict_finish(&clusters->numbers);
	clusters->numbers = (struct dict){0};
	arena_finish(&clusters->arena);
	clusters->arena = (struct arena){0};
	clusters->n = 0;
	clusters->age++;
}

void canvas_clear(struct canvas *canvas)
{
	size_t cols = (size_t)canvas->cols;
	for (size_t i = 0; i < cols; i++) {
		canvas->cells[i] = blank;
	}
	for (size_t row = 1; row < (size_t)canvas->rows; row++) {
		memcpy(canvas->cells + row * cols, canvas->cells, cols * sizeof(*canvas->cells));
	}
	canvas->cursor_row = 0;
	canvas->cursor_col = 0;
	canvas->cursor = false;
	if (canvas->clusters.n > CLUSTERS_MOST) {
		drop_clusters(&canvas->clusters);
	}
}

bool canvas_resize(struct canvas *canvas, int cols, int rows, struct err *err)
{
	cols = cols < 1 ? 1 : cols;
	rows = rows < 1 ? 1 : rows;
	if (canvas->cells == NULL || cols != canvas->cols || rows != canvas->rows) {
		struct cell *cells = malloc((size_t)rows * (size_t)cols * sizeof(*cells));
		if (cells == NULL) {
			return err_memory(err);
		}
		free(canvas->cells);
		canvas->cells = cells;
		canvas->cols = cols;
		canvas->rows = rows;
	}
	canvas_clear(canvas);
	return true;
}

static void blank_cell(struct cell *cell)
{
	struct ink ink = cell->ink;
	*cell = blank;
	cell->ink = ink;
}

/* Where one half of a wide character is about to be overwritten, the other becomes a blank. */
static void uncover(struct canvas *canvas, int row, int col, int end)
{
	if (cell_at(canvas, row, col)->cols == 0) {
		blank_cell(cell_at(canvas, row, col - 1));
	}
	if (end < canvas->cols && cell_at(canvas, row, end)->cols == 0) {
		blank_cell(cell_at(canvas, row, end));
	}
}

/* Opens a cell for a character of cols columns; the caller has checked that it fits. */
static struct cell *open_cell(struct canvas *canvas, int row, int col, int cols, struct ink ink)
{
	struct cell *cell = cell_at(canvas, row, col);
	*cell = (struct cell){.cols = (uint8_t)cols, .ink = ink};
	if (cols == 2) {
		cell[1] = (struct cell){.ink = ink};
	}
	return cell;
}

static void add_mark(struct cluster *cluster, uint32_t c)
{
	for (int i = 1; i < CLUSTER_CHARS; i++) {
		if (cluster->chars[i] == 0) {
			cluster->chars[i] = c;
			return;
		}
	}
}

/* Gives a cell its characters. Where memory is short it shows that something is missing. */
static void set_text(struct canvas *canvas, struct cell *cell, const struct cluster *cluster)
{
	uint32_t number;
	if (cluster->chars[1] == 0) {
		cell->text = cluster->chars[0];
	} else if (number_cluster(&canvas->clusters, cluster, &number)) {
		cell->text = CELL_CLUSTER | number;
	} else {
		cell->text = cell->cols == 2 ? MISSING_WIDE : MISSING;
	}
}

/*
 * Draws what visible.h let through. A cluster may hold several characters that take columns (a
 * flag, a family of emoji): each gets cells of its own, because that is what most terminals do.
 * The joiner between them is left out, or the others would draw fewer columns than we count.
 */
static void draw(struct canvas *canvas, int row, int col, struct ink ink, struct span drawn)
{
	struct cell *cell = NULL;
	struct cluster cluster = {{0}};
	bool joined = false;
	for (size_t off = 0; off < drawn.n;) {
		uint32_t c = utf8_next(drawn, &off);
		int cols = utf8_cols(c);
		if (cols > 0) {
			if (cell != NULL) {
				set_text(canvas, cell, &cluster);
			}
			cell = open_cell(canvas, row, col, cols, ink);
			cluster = (struct cluster){{c}};
			col += cols;
		} else if (c == 0x200D) {
			joined = true;
			continue;
		} else {
			if (joined) {
				add_mark(&cluster, 0x200D);
			}
			add_mark(&cluster, c);
		}
		joined = false;
	}
	if (cell != NULL) {
		set_text(canvas, cell, &cluster);
	}
}

/* The columns of what draw() would draw; 0 for what it cannot, such as a mark without a base. */
static int drawn_cols(struct span drawn)
{
	int cols = 0;
	for (size_t off = 0; off < drawn.n;) {
		uint32_t c = utf8_next(drawn, &off);
		int n = utf8_cols(c);
		if (n < 0 || (cols == 0 && n == 0)) {
			return 0;
		}
		cols += n;
	}
	return cols;
}

/* What one glyph puts on the canvas: one blank for a line end, which visible.h leaves empty. */
static struct span glyph_text(struct span text, const struct glyph *g)
{
	return g->kind == GLYPH_BREAK ? SPAN(" ") : visible_text(text, g);
}

/* Columns of a glyph; ASCII, which is nearly everything, is known at once. */
static int glyph_cols(struct span drawn)
{
	if (drawn.n == 1) {
		return drawn.p[0] >= ' ' && drawn.p[0] < 0x7F ? 1 : 0;
	}
	return drawn_cols(drawn);
}

/* Whether a glyph is one character of one column: all but letters with marks and wide ones. */
static bool is_simple(struct span text, const struct glyph *g, uint32_t *c)
{
	size_t off = g->start;
	if (g->kind != GLYPH_PLAIN || g->cols != 1) {
		return false;
	}
	*c = utf8_next(text, &off);
	return off - g->start == g->drawn;
}

static void put_sign(struct canvas *canvas, struct run run, uint32_t c)
{
	uncover(canvas, run.row, run.col, run.col + 1);
	*cell_at(canvas, run.row, run.col) = (struct cell){.text = c, .cols = 1, .ink = run.ink};
}

/* Draws one glyph, and returns the column behind it; run.end + 1 where it does not fit. */
static int put_glyph(struct canvas *canvas, struct run run, struct span text, struct glyph *g)
{
	uint32_t c;
	if (is_simple(text, g, &c)) {
		if (run.col < run.end) {
			put_sign(canvas, run, c);
		}
		return run.col + 1;
	}
	struct span drawn = glyph_text(text, g);
	int cols = glyph_cols(drawn);
	if (cols == 0) {
		return run.col;
	}
	if (run.col + cols > run.end) {
		return run.end + 1;
	}
	if (g->kind == GLYPH_FORM) {
		run.ink.role = ROLE_HIDDEN;
	}
	uncover(canvas, run.row, run.col, run.col + cols);
	draw(canvas, run.row, run.col, run.ink, drawn);
	return run.col + cols;
}

/* Draws n letters of ASCII, for which there is room. */
static void put_ascii(struct canvas *canvas, struct run run, const char *text, size_t n)
{
	struct cell *cells = cell_at(canvas, run.row, run.col), first = {.cols = 1, .ink = run.ink};
	uint32_t kin; /* columns and ink in one: half of what is to be stored */
	_Static_assert(sizeof(first) - offsetof(struct cell, cols) == sizeof(kin), "columns and ink");
	memcpy(&kin, &first.cols, sizeof(kin));
	uncover(canvas, run.row, run.col, run.col + (int)n);
	size_t i = 0;
#ifdef __SSE2__
	const __m128i none = _mm_setzero_si128(), like = _mm_set1_epi32((int)kin);
	for (; i + 8 <= n; i += 8) {
		__m128i words = _mm_loadl_epi64((const __m128i *)(const void *)(text + i));
		words = _mm_unpacklo_epi8(words, none);
		__m128i left = _mm_unpacklo_epi16(words, none), right = _mm_unpackhi_epi16(words, none);
		__m128i *to = (__m128i *)(void *)&cells[i];
		_mm_storeu_si128(to, _mm_unpacklo_epi32(left, like));
		_mm_storeu_si128(to + 1, _mm_unpackhi_epi32(left, like));
		_mm_storeu_si128(to + 2, _mm_unpacklo_epi32(right, like));
		_mm_storeu_si128(to + 3, _mm_unpackhi_epi32(right, like));
	}
#endif
	for (; i < n; i++) {
		cells[i].text = (unsigned char)text[i];
		memcpy(&cells[i].cols, &kin, sizeof(kin));
	}
}

int canvas_put(struct canvas *canvas, struct run run, struct span text)
{
	run.end = run.end < canvas->cols ? run.end : canvas->cols;
	if (run.row < 0 || run.row >= canvas->rows || run.col < 0) {
		return run.col;
	}
	for (size_t off = 0; off < text.n && run.col < run.end;) {
		size_t n = visible_plain(text, off), room = (size_t)(run.end - run.col);
		if (n > 0) {
			n = n < room ? n : room;
			put_ascii(canvas, run, text.p + off, n);
			off += n;
			run.col += (int)n;
			continue;
		}
		struct glyph g;
		visible_next(text, off, &g);
		int col = put_glyph(canvas, run, text, &g);
		if (col > run.end) {
			break;
		}
		run.col = col;
		off = g.end;
	}
	return run.col;
}

/* Repeats the cell at run.col, of one column, up to run.end. */
static void repeat(struct canvas *canvas, struct run run)
{
	const struct cell cell = *cell_at(canvas, run.row, run.col);
	uncover(canvas, run.row, run.col, run.end);
	for (int col = run.col; col < run.end; col++) {
		*cell_at(canvas, run.row, col) = cell;
	}
}

void canvas_fill(struct canvas *canvas, struct run run, struct span text)
{
	run.end = run.end < canvas->cols ? run.end : canvas->cols;
	if (run.row < 0 || run.row >= canvas->rows || run.col < 0) {
		return;
	}
	struct glyph g = {0};
	if (text.n > 0) {
		visible_next(text, 0, &g);
		text.n = g.end;
	}
	while (run.col < run.end && !span_eq(text, SPAN(" "))) {
		int col = text.n == 0 ? run.col : put_glyph(canvas, run, text, &g);
		if (col == run.col || col > run.end) {
			break;
		}
		if (col == run.col + 1) {
			repeat(canvas, run);
			return;
		}
		run.col = col;
	}
	if (run.col < run.end) {
		put_ascii(canvas, run, " ", 1);
		repeat(canvas, run);
	}
}

void canvas_sign(struct canvas *canvas, struct run run, uint32_t c)
{
	if (canvas_cell(canvas, run.row, run.col) == NULL || utf8_cols(c) != 1) {
		return;
	}
	put_sign(canvas, run, c);
}

void canvas_finish(struct canvas *canvas)
{
	free(canvas->cells);
	drop_clusters(&canvas->clusters);
	free(canvas->clusters.items);
	*canvas = (struct canvas){0};
}

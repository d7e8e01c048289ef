#include "ui/pen.h"

#include "base/utf8.h"
#include "ui/route.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static bool look_same(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.style == b.style;
}

void pen_start(struct pen *pen, int cols, int rows)
{
	pen->cols = cols;
	pen->rows = rows;
	pen->row = pen->col = -1;
	pen->look = -1;
	pen->nlooks = 1;
	pen->looks[0] = (struct pen_look){.look = {COLOUR_DEFAULT, COLOUR_DEFAULT, 0},
		.unseen = true};
	memset(pen->inks, 0, sizeof(pen->inks));
}

void pen_begin(struct pen *pen, const struct canvas *canvas, const struct theme *theme,
	struct buf *out)
{
	pen->canvas = canvas;
	pen->theme = theme;
	pen->out = out;
}

/* The look, without what the terminal does not have. */
static struct look possible(const struct pen *pen, struct look look)
{
	const struct ways *ways = &pen->ways;
	if (ways->colours == 0) {
		look.fg = look.bg = COLOUR_DEFAULT;
	}
	for (int i = 0; i <= WAY_REVERSE - WAY_BOLD; i++) {
		if (!ways_has(ways, (enum way)(WAY_BOLD + i))) {
			look.style &= (uint8_t)~(1u << i);
		}
	}
	if (look.fg != COLOUR_DEFAULT || look.bg != COLOUR_DEFAULT) {
		look.style &= (uint8_t)~ways->colourless;
	}
	return look;
}

/* Where the control sequence at p ends that sets looks: `ESC [ numbers m`. NULL for another. */
static const char *look_end(const char *p)
{
	if (p[0] != '\033' || p[1] != '[') {
		return NULL;
	}
	p += 2 + strspn(p + 2, "0123456789;:");
	return *p == 'm' ? p + 1 : NULL;
}

/* Puts several sequences that set looks into one, where all of them are of that kind. */
static void merge(struct buf *bytes)
{
	size_t n = 0;
	for (const char *p = bytes->p; *p != '\0';) {
		p = look_end(p);
		if (p == NULL) {
			return;
		}
	}
	for (const char *p = bytes->p; *p != '\0';) {
		const char *end = look_end(p);
		size_t skip = n > 0 ? 2 : 0;
		if (n > 0) {
			bytes->p[n - 1] = ';';
		}
		memmove(bytes->p + n, p + skip, (size_t)(end - p) - skip);
		n += (size_t)(end - p) - skip;
		p = end;
	}
	bytes->n = n;
}

/* What leads from a plain look to this one; false where it is too long to be remembered. */
static bool make_on(const struct pen *pen, struct pen_look *out)
{
	const struct ways *ways = &pen->ways;
	struct look look = out->look;
	struct buf bytes = {0};
	for (int i = 0; i <= WAY_REVERSE - WAY_BOLD; i++) {
		if (look.style & (1u << i)) {
			ways_put(ways, (enum way)(WAY_BOLD + i), 0, 0, &bytes);
		}
	}
	size_t styles = bytes.n;
	if (look.fg != COLOUR_DEFAULT) {
		ways_put(ways, WAY_FOREGROUND, look.fg & ~COLOUR_RGB, 0, &bytes);
	}
	size_t colour = bytes.n - styles;
	if (colour > 0 && colour <= sizeof(out->colour) && !bytes.failed) {
		memcpy(out->colour, bytes.p + styles, colour);
		out->ncolour = (uint8_t)colour;
	}
	if (look.bg != COLOUR_DEFAULT) {
		ways_put(ways, WAY_BACKGROUND, look.bg & ~COLOUR_RGB, 0, &bytes);
	}
	if (bytes.n > 0) {
		merge(&bytes);
	}
	bool fits = !bytes.failed && bytes.n <= sizeof(out->on);
	if (fits && bytes.n > 0) {
		memcpy(out->on, bytes.p, bytes.n);
	}
	out->n = fits ? (uint8_t)bytes.n : 0;
	buf_finish(&bytes);
	return fits;
}

/* The index of a look; one that is new is learned. */
static int learn(struct pen *pen, struct look look)
{
	look = possible(pen, look);
	for (int i = 0; i < pen->nlooks; i++) {
		if (look_same(pen->looks[i].look, look)) {
			return i;
		}
	}
	struct pen_look made = {.look = look, .unseen = look.bg == COLOUR_DEFAULT &&
		(look.style & (STYLE_REVERSE | STYLE_UNDERLINE)) == 0};
	if (!make_on(pen, &made)) {
		return 0;
	}
	if (pen->nlooks == PEN_LOOKS) { /* none of the others keeps its number */
		int row = pen->row, col = pen->col;
		pen_start(pen, pen->cols, pen->rows);
		pen->row = row;
		pen->col = col;
	}
	pen->looks[pen->nlooks] = made;
	return pen->nlooks++;
}

int pen_look_anew(struct pen *pen, const struct cell *cell)
{
	/* What erasing leaves is plain, whatever the theme says. */
	int look = cell->ink.style == PEN_ERASED ? 0 : learn(pen, theme_look(pen->theme, cell->ink));
	uint32_t ink = pen_ink_of(cell);
	pen->inks[pen_slot(ink)] = (struct pen_ink){ink, (uint8_t)(look + 1)};
	return look;
}

static bool is_blank(const struct cell *cell)
{
	return cell->text == ' ';
}

bool pen_same(struct pen *pen, const struct cell *a, const struct cell *b)
{
	if (pen_ink_of(a) == pen_ink_of(b)) {
		return true;
	}
	const struct pen_look *look = &pen->looks[pen_look(pen, a)];
	struct look one = look->look; /* the next call may move it */
	bool unseen = look->unseen && is_blank(a);
	look = &pen->looks[pen_look(pen, b)];
	return look_same(one, look->look) || (unseen && look->unseen);
}

/* The look with which a cell is written: a blank that shows nothing of it takes the one that is on. */
static int look_for(struct pen *pen, const struct cell *cell)
{
	int look = pen_look(pen, cell);
	if (pen->look >= 0 && is_blank(cell) && pen->looks[look].unseen &&
		pen->looks[pen->look].unseen) {
		return pen->look;
	}
	return look;
}

bool pen_continues(struct pen *pen, const struct cell *cell)
{
	return pen_is_ascii(cell) && look_for(pen, cell) == pen->look;
}

bool pen_agrees(struct pen *pen, const struct cell *cell, const struct cell *beside)
{
	int look = pen_look(pen, cell);
	bool unseen = is_blank(cell) && pen->looks[look].unseen;
	int other = pen_look(pen, beside); /* which may have numbered the looks anew */
	return look == other || (unseen && pen->looks[other].unseen);
}

/* Whether the sequence of `to` alone leads there from a look: nothing of that has to go. */
static bool covers(struct look to, struct look from)
{
	return (from.style & ~to.style) == 0 &&
		(from.fg == COLOUR_DEFAULT || to.fg != COLOUR_DEFAULT) &&
		(from.bg == COLOUR_DEFAULT || to.bg != COLOUR_DEFAULT);
}

/* From a look that `to` covers. */
static void add_look(struct pen *pen, struct look from, const struct pen_look *to)
{
	uint8_t more = (uint8_t)(to->look.style & ~from.style);
	bool ground = from.bg == to->look.bg, colour = from.fg == to->look.fg;
	if (more == 0 && ground && to->ncolour > 0) {
		buf_add(pen->out, to->colour, to->ncolour);
	} else if (colour && ground && (more & (more - 1)) == 0) {
		ways_put(&pen->ways, (enum way)(WAY_BOLD + __builtin_ctz(more)), 0, 0, pen->out);
	} else {
		buf_add(pen->out, to->on, to->n);
	}
}

static void change_look(struct pen *pen, int look)
{
	struct buf *out = pen->out;
	const struct pen_look *to = &pen->looks[look];
	if (pen->look > 0 && look > 0 && covers(to->look, pen->looks[pen->look].look)) {
		add_look(pen, pen->looks[pen->look].look, to);
		pen->look = look;
		return;
	}
	if (pen->look != 0) {
		ways_put(&pen->ways, WAY_PLAIN, 0, 0, out);
	}
	bool joins = pen->look != 0 && to->n > 2 && pen->ways.shape[WAY_PLAIN].end == 'm' &&
		memcmp(to->on, "\033[", 2) == 0 && out->n > 0;
	if (joins) { /* ESC [ m and ESC [ 4 m are one: ESC [ 0 ; 4 m */
		out->p[out->n - 1] = '0';
		buf_putc(out, ';');
		buf_add(out, to->on + 2, to->n - 2u);
	} else {
		buf_add(out, to->on, to->n);
	}
	pen->look = look;
}

static inline void set_look(struct pen *pen, int look)
{
	if (look != pen->look) {
		change_look(pen, look);
	}
}

int pen_move_cost(const struct pen *pen, int row, int col)
{
	const struct route route = {pen->row, pen->col, row, col};
	return route_cost(&pen->ways, &route);
}

/* Moves the cursor by the shortest way. */
static void go_to(struct pen *pen, int row, int col)
{
	if (!pen->ways.moves_styled) {
		set_look(pen, 0);
	}
	const struct route route = {pen->row, pen->col, row, col};
	route_put(&pen->ways, &route, pen->out);
	pen->row = row;
	pen->col = col;
}

static inline void move_to(struct pen *pen, int row, int col)
{
	if (row != pen->row || col != pen->col) {
		go_to(pen, row, col);
	}
}

/* Writes a cell of one or two columns. */
static void put_cell(struct pen *pen, int row, int col, const struct cell *cell)
{
	bool last = col + cell->cols >= pen->cols;
	if (last && row == pen->rows - 1 && pen->ways.wraps) {
		return; /* the screen would go up by a row */
	}
	move_to(pen, row, col);
	set_look(pen, look_for(pen, cell));
	const uint32_t *chars;
	int n = canvas_chars(pen->canvas, cell, &chars);
	for (int i = 0; i < n; i++) {
		char bytes[UTF8_MAX];
		buf_add(pen->out, bytes, utf8_encode(chars[i], bytes));
	}
	pen->col = col + cell->cols;
	/* Terminals differ on what is behind the last column, and on the width of some clusters. */
	if (last || n > 1) {
		pen->row = -1;
	}
}

static inline uint64_t word_of(const struct cell *cell)
{
	uint64_t word;
	_Static_assert(sizeof(*cell) == sizeof(word), "a cell is a word");
	memcpy(&word, cell, sizeof(word));
	return word;
}

#ifdef __SSE2__
/* Makes four bytes of four cells, if all are ASCII of these columns and this ink. */
static inline bool letters_of(const struct cell *cells, int kin, int *out)
{
	const __m128i *from = (const __m128i *)(const void *)cells;
	__m128 a = _mm_castsi128_ps(_mm_loadu_si128(from)), b = _mm_castsi128_ps(_mm_loadu_si128(from + 1));
	__m128i text = _mm_castps_si128(_mm_shuffle_ps(a, b, 0x88));
	__m128i like = _mm_castps_si128(_mm_shuffle_ps(a, b, 0xDD));
	__m128i more = _mm_andnot_si128(_mm_set1_epi32(0x7F), text);
	__m128i good = _mm_and_si128(_mm_cmpeq_epi32(like, _mm_set1_epi32(kin)),
		_mm_cmpeq_epi32(more, _mm_setzero_si128()));
	text = _mm_packs_epi32(text, text);
	*out = _mm_cvtsi128_si32(_mm_packus_epi16(text, text));
	return _mm_movemask_epi8(good) == 0xFFFF;
}
#endif

/* Writes as many of n cells as are ASCII in one ink and not in the last column; returns how many. */
static int put_ascii(struct pen *pen, int row, int col, const struct cell *cells, int n)
{
	int end = 0;
	n = n < pen->cols - 1 - col ? n : pen->cols - 1 - col;
	if (n <= 0 || !pen_is_ascii(cells)) {
		return 0;
	}
	move_to(pen, row, col);
	set_look(pen, look_for(pen, cells));
	if (!buf_reserve(pen->out, (size_t)n + 1)) {
		return 0;
	}
	/* Blanks may have taken the look of what is before them: letters of their ink may not. */
	bool own = pen->look == pen_look(pen, cells);
	char *to = pen->out->p + pen->out->n;
	int kin; /* columns and ink */
	memcpy(&kin, &cells->cols, sizeof(kin));
	/* What two cells of one ink, with ASCII in them, may differ by. */
	const struct cell letter = {.text = own ? 0x7F : 0};
	const uint64_t others = ~word_of(&letter), first = word_of(cells) & others;
#ifdef __SSE2__
	for (int four; own && end + 4 <= n && letters_of(cells + end, kin, &four); end += 4) {
		memcpy(to, &four, sizeof(four));
		to += sizeof(four);
	}
#endif
	while (end < n && (word_of(&cells[end]) & others) == first) {
		*to++ = (char)cells[end++].text;
	}
	*to = '\0';
	pen->out->n += (size_t)end;
	pen->col += end;
	return end;
}

void pen_cells(struct pen *pen, int row, int col, const struct cell *cells, int n)
{
	for (int i = 0; i < n;) {
		int ascii = put_ascii(pen, row, col + i, cells + i, n - i);
		if (ascii == 0 && cells[i].cols > 0) {
			put_cell(pen, row, col + i, &cells[i]);
		}
		i += ascii > 0 ? ascii : 1;
	}
}

void pen_rule(struct pen *pen, int row, int col, const struct cell *cell, int n)
{
	for (int i = 0; i < n; i++) {
		put_cell(pen, row + i, col, cell);
	}
}

/* Erasing takes the background that is on. */
static void set_unseen(struct pen *pen)
{
	if (pen->look < 0 || !pen->looks[pen->look].unseen) {
		set_look(pen, 0);
	}
}

void pen_blank(struct pen *pen, int row, int col, int n, bool rest)
{
	const struct ways *ways = &pen->ways;
	bool last = col + n >= pen->cols;
	move_to(pen, row, col);
	set_unseen(pen);
	if (rest && ways_cost(ways, WAY_ERASE_RIGHT, 0, 0) < n) {
		ways_put(ways, WAY_ERASE_RIGHT, 0, 0, pen->out);
	} else if (ways_cost(ways, WAY_ERASE, n, 0) < n) {
		ways_put(ways, WAY_ERASE, n, 0, pen->out);
	} else {
		n -= last && row == pen->rows - 1 && ways->wraps;
		for (int i = 0; i < n; i++) {
			buf_putc(pen->out, ' ');
		}
		pen->col += n;
		pen->row = last ? -1 : row;
	}
}

void pen_end(struct pen *pen, int row, int col)
{
	set_look(pen, 0);
	move_to(pen, row, col);
}

void pen_clear(struct pen *pen)
{
	set_look(pen, 0);
	ways_put(&pen->ways, WAY_CLEAR, 0, 0, pen->out);
	pen->row = -1;
}

bool pen_scrolls(const struct pen *pen)
{
	const struct ways *ways = &pen->ways;
	return ways_has(ways, WAY_REGION) && ways_has(ways, WAY_FORWARD) &&
		ways_has(ways, WAY_BACK);
}

void pen_scroll(struct pen *pen, int top, int bottom, int n)
{
	const struct ways *ways = &pen->ways;
	set_unseen(pen);
	ways_put(ways, WAY_REGION, top, bottom, pen->out);
	pen->row = -1; /* wherever the terminal leaves it */
	move_to(pen, n > 0 ? bottom : top, 0);
	for (int i = n < 0 ? -n : n; i > 0; i--) {
		ways_put(ways, n > 0 ? WAY_FORWARD : WAY_BACK, 0, 0, pen->out);
	}
	ways_put_no_region(ways, pen->rows, pen->out);
	pen->row = -1;
}

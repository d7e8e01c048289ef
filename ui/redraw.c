#include "ui/redraw.h"

#include <stdlib.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
	GAP_MOST = 4, /* cells that are written again rather than passed over */
	MOVE_MOST = 16, /* bytes that no move of the cursor takes */
	BLANKS_MOST = 8, /* blanks before a word that are written rather than erased and passed over */
	GLANCE = 4, /* cells that are looked at together */
	WORD_BITS = 64,
};

/* A row while it is drawn. */
struct job {
	struct redraw *redraw;
	struct pen *pen;
	const struct cell *shown, *next;
	int row;
	int end; /* what is behind it is unseen, and erased at last */
};

bool redraw_resize(struct redraw *redraw, int cols, struct err *err)
{
	size_t words = (size_t)cols / WORD_BITS + 1;
	uint64_t *bits = calloc(3 * words, sizeof(*bits));
	struct cell *unseen = calloc(words, sizeof(*unseen));
	if (bits == NULL || unseen == NULL) {
		free(bits);
		free(unseen);
		return err_memory(err);
	}
	free(redraw->change);
	free(redraw->unseen);
	redraw->unseen = unseen;
	redraw->change = bits;
	redraw->blank = bits + words;
	redraw->wide = bits + 2 * words;
	redraw->cols = cols;
	return true;
}

/* The first cell from col on, before `end`, with its bit set (or, flipped, clear); `end`: none. */
static inline int bit_from(const uint64_t *bits, uint64_t flip, int col, int end)
{
	if (col >= end) {
		return end;
	}
	int word = col / WORD_BITS;
	uint64_t found = (bits[word] ^ flip) & (~(uint64_t)0 << (col % WORD_BITS));
	while (found == 0) {
		if (++word * WORD_BITS >= end) {
			return end;
		}
		found = bits[word] ^ flip;
	}
	col = word * WORD_BITS + __builtin_ctzll(found);
	return col < end ? col : end;
}

static inline int first_set(const uint64_t *bits, int col, int end)
{
	return bit_from(bits, 0, col, end);
}

static inline int first_clear(const uint64_t *bits, int col, int end)
{
	return bit_from(bits, ~(uint64_t)0, col, end);
}

static inline bool is_set(const uint64_t *bits, int col)
{
	return bits[col / WORD_BITS] >> (col % WORD_BITS) & 1;
}

static inline uint64_t word_of(const struct cell *cell)
{
	uint64_t word;
	memcpy(&word, cell, sizeof(word));
	return word;
}

/* Whether two cells of one character, but not of one ink, look the same. */
static bool same(struct redraw *redraw, struct pen *pen, const struct cell *shown,
	const struct cell *next)
{
	if (canvas_same(shown, &redraw->erased)) { /* nearly all of a cleared screen: blanks */
		return pen_unseen(pen, next);
	}
	return shown->cols == next->cols && pen_same(pen, shown, next);
}

/* What is seen of cells at a glance, a bit for each. */
struct glance {
	uint64_t text, kin; /* those shown have the same character; the same columns and ink */
	uint64_t space, known; /* a blank is to be shown; and one that is known to be unseen */
	struct cell unseen; /* which that is */
};

static void glance_one(struct glance *at, const struct cell *shown, const struct cell *next, int i)
{
	uint64_t before = word_of(&shown[i]), word = word_of(&next[i]);
	bool text = next[i].text == shown[i].text;
	at->text |= (uint64_t)text << i;
	at->kin |= (uint64_t)(!text || word == before) << i;
	at->space |= (uint64_t)(next[i].text == ' ') << i;
	at->known |= (uint64_t)(word == word_of(&at->unseen)) << i;
}

/* Four cells from i on; returns how many were looked at. */
static int glance_more(struct glance *at, const struct cell *shown, const struct cell *next, int i)
{
#ifdef __SSE2__
	const __m128i *from = (const __m128i *)(const void *)&shown[i];
	const __m128i *to = (const __m128i *)(const void *)&next[i];
	__m128 a = _mm_castsi128_ps(_mm_loadu_si128(from)), b = _mm_castsi128_ps(_mm_loadu_si128(from + 1));
	__m128 c = _mm_castsi128_ps(_mm_loadu_si128(to)), d = _mm_castsi128_ps(_mm_loadu_si128(to + 1));
	__m128i before = _mm_castps_si128(_mm_shuffle_ps(a, b, 0x88));
	__m128i text = _mm_castps_si128(_mm_shuffle_ps(c, d, 0x88));
	__m128i was = _mm_castps_si128(_mm_shuffle_ps(a, b, 0xDD));
	__m128i kin = _mm_castps_si128(_mm_shuffle_ps(c, d, 0xDD));
	__m128i space = _mm_cmpeq_epi32(text, _mm_set1_epi32(' '));
	int like;
	memcpy(&like, &at->unseen.cols, sizeof(like)); /* columns and ink */
	__m128i known = _mm_and_si128(space, _mm_cmpeq_epi32(kin, _mm_set1_epi32(like)));
	text = _mm_cmpeq_epi32(text, before);
	kin = _mm_cmpeq_epi32(kin, was);
	at->text |= (uint64_t)_mm_movemask_ps(_mm_castsi128_ps(text)) << i;
	at->kin |= (uint64_t)_mm_movemask_ps(_mm_castsi128_ps(kin)) << i;
	at->space |= (uint64_t)_mm_movemask_ps(_mm_castsi128_ps(space)) << i;
	at->known |= (uint64_t)_mm_movemask_ps(_mm_castsi128_ps(known)) << i;
#else
	for (int k = 0; k < GLANCE; k++) {
		glance_one(at, shown, next, i + k);
	}
#endif
	return GLANCE;
}

/* Looks at n cells from col on, at most as many as a word has bits. */
static void look_at(struct redraw *redraw, struct pen *pen, const struct cell *shown,
	const struct cell *next, int col, int n)
{
	struct cell *unseen = &redraw->unseen[col / WORD_BITS];
	struct glance at = {.unseen = pen_unseen(pen, unseen) ? *unseen : redraw->erased};
	int i = 0;
	shown += col;
	next += col;
	while (i + GLANCE <= n) {
		i += glance_more(&at, shown, next, i);
	}
	for (; i < n; i++) {
		glance_one(&at, shown, next, i);
	}
	uint64_t all = n < WORD_BITS ? ((uint64_t)1 << n) - 1 : ~(uint64_t)0;
	uint64_t change = ~(at.text & at.kin) & all, blank = at.known;
	uint64_t before = 0, behind = 0, like = 0; /* mostly one pair of blanks after the other */
	for (uint64_t left = at.text & ~at.kin & all; left != 0; left &= left - 1) {
		int k = __builtin_ctzll(left);
		if (word_of(&shown[k]) != before || word_of(&next[k]) != behind) {
			before = word_of(&shown[k]);
			behind = word_of(&next[k]);
			like = same(redraw, pen, &shown[k], &next[k]);
		}
		change ^= like << k;
	}
	/* Most of what did not change is single cells between others, and blanks between words. */
	uint64_t single = ~change & change << 1 & change >> 1;
	for (uint64_t left = single; left != 0; left &= left - 1) {
		int k = __builtin_ctzll(left);
		bool joins = pen_is_ascii(&next[k]) && pen_ink_of(&next[k]) == pen_ink_of(&next[k - 1]);
		change |= (uint64_t)joins << k;
	}
	for (uint64_t left = at.space & ~at.known; left != 0; left &= left - 1) {
		int k = __builtin_ctzll(left);
		if (word_of(&next[k]) == word_of(unseen) || pen_unseen(pen, &next[k])) {
			*unseen = next[k]; /* the row below mostly has the same there */
			blank |= (uint64_t)1 << k;
		}
	}
	redraw->change[col / WORD_BITS] = change;
	redraw->blank[col / WORD_BITS] = blank;
}

static uint64_t shifted(const uint64_t words[2], int by)
{
	return words[0] >> by | words[1] << (WORD_BITS - by);
}

/* Finds where more than BLANKS_MOST blanks begin: eight of them and one more. */
static void find_wide(struct redraw *redraw, int nwords)
{
	_Static_assert(BLANKS_MOST == 8, "doubled three times");
	for (int i = 0; i < nwords; i++) {
		const uint64_t *blank = redraw->blank + i;
		uint64_t all[2] = {blank[0], i + 1 < nwords ? blank[1] : 0};
		const uint64_t ninth = shifted(all, BLANKS_MOST);
		for (int by = 1; by < BLANKS_MOST; by *= 2) {
			all[0] &= shifted(all, by);
			all[1] &= all[1] >> by;
		}
		redraw->wide[i] = all[0] & ninth;
	}
}

/* Where the blanks at the end of a row begin, which erasing may leave. */
static int text_end(const struct redraw *redraw)
{
	for (int word = (redraw->cols - 1) / WORD_BITS; word >= 0; word--) {
		int cols = redraw->cols - word * WORD_BITS;
		uint64_t all = cols < WORD_BITS ? ((uint64_t)1 << cols) - 1 : ~(uint64_t)0;
		uint64_t text = ~redraw->blank[word] & all;
		if (text != 0) {
			return word * WORD_BITS + WORD_BITS - __builtin_clzll(text);
		}
	}
	return 0;
}

static bool changes(const struct job *job, int col)
{
	return col < job->end && is_set(job->redraw->change, col);
}

/* Whether the cells of a gap are written, with what is beside it, in fewer bytes than a move. */
static bool bridges(const struct job *job, int col, int end)
{
	const struct cell *before = &job->next[col - 1], *behind = &job->next[end];
	bool first = true, second = true;
	for (; col < end && (first || second); col++) {
		first = first && pen_joins(job->pen, &job->next[col], before);
		second = second && pen_joins(job->pen, &job->next[col], behind);
	}
	return first || second;
}

/* The first of the blanks right before `end`, if erasing them is shorter than writing them. */
static int without_blanks(const struct job *job, int col, int end)
{
	int last = end;
	while (last > col && is_set(job->redraw->blank, last - 1)) {
		last--;
	}
	return ways_cost(&job->pen->ways, WAY_ERASE, end - last, 0) < end - last ? last : end;
}

/*
 * Where what is written from col on ends: it goes on over short gaps of cells that did not change,
 * and up to many blanks.
 */
static int run_end(const struct job *job, int col)
{
	const struct redraw *redraw = job->redraw;
	int start = col, limit = first_set(redraw->wide, col, job->end);
	for (;;) {
		int end = first_clear(redraw->change, col, limit), most = end + GAP_MOST;
		if (end == limit) {
			return without_blanks(job, start, end);
		}
		col = first_set(redraw->change, end, most < limit ? most + 1 : limit);
		if (!changes(job, col) || col == limit || !bridges(job, end, col)) {
			return without_blanks(job, start, end);
		}
	}
}

/* Whether one byte writes each cell of [from, col), as the look is or as that of col will be. */
static bool leads_to(const struct job *job, int from, int col)
{
	const struct cell *next = job->next;
	for (int i = from; i < col; i++) {
		if (!pen_continues(job->pen, &next[i]) && !pen_joins(job->pen, &next[i], &next[col])) {
			return false;
		}
	}
	return true;
}

/*
 * Where to begin writing so that the cell at col is written: at the cursor, or at the start of a
 * row below it, if all from there on is written in fewer bytes than a move takes; else at col.
 */
static int lead_to(const struct job *job, int col)
{
	const struct pen *pen = job->pen;
	bool same = pen->row == job->row, below = pen->row >= 0 && pen->row < job->row;
	int from = same && pen->col < col ? pen->col : below ? 0 : col;
	if (from == col || col - from > MOVE_MOST || pen->look < 0) {
		return col;
	}
	int cost = pen_move_cost(pen, job->row, col) - pen_move_cost(pen, job->row, from);
	return cost >= col - from && leads_to(job, from, col) ? from : col;
}

/* The same for blanks that are erased: blanks right before them are erased as well. */
static int lead_to_blanks(const struct job *job, int col)
{
	const struct pen *pen = job->pen;
	bool same = pen->row == job->row, below = pen->row >= 0 && pen->row < job->row;
	int from = same && pen->col < col ? pen->col : below ? 0 : col;
	return first_clear(job->redraw->blank, from, col) == col ? from : col;
}

static bool put_off(const struct job *job, struct redraw_part part)
{
	struct redraw *redraw = job->redraw;
	if (!array_reserve(&redraw->parts, &redraw->cap, redraw->n + 1, sizeof(*redraw->parts))) {
		return false;
	}
	redraw->parts[redraw->n++] = part;
	return true;
}

/* Whether what stands in [col, end) is only of looks that have to be set. */
static bool is_coloured(const struct job *job, int col, int end)
{
	bool seen = false;
	for (; col < end; col++) {
		if (!is_set(job->redraw->blank, col)) {
			seen = true;
			if (pen_look(job->pen, &job->next[col]) == 0) {
				return false;
			}
		}
	}
	return seen;
}

/* Puts off the cells [col, end), a part for each look; false where they have to be drawn now. */
static bool put_off_cells(const struct job *job, int col, int end)
{
	uint32_t n = job->redraw->n;
	if ((job->pen->row == job->row && job->pen->col == col) || !is_coloured(job, col, end)) {
		return false;
	}
	while (col < end) {
		int at = first_clear(job->redraw->blank, col, end);
		int look = pen_look(job->pen, &job->next[at]);
		while (at < end && (is_set(job->redraw->blank, at) ||
			pen_look(job->pen, &job->next[at]) == look)) {
			at++;
		}
		if (!put_off(job, (struct redraw_part){job->row, col, at - col, look, false, false})) {
			job->redraw->n = n;
			return false;
		}
		col = at;
	}
	return true;
}

/* Writes what changed from col on, up to a longer gap; returns where that begins. */
static int put_text(const struct job *job, int col)
{
	int end = run_end(job, col), start = lead_to(job, col);
	/* A character is written whole. */
	while (start > 0 && (job->next[start].cols == 0 || job->shown[start].cols == 0)) {
		start--;
	}
	while (end < job->end && (job->next[end].cols == 0 || job->shown[end].cols == 0)) {
		end++;
	}
	if (!put_off_cells(job, start, end)) {
		pen_cells(job->pen, job->row, start, job->next + start, end - start);
	}
	return end;
}

/* Makes n cells blank; what stands right behind something that was put off waits with it. */
static void put_blank(const struct job *job, int col, int n, bool rest)
{
	const struct redraw *redraw = job->redraw;
	const struct redraw_part *last = redraw->n == 0 ? NULL : &redraw->parts[redraw->n - 1];
	bool behind = last != NULL && last->row == job->row && last->col + last->n == col;
	if (!behind || !put_off(job, (struct redraw_part){job->row, col, n, last->look, true, rest})) {
		pen_blank(job->pen, job->row, col, n, rest);
	}
}

/* Makes a stretch of blanks, of which the first changed, blank at once; returns its end. */
static int put_blanks(const struct job *job, int col)
{
	const struct redraw *redraw = job->redraw;
	int end = first_clear(redraw->blank, col, job->end), last = end;
	if (end - col <= BLANKS_MOST && changes(job, end)) {
		return put_text(job, col);
	}
	while (!is_set(redraw->change, last - 1)) {
		last--;
	}
	col = lead_to_blanks(job, col);
	put_blank(job, col, last - col, false);
	return end;
}

/* Empties the rest of a row, as far as anything stands there. */
static void put_rest(const struct job *job, int col)
{
	const struct redraw *redraw = job->redraw;
	int end = redraw->cols;
	col = first_set(redraw->change, col, end);
	while (end > col && !is_set(redraw->change, end - 1)) {
		end--;
	}
	if (end > col) {
		col = lead_to_blanks(job, col);
		put_blank(job, col, end - col, true);
	}
}

void redraw_row(struct redraw *redraw, struct pen *pen, int row, const struct cell *shown,
	const struct cell *next)
{
	for (int col = 0; col < redraw->cols; col += WORD_BITS) {
		int n = redraw->cols - col;
		look_at(redraw, pen, shown, next, col, n < WORD_BITS ? n : WORD_BITS);
	}
	find_wide(redraw, redraw->cols / WORD_BITS + 1);
	const struct job job = {redraw, pen, shown, next, row, text_end(redraw)};
	int col = first_set(redraw->change, 0, job.end);
	while (col < job.end) {
		col = is_set(redraw->blank, col) ? put_blanks(&job, col) : put_text(&job, col);
		col = first_set(redraw->change, col, job.end);
	}
	put_rest(&job, col);
}

/* Draws all parts of one look, from the first of them on, and takes them out. */
static void draw_look(struct redraw *redraw, struct pen *pen, const struct canvas *canvas)
{
	int look = redraw->parts[0].look;
	uint32_t left = 0;
	for (uint32_t i = 0; i < redraw->n; i++) {
		const struct redraw_part part = redraw->parts[i];
		if (part.look != look) {
			redraw->parts[left++] = part;
		} else if (part.blank) {
			pen_blank(pen, part.row, part.col, part.n, part.rest);
		} else {
			pen_cells(pen, part.row, part.col, canvas_cell(canvas, part.row, part.col),
				part.n);
		}
	}
	redraw->n = left;
}

void redraw_rest(struct redraw *redraw, struct pen *pen, const struct canvas *canvas)
{
	while (redraw->n > 0) {
		draw_look(redraw, pen, canvas);
	}
}

void redraw_finish(struct redraw *redraw)
{
	free(redraw->change);
	free(redraw->unseen);
	free(redraw->parts);
	*redraw = (struct redraw){0};
}

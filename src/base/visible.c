#include "base/visible.h"

#include "base/utf8.h"

#include <stdio.h>

#define MARKS_DRAWN 4 /* on one base: what a cell of ncurses holds */
#define MARKS_COUNTED 999 /* surplus marks in one form; more go into the next */
#define BYTE_FORM 4 /* <FF> */
#define JOINER_REACH 8 /* marks between a joiner and the letter before it */
#define ZWJ 0x200D
#define SOFT_HYPHEN 0xAD

static uint8_t count_up(uint8_t count, size_t n)
{
	return (uint8_t)(n > UINT8_MAX - (size_t)count ? UINT8_MAX : count + n);
}

/* Writes <07>, <202E> or <E0001>, and returns the end. There may be a gigabyte of them: no printf. */
static char *put_number(char *p, uint32_t c)
{
	int shift = c < 0x100 ? 4 : c < 0x10000 ? 12 : c < 0x100000 ? 16 : 20;
	*p++ = '<';
	for (; shift >= 0; shift -= 4) {
		*p++ = "0123456789ABCDEF"[c >> shift & 0xF];
	}
	*p++ = '>';
	*p = '\0';
	return p;
}

/* Characters that are no graphic ones, and bytes that are no UTF-8, one at a time. */
static void make_form(uint32_t c, struct glyph *g)
{
	if (c < 0x20 || c == 0x7F) {
		g->form[0] = '^';
		g->form[1] = (char)(c ^ 0x40);
		g->form[2] = '\0';
		g->cols = 2;
	} else {
		g->cols = (uint8_t)(put_number(g->form, c) - g->form);
	}
	g->kind = GLYPH_FORM;
	g->hidden = 1;
}

static bool is_attached(uint32_t c)
{
	return c >= 0x300 && utf8_class(c) == UTF8_ATTACHED;
}

/*
 * Marks that stand on nothing. One alone is shown as what it is; those behind other marks are what
 * was too much for one base, and are counted.
 */
static void make_stray(struct span text, uint32_t c, struct glyph *g)
{
	size_t before = g->start;
	if (before == 0 || !is_attached(utf8_prev(text, &before))) {
		make_form(c, g);
		return;
	}
	unsigned n = 1;
	for (size_t at = g->end; at < text.n && n < MARKS_COUNTED; n++) {
		if (!is_attached(utf8_next(text, &at))) {
			break;
		}
		g->end = at;
	}
	g->kind = GLYPH_FORM;
	g->cols = (uint8_t)snprintf(g->form, sizeof(g->form), "<+%u>", n);
	g->hidden = count_up(0, n);
}

/*
 * Whether the joiner at off is needed: between letters of scripts that are spelt with joiners, or
 * U+200D between pictographs. Marks and selectors in front of it belong to what it joins.
 */
static bool is_joiner_needed(struct span text, size_t off)
{
	size_t at = off, after = off;
	uint32_t left, joiner = utf8_next(text, &after);
	enum utf8_class class;
	int steps = 0;
	do {
		if (at == 0 || steps++ > JOINER_REACH) {
			return false;
		}
		left = utf8_prev(text, &at);
		class = utf8_class(left);
	} while (class == UTF8_ATTACHED || class == UTF8_SELECTOR);
	if (after == text.n) {
		return false;
	}
	uint32_t right = utf8_next(text, &after);
	if (utf8_is_joining(left)) {
		return utf8_is_joining(right);
	}
	return joiner == ZWJ && utf8_is_pictograph(left) && utf8_is_pictograph(right);
}

/* Whether the soft hyphen at off parts a word, or stands at the end of the line that parts it. */
static bool is_soft_needed(struct span text, size_t off)
{
	size_t before = off, after = off;
	(void)utf8_next(text, &after);
	if (off == 0 || !utf8_is_word(utf8_prev(text, &before))) {
		return false;
	}
	uint32_t right = after < text.n ? utf8_next(text, &after) : '\n';
	return utf8_is_word(right) || right == '\n' || right == '\r';
}

/* Hangul vowels and finals take no column only behind a Hangul initial or syllable. */
static bool sits_on(uint32_t mark, uint32_t base)
{
	return utf8_is_mark(mark) || (base >= 0x1100 && base <= 0x115E) ||
		(base >= 0xA960 && base <= 0xA97C) || (base >= 0xAC00 && base <= 0xD7A3);
}

/*
 * Whether the letter has standardised variants: Mongolian has selectors of its own, Han those of
 * the supplement as well. On other letters selectors carry nothing that anybody sees: they hide.
 * Sources: StandardizedVariants.txt, IVD.
 */
static bool selector_fits(uint32_t selector, uint32_t base)
{
	if (selector < 0xFE00) {
		return base >= 0x1800 && base <= 0x18AF;
	}
	if (selector > 0xFE0F || utf8_is_ideograph(base)) {
		return utf8_is_ideograph(base);
	}
	if (base < 0x80) {
		bool digit = base - '0' < 10;
		return selector >= 0xFE0E ? digit || base == '#' || base == '*' :
			base == '0' && selector == 0xFE00;
	}
	return !utf8_is_word(base) || utf8_is_pictograph(base) ||
		(base >= 0x1000 && base <= 0x109F) || (base >= 0xA840 && base <= 0xA87F) ||
		(base >= 0x10AC0 && base <= 0x10AFF) || (base >= 0x13000 && base <= 0x1342F);
}

/*
 * Draws the mark at [at, end) of text too. What is invisible before it (a selector, a joiner) is
 * not drawn: from then on the bytes to draw are put together in `form`.
 */
static void draw_mark(struct span text, size_t at, size_t end, struct glyph *g)
{
	if (g->drawn == at - g->start) {
		g->drawn = end - g->start;
		return;
	}
	size_t n = strlen(g->form);
	if (g->drawn != 0) {
		n = g->drawn;
		memcpy(g->form, text.p + g->start, n);
		g->drawn = 0;
	}
	memcpy(g->form + n, text.p + at, end - at);
	g->form[n + (end - at)] = '\0';
}

/*
 * A character with columns of its own, with what is drawn on it and, where the glyph may hold what
 * is not drawn (not bare), what joins it to the next.
 */
static void make_graphic(struct span text, uint32_t base, bool bare, struct glyph *g)
{
	g->kind = GLYPH_PLAIN;
	g->cols = (uint8_t)utf8_cols(base);
	g->drawn = g->end - g->start;
	int marks = 0;
	for (bool first = true; g->end < text.n; first = false) {
		size_t at = g->end, end = at;
		uint32_t c = utf8_next(text, &end);
		if (c < 0x300) {
			break;
		}
		enum utf8_class class = utf8_class(c);
		if (class == UTF8_ATTACHED && marks < MARKS_DRAWN && sits_on(c, base)) {
			draw_mark(text, at, end, g);
			marks++;
		} else if (!bare && ((class == UTF8_SELECTOR && first && selector_fits(c, base)) ||
			(class == UTF8_JOINER && is_joiner_needed(text, at)))) {
			g->hidden = count_up(g->hidden, 1);
		} else {
			break;
		}
		g->end = end;
	}
}

static void make_blank(enum glyph_kind kind, uint8_t cols, struct glyph *g)
{
	g->kind = kind;
	g->cols = cols;
}

static void make_soft(struct glyph *g)
{
	g->kind = GLYPH_SOFT;
	g->hidden = 1;
}

/* Everything but a plain ASCII character with another one behind it. */
static void make_glyph(struct span text, bool bare, struct glyph *g)
{
	uint32_t c = utf8_next(text, &g->end);
	if (c == UTF8_INVALID) {
		make_form((unsigned char)text.p[g->start], g);
		return;
	}
	switch (utf8_class(c)) {
	case UTF8_GRAPHIC:
		make_graphic(text, c, bare, g);
		break;
	case UTF8_BLANK:
		make_blank(GLYPH_SPACE, 1, g);
		break;
	case UTF8_ATTACHED:
		make_stray(text, c, g);
		break;
	case UTF8_SOFT:
	case UTF8_JOINER:
		if (!bare && (c == SOFT_HYPHEN ? is_soft_needed(text, g->start) :
			is_joiner_needed(text, g->start))) {
			make_soft(g);
			break;
		}
		make_form(c, g);
		break;
	case UTF8_CONTROL:
		if (c == '\n' || c == '\t') {
			make_blank(c == '\n' ? GLYPH_BREAK : GLYPH_TAB, c == '\t', g);
			break;
		}
		make_form(c, g);
		break;
	case UTF8_SELECTOR:
	case UTF8_HIDDEN:
		make_form(c, g);
		break;
	}
}

static void next(struct span text, size_t off, bool bare, struct glyph *out)
{
	unsigned char c = (unsigned char)text.p[off];
	out->start = off;
	out->hidden = 0;
	out->form[0] = '\0';
	if (c >= 0x20 && c < 0x7F && (off + 1 == text.n || (unsigned char)text.p[off + 1] < 0x80)) {
		out->end = off + 1;
		out->drawn = c != ' ';
		out->kind = c == ' ' ? GLYPH_SPACE : GLYPH_PLAIN;
		out->cols = 1;
		return;
	}
	out->end = off;
	out->drawn = 0;
	out->cols = 0;
	make_glyph(text, bare, out);
}

void visible_next(struct span text, size_t off, struct glyph *out)
{
	next(text, off, false, out);
}

void visible_next_bare(struct span text, size_t off, struct glyph *out)
{
	next(text, off, true, out);
}

void visible_bytes(struct span bytes, struct glyph *out)
{
	char *end = out->form;
	for (size_t i = 0; i < bytes.n && i < (sizeof(out->form) - 1) / BYTE_FORM; i++) {
		end = put_number(end, (unsigned char)bytes.p[i]);
	}
	out->kind = GLYPH_FORM;
	out->cols = (uint8_t)(end - out->form);
	out->hidden = 1;
}

static bool is_bidi(uint32_t c)
{
	return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0x2066 && c <= 0x2069);
}

static bool is_private(uint32_t c)
{
	return (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && (c & 0xFFFE) != 0xFFFE);
}

static enum hidden sort_of(uint32_t c)
{
	switch (utf8_class(c)) {
	case UTF8_CONTROL:
		return HIDDEN_CONTROL;
	case UTF8_SELECTOR:
		return HIDDEN_SELECTOR;
	case UTF8_JOINER:
		return HIDDEN_JOINER;
	case UTF8_SOFT:
		return HIDDEN_SOFT;
	case UTF8_ATTACHED:
		return HIDDEN_MARK;
	case UTF8_GRAPHIC: /* U+FFFD: what a document has for such a byte */
	case UTF8_BLANK:
		return HIDDEN_BYTE;
	case UTF8_HIDDEN:
		break;
	}
	if (c == UTF8_INVALID) {
		return HIDDEN_BYTE;
	}
	if (is_bidi(c)) {
		return HIDDEN_BIDI;
	}
	if (c >= 0xE0000 && c <= 0xE007F) {
		return HIDDEN_TAG;
	}
	if (is_private(c)) {
		return HIDDEN_PRIVATE;
	}
	return utf8_cols(c) < 0 && c != 0x2028 && c != 0x2029 ? HIDDEN_UNASSIGNED : HIDDEN_INVISIBLE;
}

const char *visible_sort(enum hidden sort, uint32_t n)
{
	static const char *const names[HIDDEN_SORTS][2] = {
		[HIDDEN_CONTROL] = {"control character", "control characters"},
		[HIDDEN_BYTE] = {"bad byte", "bad bytes"},
		[HIDDEN_BIDI] = {"bidi control", "bidi controls"},
		[HIDDEN_TAG] = {"tag", "tags"},
		[HIDDEN_INVISIBLE] = {"invisible", "invisible"},
		[HIDDEN_PRIVATE] = {"private use", "private use"},
		[HIDDEN_UNASSIGNED] = {"unassigned", "unassigned"},
		[HIDDEN_MARK] = {"surplus mark", "surplus marks"},
		[HIDDEN_SELECTOR] = {"variation selector", "variation selectors"},
		[HIDDEN_JOINER] = {"joiner", "joiners"},
		[HIDDEN_SOFT] = {"soft hyphen", "soft hyphens"},
	};
	return names[sort][n != 1];
}

void visible_count(struct span text, const struct glyph *g, uint32_t counts[HIDDEN_SORTS])
{
	size_t off = g->start;
	if (g->kind == GLYPH_FORM) {
		counts[sort_of(utf8_next(text, &off))] += g->hidden;
		return;
	}
	while (g->hidden > 0 && off < g->end) {
		enum hidden sort = sort_of(utf8_next(text, &off));
		if (sort == HIDDEN_SELECTOR || sort == HIDDEN_JOINER || sort == HIDDEN_SOFT) {
			counts[sort]++;
		}
	}
}

struct span visible_text(struct span text, const struct glyph *g)
{
	switch (g->kind) {
	case GLYPH_PLAIN:
		return g->drawn > 0 ? (struct span){text.p + g->start, g->drawn} : span_of(g->form);
	case GLYPH_SPACE:
	case GLYPH_TAB:
		return SPAN(" ");
	case GLYPH_FORM:
		return span_of(g->form);
	case GLYPH_BREAK:
	case GLYPH_SOFT:
		break;
	}
	return SPAN("");
}

/* The glyph at off for a text of one line: tabs and line ends are forms. */
static void next_in_line(struct span text, size_t off, struct glyph *g)
{
	visible_next(text, off, g);
	if (g->kind == GLYPH_TAB || g->kind == GLYPH_BREAK) {
		make_form((unsigned char)text.p[off], g);
	}
}

/* Whether eight bytes are all ASCII that is seen, or blanks. */
static bool is_plain_eight(const char *p)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t bytes;
	memcpy(&bytes, p, sizeof(bytes));
	/* No byte has its upper bit, gets it by one more, or borrows where 0x20 is taken away. */
	return ((bytes | (bytes + ones) | (bytes - 0x20 * ones)) & tops) == 0;
}

size_t visible_plain(struct span text, size_t off)
{
	size_t at = off;
	while (text.n - at >= 8 && is_plain_eight(text.p + at)) {
		at += 8;
	}
	if (at > off && text.n - at < 8 && is_plain_eight(text.p + text.n - 8)) {
		return text.n - off; /* the rest with some bytes once more */
	}
	while (at < text.n && text.p[at] >= ' ' && text.p[at] < 0x7F) {
		at++;
	}
	/* There may be marks on the last one. */
	return at - off - (at > off && at < text.n && (unsigned char)text.p[at] >= 0x80);
}

size_t visible_cols(struct span text)
{
	size_t cols = 0;
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		size_t run = visible_plain(text, off);
		cols += run;
		g.end = off + run;
		if (g.end < text.n) {
			next_in_line(text, g.end, &g);
			cols += g.cols;
		}
	}
	return cols;
}

void visible_put(struct buf *out, struct span text, enum visible_how how)
{
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		size_t run = visible_plain(text, off);
		buf_add(out, text.p + off, run);
		g.end = off + run;
		if (g.end == text.n) {
			break;
		}
		next_in_line(text, g.end, &g);
		char c = text.p[g.start];
		if (how == VISIBLE_TEXT && (c == '\n' || c == '\t')) {
			buf_putc(out, c);
		} else {
			buf_put(out, visible_text(text, &g));
		}
	}
}

size_t visible_put_cut(struct buf *out, struct span text, size_t cols, bool ascii)
{
	size_t used = 0;
	size_t fits_n = out->n, fits_cols = 0; /* what leaves a column for the sign of the cut */
	struct glyph g;
	for (size_t off = 0; off < text.n; off = g.end) {
		size_t run = visible_plain(text, off);
		if (run > 0 && used + 1 < cols) { /* and a column is left */
			run = run < cols - used ? run : cols - used - 1;
			buf_add(out, text.p + off, run);
			used += run;
			g.end = off + run;
			fits_n = out->n;
			fits_cols = used;
			continue;
		}
		next_in_line(text, off, &g);
		if (used + g.cols > cols) {
			if (cols == 0 || out->failed) {
				return 0;
			}
			out->n = fits_n;
			buf_puts(out, ascii ? "~" : "…");
			return fits_cols + 1;
		}
		buf_put(out, visible_text(text, &g));
		used += g.cols;
		if (used < cols) {
			fits_n = out->n;
			fits_cols = used;
		}
	}
	return used;
}

#include "texts/fold.h"

#include "base/utf8.h"

#include <stdlib.h>

#define SOFT_HYPHEN 0xAD
#define HYPHEN 0x2010
#define REPLACEMENT 0xFFFD
#define CHAR_ROOM (UTF8_FOLD_MAX * UTF8_MAX) /* bytes that one character may fold to */

/* A piece of text on its way into a fold. */
struct folder {
	struct fold *out;
	struct span text;
	uint32_t start, off, end;
	const struct doc *doc; /* NULL: nothing is hidden */
	uint32_t mark; /* the next mark of doc to be looked at */
	struct range hidden; /* the next markup that is not shown; at end where none is */
	unsigned flags;
};

/* Makes room for `more` bytes and the NUL. */
static bool room(struct fold *fold, size_t more)
{
	size_t need = (size_t)fold->n + more + 1, cap = fold->cap;
	char *p;
	uint32_t *starts, *ends;

	if (need <= cap) {
		return true;
	}
	if (need > UINT32_MAX / 2) {
		return false;
	}
	cap = cap * 2 > need ? cap * 2 : need;
	p = realloc(fold->p, cap);
	fold->p = p == NULL ? fold->p : p;
	starts = realloc(fold->starts, cap * sizeof(*starts));
	fold->starts = starts == NULL ? fold->starts : starts;
	ends = realloc(fold->ends, cap * sizeof(*ends));
	fold->ends = ends == NULL ? fold->ends : ends;
	if (p == NULL || starts == NULL || ends == NULL) {
		return false; /* what did grow is larger than cap says, which does no harm */
	}
	fold->cap = (uint32_t)cap;
	return true;
}

/* There is room. */
static void put_byte(struct fold *fold, char c, uint32_t start, uint32_t end)
{
	fold->p[fold->n] = c;
	fold->starts[fold->n] = start;
	fold->ends[fold->n] = end;
	fold->n++;
}

static void put_char(struct fold *fold, uint32_t c, uint32_t start, uint32_t end)
{
	char bytes[UTF8_MAX];
	size_t n = utf8_encode(c, bytes);

	for (size_t i = 0; i < n; i++) {
		put_byte(fold, bytes[i], start, end);
	}
}

/* Finds the next hidden range that reaches beyond off. */
static void find_hidden(struct folder *f)
{
	f->hidden = (struct range){f->end, f->end};
	for (; f->doc != NULL && f->mark < f->doc->nmarks; f->mark++) {
		const struct mark *mark = &f->doc->marks[f->mark];

		if (mark->at.start >= f->end) {
			break;
		}
		if (mark->kind == MARK_HIDE && mark->at.end > f->off) {
			f->hidden = mark->at;
			break;
		}
	}
}

/* Moves over hidden markup at off; true where there was some. */
static bool skip_hidden(struct folder *f)
{
	uint32_t from = f->off;

	while (f->off < f->end && f->off >= f->hidden.start) {
		f->off = f->hidden.end < f->end ? f->hidden.end : f->end;
		find_hidden(f);
	}
	return f->off > from;
}

/* Up to here text may be looked at from off on without meeting markup. */
static uint32_t shown_end(const struct folder *f)
{
	return f->hidden.start < f->end ? f->hidden.start : f->end;
}

/* Length of the white space at off, 0 where there is none. */
static uint32_t space_at(const struct folder *f)
{
	char c = f->text.p[f->off];
	size_t next = f->off;

	if ((unsigned char)c < 0x80) {
		return c == ' ' || (c >= '\t' && c <= '\r') ? 1 : 0;
	}
	if (c != '\xC2' && c != '\xE1' && c != '\xE2' && c != '\xE3') {
		return 0; /* what white space beyond ASCII begins with */
	}
	return utf8_is_space(utf8_next(f->text, &next)) ? (uint32_t)next - f->off : 0;
}

/* Moves over white space and markup; *behind is where the last space ends. Counts line ends. */
static uint32_t skip_spaces(struct folder *f, uint32_t *behind)
{
	uint32_t n, lines = 0;

	while (f->off < f->end) {
		if (skip_hidden(f)) {
			continue;
		}
		n = space_at(f);
		if (n == 0) {
			break;
		}
		lines += f->text.p[f->off] == '\n';
		f->off += n;
		*behind = f->off;
	}
	return lines;
}

/* A run of white space is one blank, or a line end where there is a blank line in it. */
static void fold_spaces(struct folder *f)
{
	struct fold *out = f->out;
	uint32_t start = f->off, behind = start;
	uint32_t lines = skip_spaces(f, &behind);

	if (out->n > 0 && (out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n')) {
		out->ends[out->n - 1] = behind; /* something invisible stood between */
		return;
	}
	put_byte(out, lines > 1 ? '\n' : ' ', start, behind);
}

static bool is_word_at(const struct folder *f, uint32_t off, bool *letter)
{
	size_t next = off;
	uint32_t c = off < f->end ? utf8_next(f->text, &next) : 0;

	*letter = !utf8_is_digit(c);
	return c != UTF8_INVALID && utf8_is_word(c);
}

static bool is_word_before(const struct folder *f, bool *letter)
{
	size_t before = f->off;
	uint32_t c = f->off > f->start ? utf8_prev(f->text, &before) : 0;

	*letter = !utf8_is_digit(c);
	return c != UTF8_INVALID && utf8_is_word(c);
}

/*
 * Joins a word that was broken behind the hyphen c, which ends at `behind`: true where it was one.
 * Between figures (1855-1875) the hyphen is no sign of a break and stays.
 */
static bool fold_break(struct folder *f, uint32_t c, uint32_t behind)
{
	struct folder ahead = *f;
	bool before, after;
	uint32_t end = behind;

	if (behind >= f->end || !is_word_before(f, &before)) {
		return false;
	}
	ahead.off = behind;
	if (skip_spaces(&ahead, &end) != 1 || !is_word_at(&ahead, ahead.off, &after)) {
		return false;
	}
	if (c != SOFT_HYPHEN && (!before || !after || (f->flags & FOLD_KEEP_HYPHEN) != 0)) {
		put_byte(f->out, '-', f->off, behind);
	}
	f->off = ahead.off;
	f->mark = ahead.mark;
	f->hidden = ahead.hidden;
	return true;
}

static bool is_double_quote(uint32_t c)
{
	return (c >= 0x201C && c <= 0x201F) || c == 0xAB || c == 0xBB || c == 0x2033 ||
		c == 0x301D || c == 0x301E || c == 0x301F || c == 0xFF02;
}

/* A mark belongs to the character before it, whose range grows over it. */
static void grow_last(struct fold *fold, uint32_t start, uint32_t end)
{
	uint32_t i = fold->n;

	if (i == 0 || fold->ends[i - 1] != start) {
		return;
	}
	while (i > 0 && fold->ends[i - 1] == start) {
		fold->ends[--i] = end;
	}
}

/*
 * A part of what a character folds to: ŉ has an apostrophe in it, ｀ is one; the blank that a
 * spacing accent (ͺ) stands on is none.
 */
static void put_folded(struct fold *fold, uint32_t c, uint32_t start, uint32_t end)
{
	if (c != ' ') {
		put_char(fold, utf8_is_apostrophe(c) ? '\'' : c, start, end);
	}
}

/*
 * Letters that need no table: ideographs are what they are, and of Russian all but Ё and Й (which
 * lose their marks) are 32 apart from their capitals. Gives the folded letter, or 0.
 */
static uint32_t fold_plain(uint32_t c, unsigned flags)
{
	if (c >= 0x4E00 && c < 0xA000) {
		return c;
	}
	if (c < 0x410 || c >= 0x450 || c == 0x419 || c == 0x439) {
		return 0;
	}
	return c < 0x430 && (flags & FOLD_KEEP_CASE) == 0 ? c + 0x20 : c;
}

/* One character that is not plain ASCII; there is room for it. */
static void fold_char(struct folder *f)
{
	uint32_t folded[UTF8_FOLD_MAX], start = f->off, plain;
	size_t next = start, n;
	uint32_t c = utf8_next(f->text, &next);

	plain = fold_plain(c, f->flags);
	if (plain != 0) {
		f->off = (uint32_t)next;
		put_char(f->out, plain, start, f->off);
		return;
	}
	if ((c == '-' || c == HYPHEN || c == SOFT_HYPHEN) && fold_break(f, c, (uint32_t)next)) {
		return;
	}
	f->off = (uint32_t)next;
	if (c == UTF8_INVALID) {
		put_char(f->out, REPLACEMENT, start, f->off);
	} else if (utf8_is_apostrophe(c)) {
		put_byte(f->out, '\'', start, f->off);
	} else if (is_double_quote(c)) {
		put_byte(f->out, '"', start, f->off);
	} else if (utf8_is_dash(c)) {
		put_byte(f->out, '-', start, f->off);
	} else {
		n = utf8_fold(c, (f->flags & FOLD_KEEP_CASE) != 0, folded);
		for (size_t i = 0; i < n; i++) {
			put_folded(f->out, folded[i], start, f->off);
		}
		if (n == 0 && utf8_is_mark(c)) {
			grow_last(f->out, start, f->off);
		}
	}
}

/* Control characters that are no white space: there may be a gigabyte of them. */
static bool is_control(unsigned char c)
{
	return c < '\t' || (c > '\r' && c < ' ') || c == 0x7F;
}

/* ASCII that stays one byte as it is or as a small letter; single blanks among it. */
static void fold_ascii(struct folder *f, uint32_t limit)
{
	const char *p = f->text.p;
	unsigned lower = (f->flags & FOLD_KEEP_CASE) != 0 ? 0 : 0x20;
	uint32_t off = f->off;

	for (; off < limit; off++) {
		unsigned char c = (unsigned char)p[off];

		if (c == ' ' && off > f->off && off + 1 < limit && p[off + 1] > ' ') {
			put_byte(f->out, ' ', off, off + 1);
			continue;
		}
		if ((c <= ' ' || c >= 0x7F || c == '-' || c == '`') && !is_control(c)) {
			break;
		}
		put_byte(f->out, (char)(c + (c >= 'A' && c <= 'Z' ? lower : 0)), off, off + 1);
	}
	f->off = off;
}

static bool fold_all(struct folder *f)
{
	f->out->n = 0;
	while (f->off < f->end) {
		uint32_t limit;

		if (skip_hidden(f)) {
			continue;
		}
		limit = shown_end(f);
		if (!room(f->out, (size_t)(limit - f->off) + CHAR_ROOM)) {
			return false;
		}
		fold_ascii(f, limit);
		if (f->off >= limit) {
			continue;
		}
		if (space_at(f) > 0) {
			fold_spaces(f);
		} else {
			fold_char(f);
		}
	}
	if (!room(f->out, FOLD_PAD - 1)) {
		return false;
	}
	memset(f->out->p + f->out->n, 0, FOLD_PAD);
	f->out->starts[f->out->n] = f->end;
	return true;
}

bool fold_make(struct fold *fold, const struct doc *doc, struct range at, unsigned flags)
{
	struct folder folder = {.out = fold, .text = doc->text, .start = at.start, .off = at.start,
		.end = at.end, .doc = doc, .mark = doc_mark_from(doc, at.start), .flags = flags};

	find_hidden(&folder);
	return fold_all(&folder);
}

bool fold_span(struct fold *fold, struct span text, unsigned flags)
{
	struct folder folder = {.out = fold, .text = text, .end = (uint32_t)text.n, .flags = flags};

	if (text.n > UINT32_MAX / 2) {
		return false;
	}
	folder.hidden = (struct range){folder.end, folder.end};
	return fold_all(&folder);
}

struct range fold_range(const struct fold *fold, uint32_t start, uint32_t end)
{
	return (struct range){fold->starts[start], fold->ends[end - 1]};
}

void fold_finish(struct fold *fold)
{
	free(fold->p);
	free(fold->starts);
	free(fold->ends);
	*fold = (struct fold){0};
}

#include "read/edit.h"

#include "base/utf8.h"

#define CONTROL(letter) ((uint32_t)(letter) - '@')

/* More than the bytes of a cluster that utf8_grapheme_end looks at. */
enum { CLUSTER_WINDOW = 512 };

size_t edit_cluster_end(struct span text, size_t off)
{
	struct span rest = {text.p + off, text.n - off};
	if (rest.n > CLUSTER_WINDOW) {
		rest.n = CLUSTER_WINDOW;
	}
	rest.n = utf8_valid_prefix(rest);
	return off + (rest.n == 0 ? 1 : utf8_grapheme_end(rest, 0));
}

/* Start of the line that off stands in; no cluster reaches over it. */
static size_t line_start(struct span text, size_t off)
{
	while (off > 0 && text.p[off - 1] != '\n') {
		off--;
	}
	return off;
}

/* Where its line ends: at the LF, or at the end of the text. */
static size_t line_end(struct span text, size_t off)
{
	const char *end = off < text.n ? memchr(text.p + off, '\n', text.n - off) : NULL;
	return end == NULL ? text.n : (size_t)(end - text.p);
}

/* Start of the cluster before off > 0. */
static size_t cluster_before(struct span text, size_t off)
{
	size_t at = line_start(text, off - 1);
	for (size_t end = edit_cluster_end(text, at); end < off; end = edit_cluster_end(text, at)) {
		at = end;
	}
	return at;
}

/* The first place at or behind off that is not inside a cluster. */
static size_t cluster_snap(struct span text, size_t off)
{
	size_t at = line_start(text, off);
	while (at < off) {
		at = edit_cluster_end(text, at);
	}
	return at;
}

static size_t most_of(enum edit_kind kind)
{
	return kind == EDIT_LINE ? EDIT_MOST : EDIT_TEXT_MOST;
}

void edit_splice(enum edit_kind kind, struct buf *text, uint32_t *cursor, size_t from, size_t to,
	struct span with)
{
	size_t rest = text->n - (to - from);
	if (with.n > most_of(kind) - rest || !buf_reserve(text, with.n + 1)) {
		return;
	}
	memmove(text->p + from + with.n, text->p + to, text->n - to);
	if (with.n > 0) {
		memcpy(text->p + from, with.p, with.n);
	}
	text->n = rest + with.n;
	text->p[text->n] = '\0';
	/* What came in may have joined the cluster that follows: a letter before a mark. */
	*cursor = (uint32_t)cluster_snap(buf_span(text), from + with.n);
}

/* Start of the word before off: blanks, then what is not blank, backwards. */
static size_t word_before(struct span text, size_t off)
{
	bool in_word = false;
	while (off > 0) {
		size_t at = off;
		bool space = utf8_is_space(utf8_prev(text, &at));
		if (space && in_word) {
			break;
		}
		in_word = !space;
		off = at;
	}
	return off;
}

/* End of the word behind off. */
static size_t word_behind(struct span text, size_t off)
{
	bool in_word = false;
	while (off < text.n) {
		size_t at = off;
		bool space = utf8_is_space(utf8_next(text, &at));
		if (space && in_word) {
			break;
		}
		in_word = !space;
		off = at;
	}
	return off;
}

bool edit_move(struct span text, uint32_t *cursor, uint32_t key)
{
	size_t at = *cursor;
	switch (key) {
	case DKEY_LEFT:
	case CONTROL('B'):
		at = at > 0 ? cluster_before(text, at) : 0;
		break;
	case DKEY_RIGHT:
	case CONTROL('F'):
		at = at < text.n ? edit_cluster_end(text, at) : text.n;
		break;
	case DKEY_HOME:
	case CONTROL('A'):
		at = line_start(text, at);
		break;
	case DKEY_END:
	case CONTROL('E'):
		at = line_end(text, at);
		break;
	case DKEY_ALT | 'b':
	case DKEY_ALT | DKEY_LEFT:
		at = word_before(text, at);
		break;
	case DKEY_ALT | 'f':
	case DKEY_ALT | DKEY_RIGHT:
		at = word_behind(text, at);
		break;
	default:
		return false;
	}
	*cursor = (uint32_t)cluster_snap(text, at);
	return true;
}

/* Cuts [from, to) out and keeps it in killed; nothing where there is nothing. */
static void cut(enum edit_kind kind, struct buf *text, uint32_t *cursor, struct buf *killed,
	struct range at)
{
	if (at.start < at.end) {
		buf_clear(killed);
		buf_put(killed, span_in(buf_span(text), at));
		edit_splice(kind, text, cursor, at.start, at.end, SPAN(""));
	}
}

static bool is_control(uint32_t c)
{
	return c < ' ' || (c >= 0x7F && c < 0xA0);
}

static void insert(enum edit_kind kind, struct buf *text, uint32_t *cursor, uint32_t c)
{
	bool scalar = c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
	if (scalar && !is_control(c)) {
		char bytes[UTF8_MAX];
		size_t n = utf8_encode(c, bytes);
		edit_splice(kind, text, cursor, *cursor, *cursor, (struct span){bytes, n});
	}
}

void edit_key(enum edit_kind kind, struct buf *text, uint32_t *cursor, struct buf *killed,
	uint32_t key)
{
	struct span all = buf_span(text);
	uint32_t at = *cursor, n = (uint32_t)all.n, to;
	switch (key) {
	case DKEY_BACKSPACE:
	case CONTROL('H'):
		if (at > 0) {
			edit_splice(kind, text, cursor, cluster_before(all, at), at, SPAN(""));
		}
		break;
	case DKEY_DELETE:
	case CONTROL('D'):
		if (at < n) {
			edit_splice(kind, text, cursor, at, edit_cluster_end(all, at), SPAN(""));
		}
		break;
	case CONTROL('W'):
	case DKEY_ALT | DKEY_BACKSPACE:
		cut(kind, text, cursor, killed, (struct range){(uint32_t)word_before(all, at), at});
		break;
	case CONTROL('U'):
		cut(kind, text, cursor, killed, (struct range){(uint32_t)line_start(all, at), at});
		break;
	case CONTROL('K'):
		to = (uint32_t)line_end(all, at);
		cut(kind, text, cursor, killed, (struct range){at, to == at && to < n ? to + 1 : to});
		break;
	case CONTROL('Y'):
		edit_splice(kind, text, cursor, at, at, buf_span(killed));
		break;
	default:
		insert(kind, text, cursor, key);
	}
}

/* Appends what may be typed of pasted text. */
static void put_pasted(enum edit_kind kind, struct buf *out, struct span text)
{
	for (size_t off = 0; off < text.n;) {
		size_t at = off;
		uint32_t c = utf8_next(text, &off);
		bool pair = c == '\r' && off < text.n && text.p[off] == '\n';
		if ((c == '\n' || c == '\r' || c == '\t') && !pair) {
			buf_putc(out, kind == EDIT_TEXT && c != '\t' ? '\n' : ' ');
		} else if (c != UTF8_INVALID && !is_control(c)) {
			buf_add(out, text.p + at, off - at);
		}
	}
}

void edit_paste(enum edit_kind kind, struct buf *text, uint32_t *cursor, struct span pasted)
{
	struct buf clean = {0};
	put_pasted(kind, &clean, pasted);
	struct span fitting = buf_span(&clean);
	if (fitting.n > most_of(kind) - text->n) {
		fitting.n = most_of(kind) - text->n;
		fitting.n = utf8_valid_prefix(fitting);
	}
	edit_splice(kind, text, cursor, *cursor, *cursor, fitting);
	buf_finish(&clean);
}

uint32_t edit_cols(struct span text, size_t from, size_t to)
{
	return from == to ? 0 : lines_text_cols((struct span){text.p + from, to - from});
}

/* Columns that stay out of sight on the left so that [before, before + width) is within cols. */
static uint32_t scrolled(uint32_t before, uint32_t width, uint32_t cols)
{
	uint32_t step = cols < 2 ? 1 : cols / 2;
	uint32_t skip = 0;
	while (before + width - skip > cols && skip < before) {
		skip = skip + step < before ? skip + step : before;
	}
	return skip;
}

struct edit_window edit_window(struct span text, uint32_t cursor, uint32_t cols)
{
	struct edit_window window = {.cursor = cursor, .cursor_end = cursor};
	uint32_t width = 1;
	if (cursor < text.n) {
		window.cursor_end = edit_cluster_end(text, cursor);
		width = edit_cols(text, cursor, window.cursor_end);
	}
	uint32_t skip = scrolled(edit_cols(text, 0, cursor), width, cols);
	for (uint32_t col = 0; window.from < cursor && col < skip;) {
		size_t end = edit_cluster_end(text, window.from);
		col += edit_cols(text, window.from, end);
		window.from = end;
	}
	/* What stands apart may be wider than in its place: a vowel that has lost its letter. */
	while (window.from < cursor && edit_cols(text, window.from, cursor) + width > cols) {
		window.from = edit_cluster_end(text, window.from);
	}
	uint32_t used = edit_cols(text, window.from, cursor) + width;
	window.to = window.cursor_end;
	while (window.to < text.n) {
		size_t end = edit_cluster_end(text, window.to);
		if (used + edit_cols(text, window.cursor_end, end) > cols) {
			break;
		}
		window.to = end;
	}
	return window;
}

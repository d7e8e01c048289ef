#include "texts/linewindow.h"

#include "base/buf.h"
#include "base/utf8.h"

bool linewindow_ended(const struct linewindow *window)
{
	return window->next >= window->text.n;
}

/* Whether there is enough at hand. */
static bool is_full(const struct linewindow *window, size_t bytes)
{
	const struct textlines *lines = &window->lines;

	if (lines->n >= LINEWINDOW_MOST) {
		return true;
	}
	return lines->n > 0 && window->blanks >= LINEWINDOW_BLANKS &&
		window->next - lines->items[0].start >= bytes;
}

static void pass(const struct linewindow *window, size_t from, size_t to)
{
	if (window->doc != NULL) {
		doc_passed(window->doc, (uint32_t)from, (uint32_t)to);
	}
}

/* The line end at or behind `from`, or the end of the text. */
static size_t line_end(const struct linewindow *window, size_t from)
{
	struct span text = window->text;

	while (from < text.n) {
		size_t n = text.n - from < DOC_STRIDE ? text.n - from : DOC_STRIDE;
		const char *lf = memchr(text.p + from, '\n', n);

		if (lf != NULL) {
			return (size_t)(lf - text.p);
		}
		pass(window, from, from + n);
		from += n;
	}
	return text.n;
}

/* textline_of of a long line, whose pages need not all be in memory. */
static struct textline line_of(const struct linewindow *window, size_t start, size_t end)
{
	struct span text = window->text;
	struct textline line = {.start = (uint32_t)start, .first = (uint32_t)start,
		.end = (uint32_t)start};

	for (size_t at = start, to; at < end; at = to) {
		to = end - at > DOC_STRIDE ? utf8_floor(text, at + DOC_STRIDE) : end;
		struct textline piece = textline_of(text, (uint32_t)at, (uint32_t)to);

		if (!textline_is_blank(&line) && !textline_is_blank(&piece)) {
			line.cols += textline_cols(span_in(text, (struct range){line.end, piece.end}));
			line.end = piece.end;
			line.gaps |= piece.gaps;
			line.cells |= piece.cells;
		} else if (!textline_is_blank(&piece)) {
			line = at == start ? piece : textline_of(text, (uint32_t)start, (uint32_t)to);
		}
		pass(window, at, to);
	}
	return line;
}

/* The line that is next, and on behind it. */
static void next_line(struct linewindow *window, struct textline *out)
{
	size_t end;

	if (!linescan_next(&window->scan, &window->next, out)) {
		end = line_end(window, window->next);
		*out = line_of(window, window->next, end);
		window->next = end + 1;
	}
}

bool linewindow_fill(struct linewindow *window, size_t bytes)
{
	struct textlines *lines = &window->lines;

	window->scan.text = window->text;
	while (window->next < window->text.n && !is_full(window, bytes)) {
		struct textline *line;
		bool blank;

		if (lines->n == lines->cap &&
			!array_reserve(&lines->items, &lines->cap, lines->n + 1, sizeof(*lines->items))) {
			return false;
		}
		line = &lines->items[lines->n];
		next_line(window, line);
		blank = textline_is_blank(line);
		if (blank && lines->n > 0 && textline_is_blank(line - 1)) {
			continue;
		}
		lines->n++;
		window->blanks += blank;
	}
	return true;
}

void linewindow_drop(struct linewindow *window, uint32_t n)
{
	struct textlines *lines = &window->lines;

	if (n == 0) {
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		window->blanks -= textline_is_blank(&lines->items[i]);
	}
	window->dropped = true;
	lines->n -= n;
	memmove(lines->items, lines->items + n, lines->n * sizeof(*lines->items));
}

void linewindow_finish(struct linewindow *window)
{
	textline_finish(&window->lines);
	*window = (struct linewindow){0};
}

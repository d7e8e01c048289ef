#include "read/linear_text.h"

#include "base/ascii.h"
#include "base/byte.h"
#include "base/utf8.h"
#include "read/context.h"

#include <stdarg.h>
#include <stdio.h>

enum {
	MOST_WITHOUT_END = 1000, /* rows at once where there is no screen that they could leave */
	PROMPT_ROWS = 2, /* what was typed, and what is asked next */
};

uint32_t linear_text_most(const struct linear *linear)
{
	uint32_t set = (uint32_t)linear->session->config.linear_rows, rows = linear->how.rows;

	if (set > 0) {
		return set;
	}
	if (rows == 0) {
		return MOST_WITHOUT_END;
	}
	return rows > PROMPT_ROWS ? rows - PROMPT_ROWS : 1;
}

/* The bytes of "¶" before a digit at p, or 0. */
static size_t pilcrow(const char *p, size_t n)
{
	static const char sign[] = "¶";
	size_t len = sizeof(sign) - 1;

	return n > len && memcmp(p, sign, len) == 0 && byte_is_digit(p[len]) ? len : 0;
}

/* Appends what ASCII has for the character at p, and returns its bytes; 0 for one of ASCII. */
static size_t put_ascii(const char *p, size_t n, struct buf *out)
{
	size_t end = 0;
	uint32_t c = utf8_next((struct span){p, n}, &end);

	if (c < 0x80) {
		return 0;
	}
	if (c == 0x2026) {
		buf_puts(out, "...");
	} else if (utf8_cols(c) > 0) {
		buf_putc(out, ascii_for(c));
	}
	return end;
}

/* A line that is too long for the terminal is broken at blanks, which a terminal would not do. */
static void put_wrapped(struct linear *linear, struct span words)
{
	struct lines lines = {0};

	if (words.n == 0) {
		return;
	}
	if (linear->how.cols == 0 || visible_cols(words) <= linear->how.cols) {
		visible_put(linear->out, words, VISIBLE_LINE);
		buf_putc(linear->out, '\n');
		return;
	}
	lines_wrapped(words, 0, linear->how.cols, UINT32_MAX, ROLE_TEXT, &lines);
	for (uint32_t i = 0; i < lines.npieces; i++) {
		struct span row = lines.pieces[i].text;
		bool cut = linear->how.ascii && span_ends(row, SPAN("…")); /* did not fit a row */

		row.n -= cut ? strlen("…") : 0;
		visible_put(linear->out, row, VISIBLE_LINE);
		buf_puts(linear->out, cut ? "~\n" : "\n");
	}
	linear->out->failed |= lines.failed;
	lines_finish(&lines);
}

void linear_text_line(struct linear *linear, struct span text)
{
	struct buf words = {0};

	for (size_t i = 0; i < text.n;) {
		size_t skip = pilcrow(text.p + i, text.n - i);

		if (skip > 0) {
			buf_puts(&words, "paragraph ");
		} else if (linear->how.ascii) {
			skip = put_ascii(text.p + i, text.n - i, &words);
		}
		if (skip == 0) {
			buf_putc(&words, text.p[i]);
			skip = 1;
		}
		i += skip;
	}
	put_wrapped(linear, buf_span(&words));
	linear->out->failed |= words.failed;
	buf_finish(&words);
}

void linear_text_end(struct linear *linear, struct buf *text)
{
	linear_text_line(linear, buf_span(text));
	buf_finish(text);
}

void linear_text_say(struct linear *linear, const char *fmt, ...)
{
	char text[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	linear_text_line(linear, span_of(text));
}

void linear_text_lines(struct linear *linear, const struct lines *lines, uint32_t from)
{
	struct buf text = {0};

	for (uint32_t i = from; i < lines->n; i++) {
		const struct line *line = &lines->items[i];

		buf_clear(&text);
		for (uint32_t k = 0; k < line->npieces; k++) {
			const struct piece *piece = &lines->pieces[line->piece + k];

			if (piece->role != ROLE_RULE && (piece->flags & PIECE_FILL) == 0) {
				buf_put(&text, piece->text);
			}
		}
		linear_text_line(linear, span_trim(buf_span(&text)));
	}
	buf_finish(&text);
}

void linear_text_flat(const struct linear *linear, struct span text, uint32_t most,
	struct buf *out)
{
	struct buf flat = {0};

	for (size_t i = 0; i < text.n; i++) {
		buf_putc(&flat, text.p[i] == '\n' ? ' ' : text.p[i]);
	}
	visible_put_cut(out, buf_span(&flat), most, linear->how.ascii);
	buf_finish(&flat);
}

void linear_text_quote(const struct linear *linear, const struct doc *doc, struct range at,
	uint32_t most, struct buf *out)
{
	struct buf text = {0};

	context_flat(doc, at, most + 1, &text);
	visible_put_cut(out, buf_span(&text), most, linear->how.ascii);
	buf_finish(&text);
}

void linear_text_count(uint32_t n, const char *one, const char *many, struct buf *out)
{
	buf_printf(out, "%u %s", n, n == 1 ? one : many);
}

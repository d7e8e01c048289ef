#include "texts/linewindow.h"

#include "base/buf.h"

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

bool linewindow_fill(struct linewindow *window, size_t bytes)
{
	struct textlines *lines = &window->lines;
	struct span text = window->text;

	while (!linewindow_ended(window) && !is_full(window, bytes)) {
		const char *p = text.p + window->next, *lf = memchr(p, '\n', text.n - window->next);
		size_t end = lf == NULL ? text.n : (size_t)(lf - text.p);
		struct textline line = textline_of(text, (uint32_t)window->next, (uint32_t)end);
		bool blank = textline_is_blank(&line);

		window->next = end + 1;
		if (blank && lines->n > 0 && textline_is_blank(&lines->items[lines->n - 1])) {
			continue;
		}
		if (!array_reserve(&lines->items, &lines->cap, lines->n + 1, sizeof(line))) {
			return false;
		}
		lines->items[lines->n++] = line;
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

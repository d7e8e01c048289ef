#include "base/report.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* The place in front of a message, as snprintf does it: returns the length it wants. */
static int put_place(char *out, size_t cap, const char *path, uint32_t line)
{
	if (path == NULL) {
		return 0;
	}
	if (line == 0) {
		return snprintf(out, cap, "%s: ", path);
	}
	return snprintf(out, cap, "%s:%u: ", path, line);
}

PRINTF_LIKE(3, 0)
static char *make_text(const char *path, uint32_t line, const char *fmt, va_list args)
{
	va_list again;
	va_copy(again, args);
	int place = put_place(NULL, 0, path, line);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (place < 0 || n < 0) {
		return NULL;
	}
	size_t cap = (size_t)place + (size_t)n + 1;
	char *text = malloc(cap);
	if (text == NULL) {
		return NULL;
	}
	put_place(text, cap, path, line);
	vsnprintf(text + place, (size_t)n + 1, fmt, args);
	return text;
}

/* Takes the text; NULL is one that there was no memory for. */
static void add(struct report *report, char *text, enum report_level level, bool left_out)
{
	if (text == NULL ||
		!array_reserve(&report->items, &report->cap, report->n + 1, sizeof(*report->items))) {
		free(text);
		report->dropped++;
		return;
	}
	report->items[report->n++] = (struct report_item){text, level, left_out};
}

void report_add(struct report *report, enum report_level level, const char *path, uint32_t line,
	const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add(report, make_text(path, line, fmt, args), level, false);
	va_end(args);
}

void report_left_out(struct report *report, enum report_level level, const char *path,
	const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add(report, make_text(path, 0, fmt, args), level, true);
	va_end(args);
}

void report_add_text(struct report *report, struct span text, enum report_level level, bool left_out)
{
	add(report, strndup(text.p, text.n), level, left_out);
}

void report_insert(struct report *report, uint32_t at, struct report *from)
{
	report->dropped += from->dropped;
	if (from->n > 0 && array_reserve(&report->items, &report->cap, report->n + from->n,
				   sizeof(*report->items))) {
		memmove(&report->items[at + from->n], &report->items[at],
			(report->n - at) * sizeof(*report->items));
		memcpy(&report->items[at], from->items, from->n * sizeof(*report->items));
		report->n += from->n;
		from->n = 0; /* the texts are somebody else's now */
	}
	report->dropped += from->n;
	report_finish(from);
}

uint32_t report_count(const struct report *report, enum report_level level)
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < report->n; i++) {
		n += report->items[i].level >= level;
	}
	return n;
}

void report_finish(struct report *report)
{
	for (uint32_t i = 0; i < report->n; i++) {
		free(report->items[i].text);
	}
	free(report->items);
	*report = (struct report){0};
}

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define BUF_FIRST 64
#define PRINTED 48 /* bytes that most of what is printed is shorter than */
#define BUF_MOST ((size_t)PTRDIFF_MAX / 2)
#define ARRAY_FIRST 8

bool buf_reserve(struct buf *buf, size_t n)
{
	if (buf->failed) {
		return false;
	}
	if (buf->n < buf->cap && n < buf->cap - buf->n) {
		return true;
	}
	if (n >= BUF_MOST || buf->n + n >= BUF_MOST) {
		buf->failed = true;
		return false;
	}
	size_t need = buf->n + n + 1;
	size_t cap = buf->cap * 2 > need ? buf->cap * 2 : need;
	cap = cap < BUF_FIRST ? BUF_FIRST : cap;
	char *p = realloc(buf->p, cap);
	if (p == NULL) {
		buf->failed = true;
		return false;
	}
	buf->p = p;
	buf->cap = cap;
	buf->p[buf->n] = '\0';
	return true;
}

void buf_add(struct buf *buf, const void *bytes, size_t n)
{
	if (!buf_reserve(buf, n)) {
		return;
	}
	if (n > 0) {
		memcpy(buf->p + buf->n, bytes, n);
	}
	buf->n += n;
	buf->p[buf->n] = '\0';
}

void buf_puts(struct buf *buf, const char *string)
{
	buf_add(buf, string, strlen(string));
}

void buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list args;
	if (!buf_reserve(buf, PRINTED)) {
		return;
	}
	size_t room = buf->cap - buf->n;
	va_start(args, fmt);
	int n = vsnprintf(buf->p + buf->n, room, fmt, args);
	va_end(args);
	if (n >= 0 && (size_t)n >= room && buf_reserve(buf, (size_t)n)) {
		va_start(args, fmt);
		vsnprintf(buf->p + buf->n, (size_t)n + 1, fmt, args);
		va_end(args);
	}
	buf->failed |= n < 0;
	buf->n += buf->failed ? 0 : (size_t)n;
	buf->p[buf->n] = '\0';
}

void buf_number_left(struct buf *buf, uint32_t n, uint32_t cols)
{
	size_t end = buf->n + cols;
	buf_number(buf, n, 0);
	while (buf->n < end && !buf->failed) {
		buf_putc(buf, ' ');
	}
}

void buf_number(struct buf *buf, uint32_t n, uint32_t cols)
{
	char digits[12];
	size_t at = sizeof(digits);
	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	for (size_t had = sizeof(digits) - at; had < cols; had++) {
		buf_putc(buf, ' ');
	}
	buf_add(buf, digits + at, sizeof(digits) - at);
}

void buf_clear(struct buf *buf)
{
	buf->n = 0;
	buf->failed = false;
	if (buf->p != NULL) {
		buf->p[0] = '\0';
	}
}

bool buf_ok(const struct buf *buf, struct err *err)
{
	return buf->failed ? err_memory(err) : true;
}

void buf_finish(struct buf *buf)
{
	free(buf->p);
	*buf = (struct buf){0};
}

bool array_grow(void *items, uint32_t *cap, uint32_t need, size_t size)
{
	uint32_t wish = *cap > UINT32_MAX / 2 ? UINT32_MAX : *cap * 2;
	wish = wish < ARRAY_FIRST ? ARRAY_FIRST : wish;
	wish = wish < need ? need : wish;
	if (wish > BUF_MOST / size) {
		return false;
	}
	/* The pointer is of a type that we do not know: it is moved as bytes, not as a void *. */
	void *old, *grown;
	memcpy(&old, items, sizeof(old));
	grown = realloc(old, wish * size);
	if (grown == NULL) {
		return false;
	}
	memcpy(items, &grown, sizeof(grown));
	*cap = wish;
	return true;
}

int array_by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/*
 * buf.h - growing bytes and growing arrays.
 *
 * A buffer remembers that it could not grow: add as often as needed, then ask once with buf_ok().
 * A buffer that has failed drops what is added. Zero is a valid empty buffer. p has a NUL behind
 * n bytes as soon as anything was added, so that it can be handed to C functions.
 */
#ifndef DOSSIER_BASE_BUF_H
#define DOSSIER_BASE_BUF_H

#include "base/err.h"
#include "base/span.h"

struct buf {
	char *p; /* owned; free it with buf_finish */
	size_t n, cap;
	bool failed;
};

/* Appends n bytes. */
void buf_add(struct buf *buf, const void *bytes, size_t n);

/* Appends the bytes of text. */
static inline void buf_put(struct buf *buf, struct span text)
{
	buf_add(buf, text.p, text.n);
}

/* Appends a C string. */
void buf_puts(struct buf *buf, const char *string);

/* Appends one byte. */
static inline void buf_putc(struct buf *buf, char c)
{
	if (buf->failed || buf->cap - buf->n < 2) {
		buf_add(buf, &c, 1);
		return;
	}
	buf->p[buf->n++] = c;
	buf->p[buf->n] = '\0';
}

/* Appends formatted text. */
void buf_printf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Appends a number in decimal, with blanks before it up to so many bytes in all. */
void buf_number(struct buf *buf, uint32_t n, uint32_t cols);

/* The same with the blanks behind it. */
void buf_number_left(struct buf *buf, uint32_t n, uint32_t cols);

/* Makes room for n more bytes without adding any; false (and failed) where there is no memory. */
bool buf_reserve(struct buf *buf, size_t n);

/* What is in it; valid until the next change. */
static inline struct span buf_span(const struct buf *buf)
{
	return (struct span){buf->p, buf->n};
}

/* Empties it and keeps its memory; forgets a failure. */
void buf_clear(struct buf *buf);

/* Whether everything that was added is there; fills err otherwise. */
bool buf_ok(const struct buf *buf, struct err *err) MUST_CHECK;

/* Frees it; empty and usable again. Takes a zeroed one. */
void buf_finish(struct buf *buf);

/* array_reserve() where there is no room yet. */
bool array_grow(void *items, uint32_t *cap, uint32_t need, size_t size) MUST_CHECK;

/*
 * Makes room for `need` elements of `size` bytes in a malloc'd array. `items` is the address of
 * the pointer to it, of any object type, NULL at first; it and *cap (in elements) change, new
 * room is not zeroed. Doubles, so that a loop of appends costs O(n). False, and nothing changed,
 * where there is no memory. The caller frees the array.
 *
 *	if (!array_reserve(&x->items, &x->cap, x->n + 1, sizeof(*x->items))) { … }
 */
MUST_CHECK static inline bool array_reserve(void *items, uint32_t *cap, uint32_t need, size_t size)
{
	return need <= *cap || array_grow(items, cap, need, size);
}

/* For qsort: numbers of type uint32_t, the smallest first. */
int array_by_number(const void *a, const void *b);

#endif

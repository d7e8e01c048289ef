#include "bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *bytes_must(void *p)
{
	if (!p) {
		puts("Bail out! out of memory");
		exit(1);
	}
	return p;
}

/* Makes room for `more` bytes and the NUL behind them. */
static void reserve(struct bytes *b, size_t more)
{
	if (b->cap - b->n > more) {
		return;
	}
	size_t cap = b->cap ? b->cap : 64;
	while (cap - b->n <= more) {
		cap *= 2;
	}
	b->p = bytes_must(realloc(b->p, cap));
	b->cap = cap;
}

void bytes_add(struct bytes *b, const void *p, size_t n)
{
	reserve(b, n);
	if (n > 0) {
		memcpy(b->p + b->n, p, n);
	}
	b->n += n;
	b->p[b->n] = '\0';
}

void bytes_add_text(struct bytes *b, const char *text)
{
	bytes_add(b, text, strlen(text));
}

void bytes_add_rune(struct bytes *b, uint32_t rune)
{
	if (rune > 0x10ffff || (rune >= 0xd800 && rune < 0xe000)) {
		rune = 0xfffd;
	}
	unsigned char out[4];
	size_t n = rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0x00, 0xc0, 0xe0, 0xf0};
	for (size_t i = n; i-- > 1; rune >>= 6) {
		out[i] = (unsigned char)(0x80 | (rune & 0x3f));
	}
	out[0] = (unsigned char)(lead[n - 1] | rune);
	bytes_add(b, out, n);
}

void bytes_print(struct bytes *b, const char *fmt, ...)
{
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n > 0) {
		reserve(b, (size_t)n);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void bytes_clear(struct bytes *b)
{
	b->n = 0;
	if (b->p) {
		b->p[0] = '\0';
	}
}

void bytes_finish(struct bytes *b)
{
	free(b->p);
	*b = (struct bytes){0};
}

const char *bytes_text(const struct bytes *b)
{
	return b->p ? b->p : "";
}

bool bytes_read_file(struct bytes *b, const char *path)
{
	FILE *file = fopen(path, "re");
	if (!file) {
		return false;
	}
	char chunk[4096];
	size_t n;
	bytes_clear(b);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		bytes_add(b, chunk, n);
	}
	bool ok = !ferror(file);
	fclose(file);
	return ok;
}

bool bytes_write_file(const struct bytes *b, const char *path)
{
	FILE *file = fopen(path, "we");
	if (!file) {
		return false;
	}
	bool ok = fwrite(bytes_text(b), 1, b->n, file) == b->n;
	return fclose(file) == 0 && ok;
}

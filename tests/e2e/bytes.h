/* bytes.h - a growable run of bytes, for the test harness only
 *
 * The harness has its own so that a fault in the program's buffer cannot hide itself in the tests
 * of it. Running out of memory ends the test ("Bail out!"): a harness has nothing better to do. A
 * zeroed struct is empty and valid. The bytes are always followed by a NUL that is not counted.
 *
 *	struct bytes b = {0};
 *	bytes_print(&b, "row %d", 3);
 *	bytes_finish(&b);
 */
#ifndef E2E_BYTES_H
#define E2E_BYTES_H

#include "base/base.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `n` bytes at `p`, owned by this struct; NULL while nothing was ever added. */
struct bytes {
	char *p;
	size_t n, cap;
};

/* Appends `n` bytes at `p`, which must not lie inside `b`. */
void bytes_add(struct bytes *b, const void *p, size_t n);

/* Appends the characters of a NUL-terminated string. */
void bytes_add_text(struct bytes *b, const char *text);

/* Appends one code point as UTF-8; what is no code point becomes U+FFFD. */
void bytes_add_rune(struct bytes *b, uint32_t rune);

/* Appends formatted text. */
void bytes_print(struct bytes *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Empties `b` and keeps its memory for the next use. */
void bytes_clear(struct bytes *b);

/* Frees the memory and leaves `b` zeroed. */
void bytes_finish(struct bytes *b);

/* The content as a string, never NULL; valid until the next change of `b`. */
const char *bytes_text(const struct bytes *b);

/* Replaces the content by that of a file; false, with errno, where it cannot be read. */
bool bytes_read_file(struct bytes *b, const char *path);

/* Writes the content as a file, replacing it; false, with errno, on failure. */
bool bytes_write_file(const struct bytes *b, const char *path);

/* `p` as it is, or the end of the test where an allocation returned NULL. */
void *bytes_must(void *p);

#endif

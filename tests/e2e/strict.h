/* strict.h - whether a stream of bytes does nothing to a terminal but draw
 *
 * Stricter than `clean` of the cases: joiners, selectors, fillers and whatever else has no look of
 * its own are out of place too, and so is a fifth mark on one base. Knows wire.h and entry.h, and
 * the C library's widths; nothing of the program's own tables.
 *
 *	size_t at = strict_find(log, entry, from);
 *	if (at < log->n) { … }
 */
#ifndef E2E_STRICT_H
#define E2E_STRICT_H

#include "entry.h"

/* The first byte from `from` on that is out of place, or log->n. Allowed are graphic characters,
 * what `entry` documents clipboard writes of graphic text and the marking of
 * what is pasted. Without an entry, for what goes to a
 * file or a pipe: newlines and tabs instead of sequences, and what is invisible in honest texts
 * (soft hyphens, joiners, selectors). LC_CTYPE must be that of UTF-8. */
size_t strict_find(const struct bytes *log, const struct entry *entry, size_t from);

/* Appends the bytes around `at` in a form fit for a message. */
void strict_show(const struct bytes *log, size_t at, struct bytes *out);

#endif

/*
 * wide.h - large memory that is read and written all over.
 *
 * Pieces of WIDE_PAGE bytes and more are mapped by themselves, in pages of that size where the system
 * has such: finding the pages took a quarter of the time that adding a word takes. What is freed
 * goes back to the system at once, which free() may not do: it keeps what lies below other memory.
 *
 *	char *p = wide_new(n);
 *	…
 *	wide_free(p, n);
 */
#ifndef DOSSIER_BASE_WIDE_H
#define DOSSIER_BASE_WIDE_H

#include "base/base.h"

#include <stddef.h>

#define WIDE_PAGE ((size_t)1 << 21)

/* n > 0 bytes, all zero; n is a multiple of WIDE_PAGE or less than it. NULL: no memory. */
void *wide_new(size_t n) MUST_CHECK;

/* Frees n bytes that wide_new() gave. Takes NULL. */
void wide_free(void *p, size_t n);

#endif

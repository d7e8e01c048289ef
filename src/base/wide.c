#define _DEFAULT_SOURCE /* madvise, MAP_ANONYMOUS */
#include "base/wide.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

/* More is mapped than is asked for, and what is in front of the first wide page and behind is given back. */
static void *map_aligned(size_t n)
{
	char *p = mmap(NULL, n + WIDE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t before;

	if (p == MAP_FAILED) {
		return NULL;
	}
	before = (WIDE_PAGE - (uintptr_t)p % WIDE_PAGE) % WIDE_PAGE;
	if (before > 0) {
		munmap(p, before);
	}
	munmap(p + before + n, WIDE_PAGE - before);
	return p + before;
}

void *wide_new(size_t n)
{
	void *p;

	if (n < WIDE_PAGE) {
		return calloc(1, n);
	}
	p = map_aligned(n);
#ifdef MADV_HUGEPAGE
	if (p != NULL) {
		(void)madvise(p, n, MADV_HUGEPAGE);
	}
#endif
	return p;
}

void wide_free(void *p, size_t n)
{
	if (n < WIDE_PAGE) {
		free(p);
	} else if (p != NULL) {
		munmap(p, n);
	}
}

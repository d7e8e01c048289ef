/*
 * arena.h - memory that lives and dies together.
 *
 * Pieces are zeroed, aligned for any type, and freed only as a whole. A limit makes "out of
 * memory" something that tests can bring about. Zero is a valid empty arena without a limit.
 *
 *	struct arena arena = {.limit = 1 << 20};
 *	struct thing *things = arena_array(&arena, n, sizeof(*things));
 *	…
 *	arena_finish(&arena);
 */
#ifndef DOSSIER_BASE_ARENA_H
#define DOSSIER_BASE_ARENA_H

#include "base/span.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* newest first; owned */
	size_t used; /* bytes handed out, with padding */
	size_t limit; /* bytes that may be handed out; 0: as many as there are */
};

/* n pieces of size bytes each, zeroed. NULL where memory or the limit is used up, or n is 0. */
void *arena_array(struct arena *arena, size_t n, size_t size) MUST_CHECK;

/* A copy of text with a NUL behind it (not counted in n). False where there is no memory. */
bool arena_copy(struct arena *arena, struct span text, struct span *out) MUST_CHECK;

/* Frees every piece; the arena is empty and usable again. Takes a zeroed one. */
void arena_finish(struct arena *arena);

#endif

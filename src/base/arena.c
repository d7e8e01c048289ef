#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>

#define ALIGN alignof(max_align_t)
#define BLOCK_FIRST ((size_t)4096)
#define BLOCK_MOST ((size_t)1 << 20)
#define BLOCK_FRESH ((size_t)1 << 17) /* from which calloc gets pages that are zero by themselves */

struct arena_block {
	struct arena_block *next; /* older */
	size_t n, cap; /* bytes of room: handed out, in all */
	bool zeroed; /* all of it is; else each piece is when it is handed out */
	alignas(max_align_t) unsigned char room[];
};

/* Blocks double up to a bound, so that few are made and little of the last one is wasted. */
static size_t block_size(const struct arena_block *newest, size_t need)
{
	size_t cap = newest == NULL ? BLOCK_FIRST : newest->cap * 2;
	cap = cap > BLOCK_MOST ? BLOCK_MOST : cap;
	return cap > need ? cap : need;
}

static struct arena_block *block_add(struct arena *arena, size_t need)
{
	size_t cap = block_size(arena->blocks, need);
	/* Zeroing what nobody asked for yet would touch its pages: most of a small start's memory. */
	bool zeroed = cap >= BLOCK_FRESH;
	struct arena_block *block = zeroed ? calloc(1, sizeof(*block) + cap) :
		malloc(sizeof(*block) + cap);
	if (block == NULL) {
		return NULL;
	}
	block->zeroed = zeroed;
	block->n = 0;
	block->cap = cap;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

void *arena_array(struct arena *arena, size_t n, size_t size)
{
	if (n == 0 || size == 0 || n > (PTRDIFF_MAX / 2) / size) {
		return NULL;
	}
	size_t need = (n * size + ALIGN - 1) / ALIGN * ALIGN;
	if (arena->limit != 0 && (arena->used > arena->limit || need > arena->limit - arena->used)) {
		return NULL;
	}
	struct arena_block *block = arena->blocks;
	if (block == NULL || block->cap - block->n < need) {
		block = block_add(arena, need);
		if (block == NULL) {
			return NULL;
		}
	}
	void *piece = block->room + block->n;
	if (!block->zeroed) {
		memset(piece, 0, need);
	}
	block->n += need;
	arena->used += need;
	return piece;
}

bool arena_copy(struct arena *arena, struct span text, struct span *out)
{
	char *copy = arena_array(arena, text.n + 1, 1);
	if (copy == NULL) {
		return false;
	}
	if (text.n > 0) {
		memcpy(copy, text.p, text.n);
	}
	*out = (struct span){copy, text.n};
	return true;
}

void arena_finish(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *next = arena->blocks->next;
		free(arena->blocks);
		arena->blocks = next;
	}
	arena->used = 0;
}

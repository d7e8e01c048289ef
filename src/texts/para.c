#include "texts/para.h"

#include "base/buf.h"

#include <stdlib.h>

#define LEVEL_MOST 9

static uint8_t small(uint32_t n, uint32_t most)
{
	return (uint8_t)(n < most ? n : most);
}

void para_copy(struct paras *paras, const struct para *para)
{
	if (paras->failed || paras->n == UINT32_MAX ||
		!array_reserve(&paras->items, &paras->cap, paras->n + 1, sizeof(*paras->items))) {
		paras->failed = true;
		return;
	}
	paras->items[paras->n++] = *para;
	paras->number = para->number;
}

void para_add(struct paras *paras, enum para_kind kind, struct range at, uint32_t level,
	uint32_t indent)
{
	struct para para = {
		.at = at,
		.number = paras->number + (kind == PARA_RULE ? 0 : 1),
		.kind = (uint8_t)kind,
		.level = small(level, LEVEL_MOST),
		.indent = small(indent, UINT8_MAX),
	};

	para_copy(paras, &para);
}

void para_finish(struct paras *paras)
{
	free(paras->items);
	*paras = (struct paras){0};
}

#include "find/words_paras.h"

#include "find/words_seg.h"
#include "find/words_table.h"

enum { KIND_BITS = 3, NUMBERS = 4 };

static void put(struct buf *out, uint32_t value)
{
	char bytes[WORDS_VARINT];

	buf_add(out, bytes, words_table_varint(value, bytes));
}

void words_paras_put(struct buf *out, const struct para *para, const struct para *before,
	uint32_t words)
{
	uint32_t end = before == NULL ? 0 : before->at.end;
	uint32_t number = before == NULL ? 0 : before->number;

	put(out, words);
	put(out, para->at.start - end);
	put(out, para->at.end - para->at.start);
	put(out, (para->number - number) << KIND_BITS | para->kind);
}

void words_paras_start(struct words_paras *walk, struct span bytes)
{
	*walk = (struct words_paras){.p = bytes.p, .end = bytes.p + bytes.n};
}

bool words_paras_next(struct words_paras *walk)
{
	uint32_t numbers[NUMBERS], end = walk->para.at.end;

	for (int i = 0; i < NUMBERS; i++) {
		if (!words_seg_varint(&walk->p, walk->end, &numbers[i])) {
			return false;
		}
	}
	/* What would go round is no file of ours. */
	if (numbers[0] > UINT32_MAX - walk->first - walk->words || numbers[1] > UINT32_MAX - end ||
		numbers[2] > UINT32_MAX - end - numbers[1]) {
		walk->p = walk->end;
		return false;
	}
	walk->first += walk->words;
	walk->words = numbers[0];
	walk->para.at = (struct range){end + numbers[1], end + numbers[1] + numbers[2]};
	walk->para.number += numbers[3] >> KIND_BITS;
	walk->para.kind = (uint8_t)(numbers[3] & ((1u << KIND_BITS) - 1));
	walk->index = walk->started++;
	return true;
}

bool words_paras_find(struct words_paras *walk, uint32_t word)
{
	while (walk->started == 0 || word - walk->first >= walk->words) {
		if (!words_paras_next(walk)) {
			return false;
		}
	}
	return true;
}

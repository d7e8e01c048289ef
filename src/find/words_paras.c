#include "find/words_paras.h"

#include "find/words_seg.h"
#include "find/words_table.h"

enum { KIND_BITS = 3, NUMBERS = 4, NUMBERS_MOST = 6 };

/* Writes where a range begins behind another one, and how long it is; returns how long that is. */
static size_t put_range(struct range at, struct range before, char *out)
{
	size_t n = words_table_varint(at.start - before.end, out);

	return n + words_table_varint(at.end - at.start, out + n);
}

void words_paras_put(struct buf *out, const struct doc *doc, uint32_t i, uint32_t words)
{
	const struct para *para = &doc->paras[i], none = {0}, *before = i == 0 ? &none : para - 1;
	char bytes[NUMBERS_MOST * WORDS_VARINT];
	size_t n = words_table_varint(words, bytes);

	n += put_range(para->at, before->at, bytes + n);
	n += words_table_varint((para->number - before->number) << KIND_BITS | para->kind, bytes + n);
	if (doc->steps != NULL) {
		struct range start = {0, 0};

		n += put_range(doc_source(doc, para->at), i == 0 ? start : doc_source(doc, before->at),
			bytes + n);
	}
	buf_add(out, bytes, n);
}

void words_paras_start(struct words_paras *walk, struct span bytes, bool mapped)
{
	const char *p = bytes.n == 0 ? "" : bytes.p; /* a document may have no paragraphs */

	*walk = (struct words_paras){.p = p, .end = p + bytes.n, .now.mapped = mapped};
}

/* Moves a range on. False where it would go round: that is no file of ours. */
static bool move(struct range *at, uint32_t gap, uint32_t n)
{
	if (gap > UINT32_MAX - at->end || n > UINT32_MAX - at->end - gap) {
		return false;
	}
	*at = (struct range){at->end + gap, at->end + gap + n};
	return true;
}

bool words_paras_next(struct words_paras *walk)
{
	uint32_t numbers[NUMBERS_MOST];

	for (int i = 0; i < (walk->now.mapped ? NUMBERS_MOST : NUMBERS); i++) {
		if (!words_seg_varint(&walk->p, walk->end, &numbers[i])) {
			return false;
		}
	}
	if (numbers[0] > UINT32_MAX - walk->first - walk->words ||
		!move(&walk->now.para.at, numbers[1], numbers[2]) ||
		(walk->now.mapped && !move(&walk->now.source, numbers[4], numbers[5]))) {
		walk->p = walk->end;
		return false;
	}
	walk->now.source = walk->now.mapped ? walk->now.source : walk->now.para.at;
	walk->first += walk->words;
	walk->words = numbers[0];
	walk->now.para.number += numbers[3] >> KIND_BITS;
	walk->now.para.kind = (uint8_t)(numbers[3] & ((1u << KIND_BITS) - 1));
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

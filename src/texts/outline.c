#include "texts/outline.h"

/*
 * The first byte of a paragraph: its kind, whether it is a part, whether its number is the next one, the
 * bytes that it begins behind the one before (0: they follow), whether level and indent follow.
 */
enum { KIND = 7, PART = 8, NEXT = 16, GAP = 32, GAPS = 3, MORE = 128 };

enum { ITEM_LEAST = 2 }; /* bytes of a paragraph or mark */

/* Seven bits a byte, the lowest first; the highest bit says that more follow. */
static void put_number(struct buf *out, uint32_t number)
{
	while (number >= 0x80) {
		buf_putc(out, (char)(number | 0x80));
		number >>= 7;
	}
	buf_putc(out, (char)number);
}

static void put_para(const struct para *para, uint32_t end, uint32_t number, struct buf *out)
{
	uint32_t gap = para->at.start - end;
	bool more = para->level != 0 || para->indent != 0;
	unsigned first = para->kind | (para->part ? PART : 0u) | (para->number != number ? NEXT : 0u) |
		(gap <= GAPS ? gap * GAP : 0u) | (more ? MORE : 0u);

	buf_putc(out, (char)first);
	if (gap == 0 || gap > GAPS) {
		put_number(out, gap);
	}
	put_number(out, para->at.end - para->at.start);
	if (more) {
		buf_putc(out, (char)para->level);
		buf_putc(out, (char)para->indent);
	}
}

void outline_put(const struct outline *outline, struct buf *out)
{
	uint32_t at = 0, number = 0;

	put_number(out, outline->nparas);
	put_number(out, outline->nmarks);
	for (uint32_t i = 0; i < outline->nparas; i++) {
		put_para(&outline->paras[i], at, number, out);
		at = outline->paras[i].at.end;
		number = outline->paras[i].number;
	}
	at = 0;
	for (uint32_t i = 0; i < outline->nmarks; i++) {
		const struct mark *mark = &outline->marks[i];

		put_number(out, mark->at.start - at);
		put_number(out, mark->at.end - mark->at.start);
		buf_putc(out, (char)mark->kind);
		at = mark->at.start;
	}
}

/* What is still to be unpacked. */
struct packed {
	const unsigned char *p, *end;
	struct span text;
};

static bool get_byte(struct packed *packed, uint8_t *out)
{
	if (packed->p == packed->end) {
		return false;
	}
	*out = *packed->p++;
	return true;
}

static bool get_number(struct packed *packed, uint32_t *out)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 35 && packed->p < packed->end; shift += 7) {
		unsigned char byte = *packed->p++;

		number |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80) {
			*out = (uint32_t)number;
			return number <= UINT32_MAX;
		}
	}
	return false;
}

/* Whether a place is one between two characters. */
static bool is_between(struct span text, uint64_t off)
{
	return off == text.n || ((unsigned char)text.p[off] & 0xC0) != 0x80;
}

/* A range of bytes, which begins so far behind a place. False where the text has no such range. */
static bool get_range(struct packed *packed, uint32_t from, uint32_t gap, struct range *out)
{
	uint32_t n;
	uint64_t start = (uint64_t)from + gap, end;

	if (!get_number(packed, &n)) {
		return false;
	}
	end = start + n;
	*out = (struct range){(uint32_t)start, (uint32_t)end};
	return n > 0 && end <= packed->text.n && is_between(packed->text, start) &&
		is_between(packed->text, end);
}

static bool get_para(struct packed *packed, uint32_t end, uint32_t number, struct para *out)
{
	uint8_t first;
	uint32_t gap;

	if (!get_byte(packed, &first)) {
		return false;
	}
	gap = first / GAP & GAPS;
	if ((gap == 0 && !get_number(packed, &gap)) || !get_range(packed, end, gap, &out->at) ||
		((first & MORE) != 0 &&
			(!get_byte(packed, &out->level) || !get_byte(packed, &out->indent)))) {
		return false;
	}
	out->kind = first & KIND;
	out->part = (first & PART) != 0;
	out->number = number + ((first & NEXT) != 0);
	return out->kind <= PARA_RULE;
}

static bool get_paras(struct packed *packed, struct para *paras, uint32_t n)
{
	uint32_t end = 0, number = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (!get_para(packed, end, number, &paras[i])) {
			return false;
		}
		end = paras[i].at.end;
		number = paras[i].number;
	}
	return true;
}

static bool get_marks(struct packed *packed, struct mark *marks, uint32_t n)
{
	uint32_t start = 0, gap;

	for (uint32_t i = 0; i < n; i++) {
		if (!get_number(packed, &gap) || !get_range(packed, start, gap, &marks[i].at) ||
			!get_byte(packed, &marks[i].kind) || marks[i].kind > MARK_FAINT) {
			return false;
		}
		start = marks[i].at.start;
	}
	return true;
}

bool outline_get(struct span from, struct span text, struct arena *arena, struct outline *out)
{
	struct packed packed = {(const unsigned char *)from.p, (const unsigned char *)from.p + from.n, text};
	uint32_t nparas, nmarks;
	struct para *paras;
	struct mark *marks;

	if (from.n == 0 || !get_number(&packed, &nparas) || !get_number(&packed, &nmarks) ||
		((uint64_t)nparas + nmarks) * ITEM_LEAST > from.n) {
		return false;
	}
	paras = arena_array(arena, (size_t)nparas + 1, sizeof(*paras));
	marks = arena_array(arena, (size_t)nmarks + 1, sizeof(*marks));
	if (paras == NULL || marks == NULL || !get_paras(&packed, paras, nparas) ||
		!get_marks(&packed, marks, nmarks) || packed.p != packed.end) {
		return false;
	}
	*out = (struct outline){paras, nparas, marks, nmarks};
	return true;
}

#include "texts/hidden.h"

#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define REPLACEMENT_BYTES 3 /* of U+FFFD */

/* Characters that are surely graphic and stand alone; of the rest visible.h has to say. */
static bool is_open(uint32_t c)
{
	if (c < 0x80) {
		return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\t';
	}
	return (c > 0xA0 && c < 0x300 && c != 0xAD) || (c >= 0x400 && c < 0x482) ||
		(c >= 0x2010 && c < 0x2028) || (c >= 0x3041 && c < 0x3097) ||
		(c >= 0x30A1 && c < 0x3100) || (c >= 0x4E00 && c < 0x9FFD);
}

/*
 * Whether the eight bytes at p are all ASCII and graphic. Adding carries into the highest bit of
 * what is 0x20 or more, and of what is 0x7F once more; no byte carries into the next.
 */
static bool are_open(const char *p)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x80 * ones;
	uint64_t bytes;

	memcpy(&bytes, p, sizeof(bytes));
	if ((bytes & high) != 0) {
		return false;
	}
	return ((bytes + (0x80 - ' ') * ones) & high) == high && ((bytes + ones) & high) == 0;
}

/* Bytes at off that are surely graphic ASCII, blanks, tabs and line ends: all or nearly all there are. */
static size_t open_run(struct span text, size_t off)
{
	size_t at = off;
#ifdef __SSE2__
	for (__m128i bytes; text.n - at >= sizeof(bytes); at += sizeof(bytes)) {
		__m128i graphic, ends;

		memcpy(&bytes, text.p + at, sizeof(bytes));
		/* As numbers with a sign, what is not ASCII is below the blank. */
		graphic = _mm_andnot_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F)),
			_mm_cmpgt_epi8(bytes, _mm_set1_epi8(' ' - 1)));
		ends = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
			_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t')));
		if (_mm_movemask_epi8(_mm_or_si128(graphic, ends)) != 0xFFFF) {
			break;
		}
	}
#endif
	while (text.n - at >= 8 && are_open(text.p + at)) {
		at += 8;
	}
	return at - off;
}

/* Where the control characters of ASCII end that begin at off: no mark stands on them. */
static size_t control_end(const char *p, size_t off, size_t to)
{
	while (off < to && (unsigned char)p[off] < 0x80 && !is_open((unsigned char)p[off])) {
		off++;
	}
	return off;
}

/* The bytes of the file that U+FFFD at off stands for; empty where it stands for itself. */
static struct span bad_bytes(const struct doc *doc, uint32_t off)
{
	struct range at = doc_source(doc, (struct range){off, off + REPLACEMENT_BYTES});
	struct span source = span_in(buf_span(&doc->bytes), at);

	return source.n > 0 && decode_is_bad(source) ? source : SPAN("");
}

void hidden_next(const struct doc *doc, uint32_t end, uint32_t off, bool bare, struct glyph *out)
{
	struct span text = {doc->text.p, end}, bad;

	if (bare) {
		visible_next_bare(text, off, out);
	} else {
		visible_next(text, off, out);
	}
	if (doc->nbad == 0 || out->kind != GLYPH_PLAIN ||
		!span_starts((struct span){text.p + off, end - off}, SPAN("\xEF\xBF\xBD"))) {
		return;
	}
	bad = bad_bytes(doc, off);
	if (bad.n > 0) {
		out->end = off + REPLACEMENT_BYTES;
		visible_bytes(bad, out);
	}
}

/* Where the character begins that a count goes on with: an accent belongs to the letter before. */
struct counting {
	size_t off, from; /* the next character; the last open one, or that */
};

static void count_to(const struct doc *doc, size_t to, uint32_t end, struct counting *at,
	uint32_t counts[HIDDEN_SORTS])
{
	struct span text = {doc->text.p, end};

	/* What is not open is asked from the character before on. */
	while (at->off < to) {
		size_t start = at->off;
		struct glyph glyph;

		at->off += open_run((struct span){text.p, to}, start);
		if (at->off > start) {
			at->from = at->off - 1;
			continue;
		}
		if (is_open((unsigned char)text.p[start] < 0x80 ? (unsigned char)text.p[at->off++]
								: utf8_next(text, &at->off))) {
			at->from = start;
			continue;
		}
		if ((unsigned char)text.p[start] < 0x80) {
			at->from = at->off = control_end(text.p, start, to);
			counts[HIDDEN_CONTROL] += (uint32_t)(at->off - start);
			continue;
		}
		hidden_next(doc, end, (uint32_t)at->from, false, &glyph);
		visible_count(text, &glyph, counts);
		at->off = glyph.end;
		at->from = at->off;
	}
}

void hidden_count(const struct doc *doc, struct range at, uint32_t counts[HIDDEN_SORTS])
{
	struct counting now = {at.start, at.start};

	while (now.off < at.end) {
		size_t start = now.off, left = at.end - start;

		count_to(doc, start + (left < DOC_STRIDE ? left : DOC_STRIDE), at.end, &now, counts);
		doc_passed(doc, (uint32_t)start, (uint32_t)now.off);
	}
}

uint32_t hidden_sum(const uint32_t counts[HIDDEN_SORTS])
{
	uint32_t sum = 0;

	for (unsigned i = 0; i < HIDDEN_SORTS; i++) {
		sum += counts[i];
	}
	return sum;
}

void hidden_put(const struct doc *doc, struct range at, enum visible_how how, struct buf *out)
{
	struct span text = {doc->text.p, at.end};
	uint32_t from = at.start;
	struct glyph glyph;

	/* What is no bad byte goes through visible_put in one piece. */
	for (size_t off = from; doc->nbad > 0 &&
		(off = span_find(text, SPAN("\xEF\xBF\xBD"), off)) < text.n;) {
		hidden_next(doc, at.end, (uint32_t)off, false, &glyph);
		if (glyph.kind == GLYPH_FORM) {
			visible_put(out, span_in(doc->text, (struct range){from, (uint32_t)off}), how);
			buf_puts(out, glyph.form);
			from = (uint32_t)glyph.end;
		}
		off = glyph.end;
	}
	visible_put(out, span_in(doc->text, (struct range){from, at.end}), how);
}

#include "notes/spot.h"

#include "base/byte.h"
#include "base/utf8.h"

enum { FAR_BYTES = 1 << 24 };

uint64_t spot_hash(struct span text)
{
	uint64_t hash = SPAN_HASH_START;

	for (size_t i = 0; i < text.n; i++) {
		bool blank = byte_is_blank(text.p[i]);

		if (blank && i > 0 && byte_is_blank(text.p[i - 1])) {
			continue;
		}
		hash = span_hash_on(hash, blank ? ' ' : (unsigned char)text.p[i]);
	}
	return hash;
}

/* Bytes of text[0, off) with white space as single blanks. */
static uint32_t bytes_in(struct span text, size_t off)
{
	uint32_t n = 0;

	for (size_t i = 0; i < off; i++) {
		n += !(byte_is_blank(text.p[i]) && i > 0 && byte_is_blank(text.p[i - 1]));
	}
	return n;
}

/* The other way: the offset that has `in` such bytes before it. */
static size_t offset_in(struct span text, uint32_t in)
{
	size_t off = 0;

	while (off < text.n && in > 0) {
		off++;
		while (off < text.n && byte_is_blank(text.p[off]) && byte_is_blank(text.p[off - 1])) {
			off++;
		}
		in--;
	}
	return utf8_floor(text, off);
}

static struct span para_text(const struct doc *doc, uint32_t para)
{
	return span_in(doc->text, doc->paras[para].at);
}

struct spot spot_make(const struct doc *doc, uint32_t off)
{
	struct spot spot = {.off = off, .text_n = (uint32_t)doc->text.n};

	if (doc->nparas > 0) {
		uint32_t para = doc_para_at(doc, off);
		struct range at = doc->paras[para].at;
		uint32_t in = off < at.start ? 0 : off > at.end ? at.end - at.start : off - at.start;

		spot.hash = spot_hash(para_text(doc, para));
		spot.in = bytes_in(para_text(doc, para), in);
	}
	return spot;
}

/* Where the spot is if that paragraph is the one. */
static bool found_in(const struct doc *doc, const struct spot *spot, uint32_t para, uint32_t *off)
{
	struct span text = para_text(doc, para);

	if (spot_hash(text) != spot->hash) {
		return false;
	}
	*off = doc->paras[para].at.start + (uint32_t)offset_in(text, spot->in);
	return true;
}

uint32_t spot_find(const struct doc *doc, const struct spot *spot)
{
	uint64_t n = doc->text.n, looked = 0;
	uint32_t off = spot->text_n == 0 ? 0 : (uint32_t)(n * spot->off / spot->text_n), at, para;

	off = spot->text_n == n ? spot->off : off;
	off = (uint32_t)utf8_floor(doc->text, off < n ? off : n);
	if (doc->nparas == 0) {
		return off;
	}
	at = off;
	para = doc_para_at(doc, spot->off < n ? spot->off : (uint32_t)n);
	if (found_in(doc, spot, para, &at)) {
		return at;
	}
	para = doc_para_at(doc, off);
	for (uint32_t away = 0; away < doc->nparas && looked < FAR_BYTES; away++) {
		if (para >= away) {
			looked += para_text(doc, para - away).n;
			if (found_in(doc, spot, para - away, &at)) {
				return at;
			}
		}
		if (away < doc->nparas - para) {
			looked += para_text(doc, para + away).n;
			if (found_in(doc, spot, para + away, &at)) {
				return at;
			}
		}
	}
	return off;
}

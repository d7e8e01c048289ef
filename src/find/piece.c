#include "find/piece.h"


/* The first place at or behind off where a character starts. */
static uint32_t char_start(const struct doc *doc, uint32_t off)
{
	while (off < doc->text.n && ((unsigned char)doc->text.p[off] & 0xC0) == 0x80) {
		off++;
	}
	return off;
}

/* Where the numbered piece of a paragraph starts; the paragraph's end where it has fewer. */
static uint32_t piece_start(const struct doc *doc, struct range at, uint32_t number)
{
	if (number > (at.end - at.start) / PIECE_OWN) {
		return at.end;
	}
	return char_start(doc, at.start + number * PIECE_OWN);
}

/* The piece of a paragraph that holds off. */
static struct piece piece_at(const struct doc *doc, uint32_t para, uint32_t off)
{
	struct range at = doc->paras[para].at;
	uint32_t number = (off - at.start) / PIECE_OWN;
	if (piece_start(doc, at, number) > off) {
		number--;
	}
	struct piece piece = {.para = para, .seen = at};
	piece.own.start = piece_start(doc, at, number);
	piece.own.end = piece_start(doc, at, number + 1);
	if (piece.own.start - at.start > PIECE_AROUND) {
		piece.seen.start = char_start(doc, piece.own.start - PIECE_AROUND);
	}
	if (at.end - piece.own.end > PIECE_AROUND) {
		piece.seen.end = char_start(doc, piece.own.end + PIECE_AROUND);
	}
	return piece;
}

bool piece_from(const struct doc *doc, uint32_t off, struct piece *out)
{
	if (doc->nparas == 0 || off >= doc->paras[doc->nparas - 1].at.end) {
		return false;
	}
	uint32_t para = doc_para_at(doc, off);
	if (off >= doc->paras[para].at.end) {
		para++;
	}
	uint32_t start = doc->paras[para].at.start;
	*out = piece_at(doc, para, off < start ? start : off);
	return true;
}

bool piece_before(const struct doc *doc, uint32_t off, struct piece *out)
{
	if (doc->nparas == 0 || off <= doc->paras[0].at.start) {
		return false;
	}
	uint32_t para = doc_para_at(doc, off - 1);
	uint32_t last = doc->paras[para].at.end - 1;
	*out = piece_at(doc, para, off - 1 < last ? off - 1 : last);
	return true;
}

bool piece_next(const struct doc *doc, struct piece *piece)
{
	uint32_t para = piece->para;
	if (piece->own.end < doc->paras[para].at.end) {
		doc_passed(doc, piece->own.start, piece->own.end);
		*piece = piece_at(doc, para, piece->own.end);
		return true;
	}
	if (para + 1 == doc->nparas) {
		return false;
	}
	doc_passed(doc, piece->own.start, doc->paras[para + 1].at.start);
	*piece = piece_at(doc, para + 1, doc->paras[para + 1].at.start);
	return true;
}

bool piece_prev(const struct doc *doc, struct piece *piece)
{
	uint32_t para = piece->para;
	if (piece->own.start > doc->paras[para].at.start) {
		doc_passed(doc, piece->own.end, piece->own.start);
		*piece = piece_at(doc, para, piece->own.start - 1);
		return true;
	}
	if (para == 0) {
		return false;
	}
	doc_passed(doc, piece->own.start, doc->paras[para - 1].at.start);
	*piece = piece_at(doc, para - 1, doc->paras[para - 1].at.end - 1);
	return true;
}

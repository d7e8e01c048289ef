#include "texts/part.h"

#include "base/byte.h"
#include "base/utf8.h"

#define MARKS_MOST 16 /* bytes of marks on one character, beyond which a cut may part them */

/* How good a place is to cut at. */
enum worth { WORTH_NONE, WORTH_BLANK, WORTH_LINE, WORTH_SENTENCE };

/* Whether a sentence ends right before off: a point, with or without a closing sign behind it. */
static bool ends_sentence(struct span text, uint32_t off)
{
	while (off > 0 && strchr("\"')]", text.p[off - 1]) != NULL) {
		off--;
	}
	return off > 0 && strchr(".!?", text.p[off - 1]) != NULL;
}

/* What a cut before off is worth. */
static enum worth worth_at(struct span text, uint32_t off, bool kept)
{
	char before = text.p[off - 1];

	if (kept) {
		return before == '\n' ? WORTH_SENTENCE : byte_is_blank(before) ? WORTH_BLANK : WORTH_NONE;
	}
	if (byte_is_blank(before)) {
		return ends_sentence(text, off - 1) ? WORTH_SENTENCE
			: before == '\n' ? WORTH_LINE : WORTH_BLANK;
	}
	return span_ends((struct span){text.p, off}, SPAN("。")) ? WORTH_SENTENCE : WORTH_NONE;
}

/* The last place up to limit at which a character begins that no mark parts from its base. */
static uint32_t between_characters(struct span text, uint32_t limit)
{
	uint32_t off = (uint32_t)utf8_floor(text, limit);
	uint32_t least = off > MARKS_MOST ? off - MARKS_MOST : 0;

	while (off > least) {
		size_t next = off;

		if (!utf8_is_mark(utf8_next(text, &next))) {
			return off;
		}
		off = (uint32_t)utf8_floor(text, off - 1);
	}
	return (uint32_t)utf8_floor(text, limit);
}

/* Where the part that begins at start ends, which is longer than PARA_LONG. */
static uint32_t cut_of(struct span text, uint32_t start, bool kept)
{
	uint32_t limit = start + PARA_LONG, best = 0;
	enum worth worth = WORTH_NONE;

	for (uint32_t off = limit; off > start + PARA_LONG / 2; off--) {
		enum worth here = worth_at(text, off, kept);

		if (here > worth) {
			worth = here;
			best = off;
		}
		if (worth == WORTH_SENTENCE) {
			break;
		}
	}
	return worth == WORTH_NONE ? between_characters(text, limit) : best;
}

/* Takes the first part off *rest; what is left begins behind the blanks at the cut. */
static struct range take_part(struct span text, struct range *rest, bool kept)
{
	uint32_t cut = cut_of(text, rest->start, kept);
	struct range part = {rest->start, cut};

	if (kept) {
		part.end -= text.p[cut - 1] == '\n';
	} else {
		while (byte_is_blank(text.p[part.end - 1])) {
			part.end--;
		}
		while (byte_is_blank(text.p[cut])) {
			cut++;
		}
	}
	rest->start = cut;
	return part;
}

static bool is_long(struct range at)
{
	return at.end - at.start > PARA_LONG;
}

/* Appends the parts of one paragraph; the paragraph itself where it is short. */
static void put_parts(const struct doc *doc, const struct para *para, struct paras *out)
{
	struct para part = *para;
	struct range rest = para->at;

	while (is_long(rest)) {
		part.at = take_part(doc->text, &rest, para_keeps_lines(para->kind));
		doc_passed(doc, part.at.start, rest.start);
		para_copy(out, &part);
		part.part = true;
	}
	part.at = rest;
	para_copy(out, &part);
}

bool part_split(const struct doc *doc, struct paras *paras)
{
	struct paras out = {0};
	bool any = false;

	for (uint32_t i = 0; i < paras->n && !any; i++) {
		any = is_long(paras->items[i].at);
	}
	if (!any) {
		return true;
	}
	for (uint32_t i = 0; i < paras->n; i++) {
		put_parts(doc, &paras->items[i], &out);
	}
	if (out.failed) {
		para_finish(&out);
		return false;
	}
	para_finish(paras);
	*paras = out;
	return true;
}

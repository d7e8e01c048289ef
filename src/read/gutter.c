#include "read/gutter.h"

/*
 * Whether the row holds something that hides. Soft hyphens and what belongs to a glyph (joiners
 * of a script, an emoji's) do not: honest texts are full of them.
 */
static bool row_has_hidden(const struct doc *doc, const struct row *row)
{
	struct span text = doc->text;
	struct glyph glyph;

	for (size_t off = row->at.start; off < row->at.end; off = glyph.end) {
		unsigned char c = (unsigned char)text.p[off];

		if (c >= ' ' && c < 0x7f) {
			glyph.end = off + 1;
			continue;
		}
		visible_next(text, off, &glyph);
		if (glyph.kind == GLYPH_FORM ||
			(glyph.kind == GLYPH_SOFT && (unsigned char)text.p[off] != 0xC2)) {
			return true;
		}
	}
	return false;
}

/* Whether a passage stands on the row: also on the gaps between its paragraphs. */
static bool row_has_bar(const struct row *row, const struct bar *bar)
{
	if (row->at.start == row->at.end) {
		return bar->at.start < row->at.start && row->at.end < bar->at.end;
	}
	return range_meets(row->at, bar->at);
}

/* The passages that a row belongs to. */
struct passages {
	const struct bar *bar; /* of the innermost */
	uint32_t n;
	bool begins; /* one of them begins here … */
	bool note; /* … and has a note */
};

static struct passages passages_on(const struct render *how, const struct row *row)
{
	struct passages out = {0};

	for (uint32_t i = 0; i < how->nbars && how->bars[i].at.start <= row->at.end; i++) {
		const struct bar *bar = &how->bars[i];

		if (row_has_bar(row, bar)) {
			out.bar = bar;
			out.n++;
			out.begins |= range_has(row->at, bar->at.start);
			out.note |= bar->note && range_has(row->at, bar->at.start);
		}
	}
	return out;
}

static const struct sign *sign_on(const struct render *how, const struct row *row)
{
	for (uint32_t i = 0; i < how->nsigns && row->kind == ROW_TEXT; i++) {
		if (range_has(row->at, how->signs[i].off)) {
			return &how->signs[i];
		}
	}
	return NULL;
}

void gutter_make(const struct doc *doc, const struct render *how, const struct row *row,
	bool touches, struct gutter *out)
{
	static const char digits[] = "0123456789+";
	struct passages on = passages_on(how, row);
	const struct sign *sign = sign_on(how, row);

	*out = (struct gutter){{SPAN(" "), SPAN(" ")}, {ROLE_TEXT, ROLE_TEXT}};
	if (sign != NULL) {
		out->text[0] = sign->text;
		out->roles[0] = ROLE_GUTTER;
	} else if (on.n > 0) {
		out->text[0] = on.note ? SPAN("◆") : on.n > 1 ? SPAN("║") : SPAN("┃");
		out->roles[0] = on.bar->role;
	}
	if (on.begins && on.n > 1 && !(touches && sign != NULL)) {
		out->text[!touches] = (struct span){digits + (on.n < 10 ? on.n : 10), 1};
		out->roles[!touches] = on.bar->role;
	}
	if (doc->hidden > 0 && row_has_hidden(doc, row)) {
		out->text[1] = SPAN("!");
		out->roles[1] = ROLE_HIDDEN;
	}
}

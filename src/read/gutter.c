#include "read/gutter.h"

/* What a row holds that is not seen as it is. */
enum hiding {
	HIDING_NOTHING,
	HIDING_NEEDED, /* soft hyphens, joiners of a script, an emoji's: honest texts are full of them */
	HIDING_SHOWN, /* something that has a visible form */
};

static enum hiding row_hides(const struct doc *doc, const struct row *row)
{
	const char *p = doc->text.p;
	enum hiding found = HIDING_NOTHING;
	struct glyph glyph;

	for (uint32_t off = row->at.start, end = row->at.end; off < end; off = (uint32_t)glyph.end) {
		glyph.end = off + 1;
		if (p[off] >= ' ' && p[off] < 0x7f && (off + 1 == end || (signed char)p[off + 1] >= 0)) {
			continue; /* with a mark on it it is no glyph of its own */
		}
		hidden_next(doc, end, off, false, &glyph);
		if (glyph.kind == GLYPH_FORM) {
			return HIDING_SHOWN;
		}
		found = glyph.hidden > 0 ? HIDING_NEEDED : found;
	}
	return found;
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
	enum hiding hiding = doc->hidden > 0 ? row_hides(doc, row) : HIDING_NOTHING;

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
	if (hiding == HIDING_SHOWN) {
		out->text[1] = SPAN("!");
		out->roles[1] = ROLE_HIDDEN;
	} else if (hiding == HIDING_NEEDED && span_eq(out->text[1], SPAN(" "))) {
		out->text[1] = SPAN("·");
		out->roles[1] = ROLE_GUTTER;
	}
}

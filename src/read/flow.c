#include "read/flow.h"

#include "base/byte.h"
#include "base/utf8.h"
#include "links/letter.h"

#include <string.h>

enum { TAB_COLS = 8 };

enum { SOFT_BYTES = 2 }; /* of U+00AD */

/* Finds the next range of markup that is not shown, from flow->mark on. */
static void flow_find_hide(struct flow *flow)
{
	const struct doc *doc = flow->doc;

	/* Marks behind the walk's end are not looked at: there may be thousands of them. */
	while (flow->mark < doc->nmarks && doc->marks[flow->mark].at.start < flow->end) {
		const struct mark *mark = &doc->marks[flow->mark];

		flow->mark++;
		if (mark->kind == MARK_HIDE && mark->at.end > flow->off) {
			flow->hide = mark->at.start;
			flow->hide_end = mark->at.end;
			return;
		}
	}
	flow->hide = flow->hide_end = UINT32_MAX;
}

void flow_start(struct flow *flow, const struct doc *doc, uint32_t para, struct range at)
{
	*flow = (struct flow){.doc = doc, .off = at.start, .end = at.end};
	flow->keep = para_keeps_lines(doc->paras[para].kind);
	flow->mark = doc->nmarks == 0 ? 0 : doc_mark_from(doc, at.start);
	flow_find_hide(flow);
}

/* Moves over markup at the present place. */
static void flow_skip_hidden(struct flow *flow)
{
	while (flow->off >= flow->hide) {
		if (flow->off < flow->hide_end) {
			flow->off = flow->hide_end;
		}
		flow_find_hide(flow);
	}
}

static bool is_letter_before(const struct doc *doc, uint32_t off)
{
	size_t at = off;

	return off > 0 && utf8_is_word(utf8_prev(doc->text, &at));
}

static bool is_letter_at(const struct doc *doc, uint32_t off)
{
	size_t at = off;

	return off < doc->text.n && utf8_is_word(utf8_next(doc->text, &at));
}

/* Whether a soft hyphen ends at off. */
static bool is_soft_before(const struct doc *doc, uint32_t off)
{
	return off >= SOFT_BYTES && memcmp(doc->text.p + off - SOFT_BYTES, "\xC2\xAD", SOFT_BYTES) == 0;
}

/* Whether the white space [at, next) is the line end inside a word that is broken at its hyphen. */
static bool is_broken_word(const struct flow *flow, struct range at)
{
	const struct doc *doc = flow->doc;
	const char *p = doc->text.p;
	uint32_t hyphen = at.start >= 1 && p[at.start - 1] == '-' ? 1 : 0;

	if (!flow->bare && is_soft_before(doc, at.start)) {
		hyphen = SOFT_BYTES;
	}
	return hyphen > 0 && p[at.start] == '\n' && is_letter_before(doc, at.start - hyphen) &&
		is_letter_at(doc, at.end);
}

/* A run of blanks and line ends in prose, with the markup among them, is one blank. */
static void flow_blank(struct flow *flow, struct step *out)
{
	uint32_t start = flow->off;

	while (flow->off < flow->end && byte_is_blank(flow->doc->text.p[flow->off])) {
		flow->off++;
		flow_skip_hidden(flow);
	}
	if (flow->off > flow->end) {
		flow->off = flow->end;
	}
	*out = (struct step){.at = {start, flow->off}, .kind = STEP_BLANK, .cols = 1};
	if (is_broken_word(flow, out->at)) {
		out->cols = 0;
	}
}

static void flow_glyph(struct flow *flow, struct step *out)
{
	struct glyph *glyph = &flow->glyph;
	struct span text = {flow->doc->text.p, flow->end};

	hidden_next(flow->doc, flow->end, flow->off, flow->bare, glyph);
	out->at = (struct range){flow->off, (uint32_t)glyph->end};
	out->cols = glyph->cols;
	flow->off = (uint32_t)glyph->end;
	switch (glyph->kind) {
	case GLYPH_PLAIN:
		out->kind = STEP_GLYPH;
		break;
	case GLYPH_FORM:
		out->kind = STEP_FORM;
		break;
	case GLYPH_SPACE:
		out->kind = STEP_BLANK;
		break;
	case GLYPH_TAB:
		out->kind = STEP_BLANK;
		out->cols = (uint8_t)(TAB_COLS - flow->col % TAB_COLS);
		break;
	case GLYPH_BREAK:
		out->kind = STEP_END;
		break;
	case GLYPH_SOFT:
		out->kind = STEP_SOFT;
		break;
	}
	out->draw = visible_text(text, glyph);
}

bool flow_next(struct flow *flow, struct step *out)
{
	const char *p = flow->doc->text.p;
	uint32_t off;

	if (flow->off >= flow->hide) {
		flow_skip_hidden(flow);
	}
	off = flow->off;
	if (off >= flow->end) {
		return false;
	}
	if (p[off] > ' ' && p[off] < 0x7f && (off + 1 >= flow->end || (signed char)p[off + 1] >= 0)) {
		/* What English prose is made of: one byte, one column, no table. */
		*out = (struct step){{off, off + 1}, {p + off, 1}, STEP_GLYPH, 1};
		flow->off = off + 1;
	} else if (!flow->keep && byte_is_blank(p[off])) {
		flow_blank(flow, out);
	} else {
		flow_glyph(flow, out);
	}
	flow->col += out->cols;
	if (out->kind == STEP_END) {
		flow->col = 0;
	}
	return true;
}

bool flow_is_plain(const struct doc *doc, uint32_t off)
{
	const char *p = doc->text.p + off;

	return p[0] > ' ' && p[0] < 0x7f && (off + 1 >= doc->text.n || (signed char)p[1] >= 0);
}

/* How many of eight bytes, from the first on, are printable ASCII and no blanks. */
static uint32_t plain_run(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	/* What borrows or carries taints only bytes behind one that is none itself. */
	uint64_t others = (bytes | (bytes + ones) | (bytes - 0x21 * ones)) & tops;

	return others == 0 ? 8 : (uint32_t)__builtin_ctzll(others) / 8;
}

uint32_t flow_plain(const struct flow *flow, uint32_t limit)
{
	uint32_t off = flow->off, most = limit < flow->end ? limit : flow->end;

	most = most < flow->hide ? most : flow->hide;
	while (off < most) {
		uint32_t run = plain_run(letter_eight(flow->doc->text, off));

		off += run;
		if (run < 8) {
			break;
		}
	}
	off = off < most ? off : most;
	/* A mark on the last letter makes more than one byte of it. */
	return off > flow->off && !flow_is_plain(flow->doc, off - 1) ? off - 1 : off;
}

/* How many of eight bytes are printable ASCII up to a blank that another one stands behind. */
static uint32_t words_run(uint64_t bytes)
{
	const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
	uint64_t others = (bytes | (bytes + ones) | (bytes - 0x20 * ones)) & tops;
	uint64_t not_blank = bytes ^ 0x20 * ones;
	uint64_t blank = ~(((not_blank & ~tops) + ~tops) | not_blank) & tops;

	others |= blank & blank >> 8;
	return others == 0 ? 8 : (uint32_t)__builtin_ctzll(others) / 8;
}

static bool is_visible(char c)
{
	return c > ' ' && c < 0x7f;
}

uint32_t flow_words(const struct flow *flow, uint32_t limit)
{
	const char *p = flow->doc->text.p;
	uint32_t from = flow->off, off = from, most = limit < flow->end ? limit : flow->end, run = 8;

	most = most < flow->hide ? most : flow->hide;
	if (off >= most || p[off] == ' ') {
		return off;
	}
	while (off < most && run == 8) {
		run = words_run(letter_eight(flow->doc->text, off));
		/* The last of eight and the first of the next may be two blanks. */
		run = off > from && p[off - 1] == ' ' && p[off] == ' ' ? 0 : run;
		off += run;
	}
	off = off < most ? off : most;
	if (off > from && !flow_is_plain(flow->doc, off - 1)) {
		bool lone = off == most && off < flow->end && off < flow->hide && p[off - 1] == ' ' &&
			is_visible(p[off]);

		off -= lone ? 0 : 1;
	}
	/* A blank at the end may be more than one step. */
	return off > from && off < most && p[off - 1] == ' ' ? off - 1 : off;
}

void flow_pass(struct flow *flow, uint32_t off)
{
	flow->col += off - flow->off;
	flow->off = off;
}

#include "read/context.h"

#include "read/layout.h"

/* Bytes that one column of the text before a mention may take. */
enum { COLUMN_BYTES = 4 };

void context_flat(const struct doc *doc, struct range at, uint32_t most, struct buf *out)
{
	struct flow flow;
	struct step step;
	uint32_t cols = 0;

	at = doc_within(doc, at);
	if (at.start >= at.end) {
		return;
	}
	flow_start(&flow, doc, doc_para_at(doc, at.start), at);
	while (cols < most) {
		uint32_t from = flow.off, room = most - cols;
		uint32_t end = flow_words(&flow, flow.end - from > room ? from + room : flow.end);

		buf_add(out, doc->text.p + from, end - from);
		cols += end - from;
		flow_pass(&flow, end);
		if (cols == most || !flow_next(&flow, &step)) {
			break;
		}
		if (step.kind == STEP_BLANK || step.kind == STEP_END) {
			/* A line end inside a hyphenated word is no blank. */
			buf_puts(out, step.kind == STEP_BLANK && step.cols == 0 ? "" : " ");
			cols++;
		} else if (step.kind != STEP_SOFT) {
			buf_put(out, step.draw);
			cols += step.cols;
		}
	}
}

/* The last `cols` columns of text, with … where something was cut; returns where they start. */
static size_t tail_start(struct span text, uint32_t cols, uint32_t *used)
{
	uint32_t all = (uint32_t)visible_cols(text), drop = all > cols ? all - cols + 1 : 0;
	size_t off = 0;
	struct glyph glyph;
	uint32_t gone = 0;

	while (gone < drop && off < text.n) {
		uint32_t run = (uint32_t)visible_plain(text, off);

		if (run > 0) {
			run = run < drop - gone ? run : drop - gone;
			gone += run;
			off += run;
			continue;
		}
		visible_next(text, off, &glyph);
		gone += glyph.cols;
		off = glyph.end;
	}
	*used = all - gone;
	return off;
}

/* Text before a mention, right-aligned in `cols` columns. */
static void context_left(const struct doc *doc, struct range at, uint32_t cols,
	struct lines *out)
{
	const struct para *para = &doc->paras[doc_para_at(doc, at.start)];
	uint32_t back = cols * COLUMN_BYTES, start = para->at.start, used;
	struct buf text = {0};
	size_t cut;
	bool more;

	if (at.start - start > back) {
		start = at.start - back;
		while (start < at.start && ((unsigned char)doc->text.p[start] & 0xC0) == 0x80) {
			start++;
		}
	}
	context_flat(doc, (struct range){start, at.start}, UINT32_MAX, &text);
	more = start > para->at.start || visible_cols(buf_span(&text)) > cols;
	cut = more ? tail_start(buf_span(&text), cols, &used)
		   : tail_start(buf_span(&text), cols + 1, &used);
	if (used + more < cols) {
		lines_blanks(out, cols - used - more, ROLE_PANEL);
	}
	if (more) {
		lines_add(out, SPAN("…"), ROLE_PANEL, 0);
	}
	if (text.n > cut) {
		lines_copy(out, (struct span){text.p + cut, text.n - cut}, ROLE_PANEL, 0, 0);
	}
	buf_finish(&text);
}

void context_put(const struct doc *doc, struct range at, uint32_t left, uint32_t cols,
	unsigned role, unsigned style, struct lines *out)
{
	uint32_t used = lines_cols(out), room, width;
	const struct para *para;
	struct buf text = {0};

	if (doc->nparas == 0) {
		return;
	}
	at = doc_within(doc, at);
	para = &doc->paras[doc_para_at(doc, at.start)];
	context_flat(doc, at, cols + 1, &text);
	width = (uint32_t)visible_cols(buf_span(&text));
	if (left > 0 && left + width >= cols) { /* the words, and a column for what is cut behind */
		left = width + 2 < cols ? cols - width - 1 : 1;
	}
	context_left(doc, at, left, out);
	used = lines_cols(out) - used;
	room = cols > used ? cols - used : 0;
	lines_cut(out, buf_span(&text), room, role, style);
	used += width;
	buf_clear(&text);
	if (used < cols) {
		context_flat(doc, (struct range){at.end, para->at.end}, cols - used + 1, &text);
		lines_cut(out, buf_span(&text), cols - used, ROLE_PANEL, 0);
	}
	buf_finish(&text);
}

void context_text(const struct doc *doc, struct range at, uint32_t left, uint32_t cols,
	struct buf *out)
{
	struct lines lines = {0};

	context_put(doc, at, left, cols, ROLE_TEXT, 0, &lines);
	for (uint32_t i = 0; i < lines.npieces; i++) {
		buf_put(out, lines.pieces[i].text);
	}
	out->failed |= lines.failed;
	lines_finish(&lines);
}

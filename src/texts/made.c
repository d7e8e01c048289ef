#include "texts/made.h"

#include "base/utf8.h"
#include "texts/part.h"
#include "texts/textline.h"

#include <stdlib.h>

/* Line ends before the piece that comes next. */
static uint32_t gap(const struct made *made, bool goes_on)
{
	if (made->text.n == 0) {
		return 0;
	}
	return goes_on ? 1 : 2;
}

/* Appends text with what a line of canonical text must not have replaced, byte for byte. */
static void put_bytes(struct buf *out, struct span text)
{
	for (size_t off = 0; off < text.n;) {
		size_t start = off;
		uint32_t c = utf8_next(text, &off);

		if (c == UTF8_INVALID) {
			buf_putc(out, '?');
		} else if (c == '\n' || c == '\r') {
			buf_putc(out, ' ');
		} else if (c == 0x85) {
			buf_puts(out, "  ");
		} else {
			buf_add(out, text.p + start, off - start);
		}
	}
}

/* Puts a piece; the range of it without blanks at its end. */
static struct range put(struct made *made, struct span text, bool goes_on)
{
	struct span written;
	struct textline line;

	for (uint32_t n = gap(made, goes_on); n > 0; n--) {
		buf_putc(&made->text, '\n');
	}
	made->last = (uint32_t)made->text.n;
	put_bytes(&made->text, text);
	if (made->text.failed || made->text.n >= UINT32_MAX) {
		made->failed = true;
		return (struct range){0, 0};
	}
	written = buf_span(&made->text);
	if (written.n == made->last) {
		return (struct range){made->last, made->last};
	}
	line = textline_of(written, made->last, (uint32_t)written.n);
	return (struct range){made->last, line.end};
}

static bool is_blank(struct span text)
{
	return text.n == 0 || text.n > UINT32_MAX || span_trim(text).n == 0;
}

static void put_para(struct made *made, enum para_kind kind, struct span text, uint32_t level)
{
	struct range at;

	if (is_blank(text)) {
		return;
	}
	made->open = false;
	at = put(made, text, false);
	while (at.start < at.end && textline_blank(buf_span(&made->text), at.start) > 0) {
		at.start += (uint32_t)textline_blank(buf_span(&made->text), at.start);
	}
	para_add(&made->paras, kind, at, level, 0);
}

void made_heading(struct made *made, uint8_t level, struct span text)
{
	put_para(made, PARA_HEADING, text, level);
}

void made_prose(struct made *made, struct span text)
{
	put_para(made, PARA_PROSE, text, 0);
}

void made_line(struct made *made, struct span text)
{
	struct range at = put(made, text, made->open);

	if (at.start == at.end || made->failed) {
		return; /* a blank line inside a block, or before it */
	}
	if (!made->open) {
		para_add(&made->paras, PARA_LINES, at, 0, 0);
		made->open = !made->paras.failed;
	} else {
		made->paras.items[made->paras.n - 1].at.end = at.end;
	}
}

void made_break(struct made *made)
{
	made->open = false;
}

void made_mark_at(struct made *made, struct range at, enum mark_kind kind)
{
	if (made->failed ||
		!array_reserve(&made->marks, &made->cmarks, made->nmarks + 1, sizeof(*made->marks))) {
		made->failed = true;
		return;
	}
	made->marks[made->nmarks++] = (struct mark){at, (uint8_t)kind};
}

void made_mark(struct made *made, uint32_t n, enum mark_kind kind)
{
	uint32_t end = (uint32_t)made->text.n, most = end - made->last;

	if (most > 0 && n > 0) {
		made_mark_at(made, (struct range){end - (n < most ? n : most), end}, kind);
	}
}

void made_link(struct made *made, doc_id doc, struct range target)
{
	if (made->failed || !array_reserve(&made->links, &made->clinks, made->nlinks + 1,
			sizeof(*made->links))) {
		made->failed = true;
		return;
	}
	made->links[made->nlinks++] = (struct doc_link){
		{made->last, (uint32_t)made->text.n}, doc, target};
}

uint32_t made_here(const struct made *made)
{
	return (uint32_t)made->text.n + gap(made, made->open);
}

static bool copy_lists(struct made *made, struct doc *doc)
{
	struct para *paras = arena_array(&doc->arena, made->paras.n, sizeof(*paras));
	struct marks list = {.items = made->marks, .n = made->nmarks};
	struct mark *marks = arena_array(&doc->arena, list.n, sizeof(*marks));
	uint32_t *outer = arena_array(&doc->arena, list.n, sizeof(*outer));
	struct doc_link *links = arena_array(&doc->arena, made->nlinks, sizeof(*links));

	if ((paras == NULL && made->paras.n > 0) || (links == NULL && made->nlinks > 0) ||
		((marks == NULL || outer == NULL) && list.n > 0)) {
		return false;
	}
	if (paras != NULL) {
		memcpy(paras, made->paras.items, made->paras.n * sizeof(*paras));
	}
	if (marks != NULL && outer != NULL) {
		mark_sort(&list);
		memcpy(marks, list.items, list.n * sizeof(*marks));
		doc_marks_nest(marks, list.n, outer);
	}
	if (links != NULL) {
		memcpy(links, made->links, made->nlinks * sizeof(*links));
	}
	doc->paras = paras;
	doc->nparas = made->paras.n;
	doc->marks = marks;
	doc->outer = outer;
	doc->nmarks = list.n;
	doc->links = links;
	doc->nlinks = made->nlinks;
	return true;
}

bool made_doc(struct made *made, struct span title, struct doc *doc, struct err *err)
{
	struct doc out = {.encoding = "UTF-8", .path = SPAN(""), .source = SPAN(""),
		.language = SPAN(""), .note = SPAN(""), .text = SPAN("")};
	bool ok = !made->failed && !made->text.failed && !made->paras.failed;

	if (ok && made->text.n > 0) {
		out.text = buf_span(&made->text);
	}
	ok = ok && arena_copy(&out.arena, title, &out.title) && part_split(&out, &made->paras) &&
		copy_lists(made, &out);
	if (ok) {
		out.source_n = (uint32_t)made->text.n;
		out.made = made->text;
		made->text = (struct buf){0};
	}
	made_finish(made);
	if (!ok) {
		doc_finish(&out);
		return err_memory(err);
	}
	*doc = out;
	return true;
}

void made_finish(struct made *made)
{
	buf_finish(&made->text);
	para_finish(&made->paras);
	free(made->marks);
	free(made->links);
	*made = (struct made){0};
}

/*
 * texts.h - what the tests of src/texts/ share: a document of a string, and its dump.
 *
 * All of it is static inline: a test is one file. The including file has included cmocka.h.
 */
#ifndef DOSSIER_TESTS_UNIT_TEXTS_H
#define DOSSIER_TESTS_UNIT_TEXTS_H

#include "texts/doc.h"

/* A document of bytes under the path; the path's ending makes it Markdown or not. */
static inline void texts_read(struct doc *doc, const char *path, struct span bytes)
{
	struct doc_about about = {
		.path = span_of(path), .markdown = span_ends(span_of(path), SPAN(".md"))};
	struct config config = {.read_encoding = "windows-1252"};
	struct buf buf = {0};
	struct err err = {0};

	buf_put(&buf, bytes);
	if (!doc_read(doc, &buf, &about, &config, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_null(buf.p);
}

/* The names of paragraphs and marks as dumps have them. */
static inline const char *texts_para_word(uint8_t kind)
{
	static const char *const words[] = {
		"prose", "heading", "lines", "item", "quote", "code", "rule"};

	return words[kind];
}

/*
 * Appends text[at] as it is shown: hidden markup left out, marks as {b …} for strong, {i …} for
 * emphasis, {c …} for code, {l …} for a link, {s …} for a speaker; line ends as " / ".
 */
static inline void texts_put_shown(const struct doc *doc, struct range at, struct buf *out)
{
	static const char signs[] = {'h', 'i', 'b', 'c', 'l', 's'};

	for (uint32_t off = at.start; off <= at.end; off++) {
		for (uint32_t i = doc->nmarks; i-- > 0;) {
			const struct mark *mark = &doc->marks[i];

			if (mark->kind != MARK_HIDE && mark->at.end == off) {
				buf_putc(out, '}');
			}
		}
		for (uint32_t i = 0; off < at.end && i < doc->nmarks; i++) {
			const struct mark *mark = &doc->marks[i];

			if (mark->kind != MARK_HIDE && mark->at.start == off) {
				buf_printf(out, "{%c ", signs[mark->kind]);
			}
		}
		if (off < at.end && !doc_is_hidden(doc, off)) {
			if (doc->text.p[off] == '\n') {
				buf_puts(out, " / ");
			} else {
				buf_putc(out, doc->text.p[off]);
			}
		}
	}
}

/* Appends all there is to know of a document, a line for each paragraph. */
static inline void texts_dump(const struct doc *doc, struct buf *out)
{
	buf_printf(out, "title: %.*s\ndate: ", SPAN_ARG(doc->title));
	doc_date_put(&doc->date, out);
	buf_printf(out, "\nencoding: %s%s\n", doc->encoding, doc->guessed ? " (guessed)" : "");
	for (uint32_t i = 0; i < doc->nparas; i++) {
		const struct para *para = &doc->paras[i];

		buf_printf(out, "\n%u %s", para->number, texts_para_word(para->kind));
		if (para->level > 0) {
			buf_printf(out, " level %u", para->level);
		}
		if (para->indent > 0) {
			buf_printf(out, " indent %u", para->indent);
		}
		buf_puts(out, "\n    ");
		texts_put_shown(doc, para->at, out);
		buf_puts(out, "\n");
	}
}

#endif

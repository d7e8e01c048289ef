/*
 * hidden.h - what hides in a document: the glyphs of visible.h, and bytes that are no text.
 *
 * A document has U+FFFD where its file has bytes that are nothing in its encoding. Shown are the
 * bytes, `<FF>`, wherever a document is drawn, printed, quoted or counted: everything that walks
 * over a document's text glyph by glyph does it through here. Knows no screen.
 *
 *	hidden_next(doc, doc->text.n, off, false, &glyph);
 *	draw(visible_text(doc->text, &glyph), glyph.cols);
 */
#ifndef DOSSIER_TEXTS_HIDDEN_H
#define DOSSIER_TEXTS_HIDDEN_H

#include "base/visible.h"
#include "texts/doc.h"

/*
 * The glyph at off < end of the text, which is taken to end there. bare: nothing is left out, soft
 * hyphens and joiners are forms too (visible_next_bare).
 */
void hidden_next(const struct doc *doc, uint32_t end, uint32_t off, bool bare, struct glyph *out);

/* Adds what is hidden in `at`, by sort. Linear in its length; ASCII and common letters cost little. */
void hidden_count(const struct doc *doc, struct range at, uint32_t counts[HIDDEN_SORTS]);

/* All counts together. */
uint32_t hidden_sum(const uint32_t counts[HIDDEN_SORTS]);

/* Appends the text at `at` as visible_put does. */
void hidden_put(const struct doc *doc, struct range at, enum visible_how how, struct buf *out);

#endif

/*
 * outline.h - the paragraphs and marks of a text in few bytes, for an index to keep.
 *
 * To find them is most of what reading a document takes. An index that knows the text's file keeps
 * them, three or four bytes a paragraph, and whoever reads that state of the file again takes them from
 * there. They are believed only as far as they can be true of the text: in order, within it, and
 * never in the middle of a character.
 *
 *	outline_put(&(struct outline){doc->paras, doc->nparas, doc->marks, doc->nmarks}, &packed);
 *	if (outline_get(buf_span(&packed), text, &arena, &outline)) { … }
 */
#ifndef DOSSIER_TEXTS_OUTLINE_H
#define DOSSIER_TEXTS_OUTLINE_H

#include "base/arena.h"
#include "base/buf.h"
#include "texts/mark.h"
#include "texts/para.h"

struct outline {
	const struct para *paras; /* in order; numbers go up by one or not at all */
	uint32_t nparas;
	const struct mark *marks; /* sorted */
	uint32_t nmarks;
};

/* Appends it, packed. */
void outline_put(const struct outline *outline, struct buf *out);

/*
 * Unpacks what was packed, into the arena. False where it cannot be an outline of this text, or
 * memory is short: the arena may have grown, and *out is untouched. text is valid UTF-8.
 */
bool outline_get(struct span packed, struct span text, struct arena *arena, struct outline *out)
	MUST_CHECK;

#endif

/*
 * title.h - what a text is called and when it was written, as far as it says so itself.
 *
 * The title is what front matter or a letter's subject says, else the first headline: Markdown's
 * first heading, or the first short paragraph that is no sentence and no furniture (furniture.h). A
 * text that begins with prose has none; it is called by its first words. The date is the first
 * full one in a line that is about it (`UPDATED: …`, a date alone), else the first one in the text
 * near the top, captions of archive pictures left out. Both are guesses that documents.rec
 * overrules.
 *
 *	struct title_of of = {text, paras.items, paras.n, marks.items, marks.n, markdown};
 *	uint32_t para = title_find(&of, &buf);
 */
#ifndef DOSSIER_TEXTS_TITLE_H
#define DOSSIER_TEXTS_TITLE_H

#include "base/buf.h"
#include "texts/doc_date.h"
#include "texts/mark.h"
#include "texts/para.h"

/* The text that is asked about; marks are sorted. */
struct title_of {
	struct span text;
	const struct para *paras;
	uint32_t nparas;
	const struct mark *marks;
	uint32_t nmarks;
	bool markdown;
};

/*
 * Appends the title to out, on one line, without markup; nothing where the text has no words.
 * Returns the index of the paragraph that is the headline, or UINT32_MAX where none is. Looks at
 * the first paragraphs only.
 */
uint32_t title_find(const struct title_of *of, struct buf *out);

/* The date, or false and *out untouched. Looks at the first paragraphs only. */
bool title_date(const struct title_of *of, struct doc_date *out);

#endif

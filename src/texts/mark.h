/*
 * mark.h - marks: which bytes of a text are markup, and how others look.
 *
 * Only the list; markdown.h, speech.h and made.h make marks. A finished list is sorted by start,
 * the longer first, and marks nest: of two that share a byte one lies within the other.
 */
#ifndef DOSSIER_TEXTS_MARK_H
#define DOSSIER_TEXTS_MARK_H

#include "base/span.h"

enum mark_kind {
	MARK_HIDE, /* markup: takes no column, no search or name sees it */
	MARK_EMPH,
	MARK_STRONG,
	MARK_CODE,
	MARK_LINK, /* the text of a link; its address is hidden or shown as it is */
	MARK_SPEAKER, /* the label of a speech, "Kuriyama." */
	MARK_FAINT, /* in made documents: what stands back */
};

struct mark {
	struct range at;
	uint8_t kind; /* enum mark_kind */
};

/* A growing list. Zero is a valid empty one. */
struct marks {
	struct mark *items;
	uint32_t n, cap;
	bool failed; /* memory was refused; what is added is dropped from then on */
};

/* Appends a mark; an empty range adds nothing. Any order will do before mark_sort. */
void mark_add(struct marks *marks, enum mark_kind kind, struct range at);

/* Sorts by start, the longer first. */
void mark_sort(struct marks *marks);

/* Frees the list; empty and usable again. Takes a zeroed one. */
void mark_finish(struct marks *marks);

#endif

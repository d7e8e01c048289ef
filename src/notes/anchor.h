/*
 * anchor.h - finding a passage again after the text around it, or in it, has been edited.
 *
 * An anchor is what was written down when the passage was chosen: where it stood, its words, what
 * stood around them. It is
 *
 *	EXACT		where it was, with what stood around it
 *	MOVED		elsewhere, or with other things around it; its words are the same, but for
 *			wrapping, case, accents, quotation marks, dashes (anchor_text.h)
 *	REWORDED	there with edits, and clearly better there than at any other place
 *	ORPHAN		nowhere; the best candidates are given
 *
 * The selectors are those of the W3C Web Annotation Data Model (TextQuoteSelector with prefix and
 * suffix, TextPositionSelector). A place is judged by quotation, prefix and suffix at once, never
 * by the quotation first: an exact copy elsewhere does not win over the true place with a letter
 * corrected. A wrong place is worse than none: short quotations out of context and near ties become
 * orphans. Knows one document at a time, and no store.
 *
 *	struct anchor_text text = {.doc = doc};
 *	if (!anchor_find_all(anchors, n, &text, founds)) { … no memory … }
 *	anchor_text_finish(&text);
 */
#ifndef DOSSIER_NOTES_ANCHOR_H
#define DOSSIER_NOTES_ANCHOR_H

#include "notes/anchor_text.h"

/*
 * Bytes of context kept on each side, rounded up to whole words; less only at the text's ends.
 * Where that occurs more than once with its quotation, it is more, ANCHOR_CONTEXT_MOST at most.
 */
#define ANCHOR_CONTEXT 48
#define ANCHOR_CONTEXT_MOST 384

struct anchor {
	struct span path;           /* of the document, relative to the dossier */
	struct sha256 hash;         /* of its canonical text */
	uint32_t text_n;            /* its length, in bytes */
	struct range at;            /* canonical bytes; never empty */
	struct span quote;          /* exactly these bytes */
	struct span prefix, suffix; /* what stands before and behind, exactly */
	uint32_t ordinal;           /* occurrences of quote before this one, from 0 */
	uint32_t para;              /* number of the paragraph, from 1 */
	struct span heading;        /* the nearest one before, on one line; may be empty */
};

enum anchor_state { ANCHOR_EXACT, ANCHOR_MOVED, ANCHOR_REWORDED, ANCHOR_ORPHAN };

#define ANCHOR_CANDIDATES 3

struct anchor_found {
	enum anchor_state state;
	struct range at; /* canonical; empty for an orphan */
	uint32_t edits;  /* REWORDED: insertions, deletions, substitutions in the folded view */
	uint32_t score;  /* how sure, 0 to 1000; to compare documents */
	struct range candidates[ANCHOR_CANDIDATES]; /* ORPHAN: the best places, whole words, the best first */
	uint32_t ncandidates;
};

/*
 * In a text that is longer than this passages are told apart, counted and looked for within
 * ANCHOR_AROUND bytes before and behind; farther away only where they stand unchanged. So a note on a
 * gigabyte costs what one on a book does.
 */
#define ANCHOR_LONG (32u << 20)
#define ANCHOR_AROUND (1u << 20)

/*
 * Writes down what is needed to find `at` (within the document, not empty) again. Texts are copied
 * into arena. False where memory is short.
 */
bool anchor_make(struct anchor_text *text, struct range at, struct arena *arena,
	struct anchor *out) MUST_CHECK;

/*
 * Looks for the passage in one document, whatever its path. *out is ORPHAN where it is not there.
 * False where memory is short.
 */
bool anchor_find(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out) MUST_CHECK;

/*
 * The same for n anchors sorted by at.start; those that are found easily help with the others.
 * False where memory is short.
 */
bool anchor_find_all(const struct anchor *const *anchors, uint32_t n, struct anchor_text *text,
	struct anchor_found *out) MUST_CHECK;

/* "exact", "moved", "reworded", "orphan". */
const char *anchor_state_word(enum anchor_state state);

#endif

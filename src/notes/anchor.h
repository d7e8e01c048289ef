/*
 * anchor.h - finding a passage again after the text around it, or in it, has been edited.
 *
 * An anchor is what was written down when the passage was chosen: where it stood, its words, what
 * stood around them. Finding it again goes in steps and stops at the first that succeeds:
 *
 *	the text is the same (length and hash)       its bytes                             EXACT
 *	the quotation with its context, once         there (EXACT where it has not moved)  MOVED
 *	the same in the folded view (fold.h)         there                                 MOVED
 *	the quotation with edits, context agreeing,
 *	and clearly better than any other place      there                                 REWORDED
 *	else                                         nowhere; the best candidates          ORPHAN
 *
 * The selectors are those of the W3C Web Annotation Data Model (TextQuoteSelector with prefix and
 * suffix, TextPositionSelector); the approximate step is Myers' bit-vector algorithm (J. ACM 46(3),
 * 1999). A wrong place is worse than none: short quotations and near ties become orphans. Knows
 * one document at a time, and no store.
 *
 *	struct anchor_text text = {0};
 *	if (!anchor_text_make(&text, doc)) { … no memory … }
 *	if (!anchor_find(&anchor, &text, &found)) { … no memory … }
 *	anchor_text_finish(&text);
 */
#ifndef DOSSIER_NOTES_ANCHOR_H
#define DOSSIER_NOTES_ANCHOR_H

#include "base/sha256.h"
#include "texts/doc.h"
#include "texts/fold.h"

/* Bytes of context kept on each side, rounded up to whole words; less only at the text's ends. */
#define ANCHOR_CONTEXT 48

struct anchor {
	struct span path; /* of the document, relative to the dossier */
	struct sha256 hash; /* of its canonical text */
	uint32_t text_n; /* its length, in bytes */
	struct range at; /* canonical bytes; never empty */
	struct span quote; /* exactly these bytes */
	struct span prefix, suffix; /* what stands before and behind, exactly */
	uint32_t ordinal; /* occurrences of quote before this one, from 0 */
	uint32_t para; /* number of the paragraph, from 1 */
	struct span heading; /* the nearest one before, on one line; may be empty */
};

enum anchor_state { ANCHOR_EXACT, ANCHOR_MOVED, ANCHOR_REWORDED, ANCHOR_ORPHAN };

#define ANCHOR_CANDIDATES 3

struct anchor_found {
	enum anchor_state state;
	struct range at; /* canonical; empty for an orphan */
	uint32_t edits; /* REWORDED: insertions, deletions, substitutions in the folded view */
	uint32_t score; /* how sure, 0 to 1000; to compare documents */
	struct range candidates[ANCHOR_CANDIDATES]; /* ORPHAN: the best places, the best first */
	uint32_t ncandidates;
};

/* What finding needs of one document, made once for all anchors in it. Zero is valid. */
struct anchor_text {
	const struct doc *doc; /* borrowed */
	struct sha256 hash;
	struct fold fold; /* of the whole text; made when an anchor first needs it */
	bool folded;
};

/*
 * Writes down what is needed to find `at` (within doc, not empty) again. Texts are copied into
 * arena. False where memory is short.
 */
bool anchor_make(const struct doc *doc, struct range at, struct arena *arena, struct anchor *out)
	MUST_CHECK;

/* Hashes the text. False where memory is short. */
bool anchor_text_make(struct anchor_text *text, const struct doc *doc) MUST_CHECK;

/*
 * Looks for the passage in one document, whatever its path. *out is ORPHAN where it is not there.
 * False where memory is short.
 */
bool anchor_find(const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
	MUST_CHECK;

/* "exact", "moved", "reworded", "orphan". */
const char *anchor_state_word(enum anchor_state state);

/* Frees it. Takes a zeroed one. */
void anchor_text_finish(struct anchor_text *text);

#endif

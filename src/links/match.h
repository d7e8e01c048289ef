/*
 * match.h - finding listed forms in a text: the automaton over folded words.
 *
 * Forms are names of the catalogue and whatever else the rules look for (surnames, kind words).
 * A form matches under the folding of fold.h: any run of white space with at most one line end is one blank; a
 * hyphen or soft hyphen at a line end joins; ’ is '; dashes are one; NFC, NFD and diacritics are
 * one. A capital in the form demands a capital in the text, a small letter accepts both. Whole
 * words only (Unicode), except beside Han and kana, where there are no word boundaries. Possessive
 * 's and s' stay outside the match. The text of a match never crosses a paragraph.
 *
 * Built once, const afterwards; scanning allocates nothing but hits. How: only where a word
 * begins is anything looked up; its folded letters are hashed, the hash of the first word (or of the first two) leads
 * to the forms that begin so, longest first, which are then compared letter by letter against the text.
 * ASCII never meets a Unicode table.
 */
#ifndef DOSSIER_LINKS_MATCH_H
#define DOSSIER_LINKS_MATCH_H

#include "texts/doc.h"

/* One form to look for. */
struct form {
	struct span text; /* UTF-8; must outlive the matcher */
	uint32_t tag; /* the caller's own number, handed back in hits */
};

/* A place where forms stand. Several forms with the same letters give one hit with several tags. */
struct hit {
	struct range at; /* in the document; without possessive */
	uint32_t tag, ntags; /* first in matcher->tags, and how many */
};

struct hits {
	struct hit *items; /* by start; where hits overlap only the longest, the first one among equals */
	uint32_t n, cap;
};

struct matcher; /* opaque: entries, hash tables, tags; immutable once built */

/* Builds a matcher for n forms (those that fold to nothing are left out). NULL: no memory, err filled. */
struct matcher *match_new(const struct form *forms, uint32_t n, struct err *err) MUST_CHECK;

/* All tags, match_ntags() numbers; those of a hit begin at number hit->tag. */
const uint32_t *match_tags(const struct matcher *matcher);

/*
 * Every list of tags that a hit can have, one a call: starts with *at at 0, which moves on; false
 * behind the last one. `at` of the hit is empty.
 */
bool match_each(const struct matcher *matcher, uint32_t *at, struct hit *out);

/* How many tags there are in all: hit->tag is below. */
uint32_t match_ntags(const struct matcher *matcher);

/* Appends the hits of doc, paragraph by paragraph. False where memory is short. */
bool match_scan(const struct matcher *matcher, const struct doc *doc, struct hits *out,
	struct err *err) MUST_CHECK;

/* Frees it; takes NULL. */
void match_free(struct matcher *matcher);

#endif

/*
 * search.h - patterns over canonical text.
 *
 * The one file that knows PCRE2. A pattern is plain text or, with SEARCH_REGEX or when it begins
 * with `~`, a regular expression. Both look at the folded view (fold.h) a paragraph at a time: they find
 * across line breaks, hyphenated line ends, stretched blanks, accents, NFC and NFD, curly quotes
 * and dashes. A pattern in "double quotes" is taken byte for byte in the canonical text. Smart
 * case: a capital in the pattern makes case matter. Matches are never empty and never cross a
 * paragraph. A regular expression has a match limit: a pattern that explodes stops with an error and hangs nobody.
 *
 *	struct search *search = search_new(SPAN("treaty of 18"), SEARCH_SMART, &err);
 *	struct range at;
 *	while (search_next(search, doc, from, &at)) { from = at.end; }
 */
#ifndef DOSSIER_FIND_SEARCH_H
#define DOSSIER_FIND_SEARCH_H

#include "texts/doc.h"

enum search_flags {
	SEARCH_SMART = 1, /* case matters where the pattern has a capital */
	SEARCH_CASE = 2, /* case matters */
	SEARCH_REGEX = 4, /* the pattern is a regular expression */
};

struct search; /* the compiled pattern and scratch memory; for one thread */

/* Compiles. NULL where the pattern is empty or broken ("search: … at character 5"): err filled. */
struct search *search_new(struct span pattern, unsigned flags, struct err *err) MUST_CHECK;

/* The pattern as it was given; valid as long as the search. */
struct span search_pattern(const struct search *search);

/* The first match that starts at or behind from. False where there is none. */
bool search_next(struct search *search, const struct doc *doc, uint32_t from, struct range *out);

/* The last match that starts before `before`. False where there is none. */
bool search_prev(struct search *search, const struct doc *doc, uint32_t before, struct range *out);

/* All matches that begin in [within.start, within.end), in order, up to max; returns how many. */
uint32_t search_all(struct search *search, const struct doc *doc, struct range within,
	struct range *out, uint32_t max);

/* NULL, or why the last call may have missed matches (match limit, no memory). */
const char *search_trouble(const struct search *search);

/* Frees it; takes NULL. */
void search_free(struct search *search);

#endif

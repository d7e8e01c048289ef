/*
 * search.h - patterns over canonical text.
 *
 * The one file that knows PCRE2. A pattern is plain text or, with SEARCH_REGEX or when it begins
 * with `~`, a regular expression. Both look at the folded view (fold.h) a paragraph at a time: they
 * find across line breaks, hyphenated line ends, stretched blanks, accents, NFC and NFD, curly
 * quotes and dashes. A hyphen in a plain pattern also finds the one that a line end follows, which
 * may be the word's own ("Aldrich-\nMoodie"). A pattern in "double quotes" is taken byte for byte
 * in the canonical text. Smart case: a capital in the pattern makes case matter.
 *
 * What an expression sees is one paragraph on one line: white space is single blanks (`\s+` finds
 * what ` ` finds, `\n` nothing), ^ and $ are the paragraph's ends, a hyphen at a line end is not
 * there (`Aldrich-?Moodie`), every dash is `-` and every quotation mark ' or ". Letters have no
 * accents, in the expression as in the text: `ō` is `o`, `[à-ü]` is `[a-u]`. \w \d \s \b know all of
 * Unicode, \p{…} too; capitals in escapes, names of groups and verbs do not make case matter.
 *
 * Matches are never empty and never cross a paragraph. In a paragraph longer than a piece
 * (piece.h) a match covers at most PIECE_AROUND bytes. Limits on steps, on the heap and on time
 * (two seconds, and 100 ns more for every byte looked at) see to it that an expression that
 * explodes stops, says so (search_trouble) and hangs nobody.
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

/*
 * Compiles. NULL, and err filled, where the pattern is empty, longer than 4096 bytes, no UTF-8,
 * folds to nothing, or is a broken expression ("search: … at character 5": the last one read).
 */
struct search *search_new(struct span pattern, unsigned flags, struct err *err) MUST_CHECK;

/* The pattern as it was given; valid as long as the search. */
struct span search_pattern(const struct search *search);

/*
 * What a pattern that is no expression looks for, and whether byte for byte (in `exact`, without its
 * quotes) or in the folded text. False for an expression. Valid as long as the search.
 */
bool search_plain(const struct search *search, struct span *out, bool *exact);

/* Words that stand in the folded text of all that an expression matches (pattern.h); or empty. */
struct span search_literal(const struct search *search);

/* The first match that starts at or behind from. False where there is none. */
bool search_next(struct search *search, const struct doc *doc, uint32_t from, struct range *out);

/* The last match that starts before `before`. False where there is none. */
bool search_prev(struct search *search, const struct doc *doc, uint32_t before, struct range *out);

/*
 * A search that is done in slices, between which other things happen: where it goes on, how far, and
 * how much of it is done at a time. The document may be closed and opened again between slices.
 */
struct search_walk {
	bool back;
	uint32_t at; /* next: the first match that starts here or behind; back: before here */
	uint32_t end; /* next: only matches that start before it; back: at or behind it */
	uint32_t most; /* bytes of text in a slice, give or take a piece */
	int64_t until; /* when a slice ends at the latest: ns of CLOCK_MONOTONIC; 0: any time */
};

enum search_went { SEARCH_FOUND, SEARCH_MORE, SEARCH_NONE };

/*
 * Goes on for a slice. SEARCH_FOUND: *out, and walk->at is for whoever goes on from there to set.
 * SEARCH_MORE: walk->at is where the next slice begins. With `until`, patience has no end: it is for
 * the caller to have.
 */
enum search_went search_go(struct search *search, const struct doc *doc, struct search_walk *walk,
	struct range *out);

/* All matches that begin in [within.start, within.end), in order, up to max; returns how many. */
uint32_t search_all(struct search *search, const struct doc *doc, struct range within,
	struct range *out, uint32_t max);

/* NULL, or why the last call may have missed matches (match limit, no memory). */
const char *search_trouble(const struct search *search);

/* Frees it; takes NULL. */
void search_free(struct search *search);

#endif

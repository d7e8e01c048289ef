/*
 * match_filter.h - which words of a window may begin a form.
 *
 * Every word of a text is asked for, so this is where the time goes: a load, a multiplication and one
 * bit of a table that lies in the cache, with no branch for any word. What is left is asked again
 * with the word behind it. A yes may be wrong, a no never is. A capital that a form begins with is
 * wanted in the text; words that are odd pass always.
 *
 *	struct match_filter_room room;
 *	uint32_t n = match_filter_pass(&filter, by, p, &words, &room);
 */
#ifndef DOSSIER_LINKS_MATCH_FILTER_H
#define DOSSIER_LINKS_MATCH_FILTER_H

#include "base/span.h"
#include "links/match_window.h"

struct match_filter {
	uint32_t *firsts; /* bits by hash: a form begins with this word */
	uint32_t *wholes; /* the same: this word alone is a form, or these two begin one */
	uint32_t firsts_shift, wholes_shift; /* a hash shifted right by it: number of its 32 bits */
};

/* What a pass needs, and what it finds. */
struct match_filter_room {
	uint32_t hashes[MATCH_WINDOW_MOST + 32]; /* sixteen are written at once */
	uint16_t passed[MATCH_WINDOW_MOST + 32];
};

/* Makes it for n forms. False where memory is short; finish it in any case. */
bool match_filter_make(struct match_filter *filter, uint32_t n) MUST_CHECK;

/*
 * Adds a form as letters_fold() leaves it, with its capitals and in small letters. One whose first
 * word is not all ASCII needs no place here: such words are odd.
 */
void match_filter_add(struct match_filter *filter, struct span folded, struct span small);

/*
 * The words of a window at p that may begin a form: room->passed has their numbers, ascending; how
 * many. Of the last one it is not known what stands behind it.
 */
uint32_t match_filter_pass(const struct match_filter *filter, enum match_window_by by,
	const unsigned char *p, const struct match_window *words, struct match_filter_room *room);

/* Whether number i, one of those that passed last, may begin a form with the word behind it. */
bool match_filter_pair(const struct match_filter *filter, const struct match_window *words,
	const struct match_filter_room *room, uint32_t i);

/* Frees it. Takes a zeroed one. */
void match_filter_finish(struct match_filter *filter);

#endif

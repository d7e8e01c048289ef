/*
 * match_window.h - the words of a window of text: where each begins and ends.
 *
 * A word here is a run of ASCII letters, digits and characters that are not ASCII; quotes, dashes and
 * the rest of general punctuation stand between words as a blank does. A plain one is all ASCII, and
 * nothing behind it can change what it is: it can be looked up as it stands. Any other is odd: it
 * is to be read letter by letter, and may hold any number of names.
 *
 * The places of all words are written down 64 bytes at a time, with AVX-512 or AVX2 where the
 * processor has it, else as match_words.h does. A test holds all ways equal. For match.c, and for
 * words_cut.c, which cuts words for the word index.
 *
 *	struct match_window words;
 *	match_window_cut(match_window_best(), p, n, &words);
 *	for (uint32_t i = 0; i < words.n; i++) { … match_window_start(&words, i) … }
 */
#ifndef DOSSIER_LINKS_MATCH_WINDOW_H
#define DOSSIER_LINKS_MATCH_WINDOW_H

#include "links/match_words.h"

#define MATCH_WINDOW_BYTES 4096u /* looked at together, at most */
#define MATCH_WINDOW_AFTER (MATCH_WORDS_BLOCK + 8u) /* bytes that must be readable behind them */
#define MATCH_WINDOW_MOST (MATCH_WINDOW_BYTES / 2) /* words */
#define MATCH_WINDOW_ODD 0x8000u

enum match_window_by {
	MATCH_WINDOW_PLAIN,
	MATCH_WINDOW_SSE2,
	MATCH_WINDOW_AVX2, /* with BMI 1 and 2 */
	MATCH_WINDOW_AVX512, /* F, BW, DQ, VL and VBMI2: what servers have since 2021 */
};

struct match_window {
	uint32_t n;
	/* Start and end of each, from the window's start; ends of odd words with MATCH_WINDOW_ODD. */
	uint16_t edges[2 * MATCH_WINDOW_MOST + MATCH_WORDS_BLOCK];
	uint32_t nodd;
	uint16_t odd[MATCH_WINDOW_MOST]; /* numbers of the odd ones */
};

/* The fastest way that this processor has. */
enum match_window_by match_window_best(void);

/*
 * The words of the n <= MATCH_WINDOW_BYTES bytes at p. Those at both ends may be parts of longer
 * ones: the caller knows.
 */
void match_window_cut(enum match_window_by by, const unsigned char *p, uint32_t n,
	struct match_window *out);

/* Makes the last word, if there is one, an odd one. */
void match_window_last_odd(struct match_window *words);

/* Where word i begins, from the window's start. */
static inline uint32_t match_window_start(const struct match_window *words, uint32_t i)
{
	return words->edges[2 * i];
}

/* Where it ends. */
static inline uint32_t match_window_end(const struct match_window *words, uint32_t i)
{
	return words->edges[2 * i + 1] & ~MATCH_WINDOW_ODD;
}

/* Whether it is odd. */
static inline bool match_window_is_odd(const struct match_window *words, uint32_t i)
{
	return (words->edges[2 * i + 1] & MATCH_WINDOW_ODD) != 0;
}

#endif

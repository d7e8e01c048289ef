#include "find/words_cut.h"

#include "base/utf8.h"
#include "find/piece.h"
#include "links/match_words.h"

#define NOWHERE SIZE_MAX
#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* Room for the longest word and what one step reads behind it. */
enum { ROOM = 264 };

static uint64_t load(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
	return eight;
}

/* Some byte is below `least` or, above ASCII, seems to be. */
static uint64_t below(uint64_t eight, uint64_t least)
{
	return (eight - ONES * least) & ~eight & HIGHS;
}

/* Whether the line end at `at` may have broken a word behind a hyphen. */
static bool breaks_word(struct span text, size_t at)
{
	while (at > 0 && (text.p[at - 1] == ' ' || (text.p[at - 1] >= '\t' && text.p[at - 1] <= '\r'))) {
		at--;
	}
	return at > 0 && text.p[at - 1] == '-';
}

/* Bytes that folding does not just make small: what is not ASCII, controls, broken words. */
static bool is_odd(struct span text, size_t at)
{
	unsigned char c = (unsigned char)text.p[at];

	if (c == '\n') {
		return breaks_word(text, at);
	}
	return c >= 0x7F || (c < ' ' && (c < '\t' || c > '\r'));
}

/* Whether folding text would do nothing but make its letters small. */
static bool is_simple(struct span text)
{
	size_t off = 0;

	while (off < text.n) {
		if (off + WORDS_CUT_STEP <= text.n) {
			uint64_t eight = load(text.p + off);

			if (((eight & HIGHS) | below(eight, ' ') | below(eight ^ ONES * 0x7F, 1)) == 0) {
				off += WORDS_CUT_STEP;
				continue;
			}
		}
		size_t end = off + WORDS_CUT_STEP < text.n ? off + WORDS_CUT_STEP : text.n;
		for (; off < end; off++) {
			if (is_odd(text, off)) {
				return false;
			}
		}
	}
	return true;
}

/* Hands over the ASCII word [start, end): bit 5 makes capitals small and changes no digit. */
static void put_ascii(struct words_cut *cut, struct span text, size_t start, size_t end)
{
	char word[ROOM];
	size_t n = end - start;

	if (n > WORDS_CUT_MOST) {
		n = WORDS_CUT_MOST;
		cut->odd = true;
	}
	for (size_t i = 0; i < n; i += WORDS_CUT_STEP) {
		size_t here = n - i < WORDS_CUT_STEP ? n - i : WORDS_CUT_STEP;
		uint64_t eight = 0;

		if (start + i + WORDS_CUT_STEP <= text.n) {
			eight = load(text.p + start + i);
		} else {
			memcpy(&eight, text.p + start + i, here);
		}
		eight |= ONES * 0x20;
		memcpy(word + i, &eight, sizeof(eight));
	}
	memset(word + n, 0, WORDS_CUT_STEP);
	cut->word(cut->owner, (struct span){word, n});
}

/* The word mask of the 64 bytes from off on, as far as there are any. */
static uint64_t mask_at(struct span text, size_t off)
{
	unsigned char last[MATCH_WORDS_BLOCK] = {0};

	if (off + MATCH_WORDS_BLOCK <= text.n) {
		return match_words_find((const unsigned char *)text.p + off).word;
	}
	memcpy(last, text.p + off, text.n - off);
	return match_words_find(last).word;
}

static void cut_ascii(struct words_cut *cut, struct span text)
{
	size_t start = NOWHERE;

	for (size_t off = 0; off < text.n; off += MATCH_WORDS_BLOCK) {
		uint64_t word = mask_at(text, off);
		uint64_t edges = word ^ (word << 1 | (start != NOWHERE));

		for (; edges != 0; edges &= edges - 1) {
			size_t at = off + match_words_first(edges);

			if (start == NOWHERE) {
				start = at;
			} else {
				put_ascii(cut, text, start, at);
				start = NOWHERE;
			}
		}
	}
	if (start != NOWHERE) {
		put_ascii(cut, text, start, text.n);
	}
}

static void put_word(struct words_cut *cut, struct span folded, size_t start, size_t end)
{
	char word[ROOM];
	size_t n = end - start;

	if (n > WORDS_CUT_MOST) {
		n = utf8_floor(folded, start + WORDS_CUT_MOST) - start;
		cut->odd = true;
	}
	memcpy(word, folded.p + start, n);
	memset(word + n, 0, WORDS_CUT_STEP);
	cut->at = (struct span){folded.p + start, end - start};
	cut->word(cut->owner, (struct span){word, n});
}

void words_cut_folded(struct words_cut *cut, struct span folded)
{
	size_t start = NOWHERE;

	for (size_t off = 0; off < folded.n;) {
		size_t at = off;
		uint32_t c = utf8_next(folded, &off);
		bool alone = c >= 0x2E80 && c != UTF8_INVALID && utf8_is_ideograph(c);
		bool word = !alone && c != UTF8_INVALID && utf8_is_word(c);

		if (!word && start != NOWHERE) {
			put_word(cut, folded, start, at);
			start = NOWHERE;
		}
		if (alone) {
			put_word(cut, folded, at, off);
		} else if (word && start == NOWHERE) {
			start = at;
		}
	}
	if (start != NOWHERE) {
		put_word(cut, folded, start, folded.n);
	}
}

/*
 * A search looks at a long paragraph in pieces, each folded by itself with PIECE_AROUND bytes more on
 * either side. Whether what a pattern of WORDS_CUT_PATTERN bytes matches may reach beyond these.
 */
static bool is_stretched(const struct fold *view)
{
	for (uint32_t i = 0; i < view->n; i++) {
		uint32_t last = i + WORDS_CUT_PATTERN < view->n ? i + WORDS_CUT_PATTERN : view->n - 1;

		if (view->ends[last] - view->starts[i] >= PIECE_AROUND - WORDS_CUT_STEP) {
			return true;
		}
	}
	return false;
}

bool words_cut_para(struct words_cut *cut, const struct doc *doc, uint32_t para)
{
	struct range at = doc->paras[para].at;
	struct span text = span_in(doc->text, at);

	if (text.n <= PIECE_OWN && is_simple(text) && !doc_hides(doc, at)) {
		cut_ascii(cut, text);
		return true;
	}
	if (!fold_make(&cut->view, doc, at, 0)) {
		return false;
	}
	cut->odd |= text.n > PIECE_OWN && is_stretched(&cut->view);
	words_cut_folded(cut, (struct span){cut->view.p, cut->view.n});
	return true;
}

void words_cut_finish(struct words_cut *cut)
{
	fold_finish(&cut->view);
}

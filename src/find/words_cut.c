#include "find/words_cut.h"

#include "base/utf8.h"
#include "find/piece.h"

#define NOWHERE SIZE_MAX
#define BLOCK MATCH_WORDS_BLOCK
#define SMALL 0x2020202020202020u /* bit 5 makes capitals small and changes no digit */

/*
 * Letters and figures of each DENSE_STEP bytes from which on no pattern of WORDS_CUT_PATTERN bytes can
 * be stretched to what a piece sees around its own: as many such steps lie within that have more of them.
 */
#define DENSE_STEP 1024u
#define DENSE_LEAST 300u
_Static_assert((PIECE_AROUND / DENSE_STEP - 2) * DENSE_LEAST > WORDS_CUT_PATTERN + 1, "");

/* So many of the next 64 bytes that are not ASCII are folded with what stands before them. */
#define DENSE 8

void words_cut_flush(struct words_cut *cut)
{
	if (cut->nwait > 0) {
		cut->shorts(cut->owner, cut->wait, cut->nwait);
		cut->nwait = 0;
	}
}

/* The short word of n bytes at p, with bits set in all of them; 16 bytes at p can be read. */
static inline struct words_short short_at(const char *p, size_t n, uint64_t bits)
{
	static const unsigned char kept[2 * WORDS_CUT_SHORT] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
		0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
	struct words_short word, mask;

	memcpy(&word, p, sizeof(word));
	memcpy(&mask, kept + WORDS_CUT_SHORT - n, sizeof(mask));
	return (struct words_short){(word.start | bits) & mask.start, (word.rest | bits) & mask.rest};
}

/* A word that is longer, with bits set in all of its bytes. */
static void put_long(struct words_cut *cut, const char *p, size_t n, unsigned char bits)
{
	cut->odd |= n > WORDS_CUT_MOST;
	n = n < WORDS_CUT_MOST ? n : WORDS_CUT_MOST;
	for (size_t i = 0; i < n; i++) {
		cut->longer[i] = (char)((unsigned char)p[i] | bits);
	}
	memset(cut->longer + n, 0, WORDS_CUT_STEP);
	words_cut_flush(cut);
	cut->word(cut->owner, (struct span){cut->longer, n});
}

/* The masks of the bytes from off on, of which `end` is behind the last. */
static struct match_words masks_at(struct span text, size_t off, size_t end)
{
	unsigned char last[BLOCK] = {0};

	if (off + BLOCK <= end) {
		return match_words_find((const unsigned char *)text.p + off);
	}
	memcpy(last, text.p + off, end - off);
	return match_words_find(last);
}

/* Moves *off over white space. True where a line ends in it: a word before may be broken there. */
static bool breaks(struct span text, size_t *off, size_t end)
{
	bool line = false;

	for (size_t next = *off; next < end; *off = next) {
		uint32_t c = utf8_next(text, &next);

		if (!utf8_is_space(c)) {
			break;
		}
		line |= c == '\n';
	}
	return line;
}

/* Whether white space before off, if there is any, is behind U+00AD, U+2010 or a hyphen. */
static bool is_behind_hyphen(struct span text, size_t off)
{
	uint32_t c = ' ';

	while (off > 0 && utf8_is_space(c)) {
		c = utf8_prev(text, &off);
	}
	return c == 0xAD || c == 0x2010 || c == '-';
}

/*
 * The end of the stretch that is to be folded because of what stands at off: before an ASCII
 * character that parts words whatever stands around it.
 */
static size_t stretch_end(struct span text, size_t off, size_t end)
{
	while (off < end) {
		struct match_words masks = masks_at(text, off, end);
		uint64_t parts = ~(masks.word | masks.high);
		size_t behind;

		if (parts == 0) {
			off += BLOCK;
			continue;
		}
		off += match_words_first(parts);
		if (off >= end) {
			break;
		}
		behind = off + (text.p[off] == '-');
		if ((behind > off || is_behind_hyphen(text, off)) && breaks(text, &behind, end)) {
			off = behind;
			continue;
		}
		masks = masks_at(text, off, end);
		if (__builtin_popcountll(masks.high) < DENSE) {
			return off;
		}
		off++;
	}
	return end;
}

/* How much of a word is taken: all of it, or whole characters. */
static size_t length_of(struct words_cut *cut, struct span folded, size_t start, size_t end)
{
	if (end - start <= WORDS_CUT_MOST) {
		return end - start;
	}
	cut->odd = true;
	return utf8_floor(folded, start + WORDS_CUT_MOST) - start;
}

static void put_word(struct words_cut *cut, struct span folded, size_t start, size_t end)
{
	size_t n = length_of(cut, folded, start, end);

	cut->n++;
	if (n > WORDS_CUT_SHORT) {
		put_long(cut, folded.p + start, n, 0);
		return;
	}
	cut->wait[cut->nwait++] = short_at(folded.p + start, n, 0); /* there is FOLD_PAD behind */
	if (cut->nwait == WORDS_CUT_WAIT) {
		words_cut_flush(cut);
	}
}

static void take_word(struct words_cut *cut, struct span folded, size_t start, size_t end)
{
	size_t n = length_of(cut, folded, start, end);

	memcpy(cut->longer, folded.p + start, n);
	memset(cut->longer + n, 0, WORDS_CUT_STEP);
	cut->at = (struct span){folded.p + start, end - start};
	cut->word(cut->owner, (struct span){cut->longer, n});
}

/* Hands each word of a folded text to put. */
static void cut_folded(struct words_cut *cut, struct span folded,
	void (*put)(struct words_cut *cut, struct span folded, size_t start, size_t end))
{
	size_t start = NOWHERE;

	for (size_t off = 0; off < folded.n;) {
		size_t at = off;
		uint32_t c = utf8_next(folded, &off);
		bool alone = c >= 0x2E80 && c != UTF8_INVALID && utf8_is_ideograph(c);
		bool word = !alone && c != UTF8_INVALID && utf8_is_word(c);

		if (!word && start != NOWHERE) {
			put(cut, folded, start, at);
			start = NOWHERE;
		}
		if (alone) {
			put(cut, folded, at, off);
		} else if (word && start == NOWHERE) {
			start = at;
		}
	}
	if (start != NOWHERE) {
		put(cut, folded, start, folded.n);
	}
}

void words_cut_folded(struct words_cut *cut, struct span folded)
{
	cut_folded(cut, folded, take_word);
}

/* Folds a part of a document and cuts it. */
static bool cut_stretch(struct words_cut *cut, const struct doc *doc, struct range at)
{
	if (!fold_make(&cut->view, doc, at, 0)) {
		return false;
	}
	cut_folded(cut, (struct span){cut->view.p, cut->view.n}, put_word);
	return true;
}

/* The bytes of a window of n bytes, with room behind them. */
static const char *window_bytes(struct words_cut *cut, struct span text, size_t base, uint32_t n)
{
	if (text.n - base >= (size_t)n + MATCH_WINDOW_AFTER) {
		return text.p + base;
	}
	memcpy(cut->tail, text.p + base, n);
	memset(cut->tail + n, 0, MATCH_WINDOW_AFTER);
	return cut->tail;
}

/* Takes words [i, end) of the window at p, which are ASCII. */
static void put_plain(struct words_cut *cut, const char *p, uint32_t i, uint32_t end)
{
	const uint16_t *edge = cut->window.edges + 2 * i, *last = cut->window.edges + 2 * end;

	cut->n += end - i;
	while (edge < last) {
		ptrdiff_t room = 2 * (ptrdiff_t)(WORDS_CUT_WAIT - cut->nwait);
		const uint16_t *upto = last - edge < room ? last : edge + room;
		struct words_short *next = cut->wait + cut->nwait;

		for (; edge < upto && edge[1] - edge[0] <= (int)WORDS_CUT_SHORT; edge += 2) {
			*next++ = short_at(p + edge[0], (size_t)(edge[1] - edge[0]), SMALL);
		}
		cut->nwait = (uint32_t)(next - cut->wait);
		if (edge < upto) {
			put_long(cut, p + edge[0], (size_t)(edge[1] - edge[0]), 0x20);
			edge += 2;
		} else if (cut->nwait == WORDS_CUT_WAIT) {
			words_cut_flush(cut);
		}
	}
}

/* The end of the run of ASCII letters and digits that off is in. */
static size_t run_end(struct span text, size_t off, size_t end)
{
	while (off < end) {
		uint64_t others = ~masks_at(text, off, end).word;

		if (others != 0) {
			return off + match_words_first(others);
		}
		off += BLOCK;
	}
	return end;
}

/*
 * The last word of the window at base, behind which there are more, is left to the next one: *next is
 * where that begins. It is taken where it is the only one: it may be larger than any window.
 */
static void leave_last(struct words_cut *cut, struct span text, size_t base, size_t *next,
	size_t end)
{
	struct match_window *words = &cut->window;
	uint32_t start = words->n == 0 ? 0 : match_window_start(words, words->n - 1);
	size_t to;

	if (words->n == 0 || start > 0) {
		words->n -= words->n > 0;
		*next = start > 0 ? base + start : *next;
		return;
	}
	to = run_end(text, base, end);
	if (to < end && (text.p[to] == '-' || (unsigned char)text.p[to] >= 0x80)) {
		match_window_last_odd(words);
		return;
	}
	cut->n++;
	put_long(cut, text.p + base, to - base, 0x20);
	words->n = 0;
	*next = to;
}

/*
 * Cuts the n bytes at *base and moves it on. A word that is not plain ASCII is folded with what
 * follows it up to where it ends for certain.
 */
static bool cut_window(struct words_cut *cut, const struct doc *doc, size_t *base, uint32_t n,
	size_t end)
{
	struct match_window *words = &cut->window;
	const char *p = window_bytes(cut, doc->text, *base, n);
	size_t next = *base + n;
	uint32_t i = 0;

	match_window_cut(cut->by, (const unsigned char *)p, n, words);
	if (next < end) {
		leave_last(cut, doc->text, *base, &next, end);
	}
	for (uint32_t k = 0; k < words->nodd && words->odd[k] < words->n; k++) {
		uint32_t odd = words->odd[k];
		size_t from = *base + match_window_start(words, odd), to;

		if (odd < i) {
			continue; /* folded with one before */
		}
		put_plain(cut, p, i, odd);
		to = stretch_end(doc->text, *base + match_window_end(words, odd), end);
		if (!cut_stretch(cut, doc, (struct range){(uint32_t)from, (uint32_t)to})) {
			return false;
		}
		for (i = odd + 1; i < words->n && *base + match_window_start(words, i) < to; i++) {
		}
		next = to > next ? to : next;
	}
	put_plain(cut, p, i, words->n);
	*base = next;
	return true;
}

/* Cuts [at.start, at.end), in which no markup hides. */
static bool cut_plain(struct words_cut *cut, const struct doc *doc, struct range at)
{
	for (size_t base = at.start; base < at.end;) {
		size_t left = at.end - base, most = MATCH_WINDOW_BYTES;

		if (!cut_window(cut, doc, &base, (uint32_t)(left < most ? left : most), at.end)) {
			return false;
		}
	}
	return true;
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

/* Whether is_stretched() cannot be true of the paragraph: each of these gives a folded byte at least. */
static bool is_dense(struct span text, struct range at)
{
	for (size_t from = at.start; from + DENSE_STEP <= at.end; from += DENSE_STEP) {
		uint32_t n = 0;

		for (size_t off = from; off < from + DENSE_STEP && n < DENSE_LEAST; off += BLOCK) {
			n += (uint32_t)__builtin_popcountll(masks_at(text, off, at.end).word);
		}
		if (n < DENSE_LEAST) {
			return false;
		}
	}
	return true;
}

bool words_cut_para(struct words_cut *cut, const struct doc *doc, uint32_t para)
{
	struct range at = doc->paras[para].at;
	bool hides = doc->nmarks > 0 && doc_hides(doc, at);

	if (!cut->asked) {
		cut->by = match_window_best();
		cut->asked = true;
	}
	if (at.end - at.start > PIECE_OWN && (hides || !is_dense(doc->text, at))) {
		if (!cut_stretch(cut, doc, at)) {
			return false;
		}
		cut->odd |= is_stretched(&cut->view);
		return true;
	}
	return hides ? cut_stretch(cut, doc, at) : cut_plain(cut, doc, at);
}

void words_cut_finish(struct words_cut *cut)
{
	fold_finish(&cut->view);
}

#include "find/words_cut.h"

#include "base/utf8.h"
#include "find/piece.h"
#include "find/words_mask.h"

#define NOWHERE SIZE_MAX
#define SMALL 0x2020202020202020u /* bit 5 makes capitals small and changes no digit */

/*
 * Letters and figures of each DENSE_STEP bytes from which on no pattern of WORDS_CUT_PATTERN bytes can
 * be stretched to what a piece sees around its own: as many such steps lie within that have more of them.
 */
#define DENSE_STEP 1024u
#define DENSE_LEAST 300u
_Static_assert((PIECE_AROUND / DENSE_STEP - 2) * DENSE_LEAST > WORDS_CUT_PATTERN + 1, "");

/* Hard bytes among the next 64 from which on they are folded with what stands before them. */
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

/* There is room for it. */
static inline void put_short(struct words_cut *cut, struct words_short word)
{
	cut->wait[cut->nwait++] = word;
	cut->n++;
}

/* A word that is longer, or where 16 bytes cannot be read. It is whole in n <= WORDS_CUT_MOST bytes. */
static void put_slowly(struct words_cut *cut, const char *p, size_t n, unsigned char bits)
{
	for (size_t i = 0; i < n; i++) {
		cut->longer[i] = (char)((unsigned char)p[i] | bits);
	}
	memset(cut->longer + n, 0, WORDS_CUT_STEP);
	if (n > WORDS_CUT_SHORT) {
		words_cut_flush(cut);
		cut->word(cut->owner, (struct span){cut->longer, n});
		cut->n++;
		return;
	}
	memset(cut->longer + n, 0, WORDS_CUT_SHORT);
	put_short(cut, short_at(cut->longer, n, 0));
}

/* The ASCII word of `text` (all of the document's) that stands in [start, end). */
static inline void put_ascii(struct words_cut *cut, struct span text, size_t start, size_t end)
{
	size_t n = end - start;

	if (n <= WORDS_CUT_SHORT && start + WORDS_CUT_SHORT <= text.n) {
		put_short(cut, short_at(text.p + start, n, SMALL));
		return;
	}
	cut->odd |= n > WORDS_CUT_MOST;
	put_slowly(cut, text.p + start, n < WORDS_CUT_MOST ? n : WORDS_CUT_MOST, 0x20);
}

/* The masks of the bytes from off on, of which `end` is behind the last. */
static struct words_mask mask_at(struct span text, size_t off, size_t end)
{
	unsigned char last[WORDS_MASK_BLOCK] = {0};
	struct words_mask masks;
	uint64_t here;

	if (off + WORDS_MASK_BLOCK <= end) {
		return words_mask_find((const unsigned char *)text.p + off);
	}
	here = words_mask_low(end - off);
	if (off + WORDS_MASK_BLOCK <= text.n) {
		masks = words_mask_find((const unsigned char *)text.p + off);
	} else {
		memcpy(last, text.p + off, end - off);
		masks = words_mask_find(last);
	}
	return (struct words_mask){masks.word & here, masks.hard & here, masks.hyphen & here};
}

/*
 * Moves *off over white space. True where a word before may be broken there: a line ends in it, or
 * more of it follows that is not ASCII.
 */
static bool breaks(struct span text, size_t *off, size_t end)
{
	bool line = false;

	while (*off < end && (text.p[*off] == ' ' || (text.p[*off] >= '\t' && text.p[*off] <= '\r'))) {
		line |= text.p[(*off)++] == '\n';
	}
	return line || (*off < end && (unsigned char)text.p[*off] >= 0x80);
}

/* Of the hyphens of a block, the first one that may not stand in the folded text. */
static uint64_t breaking(uint64_t hyphens, struct span text, size_t off, size_t end)
{
	for (; hyphens != 0; hyphens &= hyphens - 1) {
		size_t behind = off + words_mask_first(hyphens) + 1;

		if (breaks(text, &behind, end)) {
			return hyphens & -hyphens;
		}
	}
	return 0;
}

/* Whether off is behind U+00AD or U+2010. */
static bool is_behind_hyphen(struct span text, size_t off)
{
	return (off >= 2 && memcmp(text.p + off - 2, "\xC2\xAD", 2) == 0) ||
		(off >= 3 && memcmp(text.p + off - 3, "\xE2\x80\x90", 3) == 0);
}

/*
 * The end of the stretch that is to be folded because of what stands at off: before an ASCII
 * character that parts words whatever stands around it.
 */
static size_t stretch_end(struct span text, size_t off, size_t end)
{
	for (;;) {
		struct words_mask masks = mask_at(text, off, end);
		uint64_t parts = ~(masks.word | masks.hard);
		size_t behind;

		if (parts == 0) {
			off += WORDS_MASK_BLOCK;
			continue;
		}
		off += words_mask_first(parts);
		if (off >= end) {
			return end;
		}
		behind = off + (text.p[off] == '-');
		if ((behind > off || is_behind_hyphen(text, off)) && breaks(text, &behind, end)) {
			off = behind;
			continue;
		}
		masks = mask_at(text, off, end);
		if (__builtin_popcountll(masks.hard) < DENSE) {
			return off;
		}
		off++;
	}
}

static void put_word(struct words_cut *cut, struct span folded, size_t start, size_t end)
{
	size_t n = end - start;

	if (n > WORDS_CUT_MOST) {
		n = utf8_floor(folded, start + WORDS_CUT_MOST) - start;
		cut->odd = true;
	}
	if (cut->nwait == WORDS_CUT_WAIT) {
		words_cut_flush(cut);
	}
	put_slowly(cut, folded.p + start, n, 0);
}

static void take_word(struct words_cut *cut, struct span folded, size_t start, size_t end)
{
	size_t n = end - start;

	if (n > WORDS_CUT_MOST) {
		n = utf8_floor(folded, start + WORDS_CUT_MOST) - start;
		cut->odd = true;
	}
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

/* The short words that wait end there now. */
static void wait_to(struct words_cut *cut, const struct words_short *end)
{
	uint32_t n = (uint32_t)(end - cut->wait);

	cut->n += n - cut->nwait;
	cut->nwait = n;
}

/*
 * Cuts the words of a block at off, given by the edges where they begin and end. *start: where the
 * word began that goes on into the block, then the one that goes on behind it; or NOWHERE.
 */
static void cut_block(struct words_cut *cut, struct span text, size_t off, uint64_t edges,
	size_t *start)
{
	const struct span rest = {text.p + off, text.n - off};
	struct words_short *next;

	if (cut->nwait + WORDS_MASK_BLOCK / 2 + 1 > WORDS_CUT_WAIT) {
		words_cut_flush(cut);
	}
	if (*start != NOWHERE && edges != 0) {
		put_ascii(cut, text, *start, off + words_mask_first(edges));
		edges &= edges - 1;
		*start = NOWHERE;
	}
	next = cut->wait + cut->nwait;
	while (edges != 0) {
		size_t from = words_mask_first(edges), n;

		edges &= edges - 1;
		if (edges == 0) {
			*start = off + from;
			break;
		}
		n = words_mask_first(edges) - from;
		edges &= edges - 1;
		if (n <= WORDS_CUT_SHORT && from + WORDS_CUT_SHORT <= rest.n) {
			*next++ = short_at(rest.p + from, n, SMALL);
		} else {
			wait_to(cut, next);
			put_slowly(cut, rest.p + from, n, 0x20);
			next = cut->wait + cut->nwait;
		}
	}
	wait_to(cut, next);
}

/* Cuts [at.start, at.end), in which no markup hides. */
static bool cut_plain(struct words_cut *cut, const struct doc *doc, struct range at)
{
	struct span text = doc->text;
	size_t start = NOWHERE;

	for (size_t off = at.start; off < at.end;) {
		struct words_mask masks = mask_at(text, off, at.end);
		uint64_t before = masks.word << 1 | (start != NOWHERE), edges = masks.word ^ before;
		uint64_t stop = masks.hard | breaking(masks.hyphen & before, text, off, at.end);
		size_t end;

		if (stop == 0) {
			cut_block(cut, text, off, edges, &start);
			off += WORDS_MASK_BLOCK;
			continue;
		}
		/* A word that ends there is not done yet. */
		cut_block(cut, text, off, edges & words_mask_low(words_mask_first(stop)), &start);
		off += words_mask_first(stop);
		end = stretch_end(text, text.p[off] == '-' ? off : off + 1, at.end);
		start = start == NOWHERE ? off : start;
		if (!cut_stretch(cut, doc, (struct range){(uint32_t)start, (uint32_t)end})) {
			return false;
		}
		start = NOWHERE;
		off = end;
	}
	if (start != NOWHERE) {
		cut_block(cut, text, at.end, 1, &start);
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

		for (size_t off = from; off < from + DENSE_STEP && n < DENSE_LEAST; off += WORDS_MASK_BLOCK) {
			n += (uint32_t)__builtin_popcountll(
				words_mask_find((const unsigned char *)text.p + off).word);
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

#include "notes/anchor_near.h"

#include "base/utf8.h"
#include "notes/anchor_diff.h"
#include "notes/anchor_place.h"

enum {
	SIDE = ANCHOR_PLACE_SIDE,
	REACH = ANCHOR_PLACE_REACH,
	FEW = 16,  /* places at which all of a passage is compared */
	PAIRS = 3, /* places that are kept: the best and what it is compared with */
	WORD_MOST = 64, /* bytes that a candidate may grow by at each end */
};

/* What makes a place good enough, in bytes of agreement. */
enum {
	AGREE_LEAST = 24,
	CONTEXT_LEAST = 32, /* with which a passage is found as a whole */
	MARGIN = 30,
	HELD_LEAST = 16, /* of the context at each end, where the passage is not as it was there */
	TORN_MOST = 32,  /* of a long quotation lost near one of its ends */
};

/* A start and an end, weighed. */
struct pair {
	struct range at; /* in the folded text */
	struct anchor_diff diff;
	uint32_t total; /* bytes that agree in context and quotation, less the edits */
	bool expected;  /* it is where the notes around it say */
	uint32_t fit; /* the same and more for ends that fit: to choose among places that overlap */
};

/* A passage being looked for. */
struct near {
	struct anchor_passage passage;
	struct pair pairs[PAIRS];
	uint32_t npairs;
};

static uint32_t at_most(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static struct span piece(struct span text, size_t from, size_t to)
{
	return (struct span){text.p + from, to - from};
}

/* Where the passage should be if it moved with the one before it, or with the one behind it. */
static void guess(struct near *near, uint32_t old)
{
	const struct anchor_text *text = near->passage.text;
	uint32_t i = anchor_text_pins(text, old);

	for (uint32_t k = i > 0 ? i - 1 : 0; k <= i && k < text->npins; k++) {
		int64_t at = (int64_t)old + text->pins[k].now - text->pins[k].old;

		if (at >= 0 && at < (int64_t)text->doc->text.n) {
			near->passage.guesses[near->passage.nguesses++] =
				fold_index(&text->fold, (uint32_t)at);
		}
	}
}

static bool is_expected(const struct near *near, uint32_t start)
{
	for (uint32_t i = 0; i < near->passage.nguesses; i++) {
		if (start + REACH > near->passage.guesses[i] &&
			start < near->passage.guesses[i] + REACH) {
			return true;
		}
	}
	return false;
}

/* Keeps a pair among the best: of those that overlap only the better one. */
static void pair_add(struct near *near, const struct pair *pair)
{
	uint32_t n = 0, i;

	for (i = 0; i < near->npairs; i++) {
		if (range_meets(near->pairs[i].at, pair->at) && near->pairs[i].fit >= pair->fit) {
			return;
		}
	}
	for (i = 0; i < near->npairs; i++) {
		if (!range_meets(near->pairs[i].at, pair->at)) {
			near->pairs[n++] = near->pairs[i];
		}
	}
	near->npairs = n;
	for (i = 0; i < n && near->pairs[i].total >= pair->total; i++) {
	}
	if (i == PAIRS) {
		return;
	}
	n = n < PAIRS ? n : PAIRS - 1;
	memmove(&near->pairs[i + 1], &near->pairs[i], (n - i) * sizeof(*near->pairs));
	near->pairs[i] = *pair;
	near->npairs = n + 1;
}

/*
 * Whether a point has on one side or the other what shows that it is the one. What was put in right
 * there tears the sides apart: then the place where the passage itself goes on is the point, if
 * it goes on at least a little.
 */
static bool is_held(const struct anchor_places *places, const struct anchor_place *place,
	uint32_t context, uint32_t quote)
{
	uint32_t beside = at_most(quote, SIDE);
	bool goes_on = 4 * place->inner >= 3 * beside, other_inner = false, other_outer = false;

	for (uint32_t i = 0; i < places->n; i++) {
		const struct anchor_place *other = &places->items[i];

		other_inner = other_inner || 4 * other->inner >= 3 * beside;
		other_outer = other_outer || (other->inner > 0 && 4 * other->outer >= 3 * context);
	}
	if (place->outer >= at_most(HELD_LEAST, context)) {
		return place->inner > 0 || !other_inner;
	}
	return place->inner == beside || (goes_on && !other_outer);
}

/* Weighs a start with an end that goes with it. */
static void pair_weigh(struct near *near, const struct anchor_place *start,
	const struct anchor_place *end, bool held)
{
	uint32_t quote = near->passage.end - near->passage.start,
		 behind = (uint32_t)near->passage.want.n - near->passage.end;
	uint32_t side = near->passage.start > behind ? near->passage.start : behind, growth, loss;
	struct pair pair = {.at = {start->at, end->at}, .expected = is_expected(near, start->at)};

	pair.diff = anchor_diff(near->passage.text,
		piece(near->passage.want, near->passage.start, near->passage.end), pair.at);

	growth = pair.at.end - pair.at.start;
	growth = growth > quote ? at_most(growth - quote, side + SIDE / 4) : 0;
	loss = 2 * pair.diff.lost + growth;
	pair.total = start->outer + end->outer + quote;
	pair.total -= at_most(pair.total, loss);
	if (!held) {
		pair.total /= 4;
	}
	pair.fit = pair.total + 2 * (start->inner + end->inner);
	pair_add(near, &pair);
}

static void pairs_weigh(
	struct near *near, const struct anchor_places *starts, const struct anchor_places *ends)
{
	uint32_t quote = near->passage.end - near->passage.start,
		 behind = (uint32_t)near->passage.want.n - near->passage.end;
	uint32_t most = 3 * quote + 16 * ANCHOR_TEXT_GRAM;

	for (uint32_t i = 0; i < starts->n; i++) {
		for (uint32_t k = 0; k < ends->n; k++) {
			uint32_t start = starts->items[i].at, end = ends->items[k].at;

			if (start < end && end - start >= quote / 3 && end - start <= most) {
				pair_weigh(near, &starts->items[i], &ends->items[k],
					is_held(starts, &starts->items[i], near->passage.start,
						quote) &&
						is_held(ends, &ends->items[k], behind, quote));
			}
		}
	}
}

static void pairs_find(struct near *near)
{
	const struct anchor_passage *passage = &near->passage;
	struct anchor_places starts, ends;

	anchor_place_find(passage, passage->start, &starts);
	anchor_place_find(passage, passage->end, &ends);
	pairs_weigh(near, &starts, &ends);
}

/* Whether the best pair is good enough, and good enough to be told from the next. */
static bool is_found(const struct near *near)
{
	const struct pair *best = &near->pairs[0];
	uint32_t quote = near->passage.end - near->passage.start;
	uint32_t lost_most = quote < 4 ? 0 : quote < 32 ? quote / 4 : quote / 3;

	uint32_t share = quote < 32 ? 45 : 33;

	if (near->npairs == 0 || best->diff.lost > lost_most || best->diff.head > TORN_MOST ||
		best->diff.tail > TORN_MOST || best->total < AGREE_LEAST ||
		100 * (uint64_t)best->total < share * near->passage.want.n) {
		return false;
	}
	for (uint32_t i = 1; i < near->npairs; i++) {
		const struct pair *rival = &near->pairs[i];

		if (best->total < rival->total + MARGIN ||
			(rival->expected && !best->expected &&
				4 * rival->total >= 3 * best->total)) {
			return false;
		}
	}
	return true;
}

/* Whether off is between two characters of one word. */
static bool is_in_word(struct span text, size_t off)
{
	size_t before = off, behind = off;
	uint32_t a, b;

	if (off == 0 || off >= text.n) {
		return false;
	}
	a = utf8_prev(text, &before);
	b = utf8_next(text, &behind);
	return utf8_is_word(a) && utf8_is_word(b) && !utf8_is_ideograph(a) && !utf8_is_ideograph(b);
}

/* A candidate with the words that it begins and ends in: it is shown, and may be settled on. */
static struct range whole_words(struct span text, struct range at)
{
	size_t start = at.start, end = at.end;

	while (start < end && at.start - start < WORD_MOST && is_in_word(text, start)) {
		utf8_prev(text, &start);
	}
	while (start < end && end - at.end < WORD_MOST && is_in_word(text, end)) {
		utf8_next(text, &end);
	}
	return (struct range){(uint32_t)start, (uint32_t)end};
}

static void tell(const struct near *near, struct anchor_found *out)
{
	const struct fold *fold = &near->passage.text->fold;
	bool found = is_found(near);

	for (uint32_t i = 0; i < near->npairs; i++) {
		const struct range at = near->pairs[i].at;

		out->candidates[i] = fold_range(fold, at.start, at.end);
		if (!found) {
			out->candidates[i] =
				whole_words(near->passage.text->doc->text, out->candidates[i]);
		}
	}
	out->ncandidates = found ? 0 : near->npairs;
	out->score = near->npairs == 0
		? 0
		: (uint32_t)(1000 * (uint64_t)near->pairs[0].total / near->passage.want.n);
	if (found) {
		out->at = out->candidates[0];
		out->edits = near->pairs[0].diff.edits;
		out->state = out->edits == 0 ? ANCHOR_MOVED : ANCHOR_REWORDED;
	}
}

/* Folds prefix, quotation and suffix as one. False where memory is short. */
static bool want_make(const struct anchor *anchor, struct fold *fold, struct near *near)
{
	struct buf whole = {0};
	bool ok;

	buf_put(&whole, anchor->prefix);
	buf_put(&whole, anchor->quote);
	buf_put(&whole, anchor->suffix);
	ok = !whole.failed && anchor_text_fold(fold, buf_span(&whole));
	buf_finish(&whole);
	if (!ok) {
		return false;
	}
	while (near->passage.start < fold->n &&
		fold->starts[near->passage.start] < anchor->prefix.n) {
		near->passage.start++;
	}
	near->passage.end = near->passage.start;
	while (near->passage.end < fold->n &&
		fold->starts[near->passage.end] < anchor->prefix.n + anchor->quote.n) {
		near->passage.end++;
	}
	near->passage.want = fold_text(fold);
	return true;
}

/*
 * Whether prefix, quotation and suffix stand, all of them, in one place and no other. The pieces of
 * it are tried until one stands in so few places that all of them can be looked at.
 */
static bool find_whole(const struct near *near, uint32_t *out)
{
	for (uint32_t i = 0; i + ANCHOR_TEXT_GRAM <= near->passage.want.n; i += ANCHOR_TEXT_GRAM) {
		uint32_t at = anchor_text_first(near->passage.text, near->passage.want.p + i),
			 found = 0, looked = 0;

		for (; at != UINT32_MAX && looked < FEW;
			at = near->passage.text->nexts[at], looked++) {
			if (at >= i && near->passage.want.n <= near->passage.now.n - (at - i) &&
				memcmp(near->passage.now.p + at - i, near->passage.want.p,
					near->passage.want.n) == 0) {
				*out = at - i;
				found++;
			}
		}
		if (at == UINT32_MAX) {
			return found == 1;
		}
	}
	return false;
}

static bool near_make(
	const struct anchor *anchor, struct anchor_text *text, struct fold *fold, struct near *near)
{
	*near = (struct near){.passage.text = text};
	if (!anchor_text_ready(text) || !want_make(anchor, fold, near)) {
		return false;
	}
	near->passage.now = fold_text(&text->fold);
	guess(near, anchor->at.start);
	return true;
}

bool anchor_near_whole(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	struct near near;
	struct fold fold = {0};
	bool ok = near_make(anchor, text, &fold, &near);
	uint32_t at;

	*out = (struct anchor_found){.state = ANCHOR_ORPHAN};
	if (ok && near.passage.start < near.passage.end &&
		near.passage.want.n - (near.passage.end - near.passage.start) >= CONTEXT_LEAST &&
		find_whole(&near, &at)) {
		out->state = ANCHOR_MOVED;
		out->at = fold_range(&text->fold, at + near.passage.start, at + near.passage.end);
		out->score = 1000;
	}
	fold_finish(&fold);
	return ok;
}

bool anchor_near_find(
	const struct anchor *anchor, struct anchor_text *text, struct anchor_found *out)
{
	struct near near;
	struct fold fold = {0};
	bool ok = near_make(anchor, text, &fold, &near);

	*out = (struct anchor_found){.state = ANCHOR_ORPHAN};
	if (ok && near.passage.start < near.passage.end && near.passage.now.n > 0) {
		pairs_find(&near);
		tell(&near, out);
	}
	fold_finish(&fold);
	return ok;
}

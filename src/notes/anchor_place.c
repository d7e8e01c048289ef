#include "notes/anchor_place.h"

#include "base/buf.h"

#include <stdlib.h>

enum {
	SIDE = ANCHOR_PLACE_SIDE,
	REACH = ANCHOR_PLACE_REACH,
	PLACES = ANCHOR_PLACE_MOST,
	COMMON = 64, /* a piece that stands in more places says nothing */
	CHAIN_MOST = 256, /* steps along a chain of the index */
	CLUSTER = 12, /* votes that are nearer together are for one place */
	BAND = 12, /* bytes that texts beside a passage may be out of step */
	PATIENCE = 24, /* agreement may fall by so much before it is over */
	BESIDE = 8, /* of so many bytes right beside the point */
	BESIDE_LEAST = 4, /* so much must agree, or nothing does */
};

/* Offsets in the folded text that pieces of the passage speak for. */
struct votes {
	uint32_t *items;
	uint32_t n, cap;
};

static struct span piece(struct span text, size_t from, size_t to)
{
	return (struct span){text.p + from, to - from};
}

/* Adds a vote for each place where the gram at want[i] stands. False where memory is short. */
static bool vote_gram(const struct anchor_passage *passage, uint32_t i, uint32_t point,
	struct votes *votes)
{
	uint32_t before = votes->n, looked = 0;
	const char *p = passage->want.p + i;

	for (uint32_t at = anchor_text_first(passage->text, p); at != UINT32_MAX;
		at = passage->text->nexts[at]) {
		if (++looked > CHAIN_MOST || votes->n - before > COMMON) {
			votes->n = before;
			break;
		}
		if (memcmp(passage->now.p + at, p, ANCHOR_TEXT_GRAM) != 0 || at + point < i ||
			at + point - i > passage->now.n) {
			continue;
		}
		if (!array_reserve(&votes->items, &votes->cap, votes->n + 1,
			    sizeof(*votes->items))) {
			return false;
		}
		votes->items[votes->n++] = at + point - i;
	}
	return true;
}

static int vote_compare(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

/* Keeps a place if it has more votes than the least of those that are kept. */
static void place_add(struct anchor_places *places, uint32_t at, uint32_t votes)
{
	uint32_t i = places->n;

	if (places->n == PLACES && places->items[PLACES - 1].votes >= votes) {
		return;
	}
	i = places->n < PLACES ? places->n++ : PLACES - 1;
	for (; i > 0 && places->items[i - 1].votes < votes; i--) {
		places->items[i] = places->items[i - 1];
	}
	places->items[i] = (struct anchor_place){.at = at, .votes = votes};
}

/* Adds the places where the notes around it say that the point is. */
static void place_guesses(const struct anchor_passage *passage, uint32_t point, struct anchor_places *places)
{
	for (uint32_t i = 0; i < passage->nguesses; i++) {
		uint32_t at = passage->guesses[i] + point - passage->start;

		place_add(places, at < passage->now.n ? at : (uint32_t)passage->now.n, SIDE);
	}
}

/* The places that most pieces around a point of want vote for. False where memory is short. */
static bool places_vote(const struct anchor_passage *passage, uint32_t point, struct anchor_places *places)
{
	uint32_t from = point > SIDE ? point - SIDE : 0;
	struct votes votes = {0};
	bool ok = true;

	for (uint32_t i = from; ok && i < point + SIDE && i + ANCHOR_TEXT_GRAM <= passage->want.n; i++) {
		ok = vote_gram(passage, i, point, &votes);
	}
	if (votes.n > 1) {
		qsort(votes.items, votes.n, sizeof(*votes.items), vote_compare);
	}
	for (uint32_t i = 0, k = 0; i < votes.n; i = k) {
		while (k < votes.n && votes.items[k] - votes.items[i] <= CLUSTER) {
			k++;
		}
		place_add(places, votes.items[i + (k - i) / 2], k - i);
	}
	free(votes.items);
	place_guesses(passage, point, places);
	return ok;
}

/* The two sides of a point, ready to be compared. */
struct sides {
	struct myers left, right;
	bool right_first; /* of equal offsets the one where the right side fits better */
};

static uint32_t at_most(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Moves a place to the offset, REACH around it, where both sides fit best. */
static void place_settle(const struct anchor_passage *passage, const struct sides *sides, struct anchor_place *place)
{
	enum { RUN = SIDE + SIDE / 4 };
	uint32_t left[RUN + 2 * REACH + 1], right[RUN + 2 * REACH + 1];
	uint32_t n = (uint32_t)passage->now.n, low = place->at > REACH ? place->at - REACH : 0;
	uint32_t high = at_most(place->at + REACH, n), from = low > RUN ? low - RUN : 0;
	uint32_t to = at_most(high + RUN, n), best = UINT32_MAX, guess = place->at;
	uint32_t half_left = sides->left.n / 2, half_right = sides->right.n / 2;

	myers_scan(&sides->left, piece(passage->now, from, high), false, left);
	myers_scan(&sides->right, piece(passage->now, low, to), false, right);
	for (uint32_t at = low; at <= high; at++) {
		uint32_t a = at_most(left[at - from], half_left);
		uint32_t b = at_most(right[to - at], half_right);
		uint32_t far = at > guess ? at - guess : guess - at;
		uint32_t cost = (a + b) << 16 | (sides->right_first ? b : a) << 8 | far;

		if (cost < best) {
			best = cost;
			place->at = at;
		}
	}
}

/* Drops places that have come to be the same. */
static void places_unify(struct anchor_places *places)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < places->n; i++) {
		bool seen = false;

		for (uint32_t k = 0; k < n; k++) {
			seen = seen || places->items[k].at == places->items[i].at;
		}
		if (!seen) {
			places->items[n++] = places->items[i];
		}
	}
	places->n = n;
}

/* The byte i of text, from its start or from its end. */
static char byte_of(struct span text, size_t i, bool back)
{
	return text.p[back ? text.n - 1 - i : i];
}

/*
 * How many bytes of want agree with now, both read from the passage outwards: the most, over all
 * lengths, of the length less twice its edits. A table BAND cells to either side of the diagonal.
 */
static uint32_t agreement(struct span want, struct span now, bool back)
{
	enum { WIDE = 2 * BAND + 1, FAR = 1 << 20 };
	uint32_t row[WIDE + 1], most = 0;

	for (uint32_t k = 0; k < WIDE; k++) {
		row[k] = k < BAND ? FAR : k - BAND;
	}
	row[WIDE] = FAR;
	for (uint32_t i = 1; i <= want.n; i++) {
		char c = byte_of(want, i - 1, back);
		uint32_t left = FAR, least = FAR;

		for (uint32_t k = 0; k < WIDE; k++) {
			uint32_t t = i + k; /* BAND more than the bytes of now */
			uint32_t cell = row[k + 1] + 1;

			if (t > BAND && t - BAND <= now.n) {
				bool same = byte_of(now, t - BAND - 1, back) == c;

				cell = at_most(cell, row[k] + !same);
				cell = at_most(cell, left + 1);
			} else if (t != BAND) {
				cell = FAR;
			}
			row[k] = left = cell;
			least = at_most(least, cell);
		}
		if (i > 2 * least && i - 2 * least > most) {
			most = i - 2 * least;
		} else if (i + PATIENCE < 2 * least + most) {
			break;
		}
		if (i == BESIDE && most < BESIDE_LEAST) {
			return 0;
		}
	}
	return most;
}

/* Counts what agrees on both sides of each place of a point. */
static void places_weigh(const struct anchor_passage *passage, uint32_t point, struct anchor_places *places)
{
	uint32_t quote = at_most(passage->end - passage->start, SIDE), n = (uint32_t)passage->want.n;
	bool first = point == passage->start;
	struct span before = piece(passage->want, first ? 0 : point - quote, point);
	struct span after = piece(passage->want, point, first ? point + quote : n);

	for (uint32_t i = 0; i < places->n; i++) {
		struct anchor_place *place = &places->items[i];
		uint32_t a = agreement(before, piece(passage->now, 0, place->at), true);
		uint32_t b = agreement(after, piece(passage->now, place->at, passage->now.n), false);

		place->outer = first ? a : b;
		place->inner = first ? b : a;
	}
}

bool anchor_place_find(const struct anchor_passage *passage, uint32_t point,
	struct anchor_places *out)
{
	struct sides sides = {.right_first = point == passage->start};
	uint32_t from = point > SIDE ? point - SIDE : 0;
	uint32_t to = at_most(point + SIDE, (uint32_t)passage->want.n);

	*out = (struct anchor_places){0};
	if (!places_vote(passage, point, out)) {
		return false;
	}
	myers_make(&sides.left, piece(passage->want, from, point), false);
	myers_make(&sides.right, piece(passage->want, point, to), true);
	for (uint32_t i = 0; i < out->n; i++) {
		place_settle(passage, &sides, &out->items[i]);
	}
	places_unify(out);
	places_weigh(passage, point, out);
	return true;
}

#include "notes/anchor_place.h"

enum {
	SIDE = ANCHOR_PLACE_SIDE,
	REACH = ANCHOR_PLACE_REACH,
	PLACES = ANCHOR_PLACE_MOST,
	COMMON = 64,      /* a piece that stands in more places says nothing */
	CHAIN_MOST = 256, /* steps along a chain of the index */
	BIN = 16,         /* bytes of text that votes are counted for */
	SLOT_BITS = 10,
	SLOTS = 1 << SLOT_BITS,
	TRIES = 16,       /* slots that are looked at for a bin */
	BAND = 12,        /* bytes that texts beside a passage may be out of step */
	PATIENCE = 24,    /* agreement may fall by so much before it is over */
	BESIDE = 8,       /* of so many bytes right beside the point */
	BESIDE_LEAST = 4, /* so much must agree, or nothing does */
};

/* Offsets in the folded text that pieces of the passage speak for, counted by bins; 0: free. */
struct votes {
	uint32_t bins[SLOTS], firsts[SLOTS], counts[SLOTS];
};

static struct span piece(struct span text, size_t from, size_t to)
{
	return (struct span){text.p + from, to - from};
}

/* Adds votes for an offset; those that find no room are for places that few speak for. */
static void vote(struct votes *votes, uint32_t at)
{
	uint32_t bin = at / BIN + 1, slot = bin * 2654435761u >> (32 - SLOT_BITS);

	for (uint32_t looked = 0; looked < TRIES; looked++, slot = (slot + 1) % SLOTS) {
		if (votes->bins[slot] == 0) {
			votes->bins[slot] = bin;
			votes->firsts[slot] = at;
		}
		if (votes->bins[slot] == bin) {
			votes->counts[slot]++;
			return;
		}
	}
}

/* The votes for a bin. */
static uint32_t votes_of(const struct votes *votes, uint32_t bin)
{
	uint32_t slot = bin * 2654435761u >> (32 - SLOT_BITS);

	for (uint32_t looked = 0; looked < TRIES; looked++, slot = (slot + 1) % SLOTS) {
		if (votes->bins[slot] == bin) {
			return votes->counts[slot];
		}
	}
	return 0;
}

/* Adds a vote for each place where the gram at want[i] stands, if they are not too many. */
static void vote_gram(
	const struct anchor_passage *passage, uint32_t i, uint32_t point, struct votes *votes)
{
	uint32_t found[COMMON], n = 0, looked = 0;
	const char *p = passage->want.p + i;

	for (uint32_t at = anchor_text_first(passage->text, p); at != UINT32_MAX;
		at = passage->text->nexts[at]) {
		if (++looked > CHAIN_MOST || n == COMMON) {
			return;
		}
		if (memcmp(passage->now.p + at, p, ANCHOR_TEXT_GRAM) == 0 && at + point >= i &&
			at + point - i <= passage->now.n) {
			found[n++] = at + point - i;
		}
	}
	for (uint32_t k = 0; k < n; k++) {
		vote(votes, found[k]);
	}
}

/* Keeps a place if it has more votes than the least of those that are kept. */
static void place_add(struct anchor_places *places, uint32_t at, uint32_t votes)
{
	uint32_t i;

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
static void place_guesses(
	const struct anchor_passage *passage, uint32_t point, struct anchor_places *places)
{
	for (uint32_t i = 0; i < passage->nguesses; i++) {
		uint32_t at = passage->guesses[i] + point - passage->start;

		place_add(places, at < passage->now.n ? at : (uint32_t)passage->now.n, SIDE);
	}
}

/* The places that most pieces around a point of want vote for. */
static void places_vote(
	const struct anchor_passage *passage, uint32_t point, struct anchor_places *places)
{
	uint32_t from = point > SIDE ? point - SIDE : 0;
	struct votes votes = {0};

	for (uint32_t i = from; i < point + SIDE && i + ANCHOR_TEXT_GRAM <= passage->want.n; i++) {
		vote_gram(passage, i, point, &votes);
	}
	for (uint32_t i = 0; i < SLOTS; i++) {
		if (votes.bins[i] != 0) {
			place_add(places, votes.firsts[i],
				votes.counts[i] + votes_of(&votes, votes.bins[i] + 1));
		}
	}
	place_guesses(passage, point, places);
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

/*
 * Moves a place to the offset, REACH around it, where both sides fit best. False where they do not
 * fit better than anywhere.
 */
static bool place_settle(
	const struct anchor_passage *passage, const struct sides *sides, struct anchor_place *place)
{
	enum { RUN = SIDE + SIDE / 4 };
	uint32_t left[RUN + 2 * REACH + 1], right[RUN + 2 * REACH + 1];
	uint32_t n = (uint32_t)passage->now.n, low = place->at > REACH ? place->at - REACH : 0;
	uint32_t high = at_most(place->at + REACH, n), from = low > RUN ? low - RUN : 0;
	uint32_t to = at_most(high + RUN, n), best = UINT32_MAX, guess = place->at;
	uint32_t half_left = sides->left.n / 2, half_right = sides->right.n / 2;

	myers_scan(&sides->left, piece(passage->now, from, high), left);
	myers_scan(&sides->right, piece(passage->now, low, to), right);
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
	return best >> 16 < half_left + half_right;
}

/* Settles all places, and drops those that fit nowhere and those that have come to be the same. */
static void places_settle(const struct anchor_passage *passage, const struct sides *sides,
	struct anchor_places *places)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < places->n; i++) {
		bool good = place_settle(passage, sides, &places->items[i]);

		for (uint32_t k = 0; k < n; k++) {
			good = good && places->items[k].at != places->items[i].at;
		}
		if (good) {
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
static void places_weigh(
	const struct anchor_passage *passage, uint32_t point, struct anchor_places *places)
{
	uint32_t quote = at_most(passage->end - passage->start, SIDE),
		 n = (uint32_t)passage->want.n;
	bool first = point == passage->start;
	struct span before = piece(passage->want, first ? 0 : point - quote, point);
	struct span after = piece(passage->want, point, first ? point + quote : n);

	for (uint32_t i = 0; i < places->n; i++) {
		struct anchor_place *place = &places->items[i];
		uint32_t a = agreement(before, piece(passage->now, 0, place->at), true);
		uint32_t b =
			agreement(after, piece(passage->now, place->at, passage->now.n), false);

		place->outer = first ? a : b;
		place->inner = first ? b : a;
	}
}

void anchor_place_find(
	const struct anchor_passage *passage, uint32_t point, struct anchor_places *out)
{
	struct sides sides = {.right_first = point == passage->start};
	uint32_t from = point > SIDE ? point - SIDE : 0;
	uint32_t to = at_most(point + SIDE, (uint32_t)passage->want.n);

	*out = (struct anchor_places){0};
	places_vote(passage, point, out);
	myers_make(&sides.left, piece(passage->want, from, point), false);
	myers_make(&sides.right, piece(passage->want, point, to), true);
	places_settle(passage, &sides, out);
	places_weigh(passage, point, out);
}

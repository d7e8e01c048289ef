#include "notes/anchor_diff.h"

#include "notes/myers.h"

/* How far ahead in the quotation to look for the next agreement, and how many places for each. */
enum { AHEAD = 512, PLACES_MOST = 64 };

/* Bytes that are near an end; of a long word. */
enum { NEAR = 64, WORD = 16 };

struct walk {
	const struct anchor_text *text;
	struct span quote, now;
	uint32_t from; /* of now in the folded text */
	size_t i, k;   /* where the walk is, in quote and now */
	struct anchor_diff diff;
};

/*
 * Edits from one piece to another, and what is lost. A piece that has grown by more than a word has
 * something put in, and in that letters of the old are found by chance: only the most similar part
 * of the new counts then.
 */
static struct anchor_diff count(struct span gone, struct span come)
{
	size_t growth = come.n > gone.n ? come.n - gone.n : 0;
	struct anchor_diff diff = {.edits = (uint32_t)(gone.n > come.n ? gone.n : come.n)};

	if (gone.n <= MYERS_MOST) {
		diff.edits = myers_distance(gone, come);
	} else if (come.n <= MYERS_MOST) {
		diff.edits = myers_distance(come, gone);
	}
	diff.lost = diff.edits - (uint32_t)growth;
	if (growth > WORD && gone.n <= MYERS_MOST) {
		diff.lost = myers_best(gone, come);
	}
	return diff;
}

/* Counts what lies between the walk and (i, k), and goes there. */
static void step_to(struct walk *walk, size_t i, size_t k)
{
	struct anchor_diff diff = count((struct span){walk->quote.p + walk->i, i - walk->i},
		(struct span){walk->now.p + walk->k, k - walk->k});

	walk->diff.edits += diff.edits;
	walk->diff.lost += diff.lost;
	walk->diff.head += walk->i < NEAR ? diff.lost : 0;
	walk->diff.tail += walk->quote.n - i < NEAR ? diff.lost : 0;
	walk->i = i;
	walk->k = k;
}

/* The first place at or behind the walk where the gram at p stands, nearer than most; or SIZE_MAX.
 */
static size_t nearest(const struct walk *walk, const char *p, size_t most)
{
	const char *all = walk->text->fold.p;
	uint32_t from = walk->from + (uint32_t)walk->k, looked = 0;
	size_t best = SIZE_MAX;

	for (uint32_t at = anchor_text_first(walk->text, p);
		at != UINT32_MAX && at >= from && looked < PLACES_MOST;
		at = walk->text->nexts[at], looked++) {
		if (at - from < most && at + ANCHOR_TEXT_GRAM <= walk->from + walk->now.n &&
			memcmp(all + at, p, ANCHOR_TEXT_GRAM) == 0) {
			best = at - from;
		}
	}
	return best;
}

/* Goes to the nearest place where both agree again, or to the ends. */
static void walk_on(struct walk *walk)
{
	size_t best = SIZE_MAX, best_i = 0, best_k = 0;

	for (size_t i = 0; i < AHEAD && i < best && walk->i + i + ANCHOR_TEXT_GRAM <= walk->quote.n;
		i++) {
		size_t k = nearest(walk, walk->quote.p + walk->i + i, best - i);

		if (k < SIZE_MAX && i + k < best) {
			best = i + k;
			best_i = i;
			best_k = k;
		}
	}
	if (best == SIZE_MAX && walk->quote.n - walk->i > AHEAD) {
		step_to(walk, walk->i + AHEAD / 2, walk->k);
	} else if (best == SIZE_MAX) {
		step_to(walk, walk->quote.n, walk->now.n);
	} else {
		step_to(walk, walk->i + best_i, walk->k + best_k);
	}
}

struct anchor_diff anchor_diff(const struct anchor_text *text, struct span quote, struct range at)
{
	struct walk walk = {.text = text,
		.quote = quote,
		.from = at.start,
		.now = {text->fold.p + at.start, at.end - at.start}};

	if (quote.n <= MYERS_MOST) {
		return count(quote, walk.now);
	}
	while (walk.i < quote.n || walk.k < walk.now.n) {
		if (walk.i < quote.n && walk.k < walk.now.n &&
			quote.p[walk.i] == walk.now.p[walk.k]) {
			walk.i++;
			walk.k++;
			continue;
		}
		walk_on(&walk);
	}
	return walk.diff;
}

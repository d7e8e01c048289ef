#include "ui/scroll.h"

#include <string.h>

#define SCROLL_COST 40 /* of setting a region, going there, setting it back; and some margin */

/* What would be right where it is if nothing moved, in bytes: what a row has to lose. */
static int stays(const struct scroll_rows *rows, int row)
{
	int cost = 0;
	for (int i = row; i < rows->n * rows->bands; i += rows->n) {
		cost += rows->shown[i] == rows->next[i] ? rows->cost[i] : 0;
	}
	return cost;
}

/* What is saved in a row if that `by` rows further down (or up) comes there. */
static int gain(const struct scroll_rows *rows, int row, int by)
{
	int cost = 0;
	for (int i = row; i < rows->n * rows->bands; i += rows->n) {
		cost += rows->shown[i + by] == rows->next[i] ? rows->cost[i] : 0;
	}
	return cost - stays(rows, row);
}

/* For each number of rows that something in a band may have moved by, how much did, in bytes. */
static void vote(const struct scroll_rows *rows, int band)
{
	const uint64_t *shown = rows->shown + band * rows->n, *next = rows->next + band * rows->n;
	for (int row = 0; row < rows->n; row++) {
		int cost = rows->cost[band * rows->n + row];
		if (shown[row] == next[row] || cost == 0) {
			continue;
		}
		for (int from = 0; from < rows->n; from++) {
			if (shown[from] == next[row]) {
				rows->votes[rows->n + from - row] += cost;
			}
		}
	}
}

/*
 * The stretch of rows for which moving by so many saves most (Kadane: a stretch is given up once it
 * saves nothing), less what stood in the rows that are left empty.
 */
static int best_of(const struct scroll_rows *rows, int by, int best, struct scroll *out)
{
	int from = by < 0 ? -by : 0, last = by > 0 ? rows->n - by : rows->n;
	int start = from, saved = 0;
	for (int row = from; row < last; row++) {
		if (saved <= 0) {
			saved = 0;
			start = row;
		}
		saved += gain(rows, row, by);
		int empty = by > 0 ? row + 1 : start + by, end = by > 0 ? row + by + 1 : start;
		int left = saved - SCROLL_COST - (end - empty) * rows->empty;
		for (; left > best && empty < end; empty++) {
			left -= stays(rows, empty);
		}
		if (left > best) {
			best = left;
			*out = (struct scroll){by > 0 ? start : start + by, by > 0 ? row + by : row, by};
		}
	}
	return best;
}

bool scroll_find(const struct scroll_rows *rows, struct scroll *out)
{
	int best = 0;
	memset(rows->votes, 0, 2 * (size_t)rows->n * sizeof(*rows->votes));
	for (int band = 0; band < rows->bands; band++) {
		vote(rows, band);
	}
	for (int by = 1; by < rows->n; by++) {
		if (rows->votes[rows->n + by] > SCROLL_COST + best) {
			best = best_of(rows, by, best, out);
		}
		if (rows->votes[rows->n - by] > SCROLL_COST + best) {
			best = best_of(rows, -by, best, out);
		}
	}
	return best > 0;
}

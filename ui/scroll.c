#include "ui/scroll.h"

#define SCROLL_COST 40 /* of setting a region, going there, setting it back; and some margin */

/* What is saved where rows [from, end) of `next` come from `by` rows further down (or up). */
static int saving(const struct scroll_rows *rows, int from, int end, int by)
{
	int saved = -SCROLL_COST, most = by > 0 ? end + by : end;
	for (int row = by > 0 ? from : from + by; row < most; row++) {
		bool stays = rows->shown[row] == rows->next[row];
		if (row >= from && row < end) {
			saved += stays ? 0 : rows->cost[row];
		} else if (stays) {
			saved -= rows->cost[row]; /* it would be scrolled away */
		}
	}
	return saved;
}

/* Whether any row that is worth it moved by so many: of most numbers that is known at a glance. */
static bool moves(const struct scroll_rows *rows, int by)
{
	int from = by < 0 ? -by : 0, last = by > 0 ? rows->n - by : rows->n;
	for (int row = from; row < last; row++) {
		if (rows->next[row] == rows->shown[row + by] && rows->cost[row] > 0 &&
			rows->next[row] != rows->shown[row]) {
			return true;
		}
	}
	return false;
}

/* Looks at every stretch of rows that moved by so many. */
static int best_of(const struct scroll_rows *rows, int by, int best, struct scroll *out)
{
	int from = by < 0 ? -by : 0, last = by > 0 ? rows->n - by : rows->n;
	for (int row = from; row < last; row++) {
		int end = row;
		while (end < last && rows->next[end] == rows->shown[end + by]) {
			end++;
		}
		int saved = end > row ? saving(rows, row, end, by) : 0;
		if (saved > best) {
			best = saved;
			*out = (struct scroll){by > 0 ? row : row + by,
				(by > 0 ? end + by : end) - 1, by};
		}
		row = end;
	}
	return best;
}

bool scroll_find(const struct scroll_rows *rows, struct scroll *out)
{
	int best = 0;
	for (int by = 1; by < rows->n; by++) {
		best = moves(rows, by) ? best_of(rows, by, best, out) : best;
		best = moves(rows, -by) ? best_of(rows, -by, best, out) : best;
	}
	return best > 0;
}

#include "base/typo.h"

#include "base/byte.h"

#define NAME_MOST 64

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

uint32_t typo_distance(struct span a, struct span b, uint32_t most)
{
	uint32_t far = most < UINT32_MAX ? most + 1 : most;
	if (a.n > NAME_MOST || b.n > NAME_MOST) {
		return far;
	}
	/* rows[k]: the row for the first i - k letters of a; one cell for each prefix of b. */
	uint32_t cells[3][NAME_MOST + 1];
	uint32_t *rows[3] = {cells[0], cells[1], cells[2]};
	for (uint32_t j = 0; j <= b.n; j++) {
		rows[0][j] = j;
	}
	for (uint32_t i = 1; i <= a.n; i++) {
		uint32_t *oldest = rows[2];
		rows[2] = rows[1];
		rows[1] = rows[0];
		rows[0] = oldest;
		rows[0][0] = i;
		for (uint32_t j = 1; j <= b.n; j++) {
			char x = byte_lower(a.p[i - 1]), y = byte_lower(b.p[j - 1]);
			uint32_t cost = least(rows[1][j] + 1, rows[0][j - 1] + 1);
			cost = least(cost, rows[1][j - 1] + (x != y));
			if (i > 1 && j > 1 && x == byte_lower(b.p[j - 2]) && y == byte_lower(a.p[i - 2])) {
				cost = least(cost, rows[2][j - 2] + 1);
			}
			rows[0][j] = cost;
		}
	}
	return least(rows[0][b.n], far);
}

bool typo_near(struct span name, struct span known)
{
	size_t longer = name.n > known.n ? name.n : known.n;
	uint32_t most = longer / 3 > 3 ? 3 : (uint32_t)(longer / 3);
	return typo_distance(name, known, most) <= most;
}

void typo_try(struct typo *typo, const char *known)
{
	uint32_t distance = typo_distance(typo->name, span_of(known), 3);
	if (typo_near(typo->name, span_of(known)) &&
		(typo->nearest == NULL || distance < typo->distance)) {
		typo->nearest = known;
		typo->distance = distance;
	}
}

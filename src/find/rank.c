#include "find/rank.h"

#include <stdlib.h>

static const double saturation = 1.2, by_length = 0.75; /* k1 and b */

/*
 * The natural logarithm of x >= 1, to 1e-12: of a power of two and a rest m below two,
 * ln m = 2 artanh((m - 1) / (m + 1)) by its series. For libm's own that library would be loaded at
 * each start, searches or not.
 */
static double natural(double x)
{
	int power = 0;
	double t, sum = 0;

	for (; x > 1.5; x /= 2) {
		power++;
	}
	t = (x - 1) / (x + 1);
	for (int k = 17; k > 0; k -= 2) {
		sum = sum * t * t + 1.0 / k;
	}
	return 0.69314718055994531 * power + 2 * t * sum;
}

/* What a part tells that so many of all documents have. Never negative. */
static double weight(uint32_t with, uint32_t all)
{
	return natural(1 + ((double)all - with + 0.5) / (with + 0.5));
}

void rank_score(struct rank_doc *docs, uint32_t n, uint32_t all)
{
	double weights[RANK_PARTS], mean = 1;

	for (uint32_t i = 0; i < n; i++) {
		mean += (double)docs[i].length / n;
	}
	for (uint32_t k = 0; k < RANK_PARTS; k++) {
		uint32_t with = 0;

		for (uint32_t i = 0; i < n; i++) {
			with += docs[i].times[k] > 0;
		}
		weights[k] = weight(with, all < with ? with : all);
	}
	for (uint32_t i = 0; i < n; i++) {
		double norm = saturation * (1 - by_length + by_length * docs[i].length / mean);

		docs[i].score = 0;
		for (uint32_t k = 0; k < RANK_PARTS; k++) {
			double times = docs[i].times[k];

			docs[i].score += weights[k] * times * (saturation + 1) / (times + norm);
		}
	}
}

static int compare(const void *left, const void *right)
{
	const struct rank_doc *a = left, *b = right;

	if (a->score > b->score || a->score < b->score) {
		return a->score > b->score ? -1 : 1;
	}
	return (a->doc > b->doc) - (a->doc < b->doc);
}

void rank_sort(struct rank_doc *docs, uint32_t n, uint32_t all)
{
	rank_score(docs, n, all);
	if (n > 1) {
		qsort(docs, n, sizeof(*docs), compare);
	}
}

#include "read/paging.h"

#include "base/sorted.h"

#include <stdlib.h>

enum {
	STEP_LEAST = 512, /* bytes of text between two points, and … */
	POINTS_MOST = 1 << 16, /* … so many points in the longest text */
	SLICE = 8192, /* bytes that are counted at once: a tenth of a millisecond's work */
};

static bool is_of(const struct paging_doc *kept, const struct doc *doc, doc_id id, int measure)
{
	return kept->measure == measure && kept->id.i == id.i && kept->nparas == doc->nparas &&
		file_stamp_eq(&kept->stamp, &doc->stamp);
}

/* Begins a count in the place of another one. */
static bool begin(struct paging_doc *kept, const struct doc *doc, doc_id id, int measure,
	uint32_t used)
{
	uint32_t n = (uint32_t)doc->text.n;
	uint32_t step = n / POINTS_MOST < STEP_LEAST ? STEP_LEAST : n / POINTS_MOST + 1;
	uint32_t most = n / step + 1;
	struct paging_point *points = malloc(most * sizeof(*points));

	if (points == NULL) {
		return false;
	}
	free(kept->points);
	points[0] = (struct paging_point){0, 0};
	*kept = (struct paging_doc){id, doc->stamp, doc->nparas, measure, used, step, points, 1, most,
		{0, 0}};
	return true;
}

struct paging_doc *paging_of(struct paging *paging, const struct doc *doc, doc_id id, int measure)
{
	struct paging_doc *oldest;

	if (paging->docs == NULL) {
		paging->docs = calloc(PAGING_DOCS, sizeof(*paging->docs));
	}
	if (paging->docs == NULL) {
		return NULL;
	}
	oldest = &paging->docs[0];
	paging->clock++;
	for (uint32_t i = 0; i < PAGING_DOCS; i++) {
		struct paging_doc *kept = &paging->docs[i];

		if (is_of(kept, doc, id, measure)) {
			kept->used = paging->clock;
			return kept;
		}
		oldest = kept->used < oldest->used ? kept : oldest;
	}
	return begin(oldest, doc, id, measure, paging->clock) ? oldest : NULL;
}

/* Adds the rows of the paragraph that is next. */
static bool count_para(struct paging *paging, struct paging_point *next, const struct doc *doc,
	int measure)
{
	paging->scratch.n = 0;
	if (!layout_para(doc, next->para, measure, &paging->scratch)) {
		return false;
	}
	next->para++;
	next->rows += paging->scratch.n;
	return true;
}

/* Counts a slice. */
static bool count_some(struct paging *paging, struct paging_doc *kept, const struct doc *doc)
{
	uint32_t from = doc->paras[kept->next.para].at.start, at = from;
	uint32_t point = doc->paras[kept->points[kept->npoints - 1].para].at.start;

	while (kept->next.para < kept->nparas && at - from < SLICE) {
		if (at - point >= kept->step && kept->npoints < kept->most) {
			kept->points[kept->npoints++] = kept->next;
			point = at;
		}
		if (!count_para(paging, &kept->next, doc, kept->measure)) {
			return false;
		}
		at = paging_is_whole(kept) ? at : doc->paras[kept->next.para].at.start;
	}
	doc_passed(doc, from, at);
	return true;
}

bool paging_count(struct paging *paging, struct paging_doc *kept, const struct doc *doc, bool all)
{
	bool ok = true;

	do {
		ok = paging_is_whole(kept) || count_some(paging, kept, doc);
	} while (ok && all && !paging_is_whole(kept));
	return ok;
}

bool paging_rows(struct paging *paging, const struct paging_doc *kept, const struct doc *doc,
	uint32_t para, uint32_t *rows)
{
	struct paging_point at = kept->next;

	if (para != at.para) {
		at = kept->points[sorted_last(kept->points, kept->npoints, sizeof(at), para)];
	}
	while (at.para < para) {
		if (!count_para(paging, &at, doc, kept->measure)) {
			return false;
		}
	}
	*rows = at.rows;
	return true;
}

void paging_forget(struct paging *paging, doc_id id)
{
	static const struct file_stamp made = {0};

	for (uint32_t i = 0; paging->docs != NULL && i < PAGING_DOCS; i++) {
		struct paging_doc *kept = &paging->docs[i];

		if (kept->id.i == id.i && file_stamp_eq(&kept->stamp, &made)) {
			kept->measure = 0;
			kept->used = 0;
		}
	}
}

void paging_finish(struct paging *paging)
{
	for (uint32_t i = 0; paging->docs != NULL && i < PAGING_DOCS; i++) {
		free(paging->docs[i].points);
	}
	free(paging->docs);
	rows_finish(&paging->scratch);
	*paging = (struct paging){0};
}

#include "read/paging.h"

#include <stdlib.h>

static bool is_of(const struct paging_doc *kept, const struct doc *doc, doc_id id, int measure)
{
	return kept->measure == measure && kept->id.i == id.i && kept->nparas == doc->nparas &&
		file_stamp_eq(&kept->stamp, &doc->stamp);
}

/* Counts the rows of all paragraphs; NULL where memory is short. */
static uint32_t *count(struct rows *scratch, const struct doc *doc, int measure)
{
	uint32_t *counts = malloc((doc->nparas + (size_t)1) * sizeof(*counts));

	if (counts == NULL) {
		return NULL;
	}
	counts[0] = 0;
	for (uint32_t i = 0; i < doc->nparas; i++) {
		scratch->n = 0;
		if (!layout_para(doc, i, measure, scratch)) {
			free(counts);
			return NULL;
		}
		counts[i + 1] = counts[i] + scratch->n;
	}
	return counts;
}

const uint32_t *paging_rows(struct paging *paging, const struct doc *doc, doc_id id, int measure)
{
	struct paging_doc *oldest;
	uint32_t *rows;

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
			return kept->rows;
		}
		oldest = kept->used < oldest->used ? kept : oldest;
	}
	rows = count(&paging->scratch, doc, measure);
	if (rows != NULL) {
		free(oldest->rows);
		*oldest = (struct paging_doc){id, doc->stamp, doc->nparas, measure, paging->clock,
			rows};
	}
	return rows;
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
		free(paging->docs[i].rows);
	}
	free(paging->docs);
	rows_finish(&paging->scratch);
	*paging = (struct paging){0};
}

#include "read/laid.h"

#include <stdlib.h>
#include <string.h>

/* Makes `to` hold the rows of `from`; it holds none where memory is short. */
static bool rows_copy(struct rows *to, const struct rows *from)
{
	to->n = 0;
	if (!array_reserve(&to->items, &to->cap, from->n, sizeof(*to->items))) {
		return false;
	}
	memcpy(to->items, from->items, from->n * sizeof(*to->items));
	to->n = from->n;
	return true;
}

/* The place of a paragraph; NULL where memory is short. */
static struct laid_para *place_of(struct laid *laid, uint32_t para)
{
	if (laid->paras == NULL) {
		laid->paras = calloc(LAID_PARAS, sizeof(*laid->paras));
	}
	return laid->paras == NULL ? NULL : &laid->paras[para % LAID_PARAS];
}

const struct rows *laid_rows(struct laid *laid, const struct doc *doc, uint32_t para, int measure)
{
	struct laid_para *kept = place_of(laid, para);

	if (kept == NULL) {
		return NULL;
	}
	if (laid->doc != doc || laid->measure != measure) {
		laid_forget(laid);
		laid->doc = doc;
		laid->measure = measure;
	}
	if (kept->rows.n > 0 && kept->para == para) {
		return &kept->rows;
	}
	laid->scratch.n = 0;
	laid->scratch.bare = laid->bare;
	if (!layout_para(doc, para, measure, &laid->scratch)) {
		return NULL;
	}
	if (laid->scratch.n > LAID_ROWS || !rows_copy(&kept->rows, &laid->scratch)) {
		return &laid->scratch;
	}
	kept->para = para;
	return &kept->rows;
}

void laid_forget(struct laid *laid)
{
	laid->doc = NULL;
	for (uint32_t i = 0; laid->paras != NULL && i < LAID_PARAS; i++) {
		laid->paras[i].rows.n = 0;
	}
}

void laid_finish(struct laid *laid)
{
	for (uint32_t i = 0; laid->paras != NULL && i < LAID_PARAS; i++) {
		rows_finish(&laid->paras[i].rows);
	}
	free(laid->paras);
	rows_finish(&laid->scratch);
	*laid = (struct laid){0};
}

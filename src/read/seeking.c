#include "read/seeking.h"

#include "read/results.h"

#include <stdlib.h>

void seeking_begin(struct seeking *seeking, struct finder *finder, int cols)
{
	*seeking = (struct seeking){.finder = *finder, .all = finder->left,
		.line = {.cols = (uint32_t)cols}};
	buf_put(&seeking->pattern, finder->pattern);
	seeking->finder.pattern = buf_span(&seeking->pattern);
	*finder = (struct finder){0};
}

/* Counts what was found in the part. */
static bool count(struct seeking *seeking)
{
	const struct finder *finder = &seeking->finder;

	if (seeking->ndocs == 0 || seeking->docs[seeking->ndocs - 1].doc.i != finder->id.i) {
		if (!array_reserve(&seeking->docs, &seeking->cdocs, seeking->ndocs + 1,
			    sizeof(*seeking->docs))) {
			return false;
		}
		seeking->docs[seeking->ndocs++] = (struct seeking_doc){.doc = finder->id,
			.row = seeking->nrows};
	}
	struct seeking_doc *doc = &seeking->docs[seeking->ndocs - 1];

	doc->n += finder->n;
	memcpy(doc->times, finder_times(finder), sizeof(doc->times));
	seeking->found += finder->n;
	return true;
}

/* The documents so far in the order of the list, as indices in `at`; malloc'd. NULL: no memory. */
static struct rank_doc *order_of(const struct seeking *seeking)
{
	const struct catalog *catalog = &seeking->finder.dossier->catalog;
	struct rank_doc *order = calloc((size_t)seeking->ndocs + 1, sizeof(*order));

	for (uint32_t i = 0; order != NULL && i < seeking->ndocs; i++) {
		const struct seeking_doc *doc = &seeking->docs[i];

		order[i] = (struct rank_doc){.doc = doc->doc.i, .at = i,
			.length = catalog_head(catalog, doc->doc.i)->text_n};
		memcpy(order[i].times, doc->times, sizeof(doc->times));
	}
	if (order != NULL && seeking->ranked) {
		rank_sort(order, seeking->ndocs, catalog->n);
	}
	return order;
}

/* Moves the lines that are kept together; those of a document stay in their order. */
static void pack(struct seeking *seeking)
{
	uint32_t rows = 0, text = 0;

	for (uint32_t i = 0; i < seeking->ndocs; i++) {
		struct seeking_doc *doc = &seeking->docs[i];

		for (uint32_t k = 0; k < doc->nrows; k++) {
			struct seeking_row *to = &seeking->rows[rows + k];

			*to = seeking->rows[doc->row + k];
			memmove(seeking->texts.p + text, seeking->texts.p + to->text, to->n);
			to->text = text;
			text += to->n;
		}
		doc->row = rows;
		rows += doc->nrows;
	}
	seeking->nrows = rows;
	seeking->texts.n = text;
}

/* Drops the lines of the documents of lowest rank, until no more than a list has are left. */
static bool prune(struct seeking *seeking)
{
	struct rank_doc *order = order_of(seeking);
	uint32_t left = RESULTS_MAX;

	for (uint32_t i = 0; order != NULL && i < seeking->ndocs; i++) {
		struct seeking_doc *doc = &seeking->docs[order[i].at];

		doc->nrows = doc->nrows < left ? doc->nrows : left;
		left -= doc->nrows;
	}
	if (order != NULL) {
		pack(seeking);
	}
	free(order);
	return order != NULL;
}

/* Makes the line of one place in the part. */
static bool put_row(struct seeking *seeking, struct range at)
{
	const struct finder *finder = &seeking->finder;
	struct seeking_row row = {.doc = finder->id, .text = (uint32_t)seeking->texts.n,
		.at = {finder->base + at.start, finder->base + at.end}};

	row.words = listing_words(&seeking->line, finder->doc, at);
	row.n = (uint32_t)seeking->line.text.n;
	buf_put(&seeking->texts, buf_span(&seeking->line.text));
	if (seeking->line.made.failed || seeking->texts.failed ||
		!array_reserve(&seeking->rows, &seeking->crows, seeking->nrows + 1,
			sizeof(*seeking->rows))) {
		return false;
	}
	seeking->rows[seeking->nrows++] = row;
	seeking->docs[seeking->ndocs - 1].nrows++;
	return true;
}

bool seeking_step(struct seeking *seeking, struct err *err)
{
	struct finder *finder = &seeking->finder;
	bool ok;

	finder->quiet = !seeking->ranked && seeking->nrows >= RESULTS_MAX;
	if (!finder_step(finder, err)) {
		seeking->done = err->msg[0] == '\0';
		return false;
	}
	seeking->cost = finder->doc == NULL ? 0 : finder->looked;
	seeking->whole = finder->drop;
	ok = finder->n == 0 || count(seeking);
	/* The rank of one document changes while others are found: room is left before any is dropped. */
	for (uint32_t i = 0; i < finder->n && ok &&
		seeking->nrows < (seeking->ranked ? 2 * RESULTS_MAX : RESULTS_MAX); i++) {
		ok = put_row(seeking, finder->found[i]);
	}
	if (ok && seeking->nrows == 2 * RESULTS_MAX) {
		ok = prune(seeking);
	}
	finder_leave(finder); /* what it has read may not stay while others look at documents */
	return ok || err_memory(err);
}

/* The lines of one document. */
static void put_doc(const struct seeking *seeking, const struct seeking_doc *doc,
	struct listing *list)
{
	const struct catalog *catalog = &seeking->finder.dossier->catalog;

	listing_heading(list, catalog_head(catalog, doc->doc.i), doc->n);
	for (uint32_t k = 0; k < doc->nrows && list->count < RESULTS_MAX; k++) {
		const struct seeking_row *from = &seeking->rows[doc->row + k];
		struct span text = {seeking->texts.p + from->text, from->n};

		listing_line(list, text, from->words, from->doc, from->at);
	}
}

/* The lines that are kept, in the order asked for. False: no memory. */
static bool put_rows(const struct seeking *seeking, struct listing *list)
{
	struct rank_doc *order = order_of(seeking);

	for (uint32_t i = 0; order != NULL && i < seeking->ndocs && list->count < RESULTS_MAX; i++) {
		const struct seeking_doc *doc = &seeking->docs[order[i].at];

		if (doc->nrows > 0) {
			put_doc(seeking, doc, list);
		}
	}
	free(order);
	return order != NULL;
}

bool seeking_list(const struct seeking *seeking, struct doc *out, struct err *err)
{
	const struct finder *finder = &seeking->finder;
	uint32_t n = finder->dossier->catalog.n;
	struct listing list = {.cols = seeking->line.cols};
	struct buf title = {0};
	bool ok;

	buf_printf(&title, "%.*s: %u found in %u of %u %s%s%s", SPAN_ARG(buf_span(&seeking->pattern)),
		seeking->found, seeking->ndocs, n, n == 1 ? "document" : "documents",
		seeking->done ? "" : " so far", seeking->ranked ? ", best first" : "");
	list.made.failed |= !put_rows(seeking, &list);
	if (seeking->found == 0 && seeking->done) {
		made_prose(&list.made, SPAN("Nothing was found."));
	}
	listing_rest(&list, seeking->found - list.count);
	if (finder->trouble != NULL) {
		made_prose(&list.made, span_of(finder->trouble));
	}
	ok = listing_doc(&list, buf_span(&title), out, err);
	buf_finish(&title);
	return ok;
}

void seeking_finish(struct seeking *seeking)
{
	finder_finish(&seeking->finder);
	buf_finish(&seeking->pattern);
	listing_finish(&seeking->line);
	free(seeking->rows);
	free(seeking->docs);
	buf_finish(&seeking->texts);
	*seeking = (struct seeking){0};
}

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
		seeking->docs[seeking->ndocs++] = (struct seeking_doc){finder->id, 0};
	}
	seeking->docs[seeking->ndocs - 1].n += finder->n;
	seeking->found += finder->n;
	return true;
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
	return true;
}

bool seeking_step(struct seeking *seeking, struct err *err)
{
	struct finder *finder = &seeking->finder;
	bool ok;

	if (!finder_step(finder, err)) {
		seeking->done = err->msg[0] == '\0';
		return false;
	}
	seeking->cost = finder->doc == NULL ? 0 : finder->looked;
	seeking->whole = finder->drop;
	ok = finder->n == 0 || count(seeking);
	for (uint32_t i = 0; i < finder->n && seeking->nrows < RESULTS_MAX && ok; i++) {
		ok = put_row(seeking, finder->found[i]);
	}
	finder_leave(finder); /* what it has read may not stay while others look at documents */
	return ok || err_memory(err);
}

static void put_rows(const struct seeking *seeking, struct listing *list)
{
	const struct catalog *catalog = &seeking->finder.dossier->catalog;
	uint32_t row = 0;

	for (uint32_t i = 0; i < seeking->ndocs && row < seeking->nrows; i++) {
		doc_id id = seeking->docs[i].doc;

		listing_heading(list, catalog_head(catalog, id.i), seeking->docs[i].n);
		for (; row < seeking->nrows && seeking->rows[row].doc.i == id.i; row++) {
			const struct seeking_row *from = &seeking->rows[row];
			struct span text = {seeking->texts.p + from->text, from->n};

			listing_line(list, text, from->words, from->doc, from->at);
		}
	}
}

bool seeking_list(const struct seeking *seeking, struct doc *out, struct err *err)
{
	const struct finder *finder = &seeking->finder;
	uint32_t n = finder->dossier->catalog.n;
	struct listing list = {.cols = seeking->line.cols};
	struct buf title = {0};
	bool ok;

	buf_printf(&title, "%.*s: %u found in %u of %u %s%s", SPAN_ARG(buf_span(&seeking->pattern)),
		seeking->found, seeking->ndocs, n, n == 1 ? "document" : "documents",
		seeking->done ? "" : " so far");
	put_rows(seeking, &list);
	if (seeking->found == 0 && seeking->done) {
		made_prose(&list.made, SPAN("Nothing was found."));
	}
	listing_rest(&list, seeking->found - seeking->nrows);
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

/*
 * results.h - lists as documents: concordance, search results, documents, contents, problems.
 *
 * Each line leads to its place. They are made for a measure of columns and are not wrapped by it.
 */
#ifndef DOSSIER_READ_RESULTS_H
#define DOSSIER_READ_RESULTS_H

#include "links/suggest.h"
#include "read/dossier.h"

/* Most lines of one list; what lies beyond is counted in its last line. */
#define RESULTS_MAX 10000

/* Every mention of an entity in context, by document. */
bool results_concordance(const struct dossier *dossier, ent_id ent, int measure, struct doc *out,
	struct err *err) MUST_CHECK;

/* The documents: date, title, paragraphs, mentions. */
bool results_documents(const struct dossier *dossier, int measure, struct doc *out,
	struct err *err) MUST_CHECK;

/* Headings of a document; the openings of its paragraphs where it has none. */
bool results_contents(const struct doc *of, doc_id id, int measure, struct doc *out,
	struct err *err) MUST_CHECK;

/* Names that the catalogue does not cover, each with its first place. */
bool results_suggest(const struct dossier *dossier, int measure, struct doc *out, struct err *err)
	MUST_CHECK;

/*
 * What hides in a document, by sort: how much on `line`, how much in all; and every place in its
 * context, one line for a run of one sort. In a very long document places are listed from the line
 * on, as far as can be looked at in a moment.
 */
bool results_hidden(const struct doc *of, doc_id id, struct range line, int measure,
	struct doc *out, struct err *err) MUST_CHECK;

/* What the n reports say, one after the other. */
bool results_problems(const struct report *const *reports, uint32_t n, struct doc *out,
	struct err *err) MUST_CHECK;

#endif

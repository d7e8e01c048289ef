/*
 * seeking.h - a search over all documents as a list that grows: step by step, stopped at any time.
 *
 * Of what is found the line is kept, not the text: a list of RESULTS_MAX lines takes a megabyte or
 * two, whatever the documents take. What lies beyond is only counted: what comes later, or, where the
 * best answers come first (`ranked`), what is of lower rank.
 *
 *	struct seeking seeking;
 *	seeking_begin(&seeking, &finder, 72);                    takes finder over
 *	while (seeking_step(&seeking, &err)) { … time is up? … }
 *	if (!seeking_list(&seeking, &doc, &err)) { … }            any time, again and again
 *	seeking_finish(&seeking);
 */
#ifndef DOSSIER_READ_SEEKING_H
#define DOSSIER_READ_SEEKING_H

#include "read/finder.h"
#include "read/listing.h"

/* A line of the list. */
struct seeking_row {
	doc_id doc;
	struct range at; /* in the document */
	uint32_t text, n; /* of the line, in texts */
	struct range words; /* of what was found, in the line */
};

/* How much a document has. */
struct seeking_doc {
	doc_id doc;
	uint32_t n;
	uint32_t row, nrows; /* its lines, as far as they are kept */
	uint32_t times[RANK_PARTS];
};

struct seeking {
	struct finder finder;
	struct buf pattern;
	struct listing line; /* scratch */
	struct seeking_row *rows; /* owned */
	uint32_t nrows, crows;
	struct seeking_doc *docs; /* in which something was found, in order; owned */
	uint32_t ndocs, cdocs;
	struct buf texts;
	uint32_t found; /* in all, rows or not */
	uint32_t all; /* documents that had to be looked at */
	uint32_t cost; /* bytes of text of the last part … */
	bool whole; /* … which was a whole document */
	bool ranked; /* the best documents come first (rank.h); may be set at any time */
	bool done; /* to the end; without a failure */
};

/* Begins with a finder, which is moved, for lines of so many columns. */
void seeking_begin(struct seeking *seeking, struct finder *finder, int cols);

/* Looks at one part more. False: at the end (done), or memory is short, and err is filled. */
bool seeking_step(struct seeking *seeking, struct err *err) MUST_CHECK;

/* Makes a document of what was found so far. */
bool seeking_list(const struct seeking *seeking, struct doc *out, struct err *err) MUST_CHECK;

/* Frees it. Takes a zeroed one. */
void seeking_finish(struct seeking *seeking);

#endif

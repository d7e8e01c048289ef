/*
 * results_notes.h - the reader's notes as a document: by document, date, tag or entity.
 *
 * An entry is a line that leads to its passage (paragraph, state where it is not exact, the words),
 * below it the note, its tags and its day. Passages that were not found stand in a section of their
 * own, each with the places that are most like it, which lead there. `struct notes_list` says for
 * each link of the document which note it is about.
 *
 *	struct pick_query query = {.doc = DOC_NONE, .ent = ENT_NONE};
 *	if (!results_notes(dossier, &query, cols, &doc, &list, &err)) { … }
 *	struct span id = list.lines[view->active].id;
 */
#ifndef DOSSIER_READ_RESULTS_NOTES_H
#define DOSSIER_READ_RESULTS_NOTES_H

#include "read/pick.h"

/* What a link of the list is about. */
struct notes_line {
	struct span id; /* of the note */
	uint32_t candidate; /* number of the candidate that it leads to; UINT32_MAX: the passage */
};

struct notes_list {
	struct notes_line *lines; /* one for each link of the document, in order; owned */
	uint32_t n, cap;
	struct arena arena; /* the Ids */
	bool failed;
};

/*
 * Makes the document and, for its links, the list: free it with results_notes_finish. The line of a
 * passage that is nowhere leads to DOC_NONE.
 */
bool results_notes(const struct dossier *dossier, const struct pick_query *query, int measure,
	struct doc *out, struct notes_list *list, struct err *err) MUST_CHECK;

/*
 * Appends the words of a note's passage on one line, `most` columns or a few more: as they stand in
 * the document, or as stored where they do not.
 */
void results_notes_quote(const struct dossier *dossier, const struct noted *noted, uint32_t most,
	struct buf *out);

/* Frees it. Takes a zeroed one. */
void results_notes_finish(struct notes_list *list);

#endif

/*
 * swap.h - a dossier that was opened once more, put in the place of the one that is read.
 *
 * Documents are numbered anew, and some are of another text or gone. Places, selection, history, panes,
 * marks, the panel and what is remembered stay: a document is the one with its path, a place in a text
 * that was edited is found as spot.h finds it. What stood in a document that is gone goes to the one
 * that has its place in the order.
 *
 *	if (swap_may(session)) { swap_in(session, fresh, &err); }
 */
#ifndef DOSSIER_READ_SWAP_H
#define DOSSIER_READ_SWAP_H

#include "read/state.h"

/* What has changed between two openings. */
struct swap_count {
	uint32_t changed, added, gone;
	doc_id one; /* the number of one that changed or was added, in the new order; else DOC_NONE */
};

/*
 * Whether nobody is in the middle of anything that numbers stand for: typing, choosing, a sequence,
 * a search that goes on.
 */
bool swap_may(const struct session *session);

/*
 * Puts *fresh in the place of session->dossier, which is left to be closed by its owner, and counts
 * what has changed.
 */
void swap_in(struct session *session, struct dossier *fresh, struct swap_count *count);

#endif

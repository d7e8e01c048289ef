/*
 * render.h - what a view shows, as lines of styled pieces.
 *
 * Lays styles over the rows of a view: markup, mentions in the colour of their kind, what the
 * search found, the selection, hints, signs and bars in the gutter. Knows no panes and no keys.
 * What stands in the gutter is gutter.h's.
 */
#ifndef DOSSIER_READ_RENDER_H
#define DOSSIER_READ_RENDER_H

#include "links/xref.h"
#include "read/line.h"
#include "read/view.h"

/* A letter put on a mention so that typing it goes there. */
struct hint {
	struct range at;
	uint32_t target; /* number of the mention, or of the link of a made document */
	char label[4]; /* one or two letters, NUL-terminated */
};

/* A sign in the gutter beside the row that holds off. */
struct sign {
	uint32_t off;
	struct span text; /* one column */
};

/* A bookmarked passage: a bar beside its rows, with a sign on the first one where it has a note. */
struct bar {
	struct range at;
	unsigned role;
	bool note;
};

struct render {
	const struct xref *xref; /* NULL for documents that are not in the index */
	const struct range *hits; /* sorted, not overlapping */
	uint32_t nhits;
	const struct hint *hints; /* sorted by at.start */
	uint32_t nhints;
	const struct sign *signs;
	uint32_t nsigns;
	const struct bar *bars; /* sorted by at.start */
	uint32_t nbars;
	struct range noted; /* words of a bookmarked passage to be set off; empty: none */
	bool justify;
	bool cursor; /* the hardware cursor belongs here: on the active mention, else on view->cursor */
	bool flat; /* mentions are not marked, but for the active one: peeks */
};

/* Appends view->height lines (fewer where the text ends); view_update has run. */
void render_view(const struct view *view, const struct render *how, struct lines *out);

#endif

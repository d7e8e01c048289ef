/*
 * view.h - a document in a pane: where it is scrolled to, where the reader is, what is marked on it.
 *
 * State is offsets only. `top` is the offset of the first word on the screen and stays what it is
 * when the width changes, so that any number of resizes keeps the place to the word. Rows are made
 * anew by view_update, for what is on the screen and no more.
 *
 *	view_set(&view, doc, id);
 *	view_size(&view, cols, rows, measure);
 *	view_scroll(&view, 5);
 *	view_update(&view);          view.rows is what to draw
 */
#ifndef DOSSIER_READ_VIEW_H
#define DOSSIER_READ_VIEW_H

#include "read/laid.h"
#include "read/paging.h"

#define ACTIVE_NONE UINT32_MAX

struct reader_place;

/* A place that one can come back to. */
struct place {
	doc_id doc;
	uint32_t top, cursor, active;
	const struct reader_place *kept; /* as it came from disk: not looked for in the text yet; else
					  * NULL (memory.h) */
};

struct view {
	const struct doc *doc; /* borrowed */
	doc_id id;
	uint32_t top; /* offset on the first row */
	uint32_t cursor; /* where the reader is; on the screen whenever view_update has run */
	uint32_t active; /* number of the active mention (made documents: link), or ACTIVE_NONE */
	uint32_t anchor; /* where the selection began */
	bool selecting;
	uint32_t goal; /* selecting by rows: the column that is kept … */
	uint32_t goal_at; /* … as long as the cursor is here */
	bool locked; /* scrolls together with the other locked views */

	int cols, height; /* of the text, in columns and rows; set by view_size */
	int margin; /* blank columns at the left, two of them the gutter's (fewer where narrow) */
	int measure; /* columns of prose */
	struct rows rows; /* from the first one on the screen on; view_update */
	uint32_t first; /* index in rows of the first row on the screen */
	uint32_t count; /* rows on the screen, at most height */
	struct laid laid; /* what was laid out of it lately */

	struct view_last {
		const struct doc *doc;
		int measure, height;
		uint32_t top;
	} last; /* what view.c found for the end of this document, doc NULL: nothing yet */

	struct view_told {
		uint32_t top;
		int measure, height;
		uint32_t page, pages;
	} told; /* what an earlier session counted for this view as it is; pages 0: nothing */
	struct paging paging; /* rows of texts, for page numbers */
	bool uncounted; /* a page number was asked for that view_count has to find first */
};

/* Shows doc from its start. */
void view_set(struct view *view, const struct doc *doc, doc_id id);

/* Gives it a rectangle: cols and rows of text, prose at most `measure` columns wide. */
void view_size(struct view *view, int cols, int rows, int measure);

/* From now on soft hyphens, joiners and selectors are shown as forms, or not. */
void view_bare(struct view *view, bool bare);

/* Makes rows for what is on the screen and brings the cursor onto it. False: memory is short. */
bool view_update(struct view *view);

/* Moves by rows, down where n > 0; stops where the last row stands at the bottom. Returns whether it moved. */
bool view_scroll(struct view *view, int n);

/* The start of the row that lies n rows behind (before, n < 0) the row of off, as far as there are rows. */
uint32_t view_row_start(struct view *view, uint32_t off, int n);

/* The row that lies n rows behind (before, n < 0) the row of off, as far as there are rows. False: none. */
bool view_row(struct view *view, uint32_t off, int n, struct row *out);

/* Brings off onto the screen by as few rows as it takes; the cursor stays where it is, on it or not. */
void view_follow(struct view *view, uint32_t off);

/* Brings off onto the screen: where it is not, its row becomes the one at a third of the height. */
void view_reveal(struct view *view, uint32_t off);

/* Puts the row of off at the top, or lower where the document ends. */
void view_top(struct view *view, uint32_t off);

/* Whether off is on the screen (as of the last view_update). */
bool view_shows(const struct view *view, uint32_t off);

/* The text that is on the screen: first row's start to last row's end (as of the last view_update). */
struct range view_range(const struct view *view);

/*
 * The selection: from where it began up to the cursor, in order, without white space at its ends;
 * empty where nothing is selected.
 */
struct range view_selection(const struct view *view);

#define VIEW_COUNTED (128u << 20) /* bytes of the longest text whose pages are counted: a second's work */

/*
 * Page of the first row and number of pages, from 1. False where they are not known: a text over 256
 * KiB is counted by view_count first, and `uncounted` says so; one over VIEW_COUNTED never.
 */
bool view_page(struct view *view, uint32_t *page, uint32_t *pages);

/*
 * Counts the pages of a long text on, as far as paging_count does. Returns whether that is done:
 * view_page knows them. Where memory is short nothing is counted until it asks again.
 */
bool view_count(struct view *view, bool all);

/* About how many pages a text has that view_count counts, before that; 0: it is none of these. */
uint32_t view_pages_likely(const struct view *view);

/* How much has been on the screen, 0 to 100; 100 exactly where the last row is. */
int view_percent(const struct view *view);

/* Where it is now, and back there. */
struct place view_place(const struct view *view);
void view_restore(struct view *view, const struct place *place);

/* Frees what it made. Takes a zeroed one. */
void view_finish(struct view *view);

#endif

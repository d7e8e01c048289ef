/*
 * panel.h - the cross-reference panel: what is mentioned here, and where else.
 *
 * Two faces. The page: the entities on the screen by kind, with counts here / in all / documents.
 * The card: one entity (or the several of a coordinated or open mention), its names and note, and all
 * its mentions by document in the dossier's order, with a choice among them that the peek shows.
 * It holds numbers only; everything shown is read from the const index when it is drawn.
 *
 *	panel_follow(&panel, &view);        the page has moved, or another mention is active
 *	panel_move(&panel, 1);              the next one in the list
 *	if (panel_target(&panel, &doc, &at, &mention)) { jump there }
 */
#ifndef DOSSIER_READ_PANEL_H
#define DOSSIER_READ_PANEL_H

#include "read/dossier.h"
#include "read/line.h"
#include "read/view.h"

/* Entities that one card can stand for. */
#define PANEL_ENTS 8

/* An entity on the page and how often it stands there. */
struct panel_seen {
	uint32_t ent, here;
};

struct panel {
	const struct dossier *dossier; /* borrowed */
	const struct span *signs; /* of kinds, by their number; the theme's, borrowed */
	uint32_t nsigns;
	uint32_t ents[PANEL_ENTS]; /* of the card */
	uint32_t nents; /* 0: the page */
	bool kept; /* the card was asked for: it stays when no mention is active */
	uint32_t active; /* the mention that the card was opened for, or MENTION_NONE */
	const uint32_t *items; /* card: mention numbers, settled and open, ascending; the index's, or … */
	uint32_t *merged; /* … of several of its lists; owned */
	uint32_t nitems, cmerged;
	uint32_t *notes; /* card: indexes of the notes whose passages mention its entities; owned */
	uint32_t nnotes, cnotes;
	uint32_t settled, docs; /* card: settled mentions, documents with one */
	uint32_t unread; /* card of one entity: mentions that were not read; 0: none, or not known */
	bool uncounted; /* these are still being counted */
	struct panel_seen *seen; /* page: by kind, then by first place on the screen; owned */
	uint32_t nseen, cseen;
	uint32_t page, page_end; /* page: mentions on the screen are [page, page_end) */
	uint32_t choice; /* index in items and the notes behind them, or in seen */
	bool chosen; /* page: by the reader; else by the panel: one that is mentioned elsewhere too */
	bool explain; /* say why the active mention was linked, in place of the peek */
};

/* The mention of that number. */
static inline const struct mention *panel_mention(const struct panel *panel, uint32_t number)
{
	return xref_mention(&panel->dossier->xref, number);
}

/*
 * Brings it up to date with a view of a document in the index: another active mention opens its
 * card, none closes it (unless it was asked for), and the page's list is made anew.
 */
void panel_follow(struct panel *panel, const struct view *view);

/* Opens the card of one entity because the reader asked for it. */
void panel_open(struct panel *panel, ent_id ent, const struct view *view);

/* Back to the page. */
void panel_close(struct panel *panel);

/* Moves the choice by n, stopping at the ends. Returns whether it moved. */
bool panel_move(struct panel *panel, int n);

/* Entries in the list that is shown. */
uint32_t panel_count(const struct panel *panel);

/*
 * The mention that the choice stands for, or MENTION_NONE. On a card it is the choice; on the page
 * it is the entity's next one in a document behind this one, going round, else the next one of
 * this document that is not on the screen.
 */
uint32_t panel_target(const struct panel *panel);

/* The note that the choice on a card stands for, as an index in the dossier's, or UINT32_MAX. */
uint32_t panel_note(const struct panel *panel);

/* The notes have changed: finds those of the card anew. */
void panel_renote(struct panel *panel);

/* The entity that the choice stands for, or ENT_NONE. */
ent_id panel_ent(const struct panel *panel);

/* Frees what it made. Takes a zeroed one. */
void panel_finish(struct panel *panel);

#endif

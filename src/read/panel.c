#include "read/panel.h"

#include "read/pick.h"

#include <stdlib.h>

/* Appends a slice to the merged items; what finds no memory is missing. */
static void merged_add(struct panel *panel, struct slice slice)
{
	if (slice.n == 0 || !array_reserve(&panel->merged, &panel->cmerged, panel->nitems + slice.n,
				    sizeof(*panel->merged))) {
		return;
	}
	memcpy(panel->merged + panel->nitems, slice.p, slice.n * sizeof(*slice.p));
	panel->nitems += slice.n;
}

/* Sorts them, drops what stands there twice, counts what is settled. */
static void merged_settle(struct panel *panel)
{
	uint32_t n = 0, doc = UINT32_MAX, *items = panel->merged;

	if (panel->nitems > 1) {
		qsort(items, panel->nitems, sizeof(*items), array_by_number);
	}
	panel->settled = panel->docs = 0;
	for (uint32_t i = 0; i < panel->nitems; i++) {
		const struct mention *mention = panel_mention(panel, items[i]);

		if (n > 0 && items[n - 1] == items[i]) {
			continue;
		}
		items[n++] = items[i];
		if (mention->nents > 0) {
			panel->settled++;
			panel->docs += mention->doc.i != doc;
			doc = mention->doc.i;
		}
	}
	panel->items = items;
	panel->nitems = n;
}

/* Index of a mention among the items, 0 where it is none of them. */
static uint32_t item_at(const struct panel *panel, uint32_t number)
{
	uint32_t at = xref_below((struct slice){panel->items, panel->nitems}, number);

	return at < panel->nitems && panel->items[at] == number ? at : 0;
}

static bool note_belongs(const struct panel *panel, const struct noted *noted)
{
	for (uint32_t i = 0; i < panel->nents; i++) {
		if (pick_mentions(panel->dossier, noted, (ent_id){panel->ents[i]})) {
			return true;
		}
	}
	return false;
}

void panel_renote(struct panel *panel)
{
	const struct notes *notes = &panel->dossier->notes;

	panel->nnotes = 0;
	for (uint32_t i = 0; i < notes->n && panel->nents > 0; i++) {
		if (note_belongs(panel, &notes->items[i]) &&
			array_reserve(&panel->notes, &panel->cnotes, panel->nnotes + 1,
				sizeof(*panel->notes))) {
			panel->notes[panel->nnotes++] = i;
		}
	}
	if (panel->nents > 0 && panel->choice >= panel_count(panel)) {
		panel->choice = panel_count(panel) == 0 ? 0 : panel_count(panel) - 1;
	}
}

/* The first mention of the same list in another document than `from`'s, else the next, going round. */
static uint32_t elsewhere(const struct panel *panel, uint32_t from)
{
	struct slice items = {panel->items, panel->nitems};
	uint32_t doc = panel_mention(panel, from)->doc.i;
	uint32_t behind = xref_below(items, panel->dossier->xref.doc_first[doc + 1]);

	if (items.n == 0) {
		return from;
	}
	uint32_t number = items.p[behind < items.n ? behind : 0];
	if (panel_mention(panel, number)->doc.i != doc) {
		return number;
	}
	return items.p[(item_at(panel, from) + 1) % items.n];
}

/* Gathers the card of what panel->ents names: of one entity the list that the index has. */
static void card_fill(struct panel *panel)
{
	const struct xref *xref = &panel->dossier->xref;
	ent_id one = {panel->ents[0]};

	panel->nitems = 0;
	if (panel->nents == 1 && xref_open(xref, one).n == 0) {
		panel->items = xref_of(xref, one).p;
		panel->nitems = panel->settled = xref_of(xref, one).n;
		panel->docs = xref_docs(xref, one);
	} else {
		for (uint32_t i = 0; i < panel->nents; i++) {
			merged_add(panel, xref_of(xref, (ent_id){panel->ents[i]}));
			merged_add(panel, xref_open(xref, (ent_id){panel->ents[i]}));
		}
		merged_settle(panel);
	}
	panel_renote(panel);
}

/* The choice is the place worth going to from `from`. */
static void card_choose(struct panel *panel, uint32_t from)
{
	panel->choice = from == MENTION_NONE ? 0 : item_at(panel, elsewhere(panel, from));
}

static void card_for_mention(struct panel *panel, uint32_t number)
{
	const struct mention *mention = panel_mention(panel, number);
	const uint32_t *ents = xref_ents(&panel->dossier->xref, mention);
	uint32_t n = mention->nents > 0 ? mention->nents : mention->nrivals;

	n = n < PANEL_ENTS ? n : PANEL_ENTS;
	/* From one mention to the next of the same the card stays: another index closes it. */
	if (panel->nitems == 0 || panel->nents != n ||
		memcmp(panel->ents, ents, n * sizeof(*ents)) != 0) {
		panel->nents = n;
		memcpy(panel->ents, ents, n * sizeof(*ents));
		card_fill(panel);
	}
	panel->active = number;
	panel->kept = false;
	card_choose(panel, number);
}

/* Where else the entity is: in the documents behind the page's, before it, in it. */
static uint32_t page_target(const struct panel *panel, ent_id ent)
{
	const struct xref *xref = &panel->dossier->xref;
	struct slice of = xref_of(xref, ent);
	uint32_t doc, at;

	if (of.n == 0) {
		return MENTION_NONE;
	}
	doc = panel_mention(panel, panel->page)->doc.i;
	at = xref_below(of, xref->doc_first[doc + 1]);
	if (at == of.n && panel_mention(panel, of.p[0])->doc.i == doc) {
		at = xref_below(of, panel->page_end);
	}
	return of.p[at < of.n ? at : 0];
}

static void seen_add(struct panel *panel, uint32_t ent)
{
	for (uint32_t i = 0; i < panel->nseen; i++) {
		if (panel->seen[i].ent == ent) {
			panel->seen[i].here++;
			return;
		}
	}
	if (array_reserve(&panel->seen, &panel->cseen, panel->nseen + 1, sizeof(*panel->seen))) {
		panel->seen[panel->nseen++] = (struct panel_seen){ent, 1};
	}
}

/* By kind; a stable insertion sort keeps the order of the page within a kind. */
static void seen_sort(struct panel *panel)
{
	const struct entity *items = panel->dossier->ents.items;

	for (uint32_t i = 1; i < panel->nseen; i++) {
		struct panel_seen seen = panel->seen[i];
		uint32_t j = i;

		while (j > 0 && items[panel->seen[j - 1].ent].kind > items[seen.ent].kind) {
			panel->seen[j] = panel->seen[j - 1];
			j--;
		}
		panel->seen[j] = seen;
	}
}

static void page_make(struct panel *panel, const struct view *view)
{
	const struct xref *xref = &panel->dossier->xref;
	struct range screen = view_range(view);
	uint32_t end = xref->doc_first[view->id.i + 1];

	panel->nseen = 0;
	panel->page = panel->page_end = xref_from(xref, view->id, screen.start);
	for (uint32_t i = panel->page; i < end; i++) {
		const struct mention *mention = panel_mention(panel, i);

		if (mention->at.start >= screen.end) {
			break;
		}
		panel->page_end = i + 1;
		for (uint32_t k = 0; k < mention->nents && mention->rule != RULE_DESCRIPTION; k++) {
			seen_add(panel, xref_ents(xref, mention)[k]);
		}
	}
	seen_sort(panel);
}

/* An entity of the page that is mentioned in another document, or off the screen, or the first. */
static uint32_t page_choice(const struct panel *panel)
{
	uint32_t off_screen = UINT32_MAX;

	for (uint32_t i = 0; i < panel->nseen; i++) {
		uint32_t to = page_target(panel, (ent_id){panel->seen[i].ent});

		if (panel_mention(panel, to)->doc.i != panel_mention(panel, panel->page)->doc.i) {
			return i;
		}
		if (off_screen == UINT32_MAX && (to < panel->page || to >= panel->page_end)) {
			off_screen = i;
		}
	}
	return off_screen == UINT32_MAX ? 0 : off_screen;
}

/* The page is made anew; a choice of the reader's stays while the page does. */
static void page_follow(struct panel *panel, const struct view *view)
{
	uint32_t page = panel->page, page_end = panel->page_end;

	page_make(panel, view);
	panel->chosen = panel->chosen && panel->page == page && panel->page_end == page_end;
	if (panel->nents == 0 && !panel->chosen) {
		panel->choice = page_choice(panel);
	}
}

void panel_follow(struct panel *panel, const struct view *view)
{
	bool known = view->id.i < panel->dossier->catalog.n;
	uint32_t active = known ? view->active : MENTION_NONE;

	if (known) {
		page_follow(panel, view);
	} else {
		panel->nseen = 0;
	}
	if (active != MENTION_NONE && active != panel->active) {
		card_for_mention(panel, active);
	} else if (active == MENTION_NONE && !panel->kept && panel->nents > 0) {
		panel_close(panel);
	}
	if (panel->nents == 0 && panel->choice >= panel->nseen) {
		panel->choice = panel->nseen == 0 ? 0 : panel->nseen - 1;
	}
}

void panel_open(struct panel *panel, ent_id ent, const struct view *view)
{
	bool known = view->id.i < panel->dossier->catalog.n;
	const struct xref *xref = &panel->dossier->xref;
	uint32_t from = MENTION_NONE;

	panel->ents[0] = ent.i;
	panel->nents = 1;
	panel->kept = true;
	panel->explain = false;
	panel->active = known ? view->active : MENTION_NONE;
	if (panel->active != MENTION_NONE &&
		xref_names(xref, panel_mention(panel, panel->active), ent)) {
		from = panel->active;
	}
	card_fill(panel);
	card_choose(panel, from);
}

void panel_close(struct panel *panel)
{
	panel->nents = 0;
	panel->nitems = 0;
	panel->nnotes = 0;
	panel->kept = false;
	panel->explain = false;
	panel->active = MENTION_NONE;
	panel->choice = 0;
	panel->chosen = false;
}

uint32_t panel_count(const struct panel *panel)
{
	return panel->nents > 0 ? panel->nitems + panel->nnotes : panel->nseen;
}

bool panel_move(struct panel *panel, int n)
{
	uint32_t count = panel_count(panel);
	int64_t to = (int64_t)panel->choice + n;

	if (count == 0) {
		return false;
	}
	to = to < 0 ? 0 : to >= count ? count - 1 : to;
	if ((uint32_t)to == panel->choice) {
		return false;
	}
	panel->choice = (uint32_t)to;
	panel->chosen = true;
	return true;
}

uint32_t panel_target(const struct panel *panel)
{
	if (panel->choice >= panel_count(panel)) {
		return MENTION_NONE;
	}
	if (panel->nents == 0) {
		return page_target(panel, (ent_id){panel->seen[panel->choice].ent});
	}
	return panel->choice < panel->nitems ? panel->items[panel->choice] : MENTION_NONE;
}

uint32_t panel_note(const struct panel *panel)
{
	bool note = panel->nents > 0 && panel->choice >= panel->nitems &&
		panel->choice < panel_count(panel);

	return note ? panel->notes[panel->choice - panel->nitems] : UINT32_MAX;
}

ent_id panel_ent(const struct panel *panel)
{
	if (panel->nents > 0) {
		return (ent_id){panel->ents[0]};
	}
	if (panel->choice < panel->nseen) {
		return (ent_id){panel->seen[panel->choice].ent};
	}
	return ENT_NONE;
}

void panel_finish(struct panel *panel)
{
	free(panel->merged);
	free(panel->notes);
	free(panel->seen);
	*panel = (struct panel){0};
}

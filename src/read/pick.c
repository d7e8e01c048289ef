#include "read/pick.h"

#include "texts/fold.h"

#include <stdlib.h>

/* "2026-11-21" of a time. */
enum { DAY_BYTES = 10 };

static void picked_add(struct pick *pick, struct picked item, bool *failed)
{
	if (!array_reserve(&pick->items, &pick->cap, pick->n + 1, sizeof(*pick->items))) {
		*failed = true;
		return;
	}
	pick->items[pick->n++] = item;
}

/* The mentions that lie in a passage, as numbers [*first, result). */
static uint32_t mentions_in(const struct dossier *dossier, const struct noted *noted,
	uint32_t *first)
{
	const struct xref *xref = &dossier->xref;
	uint32_t i, end;

	*first = 0;
	if (noted->state == ANCHOR_ORPHAN || noted->doc.i >= dossier->catalog.n) {
		return 0;
	}
	end = xref->doc_first[noted->doc.i + 1];
	i = *first = xref_from(xref, noted->doc, noted->at.start);
	while (i < end && xref_mention(xref, i)->at.start < noted->at.end) {
		i++;
	}
	return i;
}

bool pick_mentions(const struct dossier *dossier, const struct noted *noted, ent_id ent)
{
	uint32_t first, end = mentions_in(dossier, noted, &first);

	for (uint32_t i = first; i < end; i++) {
		if (xref_names(&dossier->xref, xref_mention(&dossier->xref, i), ent)) {
			return true;
		}
	}
	return false;
}

static bool has_tag(const struct note *note, struct span tag)
{
	for (uint32_t i = 0; i < note->ntags; i++) {
		if (span_eq_nocase(note->tags[i], tag)) {
			return true;
		}
	}
	return false;
}

/* What is looked for, folded once, and room for what it is looked for in. */
struct words {
	struct fold want, have;
	bool failed;
};

static bool has_words(struct words *words, struct span text)
{
	struct span want = {words->want.p, words->want.n};

	if (!fold_span(&words->have, text, 0)) {
		words->failed = true;
		return false;
	}
	return span_find((struct span){words->have.p, words->have.n}, want, 0) < words->have.n;
}

static bool note_has_words(struct words *words, const struct note *note)
{
	if (words->want.n == 0 || has_words(words, note->body) ||
		has_words(words, note->anchor.quote)) {
		return true;
	}
	for (uint32_t i = 0; i < note->ntags; i++) {
		if (has_words(words, note->tags[i])) {
			return true;
		}
	}
	return false;
}

static bool is_wanted(const struct dossier *dossier, const struct pick_query *query,
	struct words *words, const struct noted *noted)
{
	const struct note *note = noted->note;

	if (query->doc.i != DOC_NONE.i && noted->doc.i != query->doc.i) {
		return false;
	}
	if (query->since.n > 0 && span_cmp(note->created, query->since) < 0 &&
		span_cmp(note->modified, query->since) < 0) {
		return false;
	}
	return (query->tag.n == 0 || has_tag(note, query->tag)) &&
		(query->ent.i == ENT_NONE.i || pick_mentions(dossier, noted, query->ent)) &&
		note_has_words(words, note);
}

/* Once for each entity that the passage mentions. */
static void add_by_entity(struct pick *pick, const struct dossier *dossier, struct picked item,
	bool *failed)
{
	const struct noted *noted = &dossier->notes.items[item.item];
	uint32_t first, end = mentions_in(dossier, noted, &first), from = pick->n;

	for (uint32_t i = first; i < end; i++) {
		const struct mention *mention = xref_mention(&dossier->xref, i);

		for (uint32_t k = 0; k < mention->nents; k++) {
			ent_id ent = {xref_ents(&dossier->xref, mention)[k]};
			bool known = false;

			item.group = entities_name(&dossier->ents, ent);
			for (uint32_t j = from; j < pick->n; j++) {
				known |= span_eq(pick->items[j].group, item.group);
			}
			if (!known) {
				picked_add(pick, item, failed);
			}
		}
	}
	if (pick->n == from) {
		item.group = (struct span){NULL, 0};
		item.rest = true;
		picked_add(pick, item, failed);
	}
}

static void add_note(struct pick *pick, const struct dossier *dossier,
	const struct pick_query *query, uint32_t index, bool *failed)
{
	const struct noted *noted = &dossier->notes.items[index];
	const struct note *note = noted->note;
	struct picked item = {.item = index, .lost = noted->state == ANCHOR_ORPHAN};

	pick->notes++;
	if (item.lost) {
		picked_add(pick, item, failed);
		return;
	}
	switch (query->order) {
	case PICK_BY_DOCUMENT:
		item.number = noted->doc.i;
		break;
	case PICK_BY_DATE:
		item.group = note->created;
		item.group.n = item.group.n < DAY_BYTES ? item.group.n : DAY_BYTES;
		break;
	case PICK_BY_TAG:
		for (uint32_t i = 0; i < note->ntags; i++) {
			item.group = note->tags[i];
			picked_add(pick, item, failed);
		}
		item.rest = true;
		if (note->ntags > 0) {
			return;
		}
		break;
	case PICK_BY_ENTITY:
		add_by_entity(pick, dossier, item, failed);
		return;
	}
	picked_add(pick, item, failed);
}

static int picked_cmp(const struct picked *a, const struct picked *b, bool latest)
{
	int group = span_cmp(a->group, b->group);

	if (a->lost != b->lost) {
		return a->lost ? 1 : -1;
	}
	if (a->rest != b->rest) {
		return a->rest ? 1 : -1;
	}
	if (a->number != b->number) {
		return a->number < b->number ? -1 : 1;
	}
	if (group != 0) {
		return latest ? -group : group;
	}
	return (a->item > b->item) - (a->item < b->item);
}

static int picked_ascending(const void *a, const void *b)
{
	return picked_cmp(a, b, false);
}

static int picked_latest(const void *a, const void *b)
{
	return picked_cmp(a, b, true);
}

bool pick_make(struct pick *pick, const struct dossier *dossier, const struct pick_query *query,
	struct err *err)
{
	struct words words = {0};
	bool failed;

	pick->n = pick->notes = 0;
	failed = query->words.n > 0 && !fold_span(&words.want, query->words, 0);
	for (uint32_t i = 0; i < dossier->notes.n && !failed; i++) {
		if (is_wanted(dossier, query, &words, &dossier->notes.items[i])) {
			add_note(pick, dossier, query, i, &failed);
		}
	}
	failed |= words.failed;
	fold_finish(&words.want);
	fold_finish(&words.have);
	if (failed) {
		return err_memory(err);
	}
	if (pick->n > 1) {
		qsort(pick->items, pick->n, sizeof(*pick->items),
			query->order == PICK_BY_DATE ? picked_latest : picked_ascending);
	}
	return true;
}

bool pick_together(const struct picked *a, const struct picked *b)
{
	return a->lost == b->lost && a->rest == b->rest && a->number == b->number &&
		span_eq(a->group, b->group);
}

void pick_finish(struct pick *pick)
{
	free(pick->items);
	*pick = (struct pick){0};
}

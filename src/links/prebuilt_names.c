/* The alias table in a prebuilt index: written, and lent from it without a look at entities.rec. */
#include "links/prebuilt_form.h"

static void put_names(const struct entities *ents, struct buf *strings, struct prebuilt_names *out)
{
	for (uint32_t i = 0; i < ents->nnames; i++) {
		out->names[i] = (struct prebuilt_name){prebuilt_save_text(strings, ents->names[i].text),
			ents->names[i].line};
	}
	for (uint32_t i = 0; i < out->nparties; i++) {
		out->parties[i] = prebuilt_save_text(strings, ents->parties[i]);
	}
	for (uint32_t i = 0; i < ents->nkinds; i++) {
		out->kinds[i] = prebuilt_save_text(strings, ents->kinds[i]);
	}
}

static void put_entities(const struct entities *ents, struct buf *strings, struct prebuilt_ent *out)
{
	for (uint32_t i = 0; i < ents->n; i++) {
		const struct entity *ent = &ents->items[i];

		out[i] = (struct prebuilt_ent){.id = prebuilt_save_text(strings, ent->id),
			.place = prebuilt_save_text(strings, ent->place), .note = prebuilt_save_text(strings, ent->note),
			.kind = ent->kind, .nnames = ent->nnames, .nparties = ent->nparties,
			.date = ent->date, .until = ent->until, .line = ent->line};
	}
}

bool prebuilt_names_put(const struct entities *ents, struct buf *strings, struct arena *arena,
	struct prebuilt_names *out)
{
	const struct entity *last = ents->n == 0 ? NULL : &ents->items[ents->n - 1];

	*out = (struct prebuilt_names){.source = ents,
		.nparties = last == NULL ? 0 : last->party + last->nparties,
		.ents = arena_array(arena, (size_t)ents->n + 1, sizeof(*out->ents)),
		.names = arena_array(arena, (size_t)ents->nnames + 1, sizeof(*out->names)),
		.kinds = arena_array(arena, (size_t)ents->nkinds + 1, sizeof(*out->kinds))};
	out->parties = arena_array(arena, (size_t)out->nparties + 1, sizeof(*out->parties));
	if (out->ents == NULL || out->names == NULL || out->parties == NULL || out->kinds == NULL) {
		return false;
	}
	put_entities(ents, strings, out->ents);
	put_names(ents, strings, out);
	return true;
}

void prebuilt_names_add(const struct prebuilt_names *names, struct sections_out *out)
{
	const struct entities *ents = names->source;

	sections_add(out, PREBUILT_ENTS, sizeof(*names->ents), names->ents, ents->n);
	sections_add(out, PREBUILT_NAMES, sizeof(*names->names), names->names, ents->nnames);
	sections_add(out, PREBUILT_PARTIES, sizeof(*names->parties), names->parties, names->nparties);
	sections_add(out, PREBUILT_KINDS, sizeof(*names->kinds), names->kinds, ents->nkinds);
	sections_add(out, PREBUILT_BY_ID, sizeof(*ents->by_id), ents->by_id, ents->n);
}

/* What is being lent, and how much of it has been given to entities. */
struct lending {
	const struct prebuilt *built;
	const struct prebuilt_ent *ents;
	const struct prebuilt_name *names;
	const struct prebuilt_piece *parties, *kinds;
	uint32_t nparties;
};

static bool find_arrays(struct lending *from, struct entities *out)
{
	const struct prebuilt *built = from->built;
	uint32_t nids;

	from->ents = prebuilt_array(built, PREBUILT_ENTS, sizeof(*from->ents), &out->n);
	from->names = prebuilt_array(built, PREBUILT_NAMES, sizeof(*from->names), &out->nnames);
	from->parties = prebuilt_array(built, PREBUILT_PARTIES, sizeof(*from->parties), &from->nparties);
	from->kinds = prebuilt_array(built, PREBUILT_KINDS, sizeof(*from->kinds), &out->nkinds);
	out->by_id = (uint32_t *)(uintptr_t)prebuilt_array(built, PREBUILT_BY_ID,
		sizeof(*out->by_id), &nids);
	return from->ents != NULL && from->names != NULL && from->parties != NULL &&
		from->kinds != NULL && out->by_id != NULL && nids == out->n &&
		out->nkinds >= KIND_FIRST_OTHER;
}

static bool make_room(const struct lending *from, struct entities *out)
{
	struct arena *arena = &out->arena;

	out->items = arena_array(arena, (size_t)out->n + 1, sizeof(*out->items));
	out->names = arena_array(arena, (size_t)out->nnames + 1, sizeof(*out->names));
	out->parties = arena_array(arena, (size_t)from->nparties + 1, sizeof(*out->parties));
	out->kinds = arena_array(arena, (size_t)out->nkinds + 1, sizeof(*out->kinds));
	return out->items != NULL && out->names != NULL && out->parties != NULL && out->kinds != NULL;
}

/* A piece as a text, no NUL looked for. False where the file does not hold it. */
static inline bool text_of(const struct prebuilt *built, struct prebuilt_piece piece,
	struct span *out)
{
	*out = (struct span){built->strings + piece.at, piece.n};
	return (uint64_t)piece.at + piece.n <= built->nstrings;
}

static bool lend_pieces(const struct prebuilt *built, const struct prebuilt_piece *from, uint32_t n,
	struct span *out)
{
	for (uint32_t i = 0; i < n; i++) {
		if (!text_of(built, from[i], &out[i]) || from[i].n == 0) {
			return false;
		}
	}
	return true;
}

static bool lend_names(const struct lending *from, uint32_t ent, const struct entity *of,
	struct name *out)
{
	for (uint32_t i = of->name; i < of->name + of->nnames; i++) {
		struct name *name = &out[i];

		if (!text_of(from->built, from->names[i].text, &name->text) || name->text.n == 0) {
			return false;
		}
		name->ent = (ent_id){ent};
		name->line = from->names[i].line;
		name->main = i == of->name;
	}
	return true;
}

static bool date_is_good(struct doc_date date)
{
	return date.month <= 12 && date.day <= 31;
}

/* One entity, whose names and parties follow those of the one before. */
static bool lend_entity(const struct lending *from, uint32_t i, uint32_t *nnames, uint32_t *nparties,
	struct entities *out)
{
	const struct prebuilt_ent *ent = &from->ents[i];
	struct entity *made = &out->items[i];

	*made = (struct entity){.kind = ent->kind, .name = *nnames, .nnames = ent->nnames,
		.party = *nparties, .nparties = ent->nparties, .date = ent->date,
		.until = ent->until, .line = ent->line};
	if (ent->kind >= out->nkinds || ent->nnames == 0 || ent->nnames > out->nnames - *nnames ||
		ent->nparties > from->nparties - *nparties || out->by_id[i] >= out->n ||
		!date_is_good(ent->date) || !date_is_good(ent->until)) {
		return false;
	}
	*nnames += ent->nnames;
	*nparties += ent->nparties;
	return text_of(from->built, ent->id, &made->id) &&
		text_of(from->built, ent->place, &made->place) &&
		text_of(from->built, ent->note, &made->note) && made->id.n > 0 &&
		lend_names(from, i, made, out->names);
}

static bool lend_all(const struct lending *from, struct entities *out)
{
	uint32_t nnames = 0, nparties = 0;

	for (uint32_t i = 0; i < out->n; i++) {
		if (!lend_entity(from, i, &nnames, &nparties, out)) {
			return false;
		}
	}
	return nnames == out->nnames && nparties == from->nparties &&
		lend_pieces(from->built, from->parties, nparties, out->parties) &&
		lend_pieces(from->built, from->kinds, out->nkinds, out->kinds);
}

bool prebuilt_names_lend(const struct prebuilt *built, const char *path, const struct config *config,
	struct entities *out, struct err *err)
{
	struct lending from = {.built = built};
	struct entities made = {.config = config};
	struct span copy;
	bool ok = find_arrays(&from, &made) || err_set(err, "the index is damaged");

	if (ok && (!arena_copy(&made.arena, span_of(path), &copy) || !make_room(&from, &made))) {
		ok = err_memory(err);
	}
	if (ok) {
		made.path = copy.p;
		ok = lend_all(&from, &made) || err_set(err, "the index is damaged");
	}
	if (!ok) {
		entities_finish(&made);
		return false;
	}
	*out = made;
	return true;
}

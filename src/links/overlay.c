#include "links/overlay.h"

#include "base/dict.h"

/* Some fields of a record that is being changed, in a row of such pieces. */
struct piece {
	const struct rec_field *fields;
	uint32_t n;
	uint32_t merged; /* line of the decision that made aliases of its names; 0: as they are */
	bool own; /* of the record as it was read or made, not of what was added to it */
	struct piece *next;
};

struct changed {
	struct piece *first, *last; /* NULL: merged into another, gone */
	uint32_t line;
};

/* The records of a catalogue while they are changed: none is copied for what is added to it. */
struct overlay {
	struct changed *recs;
	uint32_t n;
	struct dict ids; /* the first record of each Id */
	struct arena *arena;
	struct report *report;
};

static struct changed *overlay_find(struct overlay *overlay, struct span id)
{
	uint32_t i = dict_get(&overlay->ids, id);

	return i == UINT32_MAX || overlay->recs[i].first == NULL ? NULL : &overlay->recs[i];
}

static bool pieces_add(struct overlay *overlay, struct changed *rec, const struct rec_field *fields,
	uint32_t n)
{
	struct piece *piece = arena_array(overlay->arena, 1, sizeof(*piece));

	if (piece == NULL) {
		return false;
	}
	*piece = (struct piece){.fields = fields, .n = n, .own = rec->first == NULL};
	if (rec->first == NULL) {
		rec->first = piece;
	} else {
		rec->last->next = piece;
	}
	rec->last = piece;
	return true;
}

/* Adds a record, in the place of one of its Id that is gone. */
static bool record_add(struct overlay *overlay, const struct rec *rec)
{
	struct span id = rec_get(rec, SPAN("Id"));
	uint32_t i = id.n > 0 ? dict_get(&overlay->ids, id) : UINT32_MAX;

	if (i == UINT32_MAX || overlay->recs[i].first != NULL) {
		i = overlay->n++;
		if (id.n > 0 && !dict_add(&overlay->ids, overlay->arena, id, i)) {
			return false;
		}
	}
	overlay->recs[i] = (struct changed){.line = rec->line};
	return pieces_add(overlay, &overlay->recs[i], rec->fields, rec->n);
}

/* Fields that a decision makes, with a place to live in; NULL: no memory. */
static struct rec_field *fields_make(struct overlay *overlay, const struct rec_field *fields,
	uint32_t n)
{
	struct rec_field *made = arena_array(overlay->arena, n, sizeof(*made));

	if (made != NULL) {
		memcpy(made, fields, n * sizeof(*made));
	}
	return made;
}

static bool entity_add(struct overlay *overlay, const struct decision *d, struct span id,
	struct span kind)
{
	const struct rec_field fields[] = {{SPAN("Id"), id, d->line}, {SPAN("Kind"), kind, d->line},
		{SPAN("Name"), d->name, d->line}};
	struct rec rec = {.n = COUNT_OF(fields), .line = d->line};

	rec.fields = fields_make(overlay, fields, COUNT_OF(fields));
	return rec.fields != NULL && record_add(overlay, &rec);
}

static bool alias_add(struct overlay *overlay, struct changed *rec, const struct decision *d)
{
	const struct rec_field field = {SPAN("Alias"), d->name, d->line};
	const struct rec_field *made = fields_make(overlay, &field, 1);

	return made != NULL && pieces_add(overlay, rec, made, 1);
}

/*
 * All names of `from` become aliases of `to`, and `from` is gone. Its own pieces come first; those
 * behind them hold aliases, or were merged before: they need not be looked at.
 */
static void apply_merge(struct changed *to, struct changed *from, uint32_t line)
{
	for (struct piece *piece = from->first; piece != NULL && piece->own; piece = piece->next) {
		piece->merged = line;
		piece->own = false;
	}
	to->last->next = from->first;
	to->last = from->last;
	from->first = from->last = NULL;
}

static bool is_alias(const struct piece *piece, const struct rec_field *field)
{
	return span_eq_nocase(field->name, SPAN("Alias")) ||
		(piece->merged > 0 && span_eq_nocase(field->name, SPAN("Name")));
}

/* Whether the field of a piece is still one. */
static bool is_kept(const struct piece *piece, const struct rec_field *field)
{
	return piece->merged == 0 || is_alias(piece, field);
}

/* Takes the field at i out of its piece: what is behind it becomes a piece. */
static bool piece_part(struct overlay *overlay, struct changed *rec, struct piece *piece, uint32_t i)
{
	struct piece *rest = arena_array(overlay->arena, 1, sizeof(*rest));

	if (rest == NULL) {
		return false;
	}
	*rest = *piece;
	rest->fields += i + 1;
	rest->n -= i + 1;
	piece->next = rest;
	piece->n = i;
	if (rec->last == piece) {
		rec->last = rest;
	}
	return true;
}

/* Takes an alias out of a record; *found where it had it. */
static bool alias_remove(struct overlay *overlay, struct changed *rec, struct span name, bool *found)
{
	*found = false;
	for (struct piece *piece = rec->first; piece != NULL; piece = piece->next) {
		uint32_t i = 0;

		while (i < piece->n && !(is_alias(piece, &piece->fields[i]) &&
				span_eq(piece->fields[i].value, name))) {
			i++;
		}
		if (i < piece->n) {
			*found = true;
			if (!piece_part(overlay, rec, piece, i)) {
				return false;
			}
		}
	}
	return true;
}

static struct span kind_of(const struct changed *rec)
{
	struct span kind = {NULL, 0};

	for (const struct piece *piece = rec->first; piece != NULL && piece->own && kind.p == NULL;
		piece = piece->next) {
		kind = rec_get(&(struct rec){.fields = piece->fields, .n = piece->n}, SPAN("Kind"));
	}
	return kind;
}

/* One alias leaves its entity for a new one of the same kind. */
static bool apply_split(struct overlay *overlay, struct changed *rec, const struct decision *d)
{
	bool found;

	if (!alias_remove(overlay, rec, d->name, &found)) {
		return false;
	}
	if (!found) {
		report_add(overlay->report, REPORT_WARNING, d->path, d->line,
			"split: '%.*s' has no alias '%.*s'", SPAN_ARG(d->entity), SPAN_ARG(d->name));
		return true;
	}
	return entity_add(overlay, d, d->other, kind_of(rec));
}

static void overlay_gone(struct overlay *overlay, const struct decision *d, struct span id)
{
	report_add(overlay->report, REPORT_WARNING, d->path, d->line,
		"%s: there is no entity '%.*s'", decisions_word(d->kind), SPAN_ARG(id));
}

static bool overlay_apply(struct overlay *overlay, const struct decision *d)
{
	struct changed *rec = overlay_find(overlay, d->entity), *other;

	if (d->kind == DECISION_ENTITY) {
		return rec != NULL || entity_add(overlay, d, d->entity, d->ent_kind);
	}
	if (rec == NULL) {
		overlay_gone(overlay, d, d->entity);
		return true;
	}
	if (d->kind == DECISION_ALIAS) {
		return alias_add(overlay, rec, d);
	}
	if (d->kind == DECISION_SPLIT) {
		return apply_split(overlay, rec, d);
	}
	other = overlay_find(overlay, d->other);
	if (other == NULL || other == rec) {
		overlay_gone(overlay, d, d->other);
	} else {
		apply_merge(rec, other, d->line);
	}
	return true;
}

static bool is_about_catalogue(const struct decision *d)
{
	return d->kind >= DECISION_ALIAS && d->kind <= DECISION_SPLIT;
}

/* The record as it is after all decisions: its pieces in one. */
static bool record_settle(struct overlay *overlay, const struct changed *from, struct rec *out)
{
	struct rec_field *fields;
	uint32_t most = 0, n = 0;

	if (from->first == from->last) {
		*out = (struct rec){from->first->fields, from->first->n, from->line};
		return true;
	}
	for (const struct piece *piece = from->first; piece != NULL; piece = piece->next) {
		most += piece->n;
	}
	fields = arena_array(overlay->arena, most + 1, sizeof(*fields));
	if (fields == NULL) {
		return false;
	}
	for (const struct piece *piece = from->first; piece != NULL; piece = piece->next) {
		for (uint32_t i = 0; i < piece->n; i++) {
			if (is_kept(piece, &piece->fields[i])) {
				fields[n++] = piece->merged == 0 ? piece->fields[i]
					: (struct rec_field){SPAN("Alias"), piece->fields[i].value,
						  piece->merged};
			}
		}
	}
	*out = (struct rec){fields, n, from->line};
	return true;
}

static bool overlay_fill(struct overlay *overlay, const struct decisions *decisions,
	struct rec_file *file)
{
	struct rec *recs;
	uint32_t n = 0;

	for (uint32_t i = 0; i < file->n; i++) {
		if (!record_add(overlay, &file->recs[i])) {
			return false;
		}
	}
	for (uint32_t i = 0; i < decisions->n; i++) {
		const struct decision *d = &decisions->items[i];

		if (is_about_catalogue(d) && !overlay_apply(overlay, d)) {
			return false;
		}
	}
	recs = arena_array(overlay->arena, overlay->n + 1, sizeof(*recs));
	for (uint32_t i = 0; recs != NULL && i < overlay->n; i++) {
		if (overlay->recs[i].first != NULL && !record_settle(overlay, &overlay->recs[i], &recs[n++])) {
			return false;
		}
	}
	*file = (struct rec_file){recs, n};
	return recs != NULL;
}

static bool changes_catalogue(const struct decisions *decisions)
{
	for (uint32_t i = 0; i < decisions->n; i++) {
		if (is_about_catalogue(&decisions->items[i])) {
			return true;
		}
	}
	return false;
}

bool overlay_make(const struct decisions *decisions, struct rec_file *file, struct arena *arena,
	struct report *report, struct err *err)
{
	struct overlay overlay = {.arena = arena, .report = report};
	bool ok;

	if (!changes_catalogue(decisions)) {
		return true;
	}
	overlay.recs = arena_array(arena, (size_t)file->n + decisions->n + 1, sizeof(*overlay.recs));
	ok = overlay.recs != NULL && overlay_fill(&overlay, decisions, file);
	dict_finish(&overlay.ids);
	return ok || err_memory(err);
}

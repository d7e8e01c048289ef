#include "links/decisions.h"

#include "base/file.h"

#include <stdlib.h>

enum { FILE_MOST = 64 << 20 };

static const char *const words[] = {
	[DECISION_CONFIRM] = "confirm",
	[DECISION_REJECT] = "reject",
	[DECISION_LINK] = "link",
	[DECISION_ALIAS] = "alias",
	[DECISION_ENTITY] = "entity",
	[DECISION_MERGE] = "merge",
	[DECISION_SPLIT] = "split",
	[DECISION_NEVER] = "never",
};

static const char *const scopes[] = {
	[SCOPE_HERE] = "here",
	[SCOPE_DOCUMENT] = "document",
	[SCOPE_EVERYWHERE] = "everywhere",
};

const char *decisions_word(enum decision_kind kind)
{
	return words[kind];
}

/* Index of text in a table of words, or n. */
static uint32_t word_index(const char *const *table, uint32_t n, struct span text)
{
	uint32_t i = 0;

	while (i < n && !span_eq_nocase(span_of(table[i]), text)) {
		i++;
	}
	return i;
}

/* The field that a kind cannot do without and does not have, or NULL. */
static const char *missing_field(const struct decision *d)
{
	bool passage = d->kind == DECISION_CONFIRM || d->kind == DECISION_LINK ||
		(d->kind == DECISION_REJECT && d->scope != SCOPE_EVERYWHERE);

	if (d->entity.n == 0 && d->kind != DECISION_NEVER) {
		return "Entity";
	}
	if (passage && d->file.n == 0) {
		return "File";
	}
	if (passage && d->quote.n == 0 && d->scope == SCOPE_HERE) {
		return "Quote";
	}
	if (d->name.n == 0 &&
		(d->kind == DECISION_ALIAS || d->kind == DECISION_ENTITY || d->kind == DECISION_SPLIT || d->kind == DECISION_NEVER ||
			(d->kind == DECISION_REJECT && d->scope != SCOPE_HERE))) {
		return "Name";
	}
	if (d->other.n == 0 && (d->kind == DECISION_MERGE || d->kind == DECISION_SPLIT)) {
		return "Other";
	}
	return NULL;
}

static void read_number(const struct rec *rec, struct span name, const char *path,
	struct report *report, uint32_t *out)
{
	const struct rec_field *field = rec_field(rec, name);

	if (field != NULL && !span_u32(field->value, out)) {
		report_add(report, REPORT_WARNING, path, field->line, "%.*s '%.*s' is no number",
			SPAN_ARG(name), SPAN_ARG(field->value));
	}
}

/* False: reported, and left out. */
static bool decision_read(const struct rec *rec, const char *path, struct report *report,
	struct decision *out)
{
	struct span word = rec_get(rec, SPAN("Decision")), scope = rec_get(rec, SPAN("Scope"));
	uint32_t kind = word_index(words, COUNT_OF(words), word);
	uint32_t reach = scope.n == 0 ? 0 : word_index(scopes, COUNT_OF(scopes), scope);
	const char *missing;

	if (kind == COUNT_OF(words) || reach == COUNT_OF(scopes)) {
		report_add(report, REPORT_ERROR, path, rec->line, "%s '%.*s' is not known",
			kind == COUNT_OF(words) ? "Decision" : "Scope",
			SPAN_ARG(kind == COUNT_OF(words) ? word : scope));
		return false;
	}
	*out = (struct decision){.kind = (enum decision_kind)kind,
		.scope = kind == DECISION_REJECT ? (enum decision_scope)reach : SCOPE_HERE,
		.id = rec_get(rec, SPAN("Id")),
		.entity = rec_get(rec, SPAN("Entity")), .other = rec_get(rec, SPAN("Other")),
		.name = rec_get(rec, SPAN("Name")), .ent_kind = rec_get(rec, SPAN("Kind")),
		.file = rec_get(rec, SPAN("File")), .quote = rec_get(rec, SPAN("Quote")),
		.before = rec_get(rec, SPAN("Before")), .after = rec_get(rec, SPAN("After")),
		.by = rec_get(rec, SPAN("By")), .when = rec_get(rec, SPAN("When")), .path = path,
		.line = rec->line};
	read_number(rec, SPAN("Start"), path, report, &out->start);
	read_number(rec, SPAN("End"), path, report, &out->end);
	missing = missing_field(out);
	if (missing != NULL) {
		report_add(report, REPORT_ERROR, path, rec->line, "decision without %s", missing);
		return false;
	}
	return true;
}

bool decisions_load(struct decisions *decisions, const char *path, struct report *report,
	struct err *err)
{
	struct buf bytes = {0};
	struct span text, name;
	struct rec_file file;
	bool ok;

	if (!file_exists(path)) {
		return true;
	}
	ok = file_read(path, FILE_MOST, &bytes, NULL, err) &&
		((arena_copy(&decisions->arena, buf_span(&bytes), &text) &&
			 arena_copy(&decisions->arena, span_of(path), &name)) ||
			err_memory(err)) &&
		rec_parse(text, name.p, &decisions->arena, &file, report, err);
	buf_finish(&bytes);
	for (uint32_t i = 0; ok && i < file.n; i++) {
		if (!array_reserve(&decisions->items, &decisions->cap, decisions->n + 1,
			    sizeof(*decisions->items))) {
			return err_memory(err);
		}
		decisions->n += decision_read(&file.recs[i], name.p, report,
			&decisions->items[decisions->n]);
	}
	return ok;
}

/* A value may be any bytes: a line end in it goes on with "+ ". */
static void put_field(struct buf *out, const char *name, struct span value)
{
	struct span rest = value, line;

	if (value.n == 0) {
		return;
	}
	buf_puts(out, name);
	for (const char *before = ": "; span_cut(&rest, '\n', &line); before = "+ ") {
		buf_puts(out, before);
		buf_put(out, line);
		buf_putc(out, '\n');
	}
}

void decisions_put(const struct decision *decision, struct buf *out)
{
	put_field(out, "Id", decision->id);
	put_field(out, "Decision", span_of(words[decision->kind]));
	if (decision->kind == DECISION_REJECT) {
		put_field(out, "Scope", span_of(scopes[decision->scope]));
	}
	put_field(out, "Entity", decision->entity);
	put_field(out, "Other", decision->other);
	put_field(out, "Name", decision->name);
	put_field(out, "Kind", decision->ent_kind);
	put_field(out, "File", decision->file);
	if (decision->quote.n > 0) {
		buf_printf(out, "Start: %u\nEnd: %u\n", decision->start, decision->end);
	}
	put_field(out, "Quote", decision->quote);
	put_field(out, "Before", decision->before);
	put_field(out, "After", decision->after);
	put_field(out, "By", decision->by);
	put_field(out, "When", decision->when);
	buf_puts(out, "\n");
}

/* The records of a catalogue while they are changed. */
struct overlay {
	struct rec *recs;
	uint32_t n, cap;
	struct arena *arena;
	struct report *report;
};

static struct rec *overlay_find(struct overlay *overlay, struct span id)
{
	for (uint32_t i = 0; i < overlay->n; i++) {
		if (span_eq(rec_get(&overlay->recs[i], SPAN("Id")), id)) {
			return &overlay->recs[i];
		}
	}
	return NULL;
}

/* The fields of rec with room for `more` behind them; NULL: no memory. */
static struct rec_field *fields_copy(struct overlay *overlay, const struct rec *rec, uint32_t more)
{
	struct rec_field *fields = arena_array(overlay->arena, rec->n + more, sizeof(*fields));

	if (fields != NULL && rec->n > 0) {
		memcpy(fields, rec->fields, rec->n * sizeof(*fields));
	}
	return fields;
}

static bool fields_add(struct overlay *overlay, struct rec *rec, const struct rec_field *more,
	uint32_t n)
{
	struct rec_field *fields = fields_copy(overlay, rec, n);

	if (fields == NULL) {
		return false;
	}
	memcpy(fields + rec->n, more, n * sizeof(*more));
	rec->fields = fields;
	rec->n += n;
	return true;
}

static bool add_record(struct overlay *overlay, const struct rec_field *fields, uint32_t n,
	uint32_t line)
{
	struct rec rec = {.line = line};

	if (overlay->n == overlay->cap || !fields_add(overlay, &rec, fields, n)) {
		return false;
	}
	overlay->recs[overlay->n++] = rec;
	return true;
}

/* All names of `from` become aliases of `to`, and `from` is gone. */
static bool apply_merge(struct overlay *overlay, struct rec *to, struct rec *from, uint32_t line)
{
	uint32_t n = 0;
	struct rec_field *more = arena_array(overlay->arena, from->n + 1, sizeof(*more));

	if (more == NULL) {
		return false;
	}
	for (uint32_t i = 0; i < from->n; i++) {
		if (span_eq_nocase(from->fields[i].name, SPAN("Name")) ||
			span_eq_nocase(from->fields[i].name, SPAN("Alias"))) {
			more[n++] = (struct rec_field){SPAN("Alias"), from->fields[i].value, line};
		}
	}
	if (n > 0 && !fields_add(overlay, to, more, n)) {
		return false;
	}
	from->n = 0;
	return true;
}

/* One alias leaves its entity for a new one of the same kind. False: it has no such alias. */
static bool apply_split(struct overlay *overlay, struct rec *rec, const struct decision *d)
{
	struct rec_field *fields = fields_copy(overlay, rec, 0);
	struct rec_field fresh[] = {{SPAN("Id"), d->other, d->line},
		{SPAN("Kind"), rec_get(rec, SPAN("Kind")), d->line}, {SPAN("Name"), d->name, d->line}};
	uint32_t n = 0;

	for (uint32_t i = 0; fields != NULL && i < rec->n; i++) {
		if (!span_eq_nocase(fields[i].name, SPAN("Alias")) ||
			!span_eq(fields[i].value, d->name)) {
			fields[n++] = fields[i];
		}
	}
	if (fields == NULL || n == rec->n) {
		return false;
	}
	rec->fields = fields;
	rec->n = n;
	return add_record(overlay, fresh, COUNT_OF(fresh), d->line);
}

static void overlay_gone(struct overlay *overlay, const struct decision *d, struct span id)
{
	report_add(overlay->report, REPORT_WARNING, d->path, d->line,
		"%s: there is no entity '%.*s'", words[d->kind], SPAN_ARG(id));
}

static bool overlay_apply(struct overlay *overlay, const struct decision *d)
{
	struct rec *rec = overlay_find(overlay, d->entity), *other;
	struct rec_field fresh[] = {{SPAN("Id"), d->entity, d->line},
		{SPAN("Kind"), d->ent_kind, d->line}, {SPAN("Name"), d->name, d->line}};

	if (d->kind == DECISION_ENTITY) {
		return rec != NULL || add_record(overlay, fresh, COUNT_OF(fresh), d->line);
	}
	if (rec == NULL) {
		overlay_gone(overlay, d, d->entity);
		return true;
	}
	if (d->kind == DECISION_ALIAS) {
		return fields_add(overlay, rec,
			&(struct rec_field){SPAN("Alias"), d->name, d->line}, 1);
	}
	if (d->kind == DECISION_MERGE) {
		other = overlay_find(overlay, d->other);
		if (other == NULL || other == rec) {
			overlay_gone(overlay, d, d->other);
			return true;
		}
		return apply_merge(overlay, rec, other, d->line);
	}
	if (!apply_split(overlay, rec, d)) {
		report_add(overlay->report, REPORT_WARNING, d->path, d->line,
			"split: '%.*s' has no alias '%.*s'", SPAN_ARG(d->entity), SPAN_ARG(d->name));
	}
	return true;
}

static bool is_about_catalogue(const struct decision *d)
{
	return d->kind >= DECISION_ALIAS && d->kind <= DECISION_SPLIT;
}

bool decisions_overlay(const struct decisions *decisions, struct rec_file *file, struct arena *arena,
	struct report *report, struct err *err)
{
	struct overlay overlay = {.arena = arena, .report = report, .cap = file->n + decisions->n};
	uint32_t n = 0;

	overlay.recs = arena_array(arena, overlay.cap + 1, sizeof(*overlay.recs));
	if (overlay.recs == NULL) {
		return err_memory(err);
	}
	if (file->n > 0) {
		memcpy(overlay.recs, file->recs, file->n * sizeof(*overlay.recs));
	}
	overlay.n = file->n;
	for (uint32_t i = 0; i < decisions->n; i++) {
		const struct decision *d = &decisions->items[i];

		if (is_about_catalogue(d) && !overlay_apply(&overlay, d)) {
			return err_memory(err);
		}
	}
	for (uint32_t i = 0; i < overlay.n; i++) {
		if (overlay.recs[i].n > 0) {
			overlay.recs[n++] = overlay.recs[i];
		}
	}
	*file = (struct rec_file){overlay.recs, n};
	return true;
}

void decisions_finish(struct decisions *decisions)
{
	free(decisions->items);
	arena_finish(&decisions->arena);
	*decisions = (struct decisions){0};
}

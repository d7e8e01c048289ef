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

void decisions_finish(struct decisions *decisions)
{
	free(decisions->items);
	arena_finish(&decisions->arena);
	*decisions = (struct decisions){0};
}

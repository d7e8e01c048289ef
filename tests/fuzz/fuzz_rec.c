/*
 * Record files: what is kept of them is whole. The same bytes are taken for entities.rec and for
 * decisions.rec, and the decisions are carried out on the entities.
 */
#include "base/arena.h"
#include "base/rec.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "links/decisions.h"
#include "links/entities.h"

static void check_field(struct rec_field field, uint32_t *line)
{
	CHECK(field.name.n > 0 && field.line > *line);
	CHECK(utf8_valid_prefix(field.name) == field.name.n);
	CHECK(utf8_valid_prefix(field.value) == field.value.n);
	CHECK(span_find(field.name, SPAN(":"), 0) == field.name.n);
	*line = field.line;
}

static void check_file(const struct rec_file *file)
{
	uint32_t line = 0;
	for (uint32_t i = 0; i < file->n; i++) {
		const struct rec *rec = &file->recs[i];
		CHECK(rec->n > 0 && rec->line == rec->fields[0].line);
		for (uint32_t k = 0; k < rec->n; k++) {
			check_field(rec->fields[k], &line);
			const struct rec_field *first = rec_field(rec, rec->fields[k].name);
			CHECK(first != NULL && first <= &rec->fields[k]);
			CHECK(span_eq(rec_get(rec, rec->fields[k].name), first->value));
		}
		CHECK(rec_field(rec, SPAN("No such field")) == NULL);
	}
}

static void check_entity(const struct entities *ents, uint32_t i)
{
	const struct entity *ent = &ents->items[i];
	CHECK(ent->id.n > 0 && entities_find(ents, ent->id).i == i);
	CHECK(ent->kind < ents->nkinds && ents->kinds[ent->kind].n > 0);
	CHECK(ent->nnames > 0 && ent->name + ent->nnames <= ents->nnames);
	CHECK(ent->date.year != 0 || ent->until.year == 0);
	for (uint32_t k = ent->name; k < ent->name + ent->nnames; k++) {
		const struct name *name = &ents->names[k];
		CHECK(name->text.n > 0 && name->ent.i == i && name->main == (k == ent->name));
		CHECK(span_eq(span_trim(name->text), name->text));
	}
	CHECK(span_eq(entities_name(ents, (ent_id){i}), ents->names[ent->name].text));
	for (uint32_t k = ent->party; k < ent->party + ent->nparties; k++) {
		CHECK(ents->parties[k].n > 0);
	}
}

/* A kind's own fields are kept; what else stood in its record may go. */
static bool is_same(const struct decision *a, const struct decision *b)
{
	bool place = a->quote.n == 0 || (a->start == b->start && a->end == b->end);
	bool scope = a->kind != DECISION_REJECT || a->scope == b->scope;
	return a->kind == b->kind && scope && place && span_eq(a->id, b->id) &&
		span_eq(a->entity, b->entity) && span_eq(a->other, b->other) &&
		span_eq(a->name, b->name) && span_eq(a->ent_kind, b->ent_kind) &&
		span_eq(a->file, b->file) && span_eq(a->quote, b->quote) &&
		span_eq(a->by, b->by) && span_eq(a->when, b->when);
}

/* Decisions that are written out are read as the same. */
static void check_written(const struct decisions *decisions)
{
	struct buf out = {0};
	struct report report = {0};
	struct decisions again = {0};
	struct err err;
	for (uint32_t i = 0; i < decisions->n; i++) {
		decisions_put(&decisions->items[i], &out);
	}
	CHECK(buf_ok(&out, &err));
	CHECK(decisions_load(&again, fuzz_file(buf_span(&out)), &report, &err));
	CHECK(again.n == decisions->n);
	for (uint32_t i = 0; i < again.n; i++) {
		CHECK(is_same(&again.items[i], &decisions->items[i]));
	}
	decisions_finish(&again);
	report_finish(&report);
	buf_finish(&out);
}

static void check_catalogue(struct span text)
{
	struct report report = {0};
	struct decisions decisions = {0};
	struct entities ents;
	struct err err;
	const char *path = fuzz_file(text);
	CHECK(decisions_load(&decisions, path, &report, &err));
	CHECK(entities_load(&ents, path, &decisions, NULL, &report, &err));
	for (uint32_t i = 0; i < ents.n; i++) {
		check_entity(&ents, i);
	}
	check_written(&decisions);
	entities_finish(&ents);
	decisions_finish(&decisions);
	report_finish(&report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = {(const char *)data, size};
	struct report report = {0};
	struct arena arena = {0};
	struct rec_file file = {0};
	struct err err;
	CHECK(rec_parse(text, "fuzz.rec", &arena, &file, &report, &err));
	check_file(&file);
	CHECK(report.dropped == 0);
	arena_finish(&arena);
	report_finish(&report);
	check_catalogue(text);
	return 0;
}

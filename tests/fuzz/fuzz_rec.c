/* Record files: every field lies in its line, and what is kept is whole. */
#include "base/arena.h"
#include "base/rec.h"
#include "base/utf8.h"
#include "fuzz.h"

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
	return 0;
}

#include "texts/about.h"

#include "base/rec.h"

#include <stdlib.h>

#define RECORDS "documents.rec"

/* What reading one documents.rec needs at hand. */
struct reading {
	struct abouts made;
	const struct config *config;
	struct report *report;
};

static int about_compare(const void *left, const void *right)
{
	const struct about *a = left, *b = right;
	int order = span_cmp(a->about.path, b->about.path);

	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

struct about *about_find(const struct abouts *abouts, struct span path)
{
	struct about key = {.about.path = path};
	uint32_t low = 0, high = abouts->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (about_compare(&abouts->items[middle], &key) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	if (low == abouts->n || !span_eq(abouts->items[low].about.path, path)) {
		return NULL;
	}
	return &abouts->items[low];
}

/* Reports fields that have no meaning here; a note each, for they are kept. */
static void report_unknown(struct reading *reading, const struct rec *rec)
{
	static const char *const known[] = {
		"File", "Title", "Date", "Source", "Language", "Note", "Encoding"};

	for (uint32_t i = 0; i < rec->n; i++) {
		const struct rec_field *field = &rec->fields[i];
		bool found = false;

		for (size_t k = 0; k < COUNT_OF(known) && !found; k++) {
			found = span_eq_nocase(field->name, span_of(known[k]));
		}
		if (!found) {
			report_add(reading->report, REPORT_NOTE, reading->made.path.p, field->line,
				"unknown field '%.*s'", SPAN_ARG(field->name));
		}
	}
}

/* A C string of the field's value, or NULL where there is none. False where memory is short. */
static bool rec_string(struct reading *reading, const struct rec *rec, struct span name,
	const char **out)
{
	struct span value = span_trim(rec_get(rec, name)), copy;

	*out = NULL;
	if (value.n == 0) {
		return true;
	}
	if (!arena_copy(&reading->made.arena, value, &copy)) {
		return false;
	}
	*out = copy.p;
	return true;
}

static bool about_read(struct reading *reading, const struct rec *rec, struct about *out)
{
	const struct rec_field *date = rec_field(rec, SPAN("Date"));
	struct span file = span_trim(rec_get(rec, SPAN("File")));

	while (span_starts(file, SPAN("./"))) {
		file = (struct span){file.p + 2, file.n - 2};
	}
	*out = (struct about){.line = rec->line,
		.about = {.path = file,
			.title = span_trim(rec_get(rec, SPAN("Title"))),
			.source = span_trim(rec_get(rec, SPAN("Source"))),
			.language = span_trim(rec_get(rec, SPAN("Language"))),
			.note = span_trim(rec_get(rec, SPAN("Note")))}};
	if (date != NULL && !doc_date_parse(span_trim(date->value), &out->about.date)) {
		report_add(reading->report, REPORT_ERROR, reading->made.path.p, date->line,
			"Date '%.*s' is no date (YYYY, YYYY-MM or YYYY-MM-DD)",
			SPAN_ARG(date->value));
	}
	report_unknown(reading, rec);
	return rec_string(reading, rec, SPAN("Encoding"), &out->about.encoding);
}

/* Sorts, and leaves out further records of a file. */
static void settle(struct reading *reading)
{
	struct abouts *made = &reading->made;
	uint32_t kept = 0;

	if (made->items == NULL) {
		return; /* no record has a File */
	}
	if (made->n > 1) {
		qsort(made->items, made->n, sizeof(*made->items), about_compare);
	}
	for (uint32_t i = 0; i < made->n; i++) {
		const struct about *about = &made->items[i];

		if (kept > 0 && span_eq(made->items[kept - 1].about.path, about->about.path)) {
			report_add(reading->report, REPORT_ERROR, made->path.p, about->line,
				"a second record for '%.*s'; the one in line %u is taken",
				SPAN_ARG(about->about.path), made->items[kept - 1].line);
			continue;
		}
		made->items[kept++] = *about;
	}
	made->n = kept;
}

static bool parse(struct reading *reading, struct err *err)
{
	struct abouts *made = &reading->made;
	struct rec_file file;

	if (!rec_parse(buf_span(&made->bytes), made->path.p, &made->arena, &file, reading->report,
			err)) {
		return false;
	}
	made->items = arena_array(&made->arena, file.n, sizeof(*made->items));
	if (made->items == NULL && file.n > 0) {
		return err_memory(err);
	}
	for (uint32_t i = 0; i < file.n; i++) {
		struct about *about = &made->items[made->n];

		if (!about_read(reading, &file.recs[i], about)) {
			return err_memory(err);
		}
		if (about->about.path.n == 0) {
			report_add(reading->report, REPORT_ERROR, made->path.p, about->line,
				"a record without a File");
			continue;
		}
		made->n++;
	}
	settle(reading);
	return true;
}

static bool load(struct reading *reading, const char *folder, struct err *err)
{
	struct abouts *made = &reading->made;
	struct err why = {0};

	file_join(&made->path, folder, RECORDS);
	if (!buf_ok(&made->path, err)) {
		return false;
	}
	if (!file_exists(made->path.p)) {
		return true;
	}
	if (!file_read(made->path.p, (size_t)reading->config->limits_file_mib << 20, &made->bytes,
			NULL, &why)) {
		report_add(reading->report, REPORT_ERROR, NULL, 0, "%s", why.msg);
		return true;
	}
	return parse(reading, err);
}

bool about_load(struct abouts *abouts, const char *folder, const struct config *config,
	struct report *report, struct err *err)
{
	struct reading reading = {.config = config, .report = report};

	if (!load(&reading, folder, err)) {
		about_finish(&reading.made);
		return false;
	}
	*abouts = reading.made;
	return true;
}

void about_report_unused(const struct abouts *abouts, struct report *report)
{
	for (uint32_t i = 0; i < abouts->n; i++) {
		const struct about *about = &abouts->items[i];

		if (!about->used) {
			report_add(report, REPORT_ERROR, abouts->path.p, about->line,
				"File '%.*s' is no readable document of this folder",
				SPAN_ARG(about->about.path));
		}
	}
}

void about_finish(struct abouts *abouts)
{
	buf_finish(&abouts->path);
	buf_finish(&abouts->bytes);
	arena_finish(&abouts->arena);
	*abouts = (struct abouts){0};
}

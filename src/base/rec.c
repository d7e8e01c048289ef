#include "base/rec.h"

#include "base/byte.h"
#include "base/utf8.h"

#include <stdlib.h>

/*
 * Lines are read in one pass; fields and records grow in malloc'd arrays, which move into the
 * arena at the end. A record knows its fields by number until then, because the array moves.
 */
struct reader {
	const char *path;
	struct arena *arena;
	struct report *report;
	struct rec_field *fields;
	struct rec *recs; /* n fields each, in order: `fields` is set at the end */
	uint32_t nfields, cfields, nrecs, crecs;
	uint32_t line;
	bool clean; /* the whole file is: no line need be looked at for that */
	bool open; /* the last record may get more fields */
	enum { AFTER_NOTHING, AFTER_FIELD, AFTER_BAD } after; /* what "+ " would continue */
	const char *more; /* end of the last line that continues the last field; NULL: none did */
};

bool rec_is_name(struct span name)
{
	if (name.n == 0 || !byte_is_letter(name.p[0])) {
		return false;
	}
	for (size_t i = 1; i < name.n; i++) {
		char c = name.p[i];
		if (!byte_is_alnum(c) && c != '_' && c != '-') {
			return false;
		}
	}
	return true;
}

static struct span trim_end(struct span text)
{
	while (text.n > 0 && (text.p[text.n - 1] == ' ' || text.p[text.n - 1] == '\t' ||
			text.p[text.n - 1] == '\r')) {
		text.n--;
	}
	return text;
}

/* Reports a bad line, which is skipped, and so is what continues it. */
static void complain(struct reader *reader, const char *what)
{
	report_add(reader->report, REPORT_ERROR, reader->path, reader->line, "%s", what);
	reader->after = AFTER_BAD;
}

/* What a line that begins with "+" adds to a value. */
static struct span continuation(struct span line)
{
	size_t skip = line.n > 1 && line.p[1] == ' ' ? 2 : 1;
	return trim_end((struct span){line.p + skip, line.n - skip});
}

/*
 * Puts the lines of a continued value together, once it is known where they end: copying at each
 * line would cost the square of their number. False where there is no memory.
 */
static bool join_value(struct reader *reader)
{
	if (reader->more == NULL) {
		return true;
	}
	struct span *value = &reader->fields[reader->nfields - 1].value, line;
	const char *end = value->p + value->n;
	struct span rest = {end, (size_t)(reader->more - end)};
	char *joined = arena_array(reader->arena, value->n + rest.n, 1);
	if (joined == NULL) {
		return false;
	}
	size_t n = value->n;
	memcpy(joined, value->p, n);
	while (span_cut(&rest, '\n', &line)) {
		if (line.n > 0 && line.p[0] == '+') {
			struct span more = continuation(line);
			joined[n++] = '\n';
			memcpy(joined + n, more.p, more.n);
			n += more.n;
		}
	}
	*value = (struct span){joined, n};
	reader->more = NULL;
	return true;
}

/* Adds a field to the open record, or begins one with it. False where there is no memory. */
static bool add_field(struct reader *reader, struct span name, struct span value)
{
	if (!array_reserve(&reader->fields, &reader->cfields, reader->nfields + 1,
		sizeof(*reader->fields))) {
		return false;
	}
	if (!reader->open) {
		if (!array_reserve(&reader->recs, &reader->crecs, reader->nrecs + 1,
			sizeof(*reader->recs))) {
			return false;
		}
		reader->recs[reader->nrecs++] = (struct rec){.line = reader->line};
		reader->open = true;
	}
	reader->fields[reader->nfields++] = (struct rec_field){name, value, reader->line};
	reader->recs[reader->nrecs - 1].n++;
	reader->after = AFTER_FIELD;
	return true;
}

static bool read_field(struct reader *reader, struct span line)
{
	const char *colon = memchr(line.p, ':', line.n);
	if (colon == NULL) {
		complain(reader, "no field: a line reads 'Name: value'");
		return true;
	}
	struct span name = {line.p, (size_t)(colon - line.p)};
	if (!rec_is_name(name)) {
		complain(reader, "a field's name is a letter and letters, digits, '_' or '-'");
		return true;
	}
	struct span value = {colon + 1, line.n - name.n - 1};
	if (value.n > 0 && (value.p[0] == ' ' || value.p[0] == '\t')) {
		value.p++;
		value.n--;
	}
	return add_field(reader, name, value);
}

static void read_continued(struct reader *reader, struct span line)
{
	if (reader->after == AFTER_FIELD) {
		reader->more = line.p + line.n;
	} else if (reader->after == AFTER_NOTHING) {
		complain(reader, "nothing before it that '+' could continue");
	}
}

/* Whether the line is text; a file with the line ends of old Macs is one line to us. */
static bool is_clean(struct reader *reader, struct span line)
{
	if (reader->clean) {
		return true;
	}
	if (memchr(line.p, '\r', line.n) != NULL) {
		complain(reader, "a carriage return within the line");
		return false;
	}
	if (utf8_valid_prefix(line) < line.n) {
		complain(reader, "bytes that are no UTF-8");
		return false;
	}
	return true;
}

static bool read_line(struct reader *reader, struct span line)
{
	reader->line++;
	line = trim_end(line);
	if (line.n > 0 && line.p[0] == '#') {
		return true;
	}
	if (line.n > 0 && line.p[0] == '+') {
		if (is_clean(reader, line)) {
			read_continued(reader, line);
		}
		return true;
	}
	if (!join_value(reader)) {
		return false;
	}
	if (line.n == 0) {
		reader->open = false;
		reader->after = AFTER_NOTHING;
		return true;
	}
	if (line.p[0] == '%') {
		reader->after = AFTER_NOTHING;
		return true;
	}
	return !is_clean(reader, line) || read_field(reader, line);
}

/* Moves what was read into the arena. */
static bool move_out(struct reader *reader, struct rec_file *out)
{
	struct rec_file made = {0};
	if (reader->nrecs > 0) {
		size_t nfields = reader->nfields * sizeof(*reader->fields);
		size_t nrecs = reader->nrecs * sizeof(*reader->recs);
		struct rec_field *fields = arena_array(reader->arena, nfields, 1);
		struct rec *recs = arena_array(reader->arena, nrecs, 1);
		if (fields == NULL || recs == NULL) {
			return false;
		}
		memcpy(fields, reader->fields, nfields);
		memcpy(recs, reader->recs, nrecs);
		for (uint32_t i = 0; i < reader->nrecs; i++) {
			recs[i].fields = fields;
			fields += recs[i].n;
		}
		made = (struct rec_file){recs, reader->nrecs};
	}
	*out = made;
	return true;
}

bool rec_parse(struct span text, const char *path, struct arena *arena, struct rec_file *out,
	struct report *report, struct err *err)
{
	struct reader reader = {.path = path, .arena = arena, .report = report};
	text = utf8_without_mark(text);
	reader.clean = text.n == 0 ||
		(memchr(text.p, '\r', text.n) == NULL && utf8_valid_prefix(text) == text.n);
	bool ok = true;
	struct span line;
	while (ok && text.n > 0 && span_cut(&text, '\n', &line)) {
		ok = read_line(&reader, line);
	}
	ok = ok && join_value(&reader) && move_out(&reader, out);
	free(reader.fields);
	free(reader.recs);
	return ok || err_memory(err);
}

const struct rec_field *rec_field(const struct rec *rec, struct span name)
{
	for (uint32_t i = 0; i < rec->n; i++) {
		if (span_eq_nocase(rec->fields[i].name, name)) {
			return &rec->fields[i];
		}
	}
	return NULL;
}

struct span rec_get(const struct rec *rec, struct span name)
{
	const struct rec_field *field = rec_field(rec, name);
	return field == NULL ? (struct span){NULL, 0} : field->value;
}

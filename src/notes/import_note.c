#include "notes/import_note.h"

#include "base/byte.h"
#include "notes/noted.h"

#include <stdarg.h>
#include <stdio.h>

#define CONTEXT_MOST 4096 /* bytes of a prefix, a suffix, a heading */

bool import_note_refuse(struct import_note *in, const struct json *value, const char *fmt, ...)
{
	char why[400];
	va_list args;
	if (in->err->msg[0] != '\0') {
		return false;
	}
	va_start(args, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	return err_set(in->err, "%s:%u: %s", in->path, value->line, why);
}

/* Refused memory is no fault of the note. */
static bool fail(struct import_note *in)
{
	in->failed = true;
	return false;
}

bool import_note_text(struct import_note *in, const struct json *object, struct span name,
	struct span *out)
{
	const struct json *value = json_get(object, name);
	*out = SPAN("");
	if (value == NULL) {
		return true;
	}
	if (value->kind != JSON_STRING) {
		return import_note_refuse(in, value, "%.*s is %s, not a string", SPAN_ARG(name),
			json_kind_word(value->kind));
	}
	*out = value->text;
	return true;
}

bool import_note_number(struct import_note *in, const struct json *object, struct span name,
	uint32_t *out)
{
	const struct json *value = json_get(object, name);
	if (value == NULL) {
		return import_note_refuse(in, object, "no %.*s", SPAN_ARG(name));
	}
	return json_u32(value, out) ||
		import_note_refuse(in, value, "%.*s is no whole number below 2^32", SPAN_ARG(name));
}

/* Whether text is a UUID; its letters become small in id. */
static bool is_uuid(struct span text, char id[37])
{
	if (text.n != 36) {
		return false;
	}
	for (size_t i = 0; i < text.n; i++) {
		id[i] = text.p[i] >= 'A' && text.p[i] <= 'F' ? (char)(text.p[i] | 0x20) : text.p[i];
	}
	id[36] = '\0';
	return note_is_id(span_of(id));
}

bool import_note_id(struct import_note *in, const struct json *object)
{
	struct span iri;
	char id[37];
	if (!import_note_text(in, object, SPAN("id"), &iri)) {
		return false;
	}
	if (iri.n == 0) {
		return import_note_refuse(in, object, "a note without an id");
	}
	struct span uuid = iri;
	if (span_starts(iri, SPAN("urn:uuid:"))) {
		uuid = (struct span){iri.p + 9, iri.n - 9};
	}
	if (!is_uuid(uuid, id)) {
		struct sha256 hash = sha256_of(iri);
		note_uuid(hash.bytes, 8, id);
	}
	return arena_copy(in->arena, span_of(id), &in->note.id) || fail(in);
}

/* Two digits at p up to `most`. */
static bool is_below(const char *p, int most)
{
	int n = (p[0] - '0') * 10 + p[1] - '0';
	return byte_is_digit(p[0]) && byte_is_digit(p[1]) && n <= most;
}

/*
 * "2026-11-21T20:05:00Z", as it is in *out. Others write fractions of a second, which go, and
 * +00:00 for Z.
 */
static bool take_time(struct import_note *in, const struct json *value, struct span text,
	struct span *out)
{
	struct doc_date date;
	char time[21];
	bool good = text.n >= 20 && text.p[10] == 'T' && text.p[13] == ':' && text.p[16] == ':' &&
		doc_date_parse((struct span){text.p, 10}, &date) && is_below(text.p + 11, 23) &&
		is_below(text.p + 14, 59) && is_below(text.p + 17, 60);
	struct span rest = good ? (struct span){text.p + 19, text.n - 19} : SPAN("");
	if (span_starts(rest, SPAN("."))) {
		size_t n = 1;
		while (n < rest.n && byte_is_digit(rest.p[n])) {
			n++;
		}
		rest = (struct span){rest.p + n, rest.n - n};
	}
	if (!good || (!span_eq(rest, SPAN("Z")) && !span_eq(rest, SPAN("+00:00")))) {
		return import_note_refuse(in, value, "'%.*s' is no time like 2026-11-21T20:05:00Z",
			(int)(text.n > 40 ? 40 : text.n), text.p);
	}
	memcpy(time, text.p, 19);
	time[19] = 'Z';
	time[20] = '\0';
	return arena_copy(in->arena, span_of(time), out) || fail(in);
}

/* A member that is a time; `otherwise` where it is not there. */
static bool read_time(struct import_note *in, const struct json *object, struct span name,
	struct span otherwise, struct span *out)
{
	struct span text;
	if (!import_note_text(in, object, name, &text)) {
		return false;
	}
	if (text.n == 0) {
		return arena_copy(in->arena, otherwise, out) || fail(in);
	}
	return take_time(in, json_get(object, name), text, out);
}

/* Nobody edits a note so often; a greater one would run over after some more edits. */
#define REVS 1000000000

static bool read_rev(struct import_note *in, const struct json *object, struct span name)
{
	uint32_t rev = 1;

	if (json_get(object, name) == NULL) {
		in->note.rev = rev;
		return true;
	}
	if (!import_note_number(in, object, name, &rev)) {
		return false;
	}
	if (rev > REVS) {
		return import_note_refuse(in, object, "%.*s is above %d", SPAN_ARG(name), REVS);
	}
	in->note.rev = rev;
	return true;
}

bool import_note_history(struct import_note *in, const struct json *object, bool w3c)
{
	struct span rev = w3c ? SPAN("dossier:rev") : SPAN("rev");
	struct span rival = w3c ? SPAN("dossier:rival") : SPAN("rival");
	char now[21];
	note_now(now);
	return read_time(in, object, SPAN("created"), span_of(now), &in->note.created) &&
		read_time(in, object, SPAN("modified"), in->note.created, &in->note.modified) &&
		read_rev(in, object, rev) &&
		import_note_text(in, object, rival, &in->note.rival);
}

bool import_note_body(struct import_note *in, struct span text)
{
	char *p = arena_array(in->arena, text.n + 1, 1);
	size_t n = 0;
	if (p == NULL) {
		return fail(in);
	}
	for (size_t i = 0; i < text.n; i++) {
		bool before_lf = i + 1 < text.n && text.p[i + 1] == '\n';
		if (text.p[i] != '\r') {
			p[n++] = text.p[i];
		} else if (!before_lf) {
			p[n++] = '\n';
		}
	}
	in->note.body = (struct span){p, n};
	return true;
}

/* The path that the note was made at. */
static bool read_path(struct import_note *in, const struct json *anchor)
{
	struct span *path = &in->note.anchor.path, encoded;
	if (!import_note_text(in, anchor, SPAN("path"), path) ||
		!import_note_text(in, anchor, SPAN("path_encoded"), &encoded)) {
		return false;
	}
	if (path->n == 0 && encoded.n > 0) {
		struct buf text = {0};
		bool good = noted_take_iri(encoded, &text) && !text.failed;
		bool kept = good && arena_copy(in->arena, buf_span(&text), path);
		buf_finish(&text);
		if (!kept) {
			return good ? fail(in) : import_note_refuse(in, anchor, "path_encoded is broken");
		}
	}
	if (path->n > 0 && memchr(path->p, '\0', path->n) != NULL) {
		return import_note_refuse(in, anchor, "a path with a NUL in it");
	}
	return true;
}

/* A text of the anchor that is bounded; one that is not there leaves what is in *out. */
static bool read_context(struct import_note *in, const struct json *anchor, struct span name,
	struct span *out)
{
	if (json_get(anchor, name) != NULL && !import_note_text(in, anchor, name, out)) {
		return false;
	}
	return out->n <= CONTEXT_MOST || import_note_refuse(in, anchor, "%.*s of more than %d bytes",
		SPAN_ARG(name), CONTEXT_MOST);
}

bool import_note_anchor(struct import_note *in, const struct json *value)
{
	struct anchor *anchor = &in->note.anchor;
	struct span hash;
	if (value->kind != JSON_OBJECT) {
		return import_note_refuse(in, value, "anchor is %s, not an object",
			json_kind_word(value->kind));
	}
	if (!read_path(in, value) || !import_note_text(in, value, SPAN("sha256"), &hash)) {
		return false;
	}
	if (!sha256_parse(hash, &anchor->hash)) {
		return import_note_refuse(in, value, "sha256 is not 64 hexadecimal digits");
	}
	return import_note_number(in, value, SPAN("length"), &anchor->text_n) &&
		import_note_number(in, value, SPAN("start"), &anchor->at.start) &&
		import_note_number(in, value, SPAN("end"), &anchor->at.end) &&
		import_note_number(in, value, SPAN("ordinal"), &anchor->ordinal) &&
		import_note_number(in, value, SPAN("paragraph"), &anchor->para) &&
		read_context(in, value, SPAN("prefix"), &anchor->prefix) &&
		read_context(in, value, SPAN("suffix"), &anchor->suffix) &&
		read_context(in, value, SPAN("heading"), &anchor->heading);
}

bool import_note_own(struct import_note *in, const struct json *object)
{
	struct note *note = &in->note;
	struct span body, tags, colour;
	const struct json *anchor = json_get(object, SPAN("anchor"));
	if (!import_note_id(in, object) || !import_note_history(in, object, false) ||
		!import_note_text(in, object, SPAN("author"), &note->author) ||
		!import_note_text(in, object, SPAN("quote"), &note->anchor.quote) ||
		!import_note_text(in, object, SPAN("note"), &body) ||
		!import_note_text(in, object, SPAN("tags"), &tags) ||
		!import_note_text(in, object, SPAN("colour"), &colour)) {
		return false;
	}
	if (!note_colour_of(colour, &note->colour)) {
		return import_note_refuse(in, json_get(object, SPAN("colour")), "no such colour: '%.*s'",
			(int)(colour.n > 40 ? 40 : colour.n), colour.p);
	}
	if (anchor == NULL) {
		return import_note_refuse(in, object, "a note without an anchor");
	}
	if (!note_tags_parse(tags, in->arena, note)) {
		return fail(in);
	}
	return import_note_body(in, body) && import_note_anchor(in, anchor);
}

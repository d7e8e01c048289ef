/*
 * json.h - reading JSON (RFC 8259), strictly and within bounds.
 *
 * Files come from strangers: what is not well-formed, not UTF-8, nested deeper than JSON_DEPTH,
 * larger than JSON_BYTES, or holds the same member twice is refused as a whole, with file and
 * line. Each value knows its line, so that whoever finds it to be of the wrong kind can say where.
 * Numbers stay as they were written. Knows no schema. A byte order mark is accepted.
 *
 *	if (!json_read(text, path, &arena, &root, &err)) { … }
 *	const struct json *title = json_get(root, SPAN("title"));
 *	if (title != NULL && title->kind == JSON_STRING) { use(title->text); }
 */
#ifndef DOSSIER_BASE_JSON_H
#define DOSSIER_BASE_JSON_H

#include "base/arena.h"
#include "base/err.h"

#define JSON_DEPTH 64 /* arrays and objects in each other */
#define JSON_MEMBERS 256 /* of one object */
#define JSON_VALUES (1u << 21) /* of a file */
#define JSON_BYTES ((size_t)64 << 20) /* of a file */

enum json_kind {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER,
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

struct json {
	enum json_kind kind;
	uint32_t line; /* where it begins, from 1 */
	uint32_t n; /* ARRAY, OBJECT: how many are in it */
	struct span text; /* STRING: valid UTF-8, may hold NUL; NUMBER: as written */
	struct span name; /* where it is a member */
	const struct json *first; /* ARRAY, OBJECT: what is in it, NULL where nothing is */
	const struct json *next; /* beside it */
};

/*
 * Parses text, which must outlive *out, into arena. path is for messages. False with
 * `path:line: …`; nothing is half read. Linear in text.
 */
bool json_read(struct span text, const char *path, struct arena *arena, const struct json **out,
	struct err *err) MUST_CHECK;

/* The member of that name. NULL where there is none, where it is null, or value is no object. */
const struct json *json_get(const struct json *value, struct span name);

/* A whole number from 0 to UINT32_MAX, written in digits only. False, out untouched, otherwise. */
bool json_u32(const struct json *value, uint32_t *out);

/* "a string", "an object", …; for messages. */
const char *json_kind_word(enum json_kind kind);

#endif

/*
 * rec.h - record files: a small subset of GNU rec, edited by hand.
 *
 *	%rec: Entity          lines that begin with % describe; kept, not interpreted
 *	# a comment           # in column 1 only
 *
 *	Id: island:iturup     Field: value
 *	Alias: Etorofu        fields may repeat
 *	Note: one line
 *	+ and another         "+ " continues a value with a line end
 *
 * A field name is an ASCII letter and letters, digits, _ or -; it ends at the first colon. One
 * blank after the colon is not part of the value; nor is white space at the end of a line. A blank
 * line ends a record. CRLF and a byte order mark are accepted. Bad lines are reported with file
 * and line, and skipped with what continues them; the rest is read. Values are bytes of the text
 * that was parsed, or copies in the arena where they were continued.
 */
#ifndef DOSSIER_BASE_REC_H
#define DOSSIER_BASE_REC_H

#include "base/arena.h"
#include "base/err.h"
#include "base/report.h"

struct rec_field {
	struct span name, value;
	uint32_t line; /* where it starts, from 1 */
};

struct rec {
	const struct rec_field *fields; /* in the order of the file */
	uint32_t n;
	uint32_t line; /* of its first field */
};

struct rec_file {
	const struct rec *recs; /* records that hold at least one field */
	uint32_t n;
};

/*
 * Parses text (which must outlive out) into arena. path is for messages. Invalid UTF-8 in a line
 * is a bad line. False only for want of memory. Linear in text.
 */
bool rec_parse(struct span text, const char *path, struct arena *arena, struct rec_file *out,
	struct report *report, struct err *err) MUST_CHECK;

/* Whether a field may have this name: a letter, then letters, digits, `_` or `-`. */
bool rec_is_name(struct span name);

/* First value of the named field (case matters not), or the empty span with p NULL. */
struct span rec_get(const struct rec *rec, struct span name);

/* The field itself, or NULL. */
const struct rec_field *rec_field(const struct rec *rec, struct span name);

#endif

/*
 * report.h - what was wrong but did not stop the work: a list of messages with file and line.
 *
 * Loaders add to it and go on; the reader shows it on demand, `dossier check` prints it. Owns its
 * texts. A report that could not grow says so in `dropped`.
 */
#ifndef DOSSIER_BASE_REPORT_H
#define DOSSIER_BASE_REPORT_H

#include "base/span.h"

enum report_level {
	REPORT_NOTE, /* worth knowing: an unknown field that was kept */
	REPORT_WARNING, /* doubtful: an alias of two entities */
	REPORT_ERROR, /* something was left out: a record without an Id */
};

struct report_item {
	char *text; /* whole: "entities.rec:12: …"; owned by the report */
	enum report_level level;
	bool left_out; /* it says that a file is not among the documents */
};

struct report {
	struct report_item *items; /* in the order in which they came */
	uint32_t n, cap;
	uint32_t dropped; /* messages that found no memory */
};

/* Adds "path:line: message", or "path: message" where line is 0, or "message" where path is NULL. */
void report_add(struct report *report, enum report_level level, const char *path, uint32_t line,
	const char *fmt, ...) PRINTF_LIKE(5, 6);

/* The same of a file or folder that is not among the documents; says so in its own words. */
void report_left_out(struct report *report, enum report_level level, const char *path,
	const char *fmt, ...) PRINTF_LIKE(4, 5);

/* Adds a message as it was made before. */
void report_add_text(struct report *report, struct span text, enum report_level level, bool left_out);

/* Moves all messages of `from`, which is empty afterwards, to before message `at` of the other. */
void report_insert(struct report *report, uint32_t at, struct report *from);

/* Number of messages of at least this level. */
uint32_t report_count(const struct report *report, enum report_level level);

/* Frees the texts; the report is empty and usable again. Takes a zeroed one. */
void report_finish(struct report *report);

#endif

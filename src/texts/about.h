/*
 * about.h - what documents.rec says of the documents.
 *
 * A record for a file, found by its path below the folder: fields File Title Date Source Language
 * Note Encoding. Everything wrong in it is reported with its line, and stops nothing.
 *
 *	if (!about_load(&abouts, folder, config, report, &err)) { … no memory … }
 *	struct about *about = about_find(&abouts, SPAN("minutes/1988.txt"));
 */
#ifndef DOSSIER_TEXTS_ABOUT_H
#define DOSSIER_TEXTS_ABOUT_H

#include "base/report.h"
#include "texts/doc.h"

struct about {
	struct doc_about about; /* path is File without ./ before it; title … empty where not given */
	uint32_t line;
	bool used; /* set by whoever has the file */
};

struct abouts {
	struct about *items; /* sorted by file, one for each */
	uint32_t n;
	struct buf path; /* of documents.rec, for messages */
	struct buf bytes;
	struct arena arena;
};

/*
 * Reads the documents.rec of folder. None is as good as an empty one, a broken one is reported.
 * False where memory is short.
 */
bool about_load(struct abouts *abouts, const char *folder, const struct config *config,
	struct report *report, struct err *err) MUST_CHECK;

/* The record about a file, or NULL. O(log n). */
struct about *about_find(const struct abouts *abouts, struct span path);

/* Reports the records that nobody has used. */
void about_report_unused(const struct abouts *abouts, struct report *report);

/* Frees it. Takes a zeroed one. */
void about_finish(struct abouts *abouts);

#endif

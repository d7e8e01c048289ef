/*
 * scarce.h - memory that runs out at a chosen allocation, and what a story told before and after.
 *
 * The linker sends malloc, calloc, realloc, strdup, strndup and free of our own code, and of the
 * libraries that are linked in, here (--wrap); the C library's own calls go past. Every block is
 * kept in a list, so that a story that loses one is found out in any build.
 *
 * A story is one use of the program: work() does it and may fail, tell() says what came of it, for
 * a comparison with the same when there was memory for all; undo() gives everything back.
 */
#ifndef DOSSIER_TESTS_SCARCE_H
#define DOSSIER_TESTS_SCARCE_H

#include "base/err.h"
#include "base/report.h"
#include "base/span.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(promise) \
	do { \
		if (!(promise)) { \
			scarce_broken(__FILE__, __LINE__, #promise); \
		} \
	} while (0)

/* What a story has come to, as a number; and whether it said that something is missing. */
struct told {
	uint64_t hash;
	bool excused;
};

struct story {
	const char *name;
	void (*before)(void); /* once, with memory enough; NULL: nothing to do */
	bool (*work)(struct err *err); /* all that it makes is its own to keep, until undo() */
	void (*tell)(struct told *told); /* with memory enough, where work() was done */
	void (*undo)(void); /* also where work() has failed */
	void (*after)(void); /* once; or NULL */
};

extern const struct story story_config, story_entities, story_document, story_catalog;
extern const struct story story_dossier, story_index, story_words, story_search, story_question;
extern const struct story story_session, story_notes, story_decisions;

/* From here on the n-th allocation (from 0) fails, with `forever` all behind it as well. */
void scarce_begin(uint64_t n, bool forever);

/* Memory is enough again. Returns how many allocations there were; *struck: one has failed. */
uint64_t scarce_end(bool *struck);

/* Blocks that were taken and not given back. */
uint64_t scarce_live(void);

/* Says which promise was broken at which allocation of which story, and ends the process. */
void scarce_broken(const char *file, int line, const char *promise);

/* Adds to what is told. */
void told_bytes(struct told *told, const void *bytes, size_t n);

/* Adds a text and its length. */
void told_text(struct told *told, struct span text);

/* Adds a number. */
void told_number(struct told *told, uint64_t number);

/* Adds a report; it is an excuse where it found no memory for a message, or speaks of memory. */
void told_report(struct told *told, const struct report *report);

/* "a/b" below the folder of the source, or of this process's own files; valid until the next call. */
const char *scarce_source(const char *path);

/* The same for the folder that this process has made for itself, empty at the start. */
const char *scarce_own(const char *path);

/* Takes away everything in the process's own folder. */
void scarce_sweep(void);

#endif

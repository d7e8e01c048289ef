/*
 * stored.h - for tests: a store in a folder of its own, and notes to put into it.
 */
#ifndef DOSSIER_TESTS_STORED_H
#define DOSSIER_TESTS_STORED_H

#include "notes/store_db.h"

#include "base/file.h"
#include "camp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct report report;
static struct arena arena;

/* Each test runs in a folder of its own, where there is one in memory: a sync costs nothing there. */
static inline int enter(void **state)
{
	char shared[] = "/dev/shm/dossier-store-XXXXXX", plain[] = "/tmp/dossier-store-XXXXXX";
	const char *name = camp_make(shared) ? shared : camp_make(plain) ? plain : NULL;

	if (name == NULL || chdir(name) != 0) {
		return -1;
	}
	*state = strdup(name);
	return *state == NULL;
}

static inline int leave(void **state)
{
	int failed = chdir("/") != 0 || camp_remove(*state) != 0;

	free(*state);
	arena_finish(&arena);
	report_finish(&report);
	return failed;
}

static inline struct store *open_store(const char *folder)
{
	struct store *store;
	struct err err;

	if (!store_open(&store, folder, &report, &err)) {
		fail_msg("%s", err.msg);
	}
	return store;
}

static inline struct note sample(const char *body)
{
	return (struct note){
		.anchor = {.path = SPAN("a/1855.txt"), .text_n = 100, .at = {10, 16},
			.quote = SPAN("Iturup"), .prefix = SPAN("of "), .suffix = SPAN(" and"),
			.ordinal = 1, .para = 3, .heading = SPAN("Borders")},
		.body = span_of(body),
		.colour = NOTE_BLUE,
		.author = SPAN("me"),
	};
}

static inline void put(struct store *store, struct note *note, bool rival)
{
	struct err err;
	bool found = !rival;

	if (!store_put(store, note, &arena, &found, &err)) {
		fail_msg("%s", err.msg);
	}
	assert_int_equal(found, rival);
}

static inline uint32_t read_all(struct store *store, struct note **notes)
{
	struct err err;
	uint32_t n = 0;

	if (!store_notes(store, &arena, notes, &n, &err)) {
		fail_msg("%s", err.msg);
	}
	return n;
}

/* An empty file of the kind that the store makes. */
static inline void make_file(const char *path)
{
	struct err err;

	if (!file_write(path, SPAN(""), false, 0600, &err)) {
		fail_msg("%s", err.msg);
	}
}

static inline void assert_text(struct span text, const char *expected)
{
	if (!span_eq(text, span_of(expected))) {
		fail_msg("'%.*s' is not '%s'", SPAN_ARG(text), expected);
	}
}

#endif
